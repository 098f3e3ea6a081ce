import pytest, os, time
from proof.figures import *
from proof import figures as F
from proof.lives import *
@pytest.mark.django_db
def test_it():
    seed=int(os.environ.get("SEED","1")); steps=int(os.environ.get("STEPS","60")); rounds=int(os.environ.get("ROUNDS","4")); most=int(os.environ.get("MOST","5"))
    walk = lived(seed, steps)
    for r in range(rounds):
        c=Comparison(); st=walk.dice.getstate(); compare(walk, c, most=most)
        print("folded", r, c.looked, len(c.faults), dict(walk.done), flush=True)
        for f in c.faults[:6]: print("   ", f)
        if c.faults:
            walk.dice.setstate(st); F.FOLDED_ONLY=False; d=Comparison(); compare(walk,d,most=most); F.FOLDED_ONLY=True
            print("rebuilt", d.looked, len(d.faults), flush=True)
            for f in d.faults[:6]: print("   ", f)
            print(Counter(f.split(":")[0] for f in c.faults))
            return
        before=Counter(walk.done)
        live(walk, steps)

"""Write build/proof.json: `python -m proof [part …]`; a part that is there already is kept.

`--again` does the named parts (or all of them) once more.
"""

import json
import os
import sys
from pathlib import Path

import django
from django.db import connection
from django.test.utils import setup_test_environment, teardown_test_environment

OUT = Path("build/proof.json")


def main(words: list[str]) -> None:
    """Run the parts that are asked for and not yet done, each on a base of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chibo.config.settings")
    os.environ.setdefault("CHIBO_VAR", "build/proof-var")
    os.environ["CHIBO_PLAIN_STATIC"] = "1"
    django.setup()
    from proof.parts import PARTS  # noqa: PLC0415 - needs the settings

    OUT.parent.mkdir(exist_ok=True)
    Path(os.environ["CHIBO_VAR"]).mkdir(parents=True, exist_ok=True)
    found = json.loads(OUT.read_text()) if OUT.exists() else {}
    wanted = [word for word in words if not word.startswith("--")] or list(PARTS)
    setup_test_environment()
    for name in wanted:
        done = any(key.startswith(f"{name}_") for key in found)
        if done and "--again" not in words:
            continue
        old = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            measures = PARTS[name]()
        finally:
            connection.creation.destroy_test_db(old, verbosity=0)
        found |= {f"{name}_{key}": each for key, each in measures.items()}
        OUT.write_text(json.dumps(found, indent=2) + "\n")
    teardown_test_environment()
    for name, each in found.items():
        print(f"{name:<45} {each['value']:>10} goal {each['goal']}")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])

"""Ours beside Indico 3.2.9: `make bench-indico`; all set-up is its own, nothing is left running."""

import os
import shutil
import sys
import time
from pathlib import Path

from bench.__main__ import write
from bench.cluster import Cluster
from bench.indico.peer import Indico, NotInstalled, installed, redis
from bench.run import folder
from bench.served import Served

COUNTING = {
    "shared_preload_libraries": "pg_stat_statements", "pg_stat_statements.track_utility": "off",
}  # fmt: skip
ROUNDS = 40


def main() -> int:
    """Install Indico, put the same case into both, read in turn, write the figures."""
    home = folder("indico").resolve()
    try:
        python = installed(home)
    except NotInstalled as why:
        print(f"bench-indico: not measured. {why}", file=sys.stderr)
        return 1
    work = home / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "chibo.config.settings", "CHIBO_VAR": str(work),
        "CHIBO_PLAIN_STATIC": "1",
    }  # fmt: skip
    try:
        with Cluster(work / "pg", **COUNTING), redis(work) as store:
            _measure(python, work, store)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 0


def _measure(python: Path, work: Path, store: int) -> None:
    import django
    import psycopg

    django.setup()
    from bench.asked import note
    from bench.indico import compare, ours
    from bench.parts import State, machine

    at = f"chibo@127.0.0.1:{os.environ['CHIBO_PG_PORT']}"
    admin = f"postgresql://{at}/postgres"
    load, start = os.getloadavg(), time.perf_counter()
    with psycopg.connect(admin, autocommit=True) as link:
        link.execute("create extension pg_stat_statements")
        link.execute("create database indico")
    with psycopg.connect(f"postgresql://{at}/indico", autocommit=True) as link:
        link.execute("create extension unaccent")
        link.execute("create extension pg_trgm")
    mine, indico = ours.fill(), Indico(python, work)
    told = indico.prepare(f"postgresql://{at}/indico", store, mine.case)
    with Served(1) as served, indico:
        own = compare.Site("ours", served.ports[0], served.pid, mine.cookie, "postgres", mine.pages)
        theirs = compare.indico_site(indico.ports[0], indico.pid, told)
        compare.proved(own, theirs, ours.MEETINGS, ours.PARTICIPANTS)
        found = compare.compare(own, theirs, admin, ROUNDS)
        held = [f"{each.resident():.0f} MB" for each in (served, indico)]
        note(f"memory of one worker, after all that: ours {held[0]}, Indico {held[1]}")
    for each in compare.ABOUT:
        note(each)
    state = State(work)
    state.done("beside", found, time.perf_counter() - start, load)
    write(state, machine(), "indico")


if __name__ == "__main__":
    raise SystemExit(main())

"""Write build/bench.json: `python -m bench`, on a base of its own that is dropped afterwards."""

import json
import os
from pathlib import Path

import django
from django.db import connection
from django.test.utils import setup_test_environment, teardown_test_environment


def main() -> None:
    """Measure, print what is of interest, keep the ratios."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chibo.config.settings")
    os.environ.setdefault("CHIBO_VAR", "build/bench-var")
    os.environ["CHIBO_PLAIN_STATIC"] = "1"
    django.setup()
    from bench.measures import measure

    setup_test_environment()
    folder = Path(os.environ["CHIBO_VAR"])
    folder.mkdir(parents=True, exist_ok=True)
    if connection.vendor == "sqlite":  # a file, as in life; in memory it would be too fast
        connection.settings_dict["TEST"]["NAME"] = str(folder / "bench.sqlite3")
    old = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        found = measure(rounds=5)
    finally:
        connection.creation.destroy_test_db(old, verbosity=0)
        teardown_test_environment()
    out = Path("build/bench.json")
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(found, indent=2) + "\n")
    for name, each in found.items():
        print(f"{name:<45} {each['value']:>10} goal {each['goal']}")


if __name__ == "__main__":
    main()

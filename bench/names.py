"""Names for members who do not exist."""

from collections.abc import Iterator

from chibo.core import viet
from chibo.lists.tests.samples import FAMILIES, GIVEN, MIDDLES


def names() -> Iterator[tuple[int, str, str, str, str]]:
    """Yield number, name, sort key, search key and sex of every name there is to give."""
    n = 0
    for given in GIVEN:
        for middle in MIDDLES:
            for family in FAMILIES:
                name = f"{family} {middle} {given}"
                sex = "female" if middle.startswith("Thị") else "male"
                yield n, name, viet.name_key(name), viet.fold(name), sex
                n += 1

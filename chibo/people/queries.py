from collections import Counter
from collections.abc import Iterable

from chibo.people.models import Person


def told_apart(persons: Iterable[Person]) -> dict[str, str]:
    """Return the name to show for each person (key: str of id).

    Where two share a name, the year of birth stands beside it: `Lò Văn Hòa, sinh 1983`. Old and
    new tone placement count as one name.
    """
    persons = list(persons)
    seen = Counter(person.sort_key for person in persons)
    return {
        str(person.pk): f"{person.name}, sinh {person.birth_year}"
        if seen[person.sort_key] > 1
        else person.name
        for person in persons
    }

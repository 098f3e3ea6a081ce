"""Who issues a cell's paper: the names in its head, and who signs."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from chibo.organizations.models import Role
from chibo.organizations.queries import holders, named, superior
from chibo.papers.sheets import Block, Sheet, Signatory

PLACE_WORD = re.compile(r"^(xã|phường|thị trấn|tỉnh|huyện|thị xã|thành phố)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Issuer:
    """A cell as its papers name it. `name`: as in a sentence; `committee`: whom it reports to."""

    name: str
    superior: str
    place: str
    secretary: str

    def sheet(
        self, *, kind: str, title: str, about: str, body: Sequence[Block], day: dt.date | None,
        number: str = "", recipients: tuple[str, ...] = (), signed: bool = True,
    ) -> Sheet:  # fmt: skip
        """Return a paper of the cell. number: `05-TB/CB` or empty; signed: by the secretary.

        A paper without a day has no date line.
        """
        return Sheet(
            kind=kind, superior=self.superior.upper(), issuer=self.name.upper(),
            number=f"Số {number}" if number else "", place=self.place if day else "", day=day,
            title=title, about=about, body=tuple(body), closing="",
            right=self.signatory if signed else None, recipients=recipients, demo=settings.DEMO,
        )  # fmt: skip

    @property
    def committee(self) -> str:
        return self.superior.replace("Đảng bộ", "Đảng ủy", 1)

    @property
    def signatory(self) -> Signatory:
        return Signatory(("T/M CHI BỘ", "BÍ THƯ"), self.secretary)


def issuer_of(cell: UUID, *, on: dt.date) -> Issuer:
    """Return the cell as its papers name it on a day."""
    above = named(superior(cell, on=on) or cell, on=on)
    secretary = holders([cell], [Role.SECRETARY], on=on).get((cell, Role.SECRETARY))
    return Issuer(
        name=named(cell, on=on).full,
        superior=above.full,
        place=PLACE_WORD.sub("", above.name),
        secretary=secretary.person.name if secretary else "",
    )

"""The sizes a paper is set in, and the few smaller ones tried before a paper takes a third page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """Sizes in points: letters, distance of lines, room for a signature, gap before a part."""

    size: float = 14
    line: float = 18
    pen: float = 65
    part_gap: float = 8

    @property
    def table_size(self) -> float:
        """Letters in a table."""
        return self.size - 1.5

    @property
    def table_line(self) -> float:
        """Distance of lines in a table."""
        return self.line - 2.5


FULL = Measure()
# What is read aloud under one bulb by eyes over 50.
LARGE = Measure(size=20, line=27)
ALOUD = {"script"}  # kinds of paper that are set so
# Registers of many columns lie on their side; a clerk reads them at a desk.
REGISTER = Measure(size=12, line=15, pen=48, part_gap=4)
TIGHT_REGISTER = Measure(size=11.5, line=14, pen=36, part_gap=3)
WIDE = {"member_register", "transfer_register", "dues_register", "attendance", "stat_form"}
# First the white gives way, then the lines, then the letters.
TIGHTER = (
    Measure(pen=48, part_gap=4),
    Measure(line=17, pen=48, part_gap=4),
    Measure(size=13.5, line=17, pen=48, part_gap=4),
    Measure(size=13, line=16, pen=48, part_gap=4),
)
# A list of names to sign on one sheet may go smaller still: it is ticked, not read out.
SMALLEST = (Measure(size=12.5, line=15, pen=44, part_gap=3), Measure(size=12, line=14, pen=40))


def measure_for(kind: str) -> Measure:
    """Return the sizes that a kind of paper is set in first."""
    return LARGE if kind in ALOUD else REGISTER if kind in WIDE else FULL

"""Where the pages around the calendar are; rooms above serve some of them."""

from uuid import UUID


def year_page(cell: UUID, year: int) -> str:
    """Return the address of a cell's year."""
    return f"/units/{cell}/year/{year}/"


def preparation_page(planned: UUID) -> str:
    """Return the address where a planned meeting is prepared."""
    return f"/planned/{planned}/"

"""Where the pages of a planned meeting are; its whole page is served by a room above."""

from uuid import UUID


def page_of(planned: UUID) -> str:
    """Return the address of a planned meeting's page."""
    return f"/planned/{planned}/"

"""What a regular meeting usually talks about, by type of cell; the secretary changes all of it.

Rule: house, after the order of 42-HD/BTCTW II.2 (news and documents, opinions, last month, next).
"""

from chibo.organizations.models import CellType

_USUAL = (
    "Thông tin thời sự, văn bản mới của cấp trên",
    "Tình hình tư tưởng của đảng viên, ý kiến của nhân dân",
)
AGENDAS: dict[str, tuple[str, ...]] = {
    CellType.VILLAGE: (*_USUAL, "Sản xuất, đời sống, an ninh trật tự trong bản", "Nhiệm vụ tháng tới"),
    CellType.AGENCY: (*_USUAL, "Nhiệm vụ chuyên môn của cơ quan", "Nhiệm vụ tháng tới"),
    CellType.SCHOOL: (*_USUAL, "Nhiệm vụ chuyên môn của trường, trạm", "Nhiệm vụ tháng tới"),
    CellType.ENTERPRISE: (*_USUAL, "Sản xuất, kinh doanh, đời sống người lao động", "Nhiệm vụ tháng tới"),
}  # fmt: skip


def usual_agenda(cell_type: str) -> tuple[str, ...]:
    """Return the usual points for a type of cell."""
    return AGENDAS.get(cell_type, AGENDAS[CellType.VILLAGE])

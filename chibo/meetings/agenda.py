"""What a sitting usually talks about; the secretary changes all of it.

Rule: house, after the order of 42-HD/BTCTW II.2 (news and documents, opinions, last month, next)
and, for the committee that prepares it, II.2.1.
"""

from chibo.organizations.models import CellType

_WORK = {
    CellType.VILLAGE: "Sản xuất, đời sống, an ninh trật tự trong bản",
    CellType.AGENCY: "Nhiệm vụ chuyên môn của cơ quan",
    CellType.SCHOOL: "Nhiệm vụ chuyên môn của trường, trạm",
    CellType.ENTERPRISE: "Sản xuất, kinh doanh, đời sống người lao động",
}


def usual_agenda(cell_type: str) -> tuple[str, ...]:
    """Return the usual points of a regular meeting, for a type of cell."""
    return (
        "Thông tin thời sự, văn bản mới của cấp trên",
        "Tình hình tư tưởng của đảng viên, ý kiến của nhân dân",
        _WORK.get(CellType(cell_type or CellType.VILLAGE), _WORK[CellType.VILLAGE]),
        "Nhiệm vụ tháng tới",
    )


def committee_agenda() -> tuple[str, ...]:
    """Return the usual points of the committee's meeting before that of the cell."""
    return (
        "Kết quả tháng trước",
        "Nhiệm vụ tháng tới",
        "Vấn đề đưa ra chi bộ thảo luận, biểu quyết",
        "Dự thảo nghị quyết",
        "Phân công chuẩn bị",
    )

"""What assessments hand to the catalogue: grades of meetings, never of a person or a cell."""

from django.utils.translation import gettext_lazy as _

from chibo.core.indicators import Counter, Indicator

GRADES = ("good", "fair", "average", "weak", "passed", "not_passed")
COUNTERS = tuple(Counter(f"grade_{grade}") for grade in GRADES)
GRADED = tuple(f"grade_{grade}" for grade in GRADES)
_WITHOUT_POINTS = ("passed", "not_passed")
_WORDS = {
    "good": _("Tốt"), "fair": _("Khá"), "average": _("Trung bình"), "weak": _("Kém"),
    "passed": _("Đạt"), "not_passed": _("Chưa đạt"),
}  # fmt: skip
INDICATORS = tuple(
    Indicator(
        f"grade_{grade}", _WORDS[grade],
        _("Buổi định kỳ được xếp loại này theo khung chấm của nơi đó"),
        part=(f"grade_{grade}",), whole=GRADED, whole_counts=_("buổi định kỳ có xếp loại"),
        left_out=_("Buổi không chấm điểm hoặc chấm chưa đủ"), unit=_("buổi"),
        source="12-HD/BTCTW" if grade in _WITHOUT_POINTS else "42-HD/BTCTW",
    )
    for grade in GRADES
)  # fmt: skip

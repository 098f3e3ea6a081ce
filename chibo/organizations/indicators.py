"""What organizations hand to the catalogue: cells that nobody leads."""

from django.utils.translation import gettext_lazy as _

from chibo.core.indicators import Adds, Counter, Indicator

COUNTERS = (
    Counter("cells", Adds.LAST), Counter("help", Adds.NOW), Counter("help_vacant", Adds.NOW),
)  # fmt: skip
INDICATORS = (
    Indicator(
        "cells", _("Chi bộ"), _("Chi bộ có ngày cuối kỳ, hoặc hôm nay nếu kỳ chưa hết"),
        part=("cells",), unit=_("chi bộ"), over_time=Adds.LAST, opens="cells",
    ),
    Indicator(
        "help_vacant", _("Chưa có bí thư"), _("Chi bộ hôm nay chưa có ai giữ chức bí thư"),
        part=("help_vacant",), unit=_("chi bộ"), over_time=Adds.NOW, opens="cells",
    ),
    Indicator(
        "help", _("Nơi cần giúp"), _("Chi bộ hôm nay có ít nhất một lý do cần giúp"),
        part=("help",), unit=_("chi bộ"), over_time=Adds.NOW, opens="cells",
    ),
)  # fmt: skip

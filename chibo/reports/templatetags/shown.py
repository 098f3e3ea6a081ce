"""How a figure of a unit and a period stands on a page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from chibo.reports.shown import Shown

register = template.Library()


@register.simple_tag
def shown(figure: Shown, *, brief: bool = False, linked: bool = True) -> SafeString:
    """Return the figure, linked to its rows, with its rate; of a small group only that it is one.

    brief: in few words.
    """
    if figure.is_small:
        word = _("dưới 5 người") if brief else _("nhóm dưới 5 người, không tách")
        return format_html('<span class="none">{}</span>', word)
    if figure.is_beside:
        return format_html('<span class="none">{}</span>', _("không tách"))
    if figure.is_nothing:
        return SafeString("–")
    rate = f" {figure.rate}" if figure.rate else ""
    if not linked:
        return format_html("{}{}", figure.words, rate)
    return format_html('<a href="{}">{}</a>{}', figure.url, figure.words, rate)

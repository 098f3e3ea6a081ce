"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    """Return whether this is demo data, and whom to ring."""
    return {"demo": settings.DEMO, "help_phone": settings.HELP_PHONE}

"""The letterhead of a page: which unit it speaks for."""

from django.http import HttpRequest


def letterhead(request: HttpRequest) -> dict[str, object]:
    return {}

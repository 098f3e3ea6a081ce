"""Addresses: each room that has urls.py, in the order of ROOMS."""

from importlib.util import find_spec

from django.urls import include, path

from chibo import ROOMS

urlpatterns = [
    path("", include(f"chibo.{room}.urls"))
    for room in ROOMS
    if find_spec(f"chibo.{room}.urls") is not None
]
handler400 = "chibo.core.views.bad_request"
handler403 = "chibo.core.views.forbidden"
handler404 = "chibo.core.views.not_found"
handler500 = "chibo.core.views.broken"

from django.urls import path

from chibo.minutes.views import record, together, versions

app_name = "minutes"
_MEETING = "meetings/<uuid:meeting_id>"
_PAPER = f"{_MEETING}/papers/<slug:kind>"
_VERSION = f"{_MEETING}/versions/<int:version>/<slug:kind>"
urlpatterns = [
    path("acts/", together.together, name="together"),
    path(f"{_MEETING}/", record.meeting, name="meeting"),
    path(f"{_MEETING}/minutes/", record.minutes, name="minutes"),
    path(f"{_MEETING}/minutes/closure/", record.closure, name="closure"),
    path(f"{_MEETING}/minutes/reopening/", versions.reopening, name="reopening"),
    path(f"{_MEETING}/minutes/reopening/end/", versions.give_up, name="give-up"),
    path(f"{_MEETING}/history/", record.history, name="history"),
    path(f"{_PAPER}/", record.paper, {"form": "html"}, name="paper"),
    path(f"{_PAPER}.pdf", record.paper, {"form": "pdf"}, name="paper-pdf"),
    path(f"{_PAPER}.css", record.paper, {"form": "css"}, name="paper-foot"),
    path(f"{_PAPER}.docx", record.paper, {"form": "docx"}, name="paper-docx"),
    path(f"{_VERSION}/", record.paper, {"form": "html"}, name="version"),
    path(f"{_VERSION}.pdf", record.paper, {"form": "pdf"}, name="version-pdf"),
    path(f"{_VERSION}.css", record.paper, {"form": "css"}, name="version-foot"),
    path(f"{_VERSION}.docx", record.paper, {"form": "docx"}, name="version-docx"),
    path("units/<uuid:unit_id>/numbers/", versions.numbers, name="numbers"),
]

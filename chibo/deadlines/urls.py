from django.urls import path

from chibo.deadlines import views

app_name = "deadlines"
_UNIT = "units/<uuid:unit_id>/deadlines"
_DIGEST = "units/<uuid:unit_id>/digest/<str:month_text>"
urlpatterns = [
    path(f"{_UNIT}/", views.deadlines, name="deadlines"),
    path(f"{_UNIT}/counts/", views.counts, name="counts"),
    path(f"{_UNIT}/checks/<slug:what>/", views.check, name="check"),
    path(f"{_DIGEST}/", views.digest, {"form": "html"}, name="digest"),
    path(f"{_DIGEST}.pdf", views.digest, {"form": "pdf"}, name="digest-pdf"),
    path(f"{_DIGEST}.css", views.digest, {"form": "css"}, name="digest-foot"),
    path(f"{_DIGEST}.docx", views.digest, {"form": "docx"}, name="digest-docx"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/end/", views.calendar_end, name="calendar-end"),
    path("calendar/<str:token>/viec-den-han.ics", views.feed, name="feed"),
]

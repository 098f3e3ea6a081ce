from django.urls import path

from chibo.preparations import invitation_views as invitation
from chibo.preparations import rota_views, views

app_name = "preparations"
_PLANNED = "planned/<uuid:planned_id>"
_ROTA = "units/<uuid:unit_id>/rota/<str:month_text>"
urlpatterns = [
    path("planned/<uuid:planned_id>/", views.preparation, name="preparation"),
    path("planned/<uuid:planned_id>/meeting.ics", views.calendar, name="calendar"),
    path(f"{_PLANNED}/notice/", invitation.notice, {"form": "html"}, name="notice"),
    path(f"{_PLANNED}/notice.pdf", invitation.notice, {"form": "pdf"}, name="notice-pdf"),
    path(f"{_PLANNED}/notice.css", invitation.notice, {"form": "css"}, name="notice-foot"),
    path(f"{_PLANNED}/notice.docx", invitation.notice, {"form": "docx"}, name="notice-docx"),
    path(f"{_PLANNED}/notice/issue/", invitation.issue, name="issue-notice"),
    path(f"{_PLANNED}/notice/told/", invitation.told, name="told"),
    path(f"{_ROTA}/", rota_views.rota, {"form": "html"}, name="rota"),
    path(f"{_ROTA}.pdf", rota_views.rota, {"form": "pdf"}, name="rota-pdf"),
    path(f"{_ROTA}.docx", rota_views.rota, {"form": "docx"}, name="rota-docx"),
    path(f"{_PLANNED}/delegates/", rota_views.delegates, name="delegates"),
    path(f"{_PLANNED}/delegates/<uuid:person_id>/recall/", rota_views.recall, name="recall"),
]

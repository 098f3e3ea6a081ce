from django.urls import path

from chibo.preparations.views import agenda, duties, invitation, notice, papers, rota

app_name = "preparations"
_PLANNED = "planned/<uuid:planned_id>"
_ROTA = "units/<uuid:unit_id>/rota/<str:month_text>"
urlpatterns = [
    path(f"{_PLANNED}/meeting.ics", invitation.calendar, name="calendar"),
    path(f"{_PLANNED}/agenda/", agenda.agenda, name="agenda"),
    path(f"{_PLANNED}/draft/", agenda.draft, name="draft"),
    path(f"{_PLANNED}/papers/", papers.papers, name="papers"),
    path(f"{_PLANNED}/papers/<uuid:paper_id>/", papers.paper, name="paper"),
    path(f"{_PLANNED}/papers/<uuid:paper_id>/file/", papers.file, name="file"),
    path(
        f"{_PLANNED}/papers/<uuid:paper_id>/removal/", papers.paper_removal, name="paper-removal"
    ),
    path(f"{_PLANNED}/questions/", duties.questions, name="questions"),
    path(
        f"{_PLANNED}/questions/<uuid:question_id>/removal/", duties.question_removal,
        name="question-removal",
    ),
    path(f"{_PLANNED}/notice/", notice.notice, {"form": "html"}, name="notice"),
    path(f"{_PLANNED}/notice.pdf", notice.notice, {"form": "pdf"}, name="notice-pdf"),
    path(f"{_PLANNED}/notice.css", notice.notice, {"form": "css"}, name="notice-foot"),
    path(f"{_PLANNED}/notice.docx", notice.notice, {"form": "docx"}, name="notice-docx"),
    path(f"{_PLANNED}/notice/issue/", notice.issue, name="issue-notice"),
    path(f"{_PLANNED}/notice/told/", notice.told, name="told"),
    path(f"{_ROTA}/", rota.rota, {"form": "html"}, name="rota"),
    path(f"{_ROTA}.pdf", rota.rota, {"form": "pdf"}, name="rota-pdf"),
    path(f"{_ROTA}.docx", rota.rota, {"form": "docx"}, name="rota-docx"),
    path(f"{_PLANNED}/delegates/", rota.delegates, name="delegates"),
    path(f"{_PLANNED}/delegates/<uuid:person_id>/recall/", rota.recall, name="recall"),
    path("units/<uuid:unit_id>/duties/", duties.duties, name="duties"),
    path("units/<uuid:unit_id>/duties/<uuid:duty_id>/end/", duties.duty_end, name="duty-end"),
    path("units/<uuid:unit_id>/agendas/own/", agenda.own_agenda, name="own-agenda"),
]  # fmt: skip

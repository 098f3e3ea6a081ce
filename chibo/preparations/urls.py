from django.urls import path

from chibo.preparations.views import agenda, duties, invitation, papers

app_name = "preparations"
_PLANNED = "planned/<uuid:planned_id>"
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
    path("units/<uuid:unit_id>/duties/", duties.duties, name="duties"),
    path("units/<uuid:unit_id>/duties/<uuid:duty_id>/end/", duties.duty_end, name="duty-end"),
    path("units/<uuid:unit_id>/agendas/own/", agenda.own_agenda, name="own-agenda"),
]  # fmt: skip

from django.urls import path

from chibo.meetings import views

app_name = "meetings"
urlpatterns = [
    path("units/<uuid:unit_id>/meetings/", views.meeting_list, name="list"),
    path("units/<uuid:unit_id>/meetings/new/", views.new_meeting, name="new"),
    path(
        "units/<uuid:unit_id>/meetings/new/committee/",
        views.new_meeting,
        {"kind": "committee"},
        name="new-committee",
    ),
    path("units/<uuid:unit_id>/visits/", views.visits, name="visits"),
    path("units/<uuid:unit_id>/visits/choice/", views.visit_choice, name="visit-choice"),
    path("meetings/<uuid:meeting_id>/setting/", views.setting, name="setting"),
    path("meetings/<uuid:meeting_id>/roll-call/", views.roll_call, name="roll-call"),
    path("meetings/<uuid:meeting_id>/discussion/", views.discussion, name="discussion"),
    path("meetings/<uuid:meeting_id>/bin/", views.bin_, name="bin"),
    path("meetings/<uuid:meeting_id>/visits/<uuid:membership_id>/", views.visit, name="visit"),
]

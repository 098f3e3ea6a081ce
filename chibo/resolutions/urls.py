from django.urls import path

from chibo.resolutions import views

app_name = "resolutions"
_MEETING = "meetings/<uuid:meeting_id>"
urlpatterns = [
    path(f"{_MEETING}/promises/", views.promises, name="promises"),
    path(f"{_MEETING}/decisions/", views.decisions, name="decisions"),
    path(f"{_MEETING}/decisions/new/", views.new_decision, name="new-decision"),
    path(f"{_MEETING}/decisions/<uuid:item_id>/", views.decision, name="decision"),
    path(f"{_MEETING}/decisions/<uuid:item_id>/withdrawal/", views.withdrawal, name="withdrawal"),
    path(f"{_MEETING}/corrections/", views.corrections, name="corrections"),
]

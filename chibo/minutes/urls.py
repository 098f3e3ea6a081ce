from django.urls import path

from chibo.minutes import views

app_name = "minutes"
_MEETING = "meetings/<uuid:meeting_id>"
urlpatterns = [
    path(f"{_MEETING}/", views.meeting, name="meeting"),
    path(f"{_MEETING}/minutes/", views.minutes, name="minutes"),
    path(f"{_MEETING}/minutes/closure/", views.closure, name="closure"),
    path(f"{_MEETING}/history/", views.history, name="history"),
    path(f"{_MEETING}/papers/<slug:kind>/", views.paper, {"form": "html"}, name="paper"),
    path(f"{_MEETING}/papers/<slug:kind>.pdf", views.paper, {"form": "pdf"}, name="paper-pdf"),
    path(f"{_MEETING}/papers/<slug:kind>.css", views.paper, {"form": "css"}, name="paper-foot"),
    path(f"{_MEETING}/papers/<slug:kind>.docx", views.paper, {"form": "docx"}, name="paper-docx"),
]

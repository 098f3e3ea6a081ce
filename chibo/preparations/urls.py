from django.urls import path

from chibo.preparations import views

app_name = "preparations"
urlpatterns = [
    path("planned/<uuid:planned_id>/", views.preparation, name="preparation"),
    path("planned/<uuid:planned_id>/meeting.ics", views.calendar, name="calendar"),
]

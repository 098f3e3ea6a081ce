from django.urls import path

from chibo.assessments import views

app_name = "assessments"
urlpatterns = [
    path("meetings/<uuid:meeting_id>/score/", views.score, name="score"),
    path("meetings/<uuid:meeting_id>/score/from-above/", views.from_above, name="from-above"),
    path("meetings/<uuid:meeting_id>/score/after/", views.after, name="after"),
    path("units/<uuid:unit_id>/frames/", views.frames, name="frames"),
    path("units/<uuid:unit_id>/frames/own/", views.own_frame, name="own-frame"),
]

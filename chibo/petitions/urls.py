from django.urls import path

from chibo.petitions import views

app_name = "petitions"
urlpatterns = [
    path("meetings/<uuid:meeting_id>/petitions/", views.petitions, name="petitions"),
]

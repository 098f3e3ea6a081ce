from django.urls import path

from chibo.organizations import views

app_name = "organizations"
urlpatterns = [
    path("rights/", views.rights, name="rights"),
    path("units/<uuid:unit_id>/", views.unit, name="unit"),
    path("units/<uuid:unit_id>/history/", views.history, name="history"),
]

from django.urls import path

from chibo.rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("units/<uuid:unit_id>/rules/", views.rules, name="rules"),
    path("units/<uuid:unit_id>/rules/<str:key>/", views.rule, name="rule"),
]

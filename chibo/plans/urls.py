from django.urls import path

from chibo.plans import views

app_name = "plans"
urlpatterns = [
    path("planned/<uuid:planned_id>/plan/", views.change, name="change"),
    path("planned/<uuid:planned_id>/day/", views.move, name="move"),
    path("planned/<uuid:planned_id>/removal/", views.removal, name="removal"),
    path("units/<uuid:unit_id>/year/<int:year>/more/", views.add, name="add"),
    path("units/<uuid:unit_id>/missed/<str:month_text>/", views.missed, name="missed"),
    path("units/<uuid:unit_id>/days-off/", views.days_off, name="days-off"),
]

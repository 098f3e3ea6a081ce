from django.urls import path

from chibo.plans import views

app_name = "plans"
_PAPER = "units/<uuid:unit_id>/year/<int:year>/papers/<slug:what>"
urlpatterns = [
    path("planned/<uuid:planned_id>/plan/", views.change, name="change"),
    path("planned/<uuid:planned_id>/day/", views.move, name="move"),
    path("planned/<uuid:planned_id>/removal/", views.removal, name="removal"),
    path("units/<uuid:unit_id>/year/<int:year>/more/", views.add, name="add"),
    path("units/<uuid:unit_id>/missed/<str:month_text>/", views.missed, name="missed"),
    path("units/<uuid:unit_id>/year/<int:year>/issue/<slug:what>/", views.issue, name="issue"),
    path(f"{_PAPER}/", views.paper, {"form": "html"}, name="paper"),
    path(f"{_PAPER}.pdf", views.paper, {"form": "pdf"}, name="paper-pdf"),
    path(f"{_PAPER}.css", views.paper, {"form": "css"}, name="paper-foot"),
    path(f"{_PAPER}.docx", views.paper, {"form": "docx"}, name="paper-docx"),
    path("units/<uuid:unit_id>/days-off/", views.days_off, name="days-off"),
]

from django.urls import path

from chibo.chairing import views

app_name = "chairing"
_PAPER = "planned/<uuid:planned_id>/sheets/<slug:what>"
urlpatterns = [
    path("planned/<uuid:planned_id>/", views.preparation, name="preparation"),
    path(f"{_PAPER}/", views.paper, {"form": "html"}, name="paper"),
    path(f"{_PAPER}.pdf", views.paper, {"form": "pdf"}, name="paper-pdf"),
    path(f"{_PAPER}.css", views.paper, {"form": "css"}, name="paper-foot"),
    path(f"{_PAPER}.docx", views.paper, {"form": "docx"}, name="paper-docx"),
    path("meetings/<uuid:meeting_id>/chairing/", views.chairing, name="chairing"),
]

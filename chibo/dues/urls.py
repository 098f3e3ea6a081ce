from django.urls import path

from chibo.dues import views

app_name = "dues"
_DUES = "units/<uuid:unit_id>/dues"
_MONTH = f"{_DUES}/<str:month_text>"
urlpatterns = [
    path(f"{_DUES}/", views.sums, name="sums"),
    path(f"{_DUES}/rates/", views.rates, name="rates"),
    path(f"{_DUES}/payments/<uuid:row_id>/", views.payment, name="payment"),
    path(f"{_DUES}/handed-up/<uuid:row_id>/", views.handed, name="handed"),
    path(f"{_MONTH}/", views.month, name="month"),
    path(f"{_MONTH}/handed-up/", views.hand_up, name="hand-up"),
    path(f"{_MONTH}/list/", views.paper, {"form": "html"}, name="paper"),
    path(f"{_MONTH}/list.pdf", views.paper, {"form": "pdf"}, name="paper-pdf"),
    path(f"{_MONTH}/list.css", views.paper, {"form": "css"}, name="paper-foot"),
    path(f"{_MONTH}/list.docx", views.paper, {"form": "docx"}, name="paper-docx"),
]

from django.urls import path

from chibo.statforms import views

app_name = "statforms"
_FORMS = "units/<uuid:unit_id>/forms"
_FORM = f"{_FORMS}/<str:number>/<str:period_text>"
urlpatterns = [
    path(f"{_FORMS}/", views.forms_list, name="forms"),
    path(f"{_FORMS}/<str:number>/text/", views.text, name="text"),
    path(f"{_FORM}/", views.form, name="form"),
    path(f"{_FORM}/typed/", views.typed, name="typed"),
    path(f"{_FORM}/form.pdf", views.file, {"form": "pdf"}, name="form-pdf"),
    path(f"{_FORM}/form.docx", views.file, {"form": "docx"}, name="form-docx"),
    path(f"{_FORM}/form.xlsx", views.file, {"form": "xlsx"}, name="form-xlsx"),
]

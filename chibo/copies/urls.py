from django.urls import path

from chibo.copies import views

app_name = "copies"
urlpatterns = [
    path("units/<uuid:unit_id>/copied/", views.copied, name="copied"),
    path("units/<uuid:unit_id>/copied/table/", views.table, name="table"),
    path("units/<uuid:unit_id>/copied/template.xlsx", views.template, name="template"),
    path("units/<uuid:unit_id>/copied/<int:year>/", views.year, name="year"),
    path("copied/<uuid:closure_id>/back/", views.take_back, name="take-back"),
]

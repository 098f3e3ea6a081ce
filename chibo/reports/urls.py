from django.urls import path

from chibo.reports import views

app_name = "reports"
urlpatterns = [
    path("units/<uuid:unit_id>/months/", views.this_month, name="this-month"),
    path("units/<uuid:unit_id>/months/<str:month_text>/", views.month, name="month"),
]

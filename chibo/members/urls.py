from django.urls import path

from chibo.members import views

app_name = "members"
urlpatterns = [
    path("units/<uuid:unit_id>/members/", views.register, name="register"),
    path("units/<uuid:unit_id>/members/new/", views.new_member, name="new"),
]

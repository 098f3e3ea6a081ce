from django.urls import path

from chibo.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("more/", views.more, name="more"),
]

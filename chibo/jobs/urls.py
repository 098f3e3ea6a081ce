from django.urls import path

from chibo.jobs import views

app_name = "jobs"
urlpatterns = [
    path("units/<uuid:unit_id>/jobs/<str:kind>/<str:what>/", views.ask, name="ask"),
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<uuid:job_id>/", views.job, name="job"),
    path("jobs/<uuid:job_id>/stop/", views.stop, name="stop"),
    path("jobs/<uuid:job_id>/more/", views.go_on, name="go-on"),
    path("jobs/<uuid:job_id>/file/", views.file, name="file"),
]

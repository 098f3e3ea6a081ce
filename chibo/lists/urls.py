from django.urls import path

from chibo.lists import views

app_name = "lists"
urlpatterns = [
    path("units/<uuid:unit_id>/lists/members/", views.bring, {"kind": "members"}, name="members"),
    path("units/<uuid:unit_id>/lists/units/", views.bring, {"kind": "units"}, name="units"),
    path("units/<uuid:unit_id>/lists/posts/", views.bring, {"kind": "posts"}, name="posts"),
    path("units/<uuid:unit_id>/lists/export/", views.export, name="export"),
    path("units/<uuid:unit_id>/lists/<uuid:list_id>/", views.brought, name="list"),
    path("units/<uuid:unit_id>/lists/<uuid:list_id>/columns/", views.columns, name="columns"),
    path("units/<uuid:unit_id>/lists/<uuid:list_id>/undo/", views.undo, name="undo"),
    path("units/<uuid:unit_id>/lists/<uuid:list_id>/doubts/", views.doubts, name="doubts"),
    path(
        "units/<uuid:unit_id>/lists/<uuid:list_id>/doubts.xlsx",
        views.doubts_book,
        name="doubts-book",
    ),
]

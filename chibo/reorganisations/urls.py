from django.urls import path

from chibo.reorganisations.views import groups, reorganise

app_name = "reorganisations"
urlpatterns = [
    path("units/<uuid:unit_id>/reorganise/", reorganise.choose, name="choose"),
    path("units/<uuid:unit_id>/reorganise/<slug:what>/", reorganise.act, name="act"),
    path("decisions/<uuid:decision_id>/correct/", reorganise.correct, name="correct"),
    path("units/<uuid:unit_id>/groups/", groups.groups, name="groups"),
    path("units/<uuid:unit_id>/groups/<uuid:group_id>/", groups.group, name="group"),
]

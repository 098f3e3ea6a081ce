from django.urls import path

from chibo.members.views import lists, person, prospects, steps, transfers

app_name = "members"
urlpatterns = [
    path("units/<uuid:unit_id>/members/", lists.register, name="register"),
    path("units/<uuid:unit_id>/members/new/", lists.new_member, name="new"),
    path("units/<uuid:unit_id>/party-badges/", lists.party_badges, name="party-badges"),
    path("units/<uuid:unit_id>/transfers/", transfers.transfers, name="transfers"),
    path("units/<uuid:unit_id>/transfers/arrival/", transfers.arrival, name="arrival"),
    path("units/<uuid:unit_id>/prospective/", prospects.prospective, name="prospective"),
    path(
        "units/<uuid:unit_id>/prospective/new/", prospects.new_prospective, name="new-prospective"
    ),
    path("members/<uuid:person_id>/", person.person, name="person"),
    path("members/<uuid:person_id>/correction/", person.correction, name="correction"),
    path(
        "members/<uuid:person_id>/withdrawal/<uuid:event_id>/", person.withdrawal, name="withdrawal"
    ),
    path("members/<uuid:person_id>/<slug:name>/", steps.step, name="step"),
    path("transfers/<uuid:transfer_id>/receipt/", transfers.receipt, name="receipt"),
    path("transfers/<uuid:transfer_id>/refusal/", transfers.refusal, name="refusal"),
    path("transfers/<uuid:transfer_id>/cancellation/", transfers.cancellation, name="cancellation"),
    path("transfers/<uuid:transfer_id>/handover/", transfers.handover, name="handover"),
    path("prospective/<uuid:prospective_id>/admission/", prospects.admission, name="admission"),
    path("prospective/<uuid:prospective_id>/class/", prospects.class_day, name="class"),
    path("prospective/<uuid:prospective_id>/stop/", prospects.stop, name="stop"),
    path("prospective/<uuid:prospective_id>/forgetting/", prospects.forgetting, name="forgetting"),
]

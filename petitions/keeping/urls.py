"""Addresses of the room of keeping."""

from __future__ import annotations

from django.urls import path

from petitions.keeping.views import disposals, holds, requests

app_name = "keeping"
urlpatterns = [
    path("", disposals.ends, name="ends"),
    path("propose/", disposals.propose, name="propose"),
    path("acts/<uuid:act_id>/", disposals.act, name="act"),
    path("acts/<uuid:act_id>/confirm/", disposals.confirm, name="confirm"),
    path("acts/<uuid:act_id>/reject/", disposals.reject, name="reject"),
    path("requests/", requests.requests, name="requests"),
    path("requests/new/", requests.new, name="new_request"),
    path("requests/<uuid:request_id>/", requests.request_page, name="request"),
    path("holds/", holds.holds, name="holds"),
    path("holds/<int:hold_id>/lift/", holds.lift, name="lift"),
]

"""Addresses of the room of keeping."""

from __future__ import annotations

from django.urls import path

from petitions.keeping.views import blocks, disposals, holds, periods, requests

app_name = "keeping"
urlpatterns = [
    path("", disposals.ends, name="ends"),
    path("propose/", disposals.propose, name="propose"),
    path("acts/<uuid:act_id>/", disposals.act, name="act"),
    path("acts/<uuid:act_id>/confirm/", disposals.confirm, name="confirm"),
    path("acts/<uuid:act_id>/reject/", disposals.reject, name="reject"),
    path("acts/<uuid:act_id>/pdf/", disposals.paper, name="paper"),
    path("periods/", periods.periods, name="periods"),
    path("periods/changes/<uuid:change_id>/", periods.change, name="change"),
    path("periods/changes/<uuid:change_id>/confirm/", periods.confirm, name="confirm_change"),
    path("periods/changes/<uuid:change_id>/reject/", periods.reject, name="reject_change"),
    path("periods/<slug:code>/", periods.period, name="period"),
    path("blocks/", blocks.blocks, name="blocks"),
    path("blocks/<int:block_id>/lift/", blocks.lift, name="lift_block"),
    path("requests/", requests.requests, name="requests"),
    path("requests/new/", requests.new, name="new_request"),
    path("requests/<uuid:request_id>/", requests.request_page, name="request"),
    path("holds/", holds.holds, name="holds"),
    path("holds/<int:hold_id>/lift/", holds.lift, name="lift"),
]

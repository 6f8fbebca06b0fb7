"""Addresses of the auditor's room."""

from __future__ import annotations

from django.urls import path

from petitions.audit.views import requests, samples

app_name = "audit"
urlpatterns = [
    path("samples/", samples.samples, name="samples"),
    path("samples/<uuid:sample_id>/", samples.sample, name="sample"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<uuid:request_id>/<slug:way>/", requests.decide, name="decide"),
]

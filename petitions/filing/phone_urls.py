"""The two addresses eGov Mobile asks; they stand in QR codes, so they carry no language."""

from __future__ import annotations

from django.urls import path

from petitions.filing.views import phone_protocol

urlpatterns = [
    path("<uuid:turn_id>/", phone_protocol.about, name="egov_mobile_about"),
    path("<uuid:turn_id>/document/", phone_protocol.document, name="egov_mobile_document"),
]

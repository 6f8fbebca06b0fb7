"""Addresses of letters and returns."""

from __future__ import annotations

from django.urls import path

from petitions.letters.views import letter, return_petition, sign

app_name = "letters"
urlpatterns = [
    path("to-sign/", sign.to_sign, name="to_sign"),
    path("returns/<uuid:public_id>/undo/", return_petition.undo, name="undo"),
    path("<uuid:letter_id>/", letter.letter, name="letter"),
]

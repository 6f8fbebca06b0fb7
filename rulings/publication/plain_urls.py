"""Public addresses without a language: files that hold all three, and what programs look for at the root of a site."""

from __future__ import annotations

from django.urls import path

from rulings.publication.views.open_data import open_data_file

urlpatterns = [
    path("open-data/<str:name>", open_data_file, name="open_data_file"),
]

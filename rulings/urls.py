"""Every page of this room, public and of the desk, under the language of the address."""

from __future__ import annotations

from django.urls import include, path

from rulings.publication.views.api_page import api_page

urlpatterns = [
    path("api/", api_page, name="api_docs"),
    path("", include("rulings.publication.urls")),
    path("", include("rulings.execution.urls")),
    path("statistics/", include("rulings.statistics.urls")),
    path("desk/rulings/", include("rulings.drafting.urls")),
]

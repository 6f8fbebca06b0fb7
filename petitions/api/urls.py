"""Addresses of the API of petitions."""

from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from petitions.api.views import PetitionViewSet

router = SimpleRouter(use_regex_path=False)
router.register("petitions", PetitionViewSet, basename="api_petitions")

urlpatterns = [path("", include(router.urls))]

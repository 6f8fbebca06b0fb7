"""Addresses of the API of petitions."""

from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from petitions.api.portal_views import ChangesView, PortalPetitionViewSet
from petitions.api.views import PetitionViewSet

router = SimpleRouter(use_regex_path=False)
router.register("petitions", PetitionViewSet, basename="api_petitions")
router.register("portal/petitions", PortalPetitionViewSet, basename="api_portal_petitions")

urlpatterns = [path("changes/", ChangesView.as_view(), name="api_changes"), path("", include(router.urls))]

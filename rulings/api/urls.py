"""Addresses of the API of rulings. They carry no language: every answer holds all three."""

from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from rulings.api.figures import DefinitionViewSet, FigureViewSet, ReportedFigureViewSet
from rulings.api.open_data import OpenDataViewSet
from rulings.api.views import MeasureViewSet, NormViewSet, RulingViewSet

router = SimpleRouter(use_regex_path=False)
router.register("rulings", RulingViewSet, basename="api_rulings")
router.register("norms", NormViewSet, basename="api_norms")
router.register("open-data", OpenDataViewSet, basename="api_open_data")
router.register("measures", MeasureViewSet, basename="api_measures")
router.register("statistics/definitions", DefinitionViewSet, basename="api_statistics_definitions")
router.register("statistics/reported", ReportedFigureViewSet, basename="api_statistics_reported")
router.register("statistics", FigureViewSet, basename="api_statistics")

urlpatterns = [path("", include(router.urls))]

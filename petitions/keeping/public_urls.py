"""Addresses of what everybody may know of keeping."""

from __future__ import annotations

from django.urls import path

from petitions.keeping.views import kept

urlpatterns = [path("kept/", kept.kept, name="kept")]

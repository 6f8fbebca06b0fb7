"""Addresses of the frame itself."""

from __future__ import annotations

from django.urls import path

from courtcase.frame import views

urlpatterns = [
    path("styleguide/", views.styleguide, name="styleguide"),
    path("privacy/", views.privacy, name="privacy"),
]

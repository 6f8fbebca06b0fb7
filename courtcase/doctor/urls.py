"""Addresses of the doctor, under the language prefix."""

from __future__ import annotations

from django.urls import path

from courtcase.doctor import views

urlpatterns = [path("administration/system/", views.system, name="administration_system")]

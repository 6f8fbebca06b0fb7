"""Addresses of signing in by the Court's provider. The way back carries no language: the provider knows one address."""

from __future__ import annotations

from django.urls import path

from courtcase.single_sign_on import views

app_name = "single_sign_on"
urlpatterns = [path("begin/", views.begin, name="begin")]
plain_urlpatterns = [path("single-sign-on/back/", views.come_back, name="single_sign_on_back")]

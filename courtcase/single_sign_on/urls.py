"""Addresses of signing in by the Court's provider. What the provider calls carries no language: it knows one address."""

from __future__ import annotations

from django.urls import path

from courtcase.single_sign_on import back_channel, views

app_name = "single_sign_on"
urlpatterns = [path("begin/", views.begin, name="begin")]
plain_urlpatterns = [
    path("single-sign-on/back/", views.come_back, name="single_sign_on_back"),
    path("single-sign-on/sign-out/", back_channel.sign_out, name="single_sign_on_sign_out"),
]

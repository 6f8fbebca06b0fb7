"""Addresses of signing in by a text message; all stand under /<language>/account/phone/."""

from __future__ import annotations

from django.urls import path

from courtcase.telephone import views

app_name = "telephone"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", views.code, name="code"),
    path("confirm/send/", views.send_confirmation, name="send_confirmation"),
    path("confirm/", views.confirm, name="confirm"),
]

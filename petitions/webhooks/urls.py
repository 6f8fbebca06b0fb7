"""Addresses of webhooks; all stand under /<language>/institution/webhooks/."""

from __future__ import annotations

from django.urls import path

from petitions.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("", views.webhooks, name="list"),
    path("add/", views.add, name="add"),
    path("<uuid:public_id>/", views.deliveries, name="deliveries"),
    path("<uuid:public_id>/renew/", views.renew, name="renew"),
    path("<uuid:public_id>/end/", views.end, name="end"),
    path("<uuid:public_id>/messages/<uuid:delivery_id>/send-again/", views.resend, name="resend"),
]

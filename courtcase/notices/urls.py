"""Addresses of notices, under the language prefix."""

from __future__ import annotations

from django.urls import path

from courtcase.notices import views

app_name = "notices"

urlpatterns = [
    path("notices/", views.mine, name="mine"),
    path("notices/read/", views.read_all, name="read_all"),
    path("desk/undelivered/", views.undelivered, name="undelivered"),
    path("desk/undelivered/<uuid:public_id>/resend/", views.resend, name="resend"),
    path("desk/undelivered/<uuid:public_id>/delivered/", views.delivered, name="delivered"),
    path("desk/letters-to-print/", views.print_queue, name="print_queue"),
    path("desk/letters-to-print/<uuid:public_id>/", views.letter, name="letter"),
    path("desk/letters-to-print/<uuid:public_id>/printed/", views.printed, name="printed"),
    path("demo/mail/", views.kept_mail, name="kept_mail"),
]

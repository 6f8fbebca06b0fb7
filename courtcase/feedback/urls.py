"""Addresses of reports about pages, under the language prefix."""

from __future__ import annotations

from django.urls import path

from courtcase.feedback import views

app_name = "feedback"

urlpatterns = [
    path("page-report/", views.tell, name="tell"),
    path("page-report/sent/", views.told, name="told"),
    path("desk/page-reports/", views.listed, name="list"),
    path("desk/page-reports/<uuid:public_id>/", views.report, name="report"),
]

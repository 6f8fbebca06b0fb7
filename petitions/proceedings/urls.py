"""Addresses of the judges' room."""

from __future__ import annotations

from django.urls import path

from petitions.proceedings.views import case, session, study

app_name = "proceedings"
urlpatterns = [
    path("studies/", study.studies, name="studies"),
    path("studies/<uuid:public_id>/judges/", study.name, name="name_judges"),
    path("studies/<uuid:public_id>/report/", study.report, name="report"),
    path("sessions/", session.sessions, name="sessions"),
    path("sessions/call/", session.call, name="call_session"),
    path("sessions/<uuid:public_id>/", session.session, name="session"),
    path("sessions/<uuid:public_id>/attendance/", session.hold, name="hold_session"),
    path("cases/", case.cases, name="cases"),
    path("cases/<uuid:public_id>/", case.case, name="case"),
    path("cases/<uuid:public_id>/rapporteurs/", case.rapporteurs, name="name_rapporteurs"),
    path("cases/<uuid:public_id>/session/", case.call, name="call_case_session"),
]

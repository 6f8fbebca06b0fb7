"""Addresses of the judges' room."""

from __future__ import annotations

from django.urls import path

from petitions.proceedings.views import case, conduct, docket, participants, prepare, session, study

app_name = "proceedings"
urlpatterns = [
    path("studies/", study.studies, name="studies"),
    path("studies/<uuid:public_id>/judges/", study.name, name="name_judges"),
    path("studies/<uuid:public_id>/report/", study.report, name="report"),
    path("sessions/", session.sessions, name="sessions"),
    path("sessions/call/", session.call, name="call_session"),
    path("sessions/<uuid:public_id>/", session.session, name="session"),
    path("sessions/<uuid:public_id>/attendance/", session.hold, name="hold_session"),
    path("sessions/<uuid:public_id>/summon/", conduct.call_to_it, name="summon"),
    path("sessions/<uuid:public_id>/minutes/", conduct.minutes, name="minutes"),
    path("sessions/<uuid:public_id>/adjourn/", conduct.adjourn, name="adjourn"),
    path("sessions/<uuid:public_id>/session.ics", conduct.calendar, name="session_calendar"),
    path("cases/", case.cases, name="cases"),
    path("cases/<uuid:public_id>/", case.case, name="case"),
    path("cases/<uuid:public_id>/rapporteurs/", case.rapporteurs, name="name_rapporteurs"),
    path("cases/<uuid:public_id>/session/", case.call, name="call_case_session"),
    path("cases/<uuid:public_id>/docket/", docket.papers, name="docket"),
    path("cases/<uuid:public_id>/docket/<int:number>/", docket.paper, name="paper"),
    path("cases/<uuid:public_id>/docket/<int:number>/file/", docket.paper_file, name="paper_file"),
    path("cases/<uuid:public_id>/docket/<int:number>/open/", docket.open_entry, name="open_paper"),
    path("cases/<uuid:public_id>/requests/new/", prepare.ask, name="ask"),
    path("cases/<uuid:public_id>/requests/<uuid:request_id>/answer/", prepare.answer, name="answer"),
    path("cases/<uuid:public_id>/plan/new/", prepare.plan, name="plan"),
    path("cases/<uuid:public_id>/plan/<uuid:step_id>/done/", prepare.done, name="step_done"),
    path("cases/<uuid:public_id>/participants/", participants.participants, name="participants"),
    path("cases/<uuid:public_id>/participants/admit/", participants.admit, name="admit"),
    path("cases/<uuid:public_id>/participants/<uuid:participant_id>/end/", participants.end, name="end_participation"),
    path("my-cases/", participants.my_cases, name="my_cases"),
    path("my-cases/<uuid:public_id>/", participants.my_case, name="my_case"),
    path("my-cases/<uuid:public_id>/papers/<int:number>/", participants.my_paper, name="my_paper"),
]

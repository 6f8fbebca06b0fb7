"""Addresses of the clerks' room."""

from __future__ import annotations

from django.urls import path

from petitions.intake.views import act, archive, board, code, paper, paper_came, petition, queue, routing, versions
from petitions.letters.views import return_petition

app_name = "intake"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("archive/", archive.archive, name="archive"),
    path("clocks/", board.board, name="clocks"),
    path("paper/", paper.paper, name="paper"),
    path("papers/<uuid:public_id>/<int:version>/", paper_came.paper_came, name="paper_came"),
    path("find/", paper.find, name="find"),
    path("routing/", routing.routing, name="routing"),
    path("<uuid:public_id>/", petition.petition, name="petition"),
    path("<uuid:public_id>/versions/", versions.versions, name="versions"),
    path("<uuid:public_id>/confirm/", act.confirm, name="confirm"),
    path("<uuid:public_id>/withdraw-one/", act.leave, name="withdraw_one"),
    path("<uuid:public_id>/register/", act.register, name="register"),
    path("<uuid:public_id>/begin/", act.begin, name="begin"),
    path("<uuid:public_id>/return/", return_petition.prepare, name="return"),
    path("<uuid:public_id>/pass/", act.pass_on, name="pass"),
    path("<uuid:public_id>/forward/", act.forward, name="forward"),
    path("<uuid:public_id>/code/", code.reissue, name="reissue_code"),
    path("<uuid:public_id>/assign/", act.assign, name="assign"),
]

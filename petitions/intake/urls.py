"""Addresses of the clerks' room."""

from __future__ import annotations

from django.urls import path

from petitions.intake.views import (
    act,
    archive,
    board,
    code,
    danger,
    leave,
    notes,
    paper,
    paper_came,
    petition,
    points,
    queue,
    routing,
    routing_draft,
    versions,
)
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
    path("routing/versions/<int:number>/", routing.version, name="routing_version"),
    path("routing/begin/", routing_draft.begin, name="routing_begin"),
    path("routing/draft/", routing_draft.draft, name="routing_draft"),
    path("routing/draft/rule/", routing_draft.rule, name="routing_new"),
    path("routing/draft/rules/<slug:code>/", routing_draft.rule, name="routing_rule"),
    path("routing/draft/rules/<slug:code>/take-out/", routing_draft.remove, name="routing_remove"),
    path("routing/draft/rules/<slug:code>/<slug:way>/", routing_draft.move, name="routing_move"),
    path("routing/draft/dry-run/", routing_draft.dry_run, name="routing_dry_run"),
    path("routing/draft/switch-on/", routing_draft.switch_on, name="routing_switch_on"),
    path("routing/draft/give-up/", routing_draft.drop, name="routing_drop"),
    path("leave/", leave.mine, name="my_leave"),
    path("leave/all/", leave.everybody, name="leave"),
    path("leave/<int:leave_id>/take-back/", leave.take_back, name="leave_take_back"),
    path("<uuid:public_id>/", petition.petition, name="petition"),
    path("<uuid:public_id>/versions/", versions.versions, name="versions"),
    path("<uuid:public_id>/confirm/", act.confirm, name="confirm"),
    path("<uuid:public_id>/withdraw-one/", act.leave, name="withdraw_one"),
    path("<uuid:public_id>/register/", act.register, name="register"),
    path("<uuid:public_id>/begin/", act.begin, name="begin"),
    path("<uuid:public_id>/return/", return_petition.prepare, name="return"),
    path("<uuid:public_id>/pass/", act.pass_on, name="pass"),
    path("<uuid:public_id>/forward/", act.forward, name="forward"),
    path("<uuid:public_id>/danger/raise/", danger.raise_alarm, name="danger_raise"),
    path("<uuid:public_id>/danger/forward/", danger.forward, name="danger_forward"),
    path("<uuid:public_id>/danger/end/", danger.end, name="danger_end"),
    path("forwarded/<uuid:public_id>/", danger.forwarded, name="forwarded"),
    path("<uuid:public_id>/notes/", notes.notes, name="notes"),
    path("<uuid:public_id>/notes/add/", notes.add, name="note"),
    path("<uuid:public_id>/code/", code.reissue, name="reissue_code"),
    path("<uuid:public_id>/points/<slug:code>/", points.point, name="point"),
    path("<uuid:public_id>/assign/", act.assign, name="assign"),
]

"""What can be done in this room. Who may, is the matrix of `courtcase.people`."""

from __future__ import annotations

from courtcase.people.permissions import declare
from petitions.workflow import TABLE

ACTIONS = (
    "petition.start",
    "petition.draft",
    "petition.read",
    "petition.examine",
    "petition.track",
    "petition.sign_on_phone",
    "petition.mine",
    "petition.overview",
    "petition.prove",
    "petition.ask_help",
    "help.give",
    "petition.export",
    "petition.export_mine",
    "petition.change_address",
    "petition.reissue_code",
    "petition.note_point",
    *sorted({transition.action for transition in TABLE}),
    "letter.view",
    "letter.sign",
    "letter.configure",
    "return.review",
    "desk.clients",
    "queue.view",
    "clocks.view",
    "archive.view",
    "routing.edit",
    "paper.enter",
    "danger.raise",
    "danger.forward",
    "danger.end",
    "danger.read",
    "study.view",
    "study.read_report",
    "session.manage",
    "session.view",
    "case.read",
    "case.name_rapporteurs",
    "case.prepare",
    "case.admit",
    "case.follow",
    "case.take_part",
    "case.ask_recusal",
    "case.decide_recusal",
    "case.note",
    "case.take_file",
    "case.raise_alarm",
    "deliberation.view",
    "judge.desk",
)

declare("petitions", ACTIONS)

"""The words of the table of personal data: what for, who sees it, what a term runs from, and how it ends."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, Promise | str]

# What a request asks, as those read it who answer it; whoever asks reads RequestKind.
ASKED: Words = {
    "access": _("To say what is held about the person, and to give a copy"),
    "correction": _("To correct or complete what is wrong about the person"),
    "blocking": _("To stop using what the person disputes for a time (blocking)"),
    "erasure": _("To destroy what need not be held about the person"),
}
PURPOSES: Words = {
    "examine": _("To examine the petition and answer it"),
    "write": _("To write and file a petition"),
    "show": _("To look at a file without opening it"),
    "work": _("For the work of the Apparatus and of the system itself"),
    "answer": _("To answer, and to show later that an answer was given"),
    "prove": _("To show who signed"),
    "decide": _("To decide the case"),
    "publish": _("To make the Court's decisions and what became of them known"),
    "identify": _("To know who acts, and to let in nobody else"),
    "access": _("To give people what is held about them"),
    "alert": _("To send the alerts that were asked for"),
    "account_for": _("To account for what was done, and for who looked"),
}
SEEN_BY: Words = {
    "court": _("The petitioner and representatives; those of the Court who work on the petition"),
    "writer": _("Whoever writes it, and nobody of the Court"),
    "nobody": _("Nobody"),
    "as_owner": _("Whoever sees the file"),
    "apparatus": _("Those of the Apparatus who work on it"),
    "bench": _("The bench and its secretary; participants, what is open to them"),
    "bench_alone": _("The bench alone"),
    "everybody": _("Everybody; names of petitioners are not published"),
    "everybody_digests": _("Everybody sees digests; the auditor sees events. They hold no personal data"),
    "owner": _("Whoever it belongs to"),
    "owner_admin": _("Whoever it belongs to; administrators of accounts"),
    "auditor": _("The auditor"),
    "protection": _("The data-protection officer, the heads of the Court, the auditor"),
    "administrators": _("Whoever runs the machines"),
}
SINCE: Words = {
    "closed": _("the day it was closed"),
    "saved": _("when it was saved last"),
    "year_end": _("the last day of the year within which it can be filed"),
    "taken_out": _("when it was taken out"),
    "answered": _("the answer"),
    "made": _("when it was made"),
    "run_out": _("when it ran out"),
    "taken": _("the download"),
    "ready": _("when it was ready"),
    "begun": _("when it was begun"),
    "done": _("when it was done"),
    "sent": _("the day it was sent"),
    "asked": _("when it was asked for"),
    "ended": _("when it was ended"),
    "read": _("the day of the look"),
    "used": _("when it was used last"),
    "told": _("when it was told"),
    "with": _("what it belongs to"),
}
ENDS: Words = {
    "task": _("The system erases it by itself, every day"),
    "two_persons": _("One person of the Court proposes to destroy it, another confirms; a record of it stays"),
    "with": _("It goes with what it belongs to"),
    "owner": _("Whoever it belongs to erases it"),
    "outside": _("Whoever runs the machines erases it, by the order of operation"),
    "never": _("It stays: it is part of the record"),
}
# How the page groups the kinds for whoever reads it: the anchor, whose data it is, and the codes. A test holds it complete.
GROUPS: tuple[tuple[str, Promise | str, tuple[str, ...]], ...] = (
    (
        "writing",
        _("If you write a petition"),
        ("draft_unfiled", "draft_after_year", "upload_taken_out", "upload_failed", "upload_orphan", "preview"),
    ),
    (
        "petitions",
        _("If you sent a petition"),
        (
            "petition_decided",
            "petition_refused",
            "petition_returned",
            "petition_ended",
            "petition_trace",
            "letter",
            "incoming",
            "signature",
            "notices",
        ),
    ),
    ("proceedings", _("If the Court examines it"), ("case", "deliberation", "ruling", "execution")),
    (
        "account",
        _("If you have an account or sign in"),
        ("account", "offer", "sign_in_code", "one_time_code", "phone_signing", "session", "export_taken", "export"),
    ),
    ("representatives", _("If you represent others or run a program"), ("desk_client", "program_request")),
    ("readers", _("If you only read, or follow decisions"), ("watch_unconfirmed", "watch", "page_report")),
    ("rights", _("If you ask about your data"), ("data_request", "disposal")),
    ("staff", _("If you work at the Court"), ("account_staff", "saved_view", "bulk", "recorded_reads", "audit")),
    ("machines", _("What the machines keep"), ("job", "register", "logs", "backup")),
)

"""The whole life of a petition as ONE table of transitions.

States are named for what has happened; sets of states are named for what may be done. The table names actions, never
roles: who may do an action is the matrix of `courtcase.people`, and to which petition is `petitions.access`.
`manage.py draw_workflow` draws the table into the README.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Where a petition stands."""

    DRAFT = "draft", pgettext_lazy("petition state", "Draft")
    AWAITING_SIGNATURE = "awaiting_signature", pgettext_lazy("petition state", "Waiting for the signature")
    FILED = "filed", pgettext_lazy("petition state", "Filed")
    REGISTERED = "registered", pgettext_lazy("petition state", "Registered")
    SCREENING = "screening", pgettext_lazy("petition state", "Being checked by the Apparatus")
    RETURNED = "returned", pgettext_lazy("petition state", "Returned")
    CURE_AWAITING_SIGNATURE = (
        "cure_awaiting_signature",
        pgettext_lazy("petition state", "Corrected, waiting for the signature"),
    )
    RETURN_DISPUTED = "return_disputed", pgettext_lazy("petition state", "The Court's own decision is demanded")
    RETURN_UPHELD = "return_upheld", pgettext_lazy("petition state", "Return upheld by the Court")
    AWAITING_STUDY = "awaiting_study", pgettext_lazy("petition state", "With the Chair, to name judges")
    STUDY = "study", pgettext_lazy("petition state", "In preliminary study by a judge")
    REPORTED = "reported", pgettext_lazy("petition state", "Studied, waiting for the session")
    REFUSED = "refused", pgettext_lazy("petition state", "Refused")
    ACCEPTED = "accepted", pgettext_lazy("petition state", "Accepted for constitutional proceedings")
    DECIDED = "decided", pgettext_lazy("petition state", "Decided")
    TERMINATED = "terminated", pgettext_lazy("petition state", "Proceedings terminated")
    WITHDRAWN = "withdrawn", pgettext_lazy("petition state", "Withdrawn")
    FORWARDED = "forwarded", pgettext_lazy("petition state", "Forwarded to another body")


# Sets of states, named by what may be done with a petition that is in one of them.
UNFILED = frozenset({State.DRAFT, State.AWAITING_SIGNATURE})
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
FINAL = frozenset(
    {
        State.RETURN_UPHELD,
        State.REFUSED,
        State.DECIDED,
        State.TERMINATED,
        State.WITHDRAWN,
        State.FORWARDED,
    }
)
OPEN = frozenset(State) - FINAL - UNFILED
# Filed, and no case was opened on it.
BEFORE_CASE = frozenset(OPEN - {State.ACCEPTED})
# What waits for a member of the Apparatus, and what waits for the petitioner.
IN_WORK = frozenset({State.FILED, State.REGISTERED, State.SCREENING})
WITH_PETITIONER = frozenset({State.AWAITING_SIGNATURE, State.RETURNED, State.CURE_AWAITING_SIGNATURE})
IN_INTAKE = IN_WORK | WITH_PETITIONER
SIGNABLE = frozenset({State.AWAITING_SIGNATURE, State.CURE_AWAITING_SIGNATURE})
# Once a petition is accepted only the Court ends the proceedings, by a ruling that terminates them.
WITHDRAWABLE = frozenset((OPEN | {State.AWAITING_SIGNATURE}) - {State.ACCEPTED})
ROUTABLE = IN_WORK
# By hand also what is disputed, to somebody who did not return it.
ASSIGNABLE = ROUTABLE | {State.RETURN_DISPUTED}
FORWARDABLE = frozenset({State.REGISTERED, State.SCREENING})
SUPPLEMENTABLE = frozenset(OPEN - {State.CURE_AWAITING_SIGNATURE})


@dataclass(frozen=True)
class Transition:
    """One row of the table.

    `target` is None where the petition stays where it is. `starts` and `stops` are the codes of the terms
    (`courtcase.law`) whose clocks begin and end with the step. `public` says whether the petitioner's timeline shows it.
    """

    name: str
    sources: frozenset[State]
    target: State | None
    action: str
    event: str
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    public: bool = True


def row(
    name: str,
    sources: State | frozenset[State],
    target: State | None,
    *,
    event: str | None = None,
    action: str | None = None,
    starts: tuple[str, ...] = (),
    stops: tuple[str, ...] = (),
    public: bool = True,
) -> Transition:
    """Return a transition whose action and event are `petition.<name>` unless they are named."""
    return Transition(
        name=name,
        sources=frozenset({sources}) if isinstance(sources, State) else sources,
        target=target,
        action=action or f"petition.{name}",
        event=event or f"petition.{name}",
        starts=starts,
        stops=stops,
        public=public,
    )


S = State
TABLE: tuple[Transition, ...] = (
    row("ask_approval", EDITABLE, None, event="petition.approval_asked", public=False),
    row("approve_filing", EDITABLE, None, event="petition.filing_approved", public=False),
    row("send_back", EDITABLE, None, event="petition.sent_back", public=False),
    row("submit", S.DRAFT, S.AWAITING_SIGNATURE, event="petition.submitted"),
    row("reopen", S.AWAITING_SIGNATURE, S.DRAFT, event="petition.reopened"),
    row("confirm_signature", S.AWAITING_SIGNATURE, S.FILED, event="petition.filed"),
    row("sign_electronically", S.AWAITING_SIGNATURE, S.FILED, event="petition.filed"),
    # An institution's program submits what the head approved: by account an institution files without a paper.
    row("file_approved", S.AWAITING_SIGNATURE, S.FILED, event="petition.filed", action="petition.submit"),
    # Several petition together: some have signed, others must still.
    row("sign_in_part", SIGNABLE, None, event="petition.signed_in_part", action="petition.sign_electronically"),
    row("confirm_in_part", SIGNABLE, None, event="petition.signed_in_part", action="petition.confirm_signature"),
    # One of several leaves, and nobody else's signature is missing.
    row("file_without", S.AWAITING_SIGNATURE, S.FILED, event="petition.filed", action="petition.withdraw_one"),
    row("assign", ASSIGNABLE, None, event="petition.assigned", public=False),
    row("hand_over", ASSIGNABLE, None, event="petition.handed_over", public=False),
    row("give_back", ASSIGNABLE, None, event="petition.given_back", action="petition.hand_over", public=False),
    row("take_back", ASSIGNABLE, None, event="petition.taken_back", public=False),
    row("register", S.FILED, S.REGISTERED, event="petition.registered", starts=("screening",)),
    row("begin_screening", S.REGISTERED, S.SCREENING, event="petition.screening_begun"),
    # A return is prepared and waits; it takes effect when its letter leaves, and until then nobody outside is told.
    row("prepare_return", S.SCREENING, None, event="petition.return_prepared", action="petition.return", public=False),
    row("undo_return", S.SCREENING, None, event="petition.return_undone", action="petition.return", public=False),
    row("agree_to_return", S.SCREENING, None, event="petition.return_agreed", action="return.read", public=False),
    row("object_to_return", S.SCREENING, None, event="petition.return_objected", action="return.read", public=False),
    row("return", S.SCREENING, S.RETURNED, event="petition.returned", starts=("cure",), stops=("screening",)),
    row("cure", S.RETURNED, S.CURE_AWAITING_SIGNATURE, event="petition.cure_submitted"),
    row("reopen_cure", S.CURE_AWAITING_SIGNATURE, S.RETURNED, event="petition.cure_reopened"),
    row(
        "confirm_cure",
        S.CURE_AWAITING_SIGNATURE,
        S.SCREENING,
        event="petition.cured",
        starts=("screening",),
        stops=("cure",),
    ),
    row(
        "sign_cure_electronically",
        S.CURE_AWAITING_SIGNATURE,
        S.SCREENING,
        event="petition.cured",
        action="petition.sign_electronically",
        starts=("screening",),
        stops=("cure",),
    ),
    row(
        "take_up_approved",
        S.CURE_AWAITING_SIGNATURE,
        S.SCREENING,
        event="petition.cured",
        action="petition.cure",
        starts=("screening",),
        stops=("cure",),
    ),
    row(
        "take_up_without",
        S.CURE_AWAITING_SIGNATURE,
        S.SCREENING,
        event="petition.cured",
        action="petition.withdraw_one",
        starts=("screening",),
        stops=("cure",),
    ),
    row(
        "lapse_cure",
        frozenset({S.RETURNED, S.CURE_AWAITING_SIGNATURE}),
        None,
        event="petition.cure_lapsed",
        stops=("cure",),
    ),
    row("demand_decision", S.RETURNED, S.RETURN_DISPUTED, event="petition.decision_demanded", stops=("cure",)),
    row("uphold_return", S.RETURN_DISPUTED, S.RETURN_UPHELD, event="petition.return_upheld"),
    row("overturn_return", S.RETURN_DISPUTED, S.AWAITING_STUDY, event="petition.return_overturned"),
    row("pass_to_chair", S.SCREENING, S.AWAITING_STUDY, event="petition.passed_to_chair", stops=("screening",)),
    row("name_judges", S.AWAITING_STUDY, S.STUDY, event="petition.study_begun", starts=("study",)),
    row(
        "replace_judge",
        S.STUDY,
        None,
        event="petition.study_judge_replaced",
        action="petition.name_judges",
        public=False,
    ),
    row("report", S.STUDY, None, event="petition.report_filed", public=False),
    row("complete_study", S.STUDY, S.REPORTED, event="petition.studied", stops=("study",)),
    row("refuse", S.REPORTED, S.REFUSED, event="petition.refused"),
    row("accept", S.REPORTED, S.ACCEPTED, event="petition.accepted"),
    # Rulings by which proceedings go on: the case changes, or its term.
    row("join", S.ACCEPTED, None, event="petition.joined", action="petition.move_case"),
    row("sever", S.ACCEPTED, None, event="petition.severed", action="petition.move_case"),
    row("extend", S.ACCEPTED, None, event="petition.term_extended", action="petition.move_case"),
    row("suspend", S.ACCEPTED, None, event="petition.suspended", action="petition.move_case"),
    row("resume", S.ACCEPTED, None, event="petition.resumed", action="petition.move_case"),
    row("decide", S.ACCEPTED, S.DECIDED, event="petition.decided"),
    row("terminate", S.ACCEPTED, S.TERMINATED, event="petition.terminated"),
    row("forward", FORWARDABLE, S.FORWARDED, event="petition.forwarded", stops=("screening",)),
    # A body that cannot help sends it back: the check goes on, and the law as seen names no term of its own for that.
    row(
        "come_back",
        S.FORWARDED,
        S.SCREENING,
        event="petition.forwarding_not_ours",
        action="forwarding.answer",
        starts=("screening",),
    ),
    # A body without an account answers on paper, which a clerk enters with the scan.
    row(
        "come_back_on_paper",
        S.FORWARDED,
        S.SCREENING,
        event="petition.forwarding_not_ours",
        action="paper.attach",
        starts=("screening",),
    ),
    row("add_document", SUPPLEMENTABLE, None, event="petition.document_added"),
    row("withdraw", WITHDRAWABLE, S.WITHDRAWN, event="petition.withdrawn", stops=("screening", "cure", "study")),
    row("withdraw_one", WITHDRAWABLE, None, event="petition.petitioner_withdrew"),
    row(
        "withdraw_last",
        WITHDRAWABLE,
        S.WITHDRAWN,
        event="petition.withdrawn",
        action="petition.withdraw_one",
        stops=("screening", "cure", "study"),
    ),
)
TRANSITIONS: dict[str, Transition] = {transition.name: transition for transition in TABLE}


def transition_named(name: str) -> Transition:
    """Return the row called `name`; raises KeyError where the table has none."""
    return TRANSITIONS[name]


def possible_from(state: State) -> list[Transition]:
    """Return the rows a petition in `state` may take, in the table's order, whoever asks."""
    return [transition for transition in TABLE if state in transition.sources]

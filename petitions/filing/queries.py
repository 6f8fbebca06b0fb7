"""What the petitioner's pages show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courtcase import rows
from courtcase.documents.settling import OUR_FAILURES
from courtcase.keys import operations as keys
from courtcase.law.models import Clock, PetitionerKind, Provision
from courtcase.law.queries import cite, cited_whole, petitioner_kind_on, search_provisions, unlisted
from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from courtcase.register import receipt_code
from courtcase.register.events import sentence_of
from courtcase.register.models import Event
from petitions import access
from petitions.content import Person, PetitionContent, key_of, open_content, petitioners_of, representatives_of
from petitions.filing.institutions import kind_of, requirements_of, way_of_institution
from petitions.filing.of_another import STANDS
from petitions.filing.steps import Way, way_of
from petitions.models import Attachment, Petition, Petitioner
from petitions.numbers import printed_forms
from petitions.own_codes import by_own_code
from petitions.signatories import is_joint, must_leave_alone
from petitions.terms import INTERNAL_TERMS, open_due
from petitions.versions import as_told, written_last
from petitions.workflow import SUPPLEMENTABLE, TABLE, State, possible_from
from petitions.writers import HELPED, KINDS, Writer

PAGE = 20
# To so many petitions that are on their way documents are offered to be added, before another is begun.
OFFERED = 3
SHOWN_EVENTS = frozenset(transition.event for transition in TABLE if transition.public) | {
    "petition.started",
    "petition.signature_in_doubt",
    "petition.answer_published",
    "petition.norm_fell",
    "petition.norm_changed",
    "petition.forwarding_agreed",
    "petition.forwarding_consent_withdrawn",
    "petition.later_notices_agreed",
    "petition.later_notices_declined",
    "petition.forwarding_taken",
    "petition.forwarding_not_ours",
    "petition.laid_before_session",
    "petition.address_changed",
    "petition.code_reissued",
}
# What the petitioner can do, in the order the page offers it.
PETITIONER_STEPS = ("reopen", "cure", "demand_decision", "reopen_cure", "add_document", "withdraw", "withdraw_one")

STEP_WORDS: dict[str, Promise | str] = {
    "reopen": _("Change it before signing"),
    "cure": _("Correct the petition"),
    "demand_decision": _("Demand the Court's own decision"),
    "reopen_cure": _("Change it before signing"),
    "add_document": _("Add a document"),
    "withdraw": _("Withdraw the petition"),
    "withdraw_one": _("Leave the petition"),
}


@dataclass(frozen=True)
class Moment:
    """One line of the timeline."""

    at: datetime
    words: Promise | str
    is_last: bool


# So long whoever writes is told of a file that could not be taken: for what failed here, also when they come back late.
TOLD, TOLD_OF_OUR_FAILURE = timedelta(days=1), timedelta(days=30)


def needs_own_case(petition: Petition) -> bool:
    """Say whether the law asks this kind of petitioner for a case of its own, on the day of filing (or today)."""
    day = petition.filed_on or court_day(timezone.now())
    try:
        return petitioner_kind_on(petition.petitioner_kind, day).own_case_required
    except PetitionerKind.DoesNotExist:
        return True


def way(petition: Petition, *, own_case: bool | None = None) -> Way:
    """Return the pages of the guided form for this petition; `own_case` is what `needs_own_case` says, where it was asked."""
    if petition.institution_id is not None:
        return way_of_institution(kind_of(petition), words_of(petition))
    wanted = needs_own_case(petition) if own_case is None else own_case
    return way_of(own_case=wanted, writer=petition.writer)


def words_of(petition: Petition) -> PetitionContent:
    """Return the words of the version that is being written or was written last."""
    return open_content(petition, written_last(petition))


def words_as_told(petition: Petition) -> PetitionContent:
    """Return the words the Court goes by: frozen last, or what there is where none are frozen."""
    return open_content(petition, as_told(petition))


def people_in(content: PetitionContent, *, withdrawn: Collection[str] = ()) -> dict[str, object]:
    """Return whom a page names: the petitioners, one at least, their representatives, and that a helper wrote, if so.

    `withdrawn`: keys of those petitioners who left, which the words themselves do not say.
    """
    petitioners = [{**one, "has_withdrawn": key_of(one) in withdrawn} for one in petitioners_of(content)]
    represented = [
        {**one, "kind_label": KINDS[one["kind"]].label if one.get("kind") in KINDS else ""}
        for one in representatives_of(content)
    ]
    helped = HELPED if content.get("writer") == Writer.HELPER else ""
    return {"petitioners": petitioners or [Person()], "representatives": represented, "helped": helped}


def where_it_stopped(petition: Petition) -> str:
    """Return the first page of the guided form that still lacks something, the check where none does."""
    wanted = requirements_of(
        petition,
        content=words_of(petition),
        needs_own_case=needs_own_case(petition),
        attached={one.purpose for one in laid_with(petition)},
        today=court_day(timezone.now()),
    )
    lacking = {one.step for one in wanted if one.met is False}
    return next((step.name for step in way(petition).steps if step.name in lacking), "check")


def my_petitions(actor: Actor, at: datetime, *, before: int | None = None) -> list[Petition]:
    """Return up to a page (and one more) of the actor's petitions, newest first, older than id `before`."""
    own = access.petitions_for(actor, "petition.read", at).filter(access.own(actor, at) | access.institution(actor, at))
    if before is not None:
        own = own.filter(pk__lt=before)
    return list(own.select_related("data_key").order_by("-pk")[: PAGE + 1])


def standing_petitions(actor: Actor, at: datetime) -> list[Petition]:
    """Return the newest of the account's own petitions to which documents can be added: beginning another is not the only way.

    None for who has no account; what an office files is the office's affair.
    """
    if actor.account is None:
        return []
    own = access.petitions_for(actor, "petition.add_document", at).filter(account=actor.account, institution=None)
    return list(own.filter(state__in=SUPPLEMENTABLE).order_by("-pk")[:OFFERED])


def timeline(petition: Petition) -> list[Moment]:
    """Return what happened, oldest first, in sentences a layperson understands."""
    events = Event.objects.filter(subject=petition.subject_id, name__in=SHOWN_EVENTS).order_by("pk")
    found = list(events.values_list("at", "name"))
    return [
        Moment(at=at, words=sentence_of(name), is_last=index == len(found) - 1)
        for index, (at, name) in enumerate(found)
    ]


def open_clocks(petition: Petition, *, internal: bool = False) -> list[Clock]:
    """Return the terms that run for the petition and for its case, nearest first; `internal`: the Court's own ones too."""
    subjects = [petition.subject_id]
    if petition.case is not None:
        subjects.append(petition.case.subject_id)
    running = "law_clock.subject_id = ANY(%s) AND law_clock.closed_on IS NULL ORDER BY law_clock.due_on"
    found = rows.read_all(Clock, running, [subjects], related=("term",))
    return [clock for clock in found if internal or clock.term.code not in INTERNAL_TERMS]


def petitioner_may(petition: Petition, actor: Actor, at: datetime) -> list[str]:
    """Return the names of the steps the actor may take now, in the order the page offers them."""
    possible = {transition.name: transition for transition in possible_from(State(petition.state))}
    if petition.state == State.RETURNED and open_due(petition.subject, "cure") is None:
        del possible["cure"]
    if not is_joint(petition):
        possible.pop("withdraw_one", None)
    elif must_leave_alone(petition):
        possible.pop("withdraw", None)
    return [
        name for name in PETITIONER_STEPS if name in possible and access.may(actor, possible[name].action, petition, at)
    ]


def petition_by_code(code: str) -> Petition | None:
    """Return the petition whose tracking code, or whose draft's code, this is; None for every other word."""
    parsed = receipt_code.parse(code)
    if parsed is None:
        return None
    digests = keys.code_hmacs(parsed)
    return Petition.objects.filter(Q(code_digest__in=digests) | Q(holder_digest__in=digests)).first()


def tracked(code: str, number: str) -> Petition | None:
    """Return the petition of this code; where a register number is given it must be that petition's, however it is typed.

    What is asked of the database is the same whichever of the two is wrong.
    """
    forms = printed_forms(number, day=court_day(timezone.now())) if number else []
    petition = petition_by_code(code)
    return petition if petition is not None and (not number or petition.register_number in forms) else None


def tracked_as(code: str, number: str) -> Petitioner | None:
    """Return which of several petitioners tracks a petition by a code of their own; otherwise as `tracked`."""
    forms = printed_forms(number, day=court_day(timezone.now())) if number else []
    petitioner = by_own_code(code)
    is_it = petitioner is not None and (not number or petitioner.petition.register_number in forms)
    return petitioner if is_it else None


def provision_choices(*, chosen: Sequence[int], query: str, language: str) -> list[tuple[int, str]]:
    """Return provisions for the picker: those chosen first, then those that answer `query`, each with its words."""
    kept = list(cited_whole().filter(pk__in=chosen))
    kept.sort(key=lambda provision: list(chosen).index(provision.pk))
    found = [one for one in search_provisions(query, language) if one.pk not in set(chosen)] if query.strip() else []
    return [(provision.pk, picked(provision, language)) for provision in [*kept, *found]]


def picked(provision: Provision, language: str) -> str:
    """Return a provision as the picker names it: cited, with what it is about where that is known."""
    heading = getattr(provision, f"heading_{language}")
    return f"{cite(provision, language)} — {heading}" if heading else cite(provision, language)


def named_choices(*, query: str, written: str, language: str) -> list[tuple[str, str]]:
    """Return articles of known acts that `query` names and the list lacks: as they will be `written`, and in `language`."""
    return [(one.cited(written), one.cited(language)) for one in unlisted(query)] if query.strip() else []


def next_words(petition: Petition) -> Promise | str:
    """Return the plain sentence that says where the petition is and what is asked of the petitioner now."""
    state = State(petition.state)
    if state == State.AWAITING_SIGNATURE and petition.further_petitioners and not petition.is_of_another:
        return JOINTLY
    return (STANDS if petition.is_of_another else PLAIN_WORDS).get(state, PLAIN_WORDS[state])


JOINTLY = _(
    "The petition waits for the signatures of everybody who petitions. Print it, have each of them sign, and hand it in or "
    "send it to the Court. Until all have signed it is not filed: it has no register number and no term runs."
)
PLAIN_WORDS: dict[State, Promise | str] = {
    State.DRAFT: _("You are still writing. Nothing has been sent to the Court, and the one year of the law runs on."),
    State.AWAITING_SIGNATURE: _(
        "Your petition waits for your signature. Print it, sign it, and hand it in or send it to the Court. "
        "Until then it is not filed: it has no register number and no term runs."
    ),
    State.FILED: _("The Court has your signed petition. Next it is registered. Nothing is asked of you now."),
    State.REGISTERED: _("Your petition is registered. Next the Apparatus checks it. Nothing is asked of you now."),
    State.SCREENING: _(
        "The Apparatus checks whether the petition meets the requirements of the law. Nothing is asked of you now."
    ),
    State.RETURNED: _("Your petition was returned. Below you read why, and what you can do until when."),
    State.CURE_AWAITING_SIGNATURE: _(
        "Your correction waits for your signature. Print it, sign it, and hand it in or send it to the Court in time."
    ),
    State.RETURN_DISPUTED: _("You demanded the Court's own decision on the return. It will be sent to you."),
    State.RETURN_UPHELD: _("The Court upheld the return. You may file a new petition framed as the law requires."),
    State.AWAITING_STUDY: _("The Chair of the Court names judges to study your petition. Nothing is asked of you now."),
    State.STUDY: _("Judges study your petition. Nothing is asked of you now."),
    State.REPORTED: _("The study is complete. A session of the Court decides whether to accept the petition."),
    State.REFUSED: _("A session of the Court refused to accept the petition. Below you find the ruling."),
    State.ACCEPTED: _("The Court accepted your petition and examines the provision. Nothing is asked of you now."),
    State.DECIDED: _("The Court decided. Below you find its decision."),
    State.TERMINATED: _("The Court terminated the proceedings. Below you find the ruling."),
    State.WITHDRAWN: _("You withdrew this petition. The Court does not examine it further."),
    State.FORWARDED: _("The petition was sent on to the body that can help. That body will answer you itself."),
}


def not_taken(petition: Petition, at: datetime) -> list[Attachment]:
    """Return the files of a draft that were refused after the answer: so long as their writer is told of it."""
    refused = (
        "petition_id = %s AND documents_document.refused <> '' AND (documents_document.scanned_at > %s"
        " OR documents_document.refused = ANY(%s) AND documents_document.scanned_at > %s)"
    )
    values = [petition.pk, at - TOLD, list(OUR_FAILURES), at - TOLD_OF_OUR_FAILURE]
    return rows.read_all(Attachment, refused, values, related=("document",))


def laid_with(petition: Petition) -> list[Attachment]:
    """Return the files laid with a petition and not taken out, in order."""
    laid = "petition_id = %s AND removed_at IS NULL ORDER BY position"
    return rows.read_all(Attachment, laid, [petition.pk], related=("document",))


def later_decisions(petition: Petition) -> list[dict[str, Any]]:
    """Return the rulings by which norms of the petition fell, which do not answer it, each with the norm as it is cited."""
    language = get_language() or "kk"
    found = petition.later_decisions.select_related("provision__act", "provision__parent__parent__parent").order_by(
        "pk"
    )
    return [{"decision": one, "cited": cite(one.provision, language)} for one in found]

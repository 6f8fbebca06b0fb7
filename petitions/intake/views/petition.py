from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise

from courtcase import rows
from courtcase.frame.paging import before_of
from courtcase.frame.policies import let_htmx_swap
from courtcase.keys.operations import open_json
from courtcase.law.models import Provision
from courtcase.law.queries import cite
from courtcase.law.time import court_day
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from courtcase.signatures.models import Signature
from courtcase.signatures.operations import SIGNER_PURPOSE
from courtcase.signatures.verdicts import WORDS as VERDICTS
from courtcase.signatures.verdicts import Outcome
from petitions import access
from petitions.addresses import changed_address
from petitions.blocking import CAUSE as BLOCKED_BY
from petitions.blocking import blocks_of
from petitions.content import PetitionContent, open_content, open_text
from petitions.filing import queries as filing
from petitions.filing.official import official_words
from petitions.filing.visitor import petition_or_404
from petitions.filing.withdrawal import reasons_said
from petitions.forwarding import shown_to_petitioner
from petitions.intake.forms_checking import form_for
from petitions.intake.forms_notes import StaffNoteForm
from petitions.intake.history import history_page
from petitions.intake.linking import linked_with
from petitions.intake.notes import SHOWN_BESIDE, notes_of
from petitions.intake.operations.hand_over import is_handed_over
from petitions.intake.operations.link_petitions import ACTION as LINKS
from petitions.intake.operations.note_point import ACTION as NOTES_POINTS
from petitions.intake.paper_days import WORDS
from petitions.intake.points import asked_points, offered_grounds, points_of
from petitions.intake.same import FIND_SAME, SAME, same_as
from petitions.keeping.queries import holds_of
from petitions.letters.queries import last_prepared, sent_back_note
from petitions.methods import get_only
from petitions.models import Assignment, Attachment, IncomingPaper, Petition, Return, StudyAssignment
from petitions.norm_alarms import norm_alarms
from petitions.signatories import is_joint, withdrawn
from petitions.versions import as_told
from petitions.workflow import BEFORE_CASE, IN_WORK, SIGNABLE, UNFILED, State, possible_from

# What the Court's members may do on this page, in the order it offers it.
STAFF_STEPS = (
    "confirm_signature",
    "confirm_cure",
    "register",
    "begin_screening",
    "return",
    "pass_to_chair",
    "forward",
    "come_back_on_paper",
    "assign",
    "hand_over",
    "give_back",
    "take_back",
    "withdraw_one",
    "name_judges",
    "replace_judge",
    "report",
)
READS_REPORTS = "study.read_report"
ATTACHES = "paper.attach"
DANGER = ("danger.raise", "danger.forward", "danger.end")
REISSUES = "petition.reissue_code"
LATER = "petition.later_notices"
ALARMS = "case.raise_alarm"
NOTES, READS_NOTES = "petition.note", "petition.read_notes"
READS_FILES = "petition.read"


OF_PETITION = "petitions_assignment.petition_id = %s AND petitions_assignment.ended_at IS NULL"
STANDING = f"{OF_PETITION} ORDER BY petitions_assignment.id LIMIT 1"
WHO_HAS_IT = ("rule", "rule__ladder", "team", "assignee", "assigned_by")
STUDIES = "petitions_studyassignment.petition_id = %s ORDER BY petitions_studyassignment.id"


@get_only
@requires("petition.examine")
def petition(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show a petition to a member of the Court beside what the law asks of it, and record that it was opened."""
    at = timezone.now()
    shown = petition_or_404(request, public_id, "petition.examine", at=at)
    record_read(subject=shown.subject, actor=request.actor, at=at, place="petition.examine")
    return let_htmx_swap(render(request, "intake/petition.html", petition_context(request, shown)))


def petition_context(request: ActorRequest, shown: Petition) -> dict[str, object]:
    """Return what the page of a petition shows: its words, the requirements, terms, history and what can be done."""
    # What is written for a correction belongs to its writer until it is submitted.
    version = as_told(shown)
    content = open_content(shown, version)
    laid = filing.laid_with(shown)
    language = request.LANGUAGE_CODE
    cited = provisions_of(content)
    assignment = rows.read(Assignment, STANDING, [shown.pk], related=WHO_HAS_IT)
    may = staff_may(request, shown, assignment)
    contested = [(pk, cite(cited[pk], language)) for pk in content.get("provisions", []) if pk in cited]
    events, older = history_page(shown, before=before_of(request))
    returned = rows.read(Return, "petition_id = %s ORDER BY id DESC LIMIT 1", [shown.pk])
    prepared = last_prepared(shown)
    return {
        "petition": shown,
        "state": State(shown.state),
        "content": content,
        "people": filing.people_in(content, withdrawn=withdrawn(shown)),
        "official": official_words(shown, content),
        "version_number": version.number,
        "provisions": [name for _pk, name in contested],
        **others_beside(shown, content, contested, may),
        "rights": [cite(cited[pk], language) for pk in content.get("rights", []) if pk in cited],
        "attachments": laid if may.reads_files else [],
        **checklist(shown, content, laid, may_note=may.notes_points),
        "clocks": filing.open_clocks(shown, internal=True),
        "may": may.steps,
        "may_reissue": may.reissues_code,
        "may_note_later": may.notes_later,
        "may_alarm": may.alarms and bool(contested),
        **papers_of(shown, may),
        **danger_to(shown, may),
        "alarms": norm_alarms(petition=shown),
        "letters_go_to": changed_address(shown),
        "doubts": doubts_about(shown),
        "returned": returned,
        "waiting": prepared if prepared and not prepared.outcome else None,
        "sent_back": sent_back_note(shown, prepared),
        "explanation": open_text(shown, returned.sealed_explanation) if returned else "",
        "withdrawn_because": reasons_said(shown),
        **notes_beside(request, shown, may),
        "history": events,
        "older": f"?before={older}#history" if older else "",
        "assignment": assignment,
        "handed_because": open_text(shown, assignment.sealed_reason) if assignment and assignment.sealed_reason else "",
        "studies": studies_of(shown, opened=may.reads_reports),
        **held_and_blocked(shown),
        "today": court_day(timezone.now()),
    }


def provisions_of(content: PetitionContent) -> dict[int, Provision]:
    """Return the provisions that the words name, contested ones and rights, by their ids; nothing is asked for none."""
    named = [*content.get("provisions", []), *content.get("rights", [])]
    found = rows.read_all(Provision, "law_provision.id = ANY(%s)", [named], related=("act",)) if named else []
    return {one.pk: one for one in found}


def others_beside(
    shown: Petition, content: PetitionContent, contested: list[tuple[int, str]], may: May
) -> dict[str, object]:
    """Return the petitions that are linked with this one, and those in which something is the same."""
    return {
        "may_find_same": FIND_SAME in may.same,
        "may_link": may.links,
        "linked": linked_with(shown) if FIND_SAME in may.same else [],
        "same": same_as(shown, content, cited=contested, may=may.same),
    }


def checklist(
    shown: Petition, content: PetitionContent, laid: Iterable[Attachment], *, may_note: bool
) -> dict[str, object]:
    """Return the points of the check with a form each for whoever may note them, and the grounds that the words suggest."""
    points = points_of(shown, asked_points(shown, content=content, laid=laid))
    offers = offered_grounds(shown, points, content) if may_note else []
    return {
        "points": [{"point": point, "form": form_for(point) if may_note else None} for point in points],
        "offers": [one for one in offers if one.causes],
        "may_note": may_note,
    }


def notes_beside(request: ActorRequest, shown: Petition, may: May) -> dict[str, object]:
    """Return the newest notes of the Apparatus and the form that adds one, for whoever may."""
    notes, older = notes_of(shown, most=SHOWN_BESIDE) if may.reads_notes else ([], None)
    return {
        "notes": notes,
        "more_notes": older is not None,
        "note_form": StaffNoteForm() if may.notes else None,
    }


def doubts_about(shown: Petition) -> list[Doubt]:
    """Return the electronic signatures nobody could verify, while the petition waits for one; one line a container."""
    if shown.state not in SIGNABLE:
        return []
    unsure = rows.read_all(
        Signature, "subject_id = %s AND outcome = %s ORDER BY id", [shown.subject_id, Outcome.CANNOT_TELL]
    )
    found: dict[int, Doubt] = {}
    for row in unsure:
        signer = open_json(shown.data_key, bytes(row.sealed_signer), purpose=SIGNER_PURPOSE)
        found.setdefault(row.document_id, Doubt(row.verified_at, VERDICTS.get(row.reason, ""), signer.get("name", "")))
    return list(found.values())


class Doubt(NamedTuple):
    """An electronic signature that could not be verified: when it came, why, and whose certificate it names."""

    at: datetime
    words: Promise | str
    signer: str


class May(NamedTuple):
    """What the actor may do with a petition now."""

    steps: list[str]
    reads_reports: bool
    reissues_code: bool
    attaches_paper: bool
    danger: frozenset[str]
    notes_points: bool
    notes: bool
    reads_notes: bool
    same: frozenset[str]
    links: bool
    reads_files: bool
    notes_later: bool
    alarms: bool


def staff_may(request: ActorRequest, shown: Petition, assignment: Assignment | None) -> May:
    """Return the steps the actor may take with the petition now, in the page's order, and whether reports are open."""
    actions = {one.name: one.action for one in possible_from(State(shown.state)) if one.name in STAFF_STEPS}
    further = (
        READS_REPORTS,
        REISSUES,
        NOTES_POINTS,
        LINKS,
        *SAME,
        ATTACHES,
        *DANGER,
        NOTES,
        READS_NOTES,
        READS_FILES,
        LATER,
        ALARMS,
    )
    asked = [*actions.values(), *further]
    found = access.allowed(request.actor, asked, shown, timezone.now())
    steps = [name for name in STAFF_STEPS if actions.get(name) in found]
    if not is_joint(shown) and "withdraw_one" in steps:
        steps.remove("withdraw_one")
    mine = request.actor.account is not None and shown.assignee_id == request.actor.account.pk
    handed = is_handed_over(assignment)
    now = {"hand_over": mine, "give_back": mine and handed, "take_back": handed}
    steps = [name for name in steps if now.get(name, True)]
    return May(
        same=found & SAME,
        links=LINKS in found,
        reads_files=READS_FILES in found,
        steps=steps,
        reads_reports=READS_REPORTS in found,
        reissues_code=REISSUES in found,
        attaches_paper=ATTACHES in found,
        danger=found & frozenset(DANGER),
        notes_points=NOTES_POINTS in found and shown.state in IN_WORK,
        notes=NOTES in found,
        reads_notes=READS_NOTES in found,
        notes_later=LATER in found and shown.institution_id is None and shown.state not in UNFILED,
        alarms=ALARMS in found and shown.state in BEFORE_CASE,
    )


def danger_to(shown: Petition, may: May) -> dict[str, object]:
    """Return the open alarm of danger about the petition, if any, and what of it the actor may do."""
    opened = shown.dangers.filter(outcome="").select_related("raised_by").first() if shown.in_danger else None
    return {"danger": opened, "may_danger": may.danger}


def held_and_blocked(shown: Petition) -> dict[str, object]:
    """Return what stands against destroying the petition, and by which requests its data is blocked."""
    holds = holds_of(shown)
    # Each block places a hold: without one there is nothing to ask for.
    is_blocked = any(one.cause.startswith(BLOCKED_BY) for one in holds)
    return {"holds": holds, "blocks": blocks_of(shown) if is_blocked else []}


def papers_of(shown: Petition, may: May) -> dict[str, object]:
    """Return what came about the petition: papers, each with why its day counts, and from which bodies it came back."""
    came = rows.read_all(IncomingPaper, "petition_id = %s ORDER BY id", [shown.pk])
    papers = [{"row": row, "why": WORDS[row.counted_by]} for row in came]
    sent_on = (
        shown_to_petitioner(shown, proven=True, agreed=True)
        if shown.came_back or shown.state == State.FORWARDED
        else []
    )
    return {"papers": papers, "may_attach": may.attaches_paper, "sent_on": sent_on}


def studies_of(shown: Petition, *, opened: bool) -> list[dict[str, object]]:
    """Return who was named to study the petition; what they reported is for the bench alone, to whom it is `opened`."""
    return [
        {
            "judge": study.judge.full_name,
            "reported_at": study.reported_at,
            "recommendation": study.get_recommendation_display() if opened and study.reported_at else "",
            "report": open_text(shown, study.sealed_report) if opened else "",
        }
        for study in rows.read_all(StudyAssignment, STUDIES, [shown.pk], related=("judge",))
    ]

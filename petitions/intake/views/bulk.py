"""Many petitions at once: chosen in the queue, looked at beforehand, begun once, followed to the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.documents.queries import open_document
from courtcase.law.queries import grounds_on
from courtcase.law.time import court_day
from courtcase.notices.models import Job
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest, account_of
from courtcase.register.operations import record_read
from petitions.content import open_text
from petitions.filing.answers import kept_by_nobody
from petitions.filing.exporting import open_file
from petitions.filing.forms.codes import VersionForm
from petitions.filing.visitor import petition_or_404
from petitions.intake.bulk import MOST, NOTHING_CHOSEN, Line, lines_of, receiver_of, rows_of
from petitions.intake.exporting import as_kept, ids_of, listed
from petitions.intake.forms_bulk import ReasonsForm, ReceiverForm, why_field
from petitions.intake.operations.bulk import BULK_JOB, begin_bulk, choose_anew, choose_many, say_receiver
from petitions.intake.operations.print_many import KEPT_FILE, SealedPrint, take_print
from petitions.intake.ticks import keep_ticked, ticked_now
from petitions.intake.views.act import receivers
from petitions.letters.operations.return_many import say_reasons
from petitions.letters.rules import rule_in_use
from petitions.letters.views.return_petition import letter_as_it_stands
from petitions.methods import get_only, get_or_post, post_only
from petitions.models import BulkKind, BulkState, BulkWork, ListExport, Petition

SHOWN = 20


@post_only
@requires("queue.bulk")
def choose(request: ActorRequest) -> HttpResponse:
    """Take the petitions that were ticked in the queue, or all of the page or list, and go on to look at what would happen."""
    at = timezone.now()
    if "keep" in request.POST:
        return kept_ticked(request)
    kind, language = request.POST.get("kind", ""), request.LANGUAGE_CODE
    try:
        work = choose_many(kind=kind, petitions=chosen(request, at=at), language=language, actor=request.actor, at=at)
    except OperationError as error:
        messages.error(request, str(error.message))
        return redirect(f"{reverse('intake:queue')}?{as_kept(request.GET)}")
    keep_ticked(request, [])
    return redirect("intake:bulk", work.public_id)


def kept_ticked(request: ActorRequest) -> HttpResponse:
    """Keep what is ticked, or nothing any more, and go on to the page of the queue that the button names."""
    ticked = ticked_now(request)
    if len(ticked) > MOST:
        messages.error(request, _("Two hundred petitions at a time at most."))
    keep_ticked(request, [] if "forget" in request.POST["keep"] else ticked[:MOST])
    place = request.POST["keep"] if "forget" not in request.POST["keep"] else as_kept(request.GET)
    return redirect(f"{reverse('intake:queue')}?{place.lstrip('?')}")


def chosen(request: ActorRequest, *, at: datetime) -> list[int]:
    """Return the ids of the petitions that were chosen, in the order of the list; what is no petition's id is passed over.

    Of a list they are those that match its filters now; where others did when the page was shown, that is said.
    """
    which = request.POST.get("which", "ticked")
    if which == "list":
        source = listed(ListExport.Source.QUEUE, as_kept(request.GET), actor=request.actor, at=at)
        found = ids_of(source, most=MOST)
        if (told := request.POST.get("matched", "")).isdecimal() and min(int(told), MOST) != len(found):
            messages.info(
                request, _("The list changed since the page was shown: below stands exactly what matches now.")
            )
        return found
    words = request.POST.get("page", "").split(",") if which == "page" else ticked_now(request)
    wanted = [one for word in words[: MOST + 1] if (one := as_id(word)) is not None]
    known = dict(Petition.objects.filter(public_id__in=wanted).values_list("public_id", "pk"))
    return [known[one] for one in wanted if one in known]


def as_id(word: str) -> UUID | None:
    """Return a public id as an address has it, None for anything else."""
    try:
        return UUID(word)
    except ValueError:
        return None


@get_only
@requires("queue.bulk")
def bulks(request: ActorRequest) -> HttpResponse:
    """Show what the reader lately did to many petitions at once."""
    found = BulkWork.objects.filter(asked_by=account_of(request)).order_by("-pk")[:SHOWN]
    return render(request, "intake/bulks.html", {"works": found})


@get_or_post
@requires("queue.bulk")
def bulk(request: ActorRequest, work_id: UUID) -> HttpResponse:
    """Show what would happen to each of the petitions, or what did; a form says what the action lacks, such as to whom."""
    work = work_or_404(request, work_id)
    at = timezone.now()
    if work.begun_at is not None:
        return render(request, "intake/bulk_done.html", begun(work, lines_of(work, actor=request.actor, at=at), at=at))
    form = form_of(request, work, at=at)
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            said(request, work, form, at=at)
        except OperationError as error:
            form.add_operation_error(error)
        else:
            return redirect("intake:bulk", work_id)
    lines = lines_of(work, actor=request.actor, at=at)
    context = {
        "work": work,
        "form": form,
        "lines": lines,
        "doable": sum(1 for line in lines if not line.code),
        "unsaid": any(line.code == NOTHING_CHOSEN for line in lines),
        "stale": any(line.code == "stale_version" for line in lines),
        "receiver": receiver_of(work, request.LANGUAGE_CODE),
        "rule": rule_in_use(at) if work.kind == BulkKind.RETURN else None,
    }
    return render(request, "intake/bulk.html", context, status=422 if form is not None and form.errors else 200)


def form_of(request: ActorRequest, work: BulkWork, *, at: datetime) -> VersionForm | None:
    """Return the form of what an action lacks until it is said; None where it lacks nothing."""
    given, language = request.POST or None, request.LANGUAGE_CODE
    if work.kind == BulkKind.ASSIGN:
        initial = {"version": work.version, "assignee": work.assignee_id, "team": work.team_id}
        return ReceiverForm(given, clerks=receivers(request.actor, at), language=language, initial=initial)
    if work.kind != BulkKind.RETURN:
        return None
    rows = rows_of(work)
    known = {why_field(row.pk): open_text(row.petition, row.sealed_why) for row in rows}
    petitions = {row.pk: (row.petition.register_number or "", row.petition.language) for row in rows}
    chosen_grounds = [ground.pk for ground in work.grounds.all()]
    return ReasonsForm(
        given,
        grounds=grounds_on(kind="return", day=court_day(at)),
        language=language,
        petitions=petitions,
        initial={"version": work.version, "grounds": chosen_grounds, **known},
    )


def said(request: ActorRequest, work: BulkWork, form: VersionForm, *, at: datetime) -> None:
    """Keep what a valid form says of an action. Raises OperationError."""
    if isinstance(form, ReasonsForm):
        version, grounds = form.cleaned_data["version"], list(form.cleaned_data["grounds"])
        say_reasons(work=work, grounds=grounds, reasons=form.reasons(), version=version, actor=request.actor, at=at)
        return
    say_receiver(work=work, actor=request.actor, at=at, **form.cleaned_data)


@get_only
@requires("petition.return")
def letter(request: ActorRequest, work_id: UUID, public_id: UUID) -> HttpResponse:
    """Show the letter of one petition of a common return, as it would read if it left today; that it was read is recorded."""
    work, at = work_or_404(request, work_id), timezone.now()
    petition = petition_or_404(request, public_id, "petition.return", at=at)
    row = work.rows.filter(petition=petition, work__kind=BulkKind.RETURN).first()
    if row is None:
        raise Http404
    record_read(subject=petition.subject, actor=request.actor, at=at, place="petition.return")
    grounds, why = list(work.grounds.all()), open_text(petition, row.sealed_why)
    text = letter_as_it_stands(petition, grounds, why, at=at)
    return render(request, "intake/bulk_letter.html", {"work": work, "petition": petition, "letter": text})


def begun(work: BulkWork, lines: list[Line], *, at: datetime) -> dict[str, object]:
    """Return what the page of an action that was begun shows: how far it is, and what was left alone and why."""
    counts = Counter(line.row.state for line in lines)
    waiting = counts[BulkState.WAITING]
    return {
        "work": work,
        "lines": lines,
        "left": [line for line in lines if line.row.state == BulkState.LEFT],
        "unread": sum(len(line.unread) for line in lines),
        "settled": len(lines) - waiting,
        "waiting": waiting,
        "gave_up": waiting and given_up(work),
        "until": work.ready_at + KEPT_FILE if work.ready_at else None,
        "is_there": bool(work.document_id and work.ready_at and at < work.ready_at + KEPT_FILE),
        "words": how_far(settled=len(lines) - waiting, every=len(lines)),
    }


def given_up(work: BulkWork) -> bool:
    """Say whether a job of the action was given up after many attempts."""
    return Job.objects.filter(state=Job.State.FAILED, key__startswith=f"{BULK_JOB}:{work.public_id}:").exists()


def how_far(*, settled: int, every: int) -> str:
    """Return in words how far an action is."""
    return _("%(settled)d of %(every)d petitions") % {"settled": settled, "every": every}


@post_only
@requires("queue.bulk")
def do(request: ActorRequest, work_id: UUID) -> HttpResponse:
    """Begin what was looked at."""
    return carried_out(request, work_id, begin_bulk)


@post_only
@requires("queue.bulk")
def anew(request: ActorRequest, work_id: UUID) -> HttpResponse:
    """Take the petitions as they stand now."""
    return carried_out(request, work_id, choose_anew)


def carried_out(request: ActorRequest, work_id: UUID, carry_out: Callable[..., BulkWork]) -> HttpResponse:
    """Do with an action what needs nothing but its version, and go back to its page."""
    work = work_or_404(request, work_id)
    form = VersionForm(request.POST)
    if form.is_valid():
        try:
            carry_out(work=work, actor=request.actor, at=timezone.now(), **form.cleaned_data)
        except OperationError as error:
            messages.error(request, str(error.message))
    return redirect("intake:bulk", work_id)


@get_only
@requires("queue.bulk")
def state(request: ActorRequest, work_id: UUID) -> HttpResponse:
    """Say how far an action is, for the page that waits."""
    work = work_or_404(request, work_id)
    every = work.rows.count()
    settled = work.rows.exclude(state=BulkState.WAITING).count()
    is_over = settled == every or given_up(work)
    page = reverse("intake:bulk", args=[work.public_id]) if is_over else None
    return JsonResponse({"state": f"{settled}", "words": how_far(settled=settled, every=every), "next": page})


@post_only
@requires("queue.bulk")
def take(request: ActorRequest, work_id: UUID) -> HttpResponseBase:
    """Give out the papers that were printed into one file, opened piece by piece. Raises Http404, WrongState."""
    work = take_print(work=work_or_404(request, work_id), actor=request.actor, at=timezone.now())
    if work.document is None:
        raise Http404
    content = open_file(open_document(work.document), SealedPrint.of(work, size=work.size))
    response = StreamingHttpResponse(content, content_type="application/pdf")
    response["Content-Length"] = str(work.size)
    response["Content-Disposition"] = f'attachment; filename="petitions-{work.public_id.hex[:8]}.pdf"'
    return kept_by_nobody(response)


def work_or_404(request: ActorRequest, work_id: UUID) -> BulkWork:
    """Return an action that the reader chose. Raises Http404 for another's."""
    found = BulkWork.objects.filter(asked_by=account_of(request), public_id=work_id)
    work = found.select_related("assignee", "team").first()
    if work is None:
        raise Http404
    return work

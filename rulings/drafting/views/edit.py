from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from courtcase.law.models import Provision
from courtcase.law.queries import cite, search_provisions
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from rulings.blocks import pasted_of
from rulings.drafting.forms import BenchForm, CaseForm, MeasureForm, NormsForm, TextsForm, VersionForm
from rulings.drafting.operations.edit_draft import edit_draft
from rulings.drafting.operations.link_norms import Decided, link_norms
from rulings.drafting.operations.link_petitions import link_case
from rulings.drafting.operations.record_bench import record_bench
from rulings.drafting.views.frame import carried_out, ruling_or_404, show
from rulings.execution.operations.add_measure import add_measure
from rulings.models import Ruling
from rulings.models.kinds import LANGUAGES

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@requires("ruling.read_draft")
@GET_OR_POST
def texts(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Write the titles and the texts of a draft."""
    ruling = ruling_or_404(request, public_id)
    form = TextsForm(request.POST or None, initial=texts_now(ruling))

    def act() -> object:
        return edit_draft(
            ruling=ruling,
            titles=form.by_language("title"),
            texts=form.by_language("text"),
            no_text_reason=form.cleaned_data["no_text_reason"],
            translator=form.cleaned_data["translator"],
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )

    done = carried_out(request, form, act, done=_("The texts are saved."), to=request.path)
    return done or show(request, ruling, "texts", form=form)


def texts_now(ruling: Ruling) -> dict[str, object]:
    """Return what the fields of the texts hold now."""
    written = {text.language: text for text in ruling.texts.all()}
    values: dict[str, object] = {"version": ruling.version, "no_text_reason": ruling.no_text_reason}
    for language in LANGUAGES:
        values[f"title_{language}"] = ruling.in_language("title", language)
        values[f"text_{language}"] = pasted_of(written[language].blocks) if language in written else ""
    values["translator"] = written["en"].translator if "en" in written else ""
    return values


@requires("ruling.read_draft")
@GET_OR_POST
def norms(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Write down the outcome for each norm; a search finds norms to add."""
    ruling = ruling_or_404(request, public_id)
    linked = list(ruling.provisions.select_related("provision__act", "provision__parent__parent__parent"))
    initial = {"version": ruling.version, **NormsForm.initial_of(linked)}
    form = NormsForm(request.POST or None, initial=initial, norms=linked)

    def act() -> object:
        return link_norms(
            ruling=ruling,
            decided=form.decided(),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )

    language = get_language() or "kk"
    done = carried_out(request, form, act, done=_("The outcomes are saved."), to=request.path)
    words = request.GET.get("q", "")[:200].replace("\x00", "")
    found = (
        [{"id": one.pk, "cited": cite(one, language)} for one in search_provisions(words, language)] if words else []
    )
    rows = [{**row, "cited": cite(row["norm"].provision, language)} for row in form.rows()]
    return done or show(request, ruling, "norms", form=form, rows=rows, words=words, found=found)


@requires("ruling.read_draft")
@require_POST
def add_norm(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Add a found norm to the draft, undecided."""
    ruling = ruling_or_404(request, public_id)
    form = VersionForm(request.POST)
    typed = request.POST.get("provision", "")
    known = Provision.objects.select_related("act")
    provision = get_object_or_404(
        known, pk=int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
    )

    def act() -> object:
        now = [
            Decided(
                provision=norm.provision,
                outcome=norm.outcome,
                in_part=norm.in_part,
                extent={code: getattr(norm, f"extent_{code}") for code in LANGUAGES},
                effect_from=norm.effect_from,
            )
            for norm in ruling.provisions.select_related("provision__act")
        ]
        return link_norms(
            ruling=ruling,
            decided=[*now, Decided(provision=provision)],
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )

    to = reverse("drafting:norms", args=[ruling.public_id])
    return carried_out(request, form, act, done=_("The norm is added."), to=to) or refused(request, form, to)


def refused(request: ActorRequest, form: VersionForm, to: str) -> HttpResponse:
    """Lead back to a tab with what was refused said above it."""
    from django.contrib import messages

    for line in form.error_summary():
        messages.error(request, line.words)
    response = redirect(to)
    response.status_code = 303
    return response


@requires("ruling.read_draft")
@GET_OR_POST
def matter(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show the petitions and grounds, and link the case."""
    ruling = ruling_or_404(request, public_id)
    initial = {"version": ruling.version, "case": ruling.case.public_id if ruling.case else None}
    form = CaseForm(request.POST or None, initial=initial)

    def act() -> object:
        return link_case(
            ruling=ruling,
            case=form.cleaned_data["case"],
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )

    done = carried_out(request, form, act, done=_("The case and its petitions are linked."), to=request.path)
    petitions = [link.petition for link in ruling.petition_links.select_related("petition")]
    return done or show(request, ruling, "matter", form=form, petitions=petitions, grounds=list(ruling.grounds.all()))


@requires("ruling.read_draft")
@GET_OR_POST
def bench(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Write down the session, and certify the signatures on the paper."""
    ruling = ruling_or_404(request, public_id)
    sat = list(ruling.bench.select_related("judge"))
    initial = {
        "version": ruling.version,
        "sitting": ruling.sitting.public_id if ruling.sitting else None,
        "signed": [member.judge.public_id for member in sat if member.judge and member.signed_at],
    }
    form = BenchForm(request.POST or None, initial=initial, ruling=ruling)

    def act() -> object:
        return record_bench(
            ruling=ruling,
            sitting=form.cleaned_data["sitting"],
            signed=list(form.cleaned_data["signed"]),
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )

    done = carried_out(request, form, act, done=_("The bench and its signatures are written down."), to=request.path)
    return done or show(request, ruling, "bench", form=form, bench=sat)


@requires("ruling.read_draft")
@GET_OR_POST
def measures(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show what must change because of the ruling, and add to it."""
    ruling = ruling_or_404(request, public_id)
    form = MeasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_measure(
                ruling=ruling,
                kind=form.cleaned_data["kind"],
                what=form.by_language("what"),
                who=form.by_language("who"),
                answerable=form.cleaned_data["answerable"],
                due_on=form.cleaned_data["due_on"],
                actor=request.actor,
                at=timezone.now(),
            )
        except OperationError as error:
            form.add_operation_error(error)
        else:
            response = redirect(request.path)
            response.status_code = 303
            return response
    return show(request, ruling, "measures", form=form, measures=list(ruling.measures.select_related("answerable")))

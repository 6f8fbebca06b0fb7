"""What the head of intake configures: how returns leave, and what letters say."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.law.languages import LANGUAGES
from courtcase.law.time import court_day
from courtcase.operations import OperationError, StaleVersion
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions import access
from petitions.intake.history import Entry
from petitions.letters.forms import RuleForm, TemplateForm
from petitions.letters.grammar import FIELDS, Text, checked
from petitions.letters.operations.configure import change_letter_rule, write_template
from petitions.letters.queries import overturned_by_ground, petition_numbered, years_of_returns
from petitions.letters.rules import rule_in_use
from petitions.letters.templates import template_in_use, versions_of
from petitions.letters.values import values_of_return, values_of_standing
from petitions.letters.writing import draft_text
from petitions.methods import get_only, get_or_post
from petitions.models import LetterKind, LetterRule
from petitions.stale import Stale, stale_form

SHOWN = 50


@get_or_post
@requires("letter.configure")
def rule(request: ActorRequest) -> HttpResponse:
    """Show how returns leave and change it; beside it, the letters whose text can be written anew."""
    at = timezone.now()
    current = rule_in_use(at)
    names = ("undo_minutes", "reader_percent", "signed_by_head")
    initial = {"version": current.pk or 0, **{name: getattr(current, name) for name in names}}
    form = RuleForm(request.POST or None, initial=initial)
    stale: Stale | None = None
    if request.method == "POST" and form.is_valid():
        try:
            change_letter_rule(actor=request.actor, at=at, **form.cleaned_data)
        except OperationError as error:
            if isinstance(error, StaleVersion):
                stale = stale_form(form, entries=[rule_changed(current)])
            form.add_operation_error(error)
        else:
            messages.success(request, _("Saved. It holds for returns prepared from now on."))
            return redirect("letters:rule")
    texts = [template_in_use(kind, language) for kind in LetterKind.values for language in LANGUAGES]
    context = {"form": form, "current": current, "texts": texts, "stale": stale}
    return render(request, "letters/rule.html", context, status=422 if form.errors else 200)


@get_or_post
@requires("letter.configure")
def template(request: ActorRequest, kind: str, language: str) -> HttpResponse:
    """Show the text of a kind of letter and write it anew; `look` fills it in with a petition and changes nothing."""
    if kind not in LetterKind.values or language not in LANGUAGES:
        raise Http404
    current = template_in_use(kind, language)
    form = TemplateForm(request.POST or None, initial={"version": current.version, "text": current.text})
    preview, stale = None, None
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        try:
            if "look" in request.POST:
                preview = previewed(request, filled, kind=kind, language=language)
            else:
                keep = {"text": filled["text"], "version": filled["version"]}
                write_template(kind=kind, language=language, actor=request.actor, at=timezone.now(), **keep)
                messages.success(request, _("Saved as a new version. Letters made before stay as they are."))
                return redirect("letters:template", kind, language)
        except OperationError as error:
            if isinstance(error, StaleVersion):
                stale = stale_form(form, entries=written_since(kind, language, filled["version"]))
            form.add_operation_error(error)
    context = {
        "form": form,
        "current": current,
        "fields": [(f"{{{name}}}", words) for name, words in FIELDS.items()],
        "preview": preview,
        "versions": versions_of(kind, language)[:SHOWN],
        "language": language,
        "stale": stale,
    }
    return render(request, "letters/template.html", context, status=422 if form.errors else 200)


def rule_changed(rule: LetterRule) -> Entry:
    """Return a line that says who changed the rule last, and when."""
    name = rule.changed_by.full_name if rule.changed_by else _("the system")
    return Entry(at=rule.active_from, words=_("How letters leave was changed"), who=name)


def written_since(kind: str, language: str, seen: int) -> list[Entry]:
    """Return a line for each version of a letter's text that was written after the version `seen`."""
    newer = versions_of(kind, language).filter(version__gt=seen)
    return [
        Entry(
            at=one.written_at,
            words=_("Version %(number)d was written") % {"number": one.version},
            who=one.written_by.full_name,
        )
        for one in newer
    ]


def previewed(request: ActorRequest, filled: dict[str, Any], *, kind: str, language: str) -> Text:
    """Return the text filled in with the data of a petition. Raises OperationError beside `text` or `number`."""
    text, at = checked(filled["text"], kind=kind), timezone.now()
    petition = petition_numbered(filled["number"])
    if petition is None or not access.may(request.actor, "petition.examine", petition, at):
        raise OperationError(_("No petition has this number."), field="number")
    petition.language = language
    values = (
        values_of_standing(petition, [], "", numbers=[petition.register_number or ""])
        if kind == LetterKind.STANDING
        else values_of_return(petition, [], "")
    )
    return draft_text(text, values, language=language, day=court_day(at), cure_until=None)


@get_only
@requires("return.review")
def overturned(request: ActorRequest) -> HttpResponse:
    """Show by ground how many returns left in a year, against how many a decision was demanded, and how they ended."""
    years = years_of_returns(court_day(timezone.now()))
    asked = request.GET.get("year")
    year = next((one for one in years if str(one) == asked), years[0])
    links = [{"url": f"?year={one}", "label": str(one), "current": one == year} for one in years]
    rows = overturned_by_ground(request.LANGUAGE_CODE, year)
    return render(request, "letters/overturned.html", {"rows": rows, "years": links})

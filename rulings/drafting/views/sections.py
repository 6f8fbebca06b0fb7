from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from courtcase.operations import WrongState
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from rulings.drafting.forms import LANGUAGE_LABELS, VersionForm
from rulings.drafting.views.frame import carried_out, ruling_or_404, show
from rulings.message.operations.arrange_sections import move_section, remove_section, sections_now, write_section
from rulings.message.sections import Section
from rulings.models import Ruling, RulingKind

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


class SectionForm(VersionForm):
    """A section of a Message: what it is called and what it says, in each language of the text."""

    def __init__(self, *arguments: Any, languages: list[str], sections: list[Section] | None, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        for language in languages:
            said = {"language": LANGUAGE_LABELS[language]}
            self.fields[f"title_{language}"] = forms.CharField(label=_("Title, %(language)s") % said, max_length=300)
            self.fields[f"words_{language}"] = forms.CharField(
                label=_("Words, %(language)s") % said,
                required=False,
                strip=False,
                max_length=200_000,
                widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
            )
        if sections:
            named = [(str(place), one.titles[get_language() or "kk"]) for place, one in enumerate(sections)]
            self.fields["after"] = forms.TypedChoiceField(
                label=_("After which section"), choices=named, coerce=int, initial=str(len(named) - 1)
            )

    def said(self, what: str) -> dict[str, str]:
        """Return the titles, or the words, by language."""
        return {
            name.removeprefix(f"{what}_"): given
            for name, given in self.cleaned_data.items()
            if name.startswith(f"{what}_")
        }

    def section(self) -> dict[str, Any]:
        """Return what the operation is called with."""
        return {"titles": self.said("title"), "words": self.said("words"), "version": self.cleaned_data["version"]}


def message_or_404(request: ActorRequest, public_id: UUID) -> Ruling:
    """Return a Message the actor may read; 404 for any other ruling."""
    ruling = ruling_or_404(request, public_id)
    if ruling.kind != RulingKind.MESSAGE:
        raise Http404
    return ruling


def address_of(ruling: Ruling) -> str:
    """Return where the sections of a Message stand."""
    return reverse("drafting:sections", args=[ruling.public_id])


@requires("ruling.draft")
@GET_OR_POST
def sections(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show the sections of a Message in their order, and add one."""
    ruling = message_or_404(request, public_id)
    try:
        before, there = sections_now(ruling)
    except WrongState as error:
        return show(request, ruling, "sections", not_alike=str(error), lines=[])
    initial = {"version": ruling.version}
    form = SectionForm(request.POST or None, languages=sorted(before), sections=there, initial=initial)

    def act() -> object:
        after = form.cleaned_data.get("after")
        return write_section(ruling=ruling, **form.section(), after=after, actor=request.actor, at=timezone.now())

    done = carried_out(request, form, act, done=_("The section is added."), to=request.path)
    language = get_language() or "kk"
    lines = [{"place": place, "title": one.titles.get(language), "one": one} for place, one in enumerate(there)]
    return done or show(request, ruling, "sections", form=form, lines=lines, last=len(lines) - 1)


@requires("ruling.draft")
@GET_OR_POST
def section(request: ActorRequest, public_id: UUID, place: int) -> HttpResponse:
    """Name a section of a Message anew and write its words."""
    ruling = message_or_404(request, public_id)
    try:
        before, there = sections_now(ruling)
    except WrongState:
        raise Http404 from None
    if place >= len(there):
        raise Http404
    one = there[place]
    initial: dict[str, Any] = {"version": ruling.version}
    initial |= {f"title_{language}": words for language, words in one.titles.items()}
    initial |= {f"words_{language}": words for language, words in one.words.items()}
    form = SectionForm(request.POST or None, languages=sorted(before), sections=None, initial=initial)

    def act() -> object:
        return write_section(ruling=ruling, **form.section(), place=place, actor=request.actor, at=timezone.now())

    done = carried_out(request, form, act, done=_("The section is saved."), to=address_of(ruling))
    return done or show(request, ruling, "section", form=form, place=place, back=address_of(ruling))


@requires("ruling.draft")
@require_POST
def move(request: ActorRequest, public_id: UUID, place: int, to: int) -> HttpResponse:
    """Put a section of a Message at another place."""
    ruling = message_or_404(request, public_id)
    form = VersionForm(request.POST)

    def act() -> object:
        version = form.cleaned_data["version"]
        return move_section(ruling=ruling, place=place, to=to, version=version, actor=request.actor, at=timezone.now())

    done = carried_out(request, form, act, done=_("The section is moved."), to=address_of(ruling))
    return done or again(request, ruling, form)


@requires("ruling.draft")
@require_POST
def remove(request: ActorRequest, public_id: UUID, place: int) -> HttpResponse:
    """Take a section of a Message out."""
    ruling = message_or_404(request, public_id)
    form = VersionForm(request.POST)

    def act() -> object:
        version = form.cleaned_data["version"]
        return remove_section(ruling=ruling, place=place, version=version, actor=request.actor, at=timezone.now())

    done = carried_out(request, form, act, done=_("The section is taken out."), to=address_of(ruling))
    return done or again(request, ruling, form)


def again(request: ActorRequest, ruling: Ruling, form: VersionForm) -> HttpResponse:
    """Show the sections as they stand, with what kept one from being moved or taken out."""
    there = sections_now(ruling)[1]
    language = get_language() or "kk"
    lines = [{"place": place, "title": one.titles.get(language), "one": one} for place, one in enumerate(there)]
    return show(request, ruling, "sections", form=form, lines=lines, last=len(lines) - 1, only_order=True)

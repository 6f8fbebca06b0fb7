"""Petitions that resemble one: the list by their words, two side by side, and the one decision about both."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions import access
from petitions.acting import act_on
from petitions.content import open_content
from petitions.filing.comparing import KEPT, Difference, difference
from petitions.filing.sections import sections_of
from petitions.filing.visitor import petition_or_404
from petitions.intake.forms import ReasonForm
from petitions.intake.forms_checking import LinkForm
from petitions.intake.linking import links_of
from petitions.intake.operations.link_petitions import ACTION as LINKS
from petitions.intake.operations.link_petitions import link_petitions, unlink_petitions
from petitions.intake.same import FIND_SAME
from petitions.intake.similar import similar_to
from petitions.methods import get_only, get_or_post
from petitions.models import Petition
from petitions.versions import as_told

# Where less of a text is the same, marking every word that differs would mark nearly all of it.
WORTH_MARKING = 0.3


class Part(NamedTuple):
    """One part of both petitions; what differs is marked only where much is the same."""

    title: Promise | str
    difference: Difference
    is_marked: bool
    is_same: bool


@get_only
@requires("petition.find_same")
def similar(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show the petitions nearest to one by rare words they share, and record that it was opened."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, FIND_SAME, at=at)
    record_read(subject=petition.subject, actor=request.actor, at=at, place=FIND_SAME)
    found = similar_to(petition, open_content(petition, as_told(petition)))
    return render(request, "intake/similar.html", {"petition": petition, "similar": found})


@get_or_post
@requires("petition.find_same")
def side_by_side(request: ActorRequest, public_id: UUID, other_id: UUID) -> HttpResponse:
    """Show two petitions side by side, record that both were opened, and take the decision about them."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, FIND_SAME, at=at)
    other = petition_or_404(request, other_id, FIND_SAME, at=at)
    if petition.pk == other.pk:
        raise Http404
    may_link = all(access.may(request.actor, LINKS, one, at) for one in (petition, other))
    if request.method == "POST" and not may_link:
        raise Http404
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            link_petitions(petition=petition, other=other, actor=request.actor, at=at, **form.cleaned_data)
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, str(_("It is noted, and stands on the pages of both.")))
            return redirect("intake:petition", public_id)
    for one in (petition, other):
        record_read(subject=one.subject, actor=request.actor, at=at, place=FIND_SAME)
    standing = links_of(petition).filter(petition__in=[petition, other], earlier__in=[petition, other]).first()
    context = {
        "petition": petition,
        "other": other,
        "pair": [petition, other],
        "parts": parts_of(petition, other, request.LANGUAGE_CODE),
        "standing": standing,
        "form": form if may_link and standing is None else None,
        "cases": [one.case for one in (petition, other) if one.case],
    }
    return render(request, "intake/side_by_side.html", context, status=422 if form.errors else 200)


def parts_of(one: Petition, other: Petition, language: str) -> list[Part]:
    """Return each part that either petition has words in, compared word by word."""
    left, right = (sections_of(open_content(each, as_told(each)), language) for each in (one, other))
    return [
        part_of(here.title, here.text, there.text)
        for here, there in zip(left, right, strict=True)
        if here.text or there.text
    ]


def part_of(title: Promise | str, here: str, there: str) -> Part:
    """Return one part compared; where little is the same, nothing is marked."""
    compared = difference(here, there)
    kept = sum(len(piece.text) for piece in compared.older if piece.kind == KEPT)
    longest = max(len(here), len(there))
    return Part(title, compared, kept >= WORTH_MARKING * longest, here == there)


@get_or_post
@requires("petition.link")
def unlink(request: ActorRequest, public_id: UUID, link_id: int) -> HttpResponse:
    """Undo a link of a petition, with the reason."""
    petition = petition_or_404(request, public_id, LINKS)
    link = get_object_or_404(links_of(petition), pk=link_id)
    form = ReasonForm(request.POST or None, initial={"version": petition.version})
    return act_on(
        request,
        petition=petition,
        form=form,
        title=_("Undo the link"),
        button=_("Undo the link"),
        done=_("The link is undone."),
        carry_out=lambda: unlink_petitions(
            link=link, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now()
        ),
    )

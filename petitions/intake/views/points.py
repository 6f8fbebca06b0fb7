from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.operations import OperationError, StaleVersion
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from petitions.filing.visitor import petition_or_404
from petitions.intake.forms_checking import PointForm, form_for
from petitions.intake.history import Entry
from petitions.intake.operations.note_point import note_point
from petitions.intake.points import Point, read_points
from petitions.methods import get_or_post
from petitions.models import Petition
from petitions.stale import Stale, stale_form


@get_or_post
@requires("petition.note_point")
def point(request: ActorRequest, public_id: UUID, code: str) -> HttpResponse:
    """Note one point of the check. With script its line alone is drawn anew; without, the page of the petition follows."""
    at = timezone.now()
    petition = petition_or_404(request, public_id, "petition.note_point", at=at)
    shown = point_or_404(petition, code)
    if request.method != "POST":
        record_read(subject=petition.subject, actor=request.actor, at=at, place="petition.note_point")
        return answer(request, petition, shown, form_for(shown))
    form = PointForm(request.POST, prefix=code)
    stale: Stale | None = None
    if form.is_valid():
        try:
            note_point(petition=petition, point=code, actor=request.actor, at=at, **form.cleaned_data)
        except OperationError as error:
            shown = point_or_404(petition, code)
            if isinstance(error, StaleVersion):
                stale = stale_point(shown, form)
            form.add_operation_error(error)
        else:
            return saved(request, petition, code)
    return answer(request, petition, shown, form, stale=stale)


def stale_point(shown: Point, form: PointForm) -> Stale:
    """Return who noted the point meanwhile and when, and both notes side by side."""
    row = shown.row
    noted = Entry(at=row.written_at, words=_("Noted this point"), who=row.written_by.full_name) if row else None
    return stale_form(form, entries=[noted], standing=form_for(shown).initial)


def point_or_404(petition: Petition, code: str) -> Point:
    """Return the point of this code. Raises Http404 where nothing of the kind is asked of the petition."""
    found = next((one for one in read_points(petition)[0] if one.asked.code == code), None)
    if found is None:
        raise Http404
    return found


def saved(request: ActorRequest, petition: Petition, code: str) -> HttpResponse | HttpResponseRedirect:
    """Answer that the point was noted: its line as it stands now, or the page of the petition at that line."""
    if is_partial(request):
        shown = point_or_404(petition, code)
        return answer(request, petition, shown, form_for(shown), said=_("Noted."))
    messages.success(request, _("Noted."))
    return HttpResponseRedirect(reverse("intake:petition", args=[petition.public_id]) + f"#point-{code}")


def answer(
    request: ActorRequest,
    petition: Petition,
    shown: Point,
    form: PointForm,
    *,
    said: str = "",
    stale: Stale | None = None,
) -> HttpResponse:
    """Return the line of a point for the script, which takes no answer but a good one, or a page of its own."""
    context = {"petition": petition, "point": shown, "form": form, "said": said, "is_open": True, "may_note": True}
    context["stale"] = stale
    if is_partial(request):
        return render(request, "intake/point_anew.html", context)
    return render(request, "intake/point_page.html", context, status=422 if form.errors else 200)


def is_partial(request: ActorRequest) -> bool:
    """Say whether the script of the page asks for a part of it."""
    return request.headers.get("HX-Request") == "true"

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.intake.columns import OFFERED, chosen_by
from petitions.intake.exporting import may_see
from petitions.intake.forms_columns import ColumnsForm
from petitions.intake.operations.choose_columns import choose_columns
from petitions.methods import get_or_post
from petitions.models import ListExport


@get_or_post
@requires("list.choose_columns")
def columns(request: ActorRequest, source: str) -> HttpResponse:
    """Choose the columns of the queue or of the archive and their order, or go back to the standard ones."""
    at = timezone.now()
    if not may_see(source, actor=request.actor, at=at):
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = ColumnsForm(sent, offered=OFFERED[source], chosen=chosen_by(request.actor.signed_in, source))
    if sent is not None and form.is_valid():
        names = [] if "standard" in sent else form.names()
        try:
            choose_columns(source=source, names=names, actor=request.actor, at=at)
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, _("The list has these columns now, and so has its file."))
            return redirect(f"intake:{source}")
    context = {"form": form, "source": source, "title": ListExport.Source(source).label}
    return render(request, "intake/columns.html", context, status=422 if form.errors else 200)

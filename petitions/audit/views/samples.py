from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.law.time import court_day
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.audit.forms import ReadingForm, SampleForm
from petitions.audit.operations.ask_reading import ask_reading
from petitions.audit.operations.draw_sample import draw_sample
from petitions.audit.queries import requests_of, sampled
from petitions.methods import get_or_post
from petitions.models import AuditSample

SHOWN = 50


@get_or_post
@requires("audit.sample")
def samples(request: ActorRequest) -> HttpResponse:
    """List the samples that were drawn, and draw one."""
    form = SampleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            drawn = draw_sample(actor=request.actor, at=timezone.now(), **form.cleaned_data)
        except OperationError as error:
            form.add_operation_error(error)
        else:
            return redirect("audit:sample", drawn.public_id)
    found = list(AuditSample.objects.select_related("drawn_by")[:SHOWN])
    context = {"form": form, "samples": found}
    return render(request, "petitions/audit/samples.html", context, status=422 if form.errors else 200)


@get_or_post
@requires("audit.sample")
def sample(request: ActorRequest, sample_id: UUID) -> HttpResponse:
    """Show a sample: of each petition its chain, terms and letters, and no word of what is in them; ask to read some."""
    at = timezone.now()
    shown = get_object_or_404(AuditSample.objects.select_related("drawn_by"), public_id=sample_id)
    rows = sampled(shown, requests=requests_of(shown, request.actor.signed_in.pk))
    form = ReadingForm(request.POST if request.method == "POST" else None, of=[row.petition for row in rows])
    if request.method == "POST" and form.is_valid():
        chosen = set(form.cleaned_data["petitions"])
        wanted = [row.petition for row in rows if str(row.petition.public_id) in chosen]
        try:
            ask_reading(sample=shown, petitions=wanted, reason=form.cleaned_data["reason"], actor=request.actor, at=at)
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, _("It is asked. Somebody else decides about it."))
            return redirect("audit:sample", sample_id)
    context = {"sample": shown, "rows": rows, "form": form, "at": at, "today": court_day(at)}
    return render(request, "petitions/audit/sample.html", context, status=422 if form.errors else 200)

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from courtcase.frame.forms import AccessibleForm
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from rulings.message.operations.draft_message import draft_message


class MessageForm(AccessibleForm):
    """Which year the Message is about."""

    year = forms.IntegerField(label=_("Year"), min_value=2023, max_value=2200)


@requires("ruling.draft")
@require_http_methods(["GET", "HEAD", "POST"])
def new_message(request: ActorRequest) -> HttpResponse:
    """Begin the draft of the Message about a year, or go on with the one there is."""
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ruling = draft_message(year=form.cleaned_data["year"], actor=request.actor, at=timezone.now())
        except OperationError as error:
            form.add_operation_error(error)
        else:
            return redirect("drafting:texts", ruling.public_id)
    refused = form.is_bound and bool(form.errors)
    shown = {"form": form, "title": _("The annual Message")}
    return render(request, "rulings/desk/message.html", shown, status=422 if refused else 200)

"""The head of an institution has addresses told of what happens to its petitions, and sees what became of each message."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courtcase.operations import OperationError, WrongState
from courtcase.people.models import Institution
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.people.views.officers import headed_or_404
from petitions.methods import get_only
from petitions.models import Delivery, Webhook
from petitions.webhooks.forms import WebhookForm
from petitions.webhooks.operations import Added, add_webhook, end_webhook, renew_secret, send_again
from petitions.webhooks.queries import deliveries_of, webhooks_of


def page(
    request: ActorRequest, institution: Institution, form: WebhookForm, *, added: Added | None = None, status: int = 200
) -> HttpResponse:
    """Render the webhooks of an institution; a secret just made is shown this once."""
    context = {"institution": institution, "webhooks": webhooks_of(institution), "form": form, "added": added}
    return render(request, "petitions/webhooks/webhooks.html", context, status=status)


def own_or_404(request: ActorRequest, public_id: UUID) -> Webhook:
    """Return a webhook of the institution one heads; raises Http404 for another's and for one that was ended."""
    working = Webhook.objects.filter(institution=headed_or_404(request), ended_at=None)
    return get_object_or_404(working.select_related("institution"), public_id=public_id)


@get_only
@requires("institution.officers")
def webhooks(request: ActorRequest) -> HttpResponse:
    """List the webhooks of the institution one heads."""
    return page(request, headed_or_404(request), WebhookForm())


@require_POST
@never_cache
@requires("institution.officers")
def add(request: ActorRequest) -> HttpResponse:
    """Add a webhook and show its secret: it goes into no session and no address, so there is no redirect."""
    institution, form = headed_or_404(request), WebhookForm(request.POST)
    if not form.is_valid():
        return page(request, institution, form, status=422)
    try:
        added = add_webhook(institution=institution, actor=request.actor, at=timezone.now(), **form.cleaned_data)
    except OperationError as error:
        form.add_operation_error(error)
        return page(request, institution, form, status=422)
    return page(request, institution, WebhookForm(), added=added)


@get_only
@requires("institution.officers")
def deliveries(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show what a webhook was told, and what could not be told."""
    webhook = own_or_404(request, public_id)
    context = {"webhook": webhook, "deliveries": deliveries_of(webhook)}
    return render(request, "petitions/webhooks/deliveries.html", context)


@require_POST
@never_cache
@requires("institution.officers")
def renew(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Give a webhook a new secret and show it."""
    webhook = own_or_404(request, public_id)
    added = renew_secret(webhook=webhook, actor=request.actor, at=timezone.now())
    return page(request, webhook.institution, WebhookForm(), added=added)


@require_POST
@requires("institution.officers")
def end(request: ActorRequest, public_id: UUID) -> HttpResponseBase:
    """End a webhook."""
    end_webhook(webhook=own_or_404(request, public_id), actor=request.actor, at=timezone.now())
    messages.success(request, _("This address is told nothing any more."))
    return redirect("webhooks:list")


@require_POST
@requires("institution.officers")
def resend(request: ActorRequest, public_id: UUID, delivery_id: UUID) -> HttpResponseBase:
    """Have a message sent again that was given up."""
    webhook = own_or_404(request, public_id)
    delivery = get_object_or_404(
        Delivery.objects.select_related("webhook__institution"), webhook=webhook, public_id=delivery_id
    )
    try:
        send_again(delivery=delivery, actor=request.actor, at=timezone.now())
        messages.success(request, _("The message is sent again."))
    except WrongState as error:
        messages.warning(request, str(error.message))
    return redirect("webhooks:deliveries", webhook.public_id)

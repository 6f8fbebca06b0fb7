from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from rulings.access import may
from rulings.drafting.plain_forms import AgreeForm, PlainWordsForm
from rulings.drafting.views.frame import carried_out, ruling_or_404, show
from rulings.publication.operations.explain_ruling import approve_plain_words, write_plain_words
from rulings.publication.shown import shown_words


@requires("ruling.read_draft")
@require_http_methods(["GET", "HEAD", "POST"])
def plain(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show what is said of a ruling in plain words, and what waits for another person; take new words."""
    ruling = ruling_or_404(request, public_id)
    last = ruling.plain_words.select_related("written_by", "approved_by").last()
    form = PlainWordsForm(request.POST or None, initial=PlainWordsForm.initial_of(last))

    def act() -> object:
        return write_plain_words(ruling=ruling, words=form.by_language(), actor=request.actor, at=timezone.now())

    done = carried_out(request, form, act, done=_("Kept. Another person must agree."), to=request.path)
    me = request.actor.account.pk if request.actor.account else None
    values = {
        "last": last,
        "waits": last is not None and last.approved_at is None,
        "is_mine": last is not None and last.written_by_id == me,
        "shown_words": shown_words(ruling),
        "may_explain": may(request.actor, "ruling.explain", ruling, timezone.now()),
    }
    return done or show(request, ruling, "plain", form=form, **values)


@requires("ruling.explain")
@require_POST
def agree_plain(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Agree to the plain words another person wrote."""
    ruling = ruling_or_404(request, public_id)
    form = AgreeForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        approve_plain_words(ruling=ruling, version=version, actor=request.actor, at=timezone.now())
    except OperationError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, str(_("Agreed. Once the ruling is published, everyone reads these words beside it.")))
    response = redirect(reverse("drafting:plain", args=[public_id]))
    response.status_code = 303
    return response

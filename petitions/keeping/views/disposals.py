from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.documents.serving import serve_bytes
from courtcase.frame.paging import before_of, cut
from courtcase.operations import NotAllowed, OperationError
from courtcase.people.permissions import may, requires
from courtcase.people.requests import ActorRequest
from petitions.keeping.ends import KINDS, endings
from petitions.keeping.forms import KindForm, ReasonForm
from petitions.keeping.operations.decide_disposal import ACTION as CONFIRMS
from petitions.keeping.operations.decide_disposal import confirm_disposal, reject_disposal
from petitions.keeping.operations.propose_disposal import ACTION as PROPOSES
from petitions.keeping.operations.propose_disposal import propose_disposal
from petitions.keeping.papers import act_pdf
from petitions.keeping.periods import changes_to_decide
from petitions.keeping.queries import PAGE, acts, counted_outcomes
from petitions.keeping.table import how_long
from petitions.methods import get_only, post_only
from petitions.models import DisposalAct


@get_only
@requires("keeping.view")
def ends(request: ActorRequest) -> HttpResponse:
    """Show which kinds have reached the end of their term, and the lists that were made."""
    at = timezone.now()
    page, older = cut(acts(before=before_of(request)), PAGE)
    context = {
        "kinds": [(one, how_long(one.rule)) for one in endings(at)],
        "acts": page,
        "older": f"?before={older}" if older else "",
        "may_propose": may(request.actor, PROPOSES, at),
        "changes_to_decide": changes_to_decide(request.actor, at),
    }
    return render(request, "petitions/keeping/ends.html", context)


@post_only
@requires(PROPOSES)
def propose(request: ActorRequest) -> HttpResponse:
    """Propose a list of what has reached the end of its term."""
    form = KindForm(request.POST, kinds=list(KINDS))
    if not form.is_valid():
        raise Http404
    try:
        act = propose_disposal(kind=form.cleaned_data["kind"], actor=request.actor, at=timezone.now())
    except OperationError as error:
        messages.error(request, str(error.message))
        return redirect("keeping:ends")
    messages.success(request, _("The list is proposed. Another person must confirm it."))
    return redirect("keeping:act", act.public_id)


def shown_act(request: ActorRequest, act: DisposalAct, form: ReasonForm) -> HttpResponse:
    """Return the page of one list."""
    at = timezone.now()
    account = request.actor.account
    waits = not act.outcome
    context = {
        "act": act,
        "lines": act.lines.all(),
        "counts": counted_outcomes(act),
        "long": how_long(act.rule),
        "form": form,
        "may_decide": waits
        and may(request.actor, CONFIRMS, at)
        and account is not None
        and account.pk != act.proposed_by_id,
        "is_own": waits and account is not None and account.pk == act.proposed_by_id,
    }
    return render(request, "petitions/keeping/act.html", context, status=422 if form.errors else 200)


def act_or_404(act_id: UUID) -> DisposalAct:
    """Return a list with who proposed and decided it, or raise Http404."""
    related = ("rule", "subject", "proposed_by", "decided_by")
    return get_object_or_404(DisposalAct.objects.select_related(*related), public_id=act_id)


@get_only
@requires("keeping.view")
def act(request: ActorRequest, act_id: UUID) -> HttpResponse:
    """Show one list: what stands on it, who proposed and confirmed it, what became of each line; it can be printed."""
    return shown_act(request, act_or_404(act_id), ReasonForm())


@get_only
@requires("keeping.view")
def paper(request: ActorRequest, act_id: UUID) -> HttpResponse:
    """Give out a numbered act as a PDF, to be signed by the two persons; 404 before it has its number."""
    found = act_or_404(act_id)
    if not found.number:
        raise Http404
    content = act_pdf(found, request.LANGUAGE_CODE)
    return serve_bytes(content, content_type="application/pdf", filename="record-of-disposal.pdf")


@post_only
@requires(CONFIRMS)
def confirm(request: ActorRequest, act_id: UUID) -> HttpResponse:
    """Confirm a list that somebody else proposed: what stands on it is destroyed."""
    found = act_or_404(act_id)
    try:
        confirm_disposal(act=found, actor=request.actor, at=timezone.now())
    except NotAllowed:
        raise Http404 from None
    except OperationError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Confirmed. What stands on the list is being destroyed."))
    return redirect("keeping:act", act_id)


@post_only
@requires(CONFIRMS)
def reject(request: ActorRequest, act_id: UUID) -> HttpResponse:
    """Reject a list that somebody else proposed."""
    found = act_or_404(act_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            reject_disposal(act=found, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now())
        except NotAllowed:
            raise Http404 from None
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, _("Rejected. Nothing is destroyed."))
            return redirect("keeping:act", act_id)
    return shown_act(request, found, form)

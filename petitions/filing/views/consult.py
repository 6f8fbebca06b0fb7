"""Help by phone, the consultant's side: a code that was read out opens one draft, to read and to propose, never to write."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from courtcase.law.models import Provision
from courtcase.law.queries import cite
from courtcase.operations import NotAllowed, OperationError
from courtcase.people.limits import too_many_for
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.content import Person, PetitionContent, petitioners_of
from petitions.filing import proposals, queries
from petitions.filing.forms.help import HelpCodeForm, ProposalForm
from petitions.filing.operations.help import FIELDS, end_help, open_help, propose_text, read_for_help
from petitions.methods import get_only, get_or_post
from petitions.models import DraftHelp, Petition


@get_or_post
@requires("help.give")
def consult(request: ActorRequest) -> HttpResponse:
    """Ask for the code that is read out, and list the drafts that are open to this consultant."""
    form, at = HelpCodeForm(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        if too_many_for(str(request.actor.signed_in.pk), "help", limit=10, seconds=600):
            form.add_error("code", _("Too many tries. Wait ten minutes."))
        elif (opened := open_help(code=form.cleaned_data["code"], actor=request.actor, at=at)) is not None:
            return redirect("filing:consult_draft", opened.pk)
        else:
            form.add_error("code", _("No draft waits with this code. Have it read out again, or a new one made."))
    context = {"form": form, "helps": proposals.my_helps(request.actor, at)}
    return render(request, "filing/consult/code.html", context, status=422 if form.errors else 200)


@get_only
@requires("help.give")
def draft(request: ActorRequest, help_id: int) -> HttpResponse:
    """Show the draft to read, without what identifies its writer, and record that it was read."""
    opened = help_or_404(request, help_id)
    return shown(request, opened, ProposalForm())


@require_POST
@requires("help.give")
def propose(request: ActorRequest, help_id: int) -> HttpResponse:
    """Propose a text for one part of the draft."""
    opened = help_or_404(request, help_id)
    form = ProposalForm(request.POST)
    if form.is_valid():
        try:
            propose_text(help=opened, actor=request.actor, at=timezone.now(), **form.cleaned_data)
        except NotAllowed:
            raise Http404 from None
        except OperationError as error:
            form.add_operation_error(error)
        else:
            return redirect("filing:consult_draft", help_id)
    return shown(request, opened, form)


@require_POST
@requires("help.give")
def end(request: ActorRequest, help_id: int) -> HttpResponse:
    """End one's own help with a draft."""
    opened = help_or_404(request, help_id)
    end_help(petition=opened.petition, actor=request.actor, at=timezone.now())
    return redirect("filing:consult")


def help_or_404(request: ActorRequest, help_id: int) -> DraftHelp:
    """Return the help this consultant gives now; raises Http404 for another's, and for one that has ended."""
    mine = DraftHelp.objects.filter(
        pk=help_id, consultant=request.actor.signed_in, ended_at=None, ends_at__gt=timezone.now()
    )
    found = mine.select_related("petition").first()
    if found is None:
        raise Http404
    return found


def shown(request: ActorRequest, opened: DraftHelp, form: ProposalForm) -> HttpResponse:
    """Render the consultant's page of a draft."""
    try:
        petition = read_for_help(help=opened, actor=request.actor, at=timezone.now())
    except NotAllowed:
        raise Http404 from None
    context = {"help": opened, "form": form, "draft": petition, **words_shown(request, petition)}
    context["proposed"] = [(FIELDS[row.field], row, text) for row, text in proposals.proposed_in(opened, petition)]
    return render(request, "filing/consult/draft.html", context, status=422 if form.errors else 200)


def words_shown(request: ActorRequest, petition: Petition) -> dict[str, object]:
    """Return the words of a draft as a consultant reads them: names alone of its people, for the rest need not be known."""
    content = queries.words_of(petition)
    cited = Provision.objects.select_related("act").in_bulk(
        [*content.get("provisions", []), *content.get("rights", [])]
    )
    language = request.LANGUAGE_CODE
    named: PetitionContent = {"others": [Person(full_name=one.get("full_name", "")) for one in petitioners_of(content)]}
    return {
        "content": content,
        "people": {"petitioners": named["others"] or [Person()], "representatives": [], "helped": ""},
        "provisions": [cite(cited[pk], language) for pk in content.get("provisions", []) if pk in cited],
        "rights": [cite(cited[pk], language) for pk in content.get("rights", []) if pk in cited],
        "attachments": queries.laid_with(petition),
    }

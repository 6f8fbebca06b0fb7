"""A representative's desk: clients, the papers that prove authority, and petitions begun from both."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from courtcase.law.time import court_day
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from petitions.filing import desk as shelf
from petitions.filing.answers import calendar_file
from petitions.filing.forms.codes import VersionForm
from petitions.filing.forms.desk import ClientForm, CopyForm, LanguageForm, ProofForm
from petitions.filing.operations import desk as work
from petitions.filing.visitor import hold, petition_or_404
from petitions.methods import get_only, get_or_post
from petitions.models import Client

SAVED = gettext_lazy("Saved.")


@get_only
@requires("desk.clients")
def desk(request: ActorRequest) -> HttpResponse:
    """Show the desk: clients, and which papers ended or end soon."""
    today = court_day(timezone.now())
    rows = shelf.desk_of(request.actor)
    context = {
        "rows": rows,
        "expired": [one for row in rows for one in row.proofs if shelf.is_expired(one, today)],
        "ending": [one for row in rows for one in row.proofs if shelf.expires_soon(one, today)],
    }
    return render(request, "filing/desk.html", context)


@get_or_post
@requires("desk.clients")
def new_client(request: ActorRequest) -> HttpResponse:
    """Write a client down; the representative is as in the last one written."""
    last = shelf.clients_of(request.actor).first()
    form = ClientForm(
        request.POST or None, initial=ClientForm.values_for_another(shelf.people_of(last)) if last else {}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = work.keep_client(people=form.people(), actor=request.actor, at=timezone.now())
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, SAVED)
            return redirect("filing:client", made.public_id)
    return render(request, "filing/client.html", {"form": form}, status=422 if form.errors else 200)


@get_or_post
@requires("desk.clients")
def client(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show a client, and change what is written."""
    one = client_or_404(request, public_id)
    people = shelf.people_of(one)
    form = ClientForm(request.POST or None, initial={**ClientForm.values_of(people), "version": one.version})
    if request.method == "POST" and form.is_valid():
        try:
            work.keep_client(
                client=one,
                people=form.people(),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=timezone.now(),
            )
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, SAVED)
            return redirect("filing:client", public_id)
    return shown(request, one, form=form)


@get_or_post
@requires("desk.clients")
def keep_proof(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Keep a paper that proves authority."""
    one = client_or_404(request, public_id)
    form = ProofForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        uploaded, until = form.cleaned_data["attachment"], form.cleaned_data["valid_until"]
        try:
            work.keep_proof(client=one, uploaded=uploaded, valid_until=until, actor=request.actor, at=timezone.now())
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, SAVED)
            return redirect("filing:client", public_id)
    context = {"client": one, "people": shelf.people_of(one), "form": form}
    return render(request, "filing/client_proof.html", context, status=422 if form.errors else 200)


@require_POST
@requires("desk.clients")
def remove_proof(request: ActorRequest, public_id: UUID, proof_id: int) -> HttpResponse:
    """Keep a paper no longer."""
    one = client_or_404(request, public_id)
    proof = next((found for found in shelf.proofs_of(one) if found.pk == proof_id), None)
    if proof is None:
        raise Http404
    work.remove_proof(proof=proof, actor=request.actor, at=timezone.now())
    return redirect("filing:client", public_id)


@require_POST
@requires("desk.clients")
def remove_client(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Take a client off the desk."""
    one = client_or_404(request, public_id)
    form = VersionForm(request.POST)
    if form.is_valid():
        try:
            work.remove_client(client=one, actor=request.actor, at=timezone.now(), **form.cleaned_data)
        except OperationError as error:
            form.add_operation_error(error)
        else:
            return redirect("filing:desk")
    messages.error(request, " ".join(map(str, form.non_field_errors())) or _("Nobody was taken out. Try it again."))
    return redirect("filing:client", public_id)


@get_or_post
@requires("desk.clients")
def start_for(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Begin a petition for a client."""
    one = client_or_404(request, public_id)
    form = LanguageForm(request.POST or None, initial={"language": "ru" if request.LANGUAGE_CODE == "ru" else "kk"})
    if request.method == "POST" and form.is_valid():
        try:
            started = work.start_for_client(
                client=one,
                language=form.cleaned_data["language"],
                once=form.cleaned_data["once"],
                actor=request.actor,
                at=timezone.now(),
            )
        except OperationError as error:
            form.add_error(None, str(error.message))
        else:
            hold(request, started.petition)
            return redirect("filing:step", started.petition.public_id, "norm")
    context = {"client": one, "people": shelf.people_of(one), "form": form}
    return render(request, "filing/start_for.html", context, status=422 if form.errors else 200)


@get_or_post
@requires("petition.mine")
def use_again(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Begin another petition with the legal part of one of one's own."""
    petition = petition_or_404(request, public_id, "petition.mine")
    if request.actor.account is None or petition.account_id != request.actor.account.pk or petition.institution_id:
        raise Http404
    clients = {str(one.public_id): one for one in shelf.clients_of(request.actor)}
    names = [(key, shelf.people_of(one)["person"].get("full_name", "")) for key, one in clients.items()]
    form = CopyForm(request.POST or None, clients=names, initial={"client": ""})
    if request.method == "POST" and form.is_valid():
        chosen, at = clients.get(form.cleaned_data["client"]), timezone.now()
        once = form.cleaned_data["once"]
        try:
            if chosen is None:
                started = work.copy_legal_part(petition=petition, once=once, actor=request.actor, at=at)
            else:
                started = work.start_for_client(
                    client=chosen, language=petition.language, like=petition, once=once, actor=request.actor, at=at
                )
        except OperationError as error:
            form.add_error(None, str(error.message))
        else:
            hold(request, started.petition)
            return redirect("filing:follow", started.petition.public_id)
    context = {"petition": petition, "form": form}
    return render(request, "filing/use_again.html", context, status=422 if form.errors else 200)


@get_only
@requires("petition.mine")
def terms(request: ActorRequest) -> HttpResponse:
    """List every term that runs for one's petitions, nearest first."""
    at = timezone.now()
    context = {"terms": shelf.running_terms(request.actor, at), "today": court_day(at)}
    return render(request, "filing/terms.html", context)


@get_only
@requires("petition.mine")
def calendar(request: ActorRequest) -> HttpResponse:
    """Give out the same list as a calendar file."""
    at = timezone.now()
    made = shelf.calendar_of_terms(shelf.running_terms(request.actor, at), at=at)
    return calendar_file(made)


def client_or_404(request: ActorRequest, public_id: UUID) -> Client:
    """Return a client on the visitor's own desk; raises Http404 for another's."""
    found = shelf.client_of(request.actor, public_id)
    if found is None:
        raise Http404
    return found


def shown(request: ActorRequest, one: Client, *, form: ClientForm) -> HttpResponse:
    """Render the page of a client."""
    today = court_day(timezone.now())
    proofs = [
        (proof, shelf.is_expired(proof, today), shelf.expires_soon(proof, today)) for proof in shelf.proofs_of(one)
    ]
    context = {"client": one, "people": shelf.people_of(one), "form": form, "proofs": proofs}
    return render(request, "filing/client.html", context, status=422 if form.errors else 200)

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courtcase.frame.paging import key_in
from courtcase.operations import OperationError
from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from courtcase.register import receipt_code
from petitions.content import PetitionContent
from petitions.intake.finding import BY_ACT, BY_CODE, BY_IIN, BY_NAME, BY_NUMBER, BY_TELEPHONE, Found
from petitions.intake.forms import FindForm, PaperForm
from petitions.intake.operations.enter_paper import enter_paper
from petitions.intake.operations.find_petitions import find_petitions
from petitions.methods import get_or_post


@get_or_post
@requires("paper.enter")
def paper(request: ActorRequest) -> HttpResponse:
    """Enter a petition that came on paper and is not in the system yet."""
    form = PaperForm(request.POST or None, request.FILES or None, initial=first_values(request))
    if request.method == "POST" and form.is_valid():
        try:
            petition, code = enter_paper(
                content=content_of(form),
                language=form.cleaned_data["language"],
                scan=form.cleaned_data["scan"],
                received_on=form.cleaned_data["received_on"],
                sent_on=form.cleaned_data["sent_on"],
                handed_on=form.cleaned_data["handed_on"],
                code=receipt_code.parse(form.cleaned_data["code"]) or "",
                actor=request.actor,
                at=timezone.now(),
            )
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(
                request, _("Filed. The petitioner's code is %(code)s: it goes with the letter.") % {"code": code}
            )
            return redirect("intake:petition", petition.public_id)
    return render(request, "intake/paper.html", {"form": form}, status=422 if form.errors else 200)


@get_or_post
@requires("petition.confirm_signature")
def find(request: ActorRequest) -> HttpResponse:
    """Find petitions by what somebody says at the desk. Sent by POST, also for a further page; the answer is kept nowhere."""
    form = FindForm(request.POST or None)
    found = Found([], ())
    if request.method == "POST" and form.is_valid():
        typed, after = form.cleaned_data["code"], key_in(request.POST.get("after", ""))
        found = find_petitions(typed=typed, after=after, actor=request.actor, at=timezone.now())
        if len(found.petitions) == 1 and after is None and found.following is None:
            return redirect("intake:petition", found.petitions[0].public_id)
        if not found.petitions and found.following is None:
            form.add_error(
                "code", _("Nothing was found by this. What was filed a moment ago is found by name in a minute.")
            )
    context = {"form": form, "found": found.petitions, "following": found.following, "kinds": kinds_said(found.kinds)}
    response = render(request, "intake/find.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "private, no-store"
    return response


def kinds_said(kinds: tuple[str, ...]) -> list[str]:
    """Return the words for what the typed was taken for."""
    words = {
        BY_CODE: _("code"),
        BY_NUMBER: _("register number"),
        BY_IIN: _("IIN"),
        BY_TELEPHONE: _("telephone"),
        BY_ACT: _("number of a judicial act"),
        BY_NAME: _("name"),
    }
    return [words[kind] for kind in kinds]


def first_values(request: ActorRequest) -> dict[str, str]:
    """Return what an empty form begins with: the clerk's language, and the code its petition will have."""
    return {"language": "ru" if request.LANGUAGE_CODE == "ru" else "kk", "code": receipt_code.generate()}


def content_of(form: PaperForm) -> PetitionContent:
    """Return the words a clerk typed from the paper."""
    values = form.cleaned_data
    return {
        **form.part(),
        "situation": values["situation"],
        "provisions_typed": values["provisions_typed"],
        "request": values["request"],
        "later_notices": values["later_notices"],
    }

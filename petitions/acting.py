"""How a page carries out one act on a petition: form, operation, a word of what was done, back to the petition."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from courtcase.operations import OperationError, StaleVersion
from courtcase.people.requests import ActorRequest
from petitions.filing.forms.codes import VersionForm
from petitions.models import Petition
from petitions.stale import Stale, stale_form, steps_since


def act_on(
    request: ActorRequest,
    *,
    petition: Petition,
    form: VersionForm,
    title: Promise | str,
    button: Promise | str,
    done: Promise | str,
    carry_out: Callable[[], object],
    lead: dict[str, object] | None = None,
    to: str = "intake:petition",
) -> HttpResponse:
    """Show the form of an act under what leads to it (`lead`), or carry it out and go back with a word.

    It goes back to the petition, or to the page of it that is called `to`.
    """
    stale: Stale | None = None
    if request.method == "POST" and form.is_valid():
        try:
            carry_out()
        except StaleVersion as error:
            stale = stale_form(form, entries=steps_since(petition, form.cleaned_data["version"]))
            form.add_operation_error(error)
        except OperationError as error:
            form.add_operation_error(error)
        else:
            messages.success(request, str(done))
            return redirect(to, petition.public_id)
    context = {
        **(lead or {}),
        "petition": petition,
        "form": form,
        "title": title,
        "button": button,
        "stale": stale,
        "multipart": form.is_multipart(),
    }
    return render(request, "intake/act.html", context, status=422 if form.errors else 200)

"""What every page of a draft shares: fetching with permission, the recorded look, the tabs, carrying out one act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from courtcase.operations import OperationError, StaleVersion
from courtcase.people.requests import ActorRequest
from courtcase.register.operations import record_read
from rulings.access import may, rulings_for
from rulings.models import Ruling, RulingState
from rulings.wording import heading_of, title_of

# The pages of one ruling in the order of its life, in groups that fit on a narrow screen.
GROUPS: tuple[tuple[Promise, tuple[tuple[str, Promise], ...]], ...] = (
    (_("Text"), (("texts", _("Texts")), ("plain", _("In plain words")))),
    (
        _("Outcomes and links"),
        (("norms", _("Norms and outcomes")), ("links", _("Links in the text")), ("measures", _("Measures"))),
    ),
    (
        _("Matter and signatures"),
        (("matter", _("Case and petitions")), ("bench", _("Bench and signatures")), ("sign", _("Sign"))),
    ),
    (
        _("Publication"),
        (("persons", _("Private persons")), ("publish", _("Publish"))),
    ),
    (
        _("After publication"),
        (("shown", _("What is shown")), ("official", _("Official publications"))),
    ),
)
# Pages that belong to a tab without being one.
WITHIN = {
    **dict.fromkeys(("import_texts", "beside", "paragraph", "sections", "section", "discard"), "texts"),
    **dict.fromkeys(("choose_link", "add_link", "new_norm"), "links"),
}
# Where what is to be done next stands, by the state of the ruling.
FIRST_TAB = {RulingState.SIGNED: "persons", RulingState.PUBLISHED: "shown"}


def first_tab(ruling: Ruling) -> str:
    """Return the address of the page of a ruling's desk on which something is most likely to be done."""
    return reverse(f"drafting:{FIRST_TAB.get(RulingState(ruling.state), 'texts')}", args=[ruling.public_id])


def tabs_of(ruling: Ruling, page: str) -> dict[str, Any]:
    """Return the groups of a ruling's desk and the tabs of the one `page` stands in."""
    tab = WITHIN.get(page, page)
    groups, tabs, opened = [], [], ""
    for label, pages in GROUPS:
        is_open = tab in dict(pages)
        first = reverse(f"drafting:{pages[0][0]}", args=[ruling.public_id])
        groups.append({"label": label, "url": first, "current": is_open, "holds": True})
        if is_open:
            opened = str(label)
            tabs = [
                {
                    "label": words,
                    "url": reverse(f"drafting:{name}", args=[ruling.public_id]),
                    "current": name == tab,
                    "holds": name != page,
                }
                for name, words in pages
            ]
    return {"groups": groups, "tabs": tabs, "opened": opened}


def ruling_or_404(request: ActorRequest, public_id: UUID) -> Ruling:
    """Return a ruling the actor may read, and record that a draft or an unpublished one was looked at; 404 otherwise."""
    now = timezone.now()
    found = rulings_for(request.actor, "ruling.read_draft", now).filter(public_id=public_id)
    ruling = found.select_related("subject", "case", "sitting", "join_case").first()
    if ruling is None:
        raise Http404
    if ruling.state != RulingState.PUBLISHED:
        record_read(subject=ruling.subject, place="ruling.read_draft", actor=request.actor, at=now)
    return ruling


def show(request: ActorRequest, ruling: Ruling, tab: str, **values: Any) -> HttpResponse:
    """Render a tab of the ruling's desk."""
    norms = list(ruling.provisions.select_related("provision__act", "provision__parent__parent__parent"))
    now = timezone.now()
    form = values.get("form")
    refused = form is not None and form.is_bound and bool(form.errors)
    is_draft, may_draft = ruling.state == RulingState.DRAFT, may(request.actor, "ruling.draft", ruling, now)
    may_mend = may(request.actor, "ruling.mend", ruling, now)
    context = {
        "ruling": ruling,
        "heading": heading_of(ruling),
        "title": title_of(ruling, norms),
        **tabs_of(ruling, tab),
        "is_draft": is_draft,
        "may_draft": may_draft,
        # Whoever lost the right meanwhile, or the draft to a signature, still finds what they typed.
        "shows_form": (is_draft and may_draft) or refused,
        "may_sign": may(request.actor, "ruling.sign", ruling, now),
        "may_publish": may(request.actor, "ruling.publish", ruling, now),
        "may_mend": ruling.is_published and may_mend,
        # Links are no part of what is signed: they can be changed later, too.
        "may_link": may_draft if is_draft else may_mend and ruling.state != RulingState.DISCARDED,
        **values,
    }
    return render(request, f"rulings/desk/{tab}.html", context, status=422 if refused else 200)


def carried_out(
    request: ActorRequest, form: AccessibleForm, act: Callable[[], object], *, done: str | Promise, to: str
) -> HttpResponse | None:
    """Carry out `act` for a posted form that is valid, and return the way to `to`; None: show the form again.

    A version that went stale is said above the form, which then carries the one that stands: looking again is deciding again.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        act()
    except StaleVersion as error:
        form.add_operation_error(error)
        kept = request.POST.copy()
        kept["version"] = str(error.current)
        form.data = kept
        return None
    except OperationError as error:
        form.add_operation_error(error)
        return None
    messages.success(request, str(done))
    response = redirect(to)
    response.status_code = 303
    return response

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from courtcase.people.permissions import requires
from courtcase.people.requests import ActorRequest
from rulings.drafting.link_forms import NewNormForm, ReadNorm, read_norm
from rulings.drafting.operations.list_norm import list_norm
from rulings.drafting.views.frame import carried_out, ruling_or_404, show
from rulings.models import Ruling


@requires("rule.change")
@require_http_methods(["GET", "HEAD", "POST"])
def new_norm(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Add a norm that the ruling cites, and the list of law does not have, to that list."""
    ruling = ruling_or_404(request, public_id)
    asked = (request.POST.get("words") or request.GET.get("q", ""))[:200].replace("\x00", "").strip()
    form = NewNormForm(request.POST or None, initial={"version": ruling.version, "words": asked})

    def act() -> object:
        read: ReadNorm = form.cleaned_data["words"]
        return list_norm(
            ruling=ruling,
            act=read.act,
            segments=read.segments,
            headings={code: form.cleaned_data[f"heading_{code}"] for code in ("kk", "ru", "en")},
            source=form.cleaned_data["source"],
            version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )

    read = read_norm(asked) if asked else None
    done = carried_out(
        request, form, act, done=_("The norm is in the list. Choose it now."), to=following(request, ruling)
    )
    if done is not None:
        return done
    values: dict[str, Any] = {
        "asked": asked,
        "read_as": read.cited(get_language() or "kk") if read is not None and not read.is_known else "",
        "not_read": gettext("This norm is in the list already.")
        if read is not None
        else gettext("This is not read as a norm of one act that is known here. Name the act and the article."),
        "citation": request.GET.get("citation", "")[:20],
        "back": reverse("drafting:links", args=[ruling.public_id]),
    }
    return show(request, ruling, "new_norm", form=form, **values)


def following(request: ActorRequest, ruling: Ruling) -> str:
    """Return where the new norm is chosen: for the citation one came from, else for words linked by hand."""
    query = "?" + urlencode({"q": request.POST.get("words", "")[:200]})
    citation = request.GET.get("citation", "")
    if citation.isascii() and citation.isdigit() and len(citation) < 19:
        return reverse("drafting:choose_link", args=[ruling.public_id, int(citation)]) + query
    return reverse("drafting:add_link", args=[ruling.public_id]) + query

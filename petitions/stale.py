"""A form that went stale: who changed the thing meanwhile, when and by which steps, and both texts side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _

from courtcase.register.models import Event
from petitions.filing.comparing import Difference, difference
from petitions.intake.history import Entry, entry_of
from petitions.models import Petition

MOST = 20


class Beside(NamedTuple):
    """A field of which two texts exist: `older` is what stands now, `newer` what was typed."""

    label: str
    difference: Difference


@dataclass(frozen=True)
class Stale:
    """What parts/stale.html shows above a form that went stale: what was done meanwhile, newest first, and the texts."""

    entries: list[Entry]
    texts: list[Beside]


def stale_form(
    form: forms.Form, *, entries: Iterable[Entry | None], standing: Mapping[str, Any] | None = None
) -> Stale:
    """Return what is shown above a bound form that went stale; what it holds is kept in it.

    `standing` is what stands now by the form's fields; by default the form's initial values, which a view reads anew
    when the form is sent.
    """
    now = form.initial if standing is None else standing
    both = [
        (bound, in_words(bound, now[bound.name]), in_words(bound, bound.value())) for bound in form if bound.name in now
    ]
    return Stale(
        entries=[one for one in entries if one is not None],
        texts=[
            Beside(str(bound.label), difference(stands, typed))
            for bound, stands, typed in both
            if stands != typed and not bound.is_hidden
        ],
    )


def in_words(bound: forms.BoundField, value: Any) -> str:
    """Return a value of a field as its page says it: the words of what is chosen, or the text."""
    if isinstance(bound.field, forms.BooleanField):
        return _("Yes") if value else _("No")
    choices = {str(code): str(label) for code, label in getattr(bound.field, "choices", ())}
    values = value if isinstance(value, list | tuple) else [value]
    words = [str(one) for one in values if one not in (None, "")]
    return "; ".join(choices.get(one, one) for one in words) if choices else "\n".join(words).replace("\r\n", "\n")


def steps_since(petition: Petition, seen: int) -> list[Entry]:
    """Return what was recorded about a petition after its version `seen`, newest first and twenty events at most."""
    newest = Event.objects.filter(subject=petition.subject_id).select_related("actor").order_by("-pk")[:MOST]
    found: list[Entry] = []
    for event in newest:
        version = event.body.get("version")
        if isinstance(version, int) and version <= seen:
            break
        found.append(entry_of(event))
    return found

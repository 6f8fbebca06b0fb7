"""The terms of keeping as people read them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courtcase.register.models import RetentionClass
from courtcase.register.models.retention import RetentionCertainty

# What a term of keeping is counted from, by the word of data/retention.csv.
SINCE: dict[str, Promise | str] = {
    "filed": gettext_lazy("the day of filing"),
    "closed": gettext_lazy("the day it was closed"),
    "saved": gettext_lazy("the day it was saved last"),
    "published": gettext_lazy("the day of publication"),
    "read": gettext_lazy("the day of the look"),
    "sent": gettext_lazy("the day it was sent"),
}


@dataclass(frozen=True)
class Kept:
    """One kind of thing: its class, how long it is kept, from when that is counted, and where that is written."""

    kept: RetentionClass
    long: str
    since: Promise | str
    why: str


def what_is_kept() -> list[Kept]:
    """Return every class of keeping, in the order of the file, in the active language."""
    return [
        Kept(one, how_long(one.years), SINCE.get(one.counted_from, "") if one.years else "", why(one))
        for one in RetentionClass.objects.order_by("pk")
    ]


def how_long(years: int | None) -> str:
    """Return "10 years", or that it is kept for ever."""
    if years is None:
        return _("for ever")
    return ngettext("%(years)d year", "%(years)d years", years) % {"years": years}


def why(one: RetentionClass) -> str:
    """Return the article, or that the Court set it; what no lawyer has confirmed is said to be so."""
    told = one.article or _("the Court's own order")
    return (
        told
        if one.certainty == RetentionCertainty.SEEN
        else told + " — " + _("the rule this site goes by; the Court has not confirmed it yet")
    )

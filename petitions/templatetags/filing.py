"""Tags of the petitioner's pages."""

from __future__ import annotations

from datetime import date

from django import template
from django.forms import BoundField
from django.utils import timezone

from courtcase.frame.templatetags.frame import court_date
from courtcase.law.time import court_day
from petitions import signatories
from petitions.content import PetitionContent
from petitions.filing.forms.words import PARTICIPATION
from petitions.models import Petition
from petitions.workflow import SIGNABLE

register = template.Library()


@register.filter
def written(field: BoundField) -> str:
    """{{ field|written }}: what a field of a form holds, as its reader sees it: a choice by its words, a day as a day."""
    value = field.value()
    choices = {str(key): str(words) for key, words in getattr(field.field, "choices", ())}
    held = value if isinstance(value, (list, tuple)) else [value]
    shown = [court_date(one, "short") if isinstance(one, date) else one for one in held if one not in {None, "", False}]
    return "\n".join(choices.get(str(one), str(one)) for one in shown)


@register.filter
def participation_said(content: PetitionContent) -> str:
    """{{ content|participation_said }}: whether the petitioner wants to take part in a session; empty: not said."""
    return str(dict(PARTICIPATION).get(content.get("participation", ""), ""))


@register.inclusion_tag("filing/standing.html")
def standing_of(petition: Petition) -> dict[str, object]:
    """{% standing_of petition %}: who of several petitioners has signed, who must still, and who withdrew."""
    return {"people": signatories.standing_of(petition), "waits": petition.state in SIGNABLE}


@register.inclusion_tag("filing/year.html")
def year_of(petition: Petition, brief: bool = False, asked: bool = False) -> dict[str, object]:
    """{% year_of petition %}: the last day to file a petition that is not filed yet, by both readings of the law.

    `brief` says the day alone, for a line of a list; `asked` says how to learn the day where no date was written yet.
    """
    today = court_day(timezone.now())
    term = None if petition.filed_on else petition.year_term
    return {
        "petition": petition,
        "term": term,
        "is_over": bool(term and term.is_over(today)),
        "is_disputed": bool(term and term.is_disputed(today)),
        "brief": brief,
        "asked": asked and not petition.filed_on,
    }

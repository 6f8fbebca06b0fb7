"""What a ruling is called, in the active language: one place for pages, feed, API, search and PDF."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courtcase.frame.dates import court_date
from courtcase.law.models.acts import Outcome
from courtcase.law.queries import cite
from rulings.models import Ruling, RulingKind, RulingProvision
from rulings.models.kinds import NORMATIVE, PROCEDURAL

FAMILY_NORMATIVE = pgettext_lazy("kind of act", "Normative resolution")
FAMILY_PROCEDURAL = pgettext_lazy("kind of act", "Procedural ruling")
FAMILY_UNKNOWN = pgettext_lazy("kind of act", "Ruling")
LANGUAGE_LABELS = {
    "kk": pgettext_lazy("language of a text", "in Kazakh"),
    "ru": pgettext_lazy("language of a text", "in Russian"),
    "en": pgettext_lazy("language of a text", "in English, a translation"),
}

# The outcome of a norm in plain words and the tone it is shown in.
OUTCOME_WORDS: dict[str, str | Promise] = {
    Outcome.CONFORMS: _("Conforms"),
    Outcome.CONFORMS_READ_AS: _("Conforms in the interpretation given by the Court"),
    Outcome.DOES_NOT_CONFORM: _("Does not conform"),
    Outcome.INTERPRETED: _("Officially interpreted"),
    Outcome.OTHER: _("Other outcome"),
    "": _("Outcome not seen in our sources"),
}
OUTCOME_TONES = {
    Outcome.CONFORMS: "good",
    Outcome.CONFORMS_READ_AS: "warn",
    Outcome.DOES_NOT_CONFORM: "bad",
    Outcome.INTERPRETED: "plain",
    Outcome.OTHER: "plain",
    "": "plain",
}
OUTCOME_MEANS: dict[str, str | Promise] = {
    Outcome.CONFORMS: _("The norm stays in force as it is."),
    Outcome.CONFORMS_READ_AS: _("The norm stays in force and is to be read as the Court interpreted it."),
    Outcome.DOES_NOT_CONFORM: _(
        "The norm has no force from the day of the decision. "
        "Decisions of courts based on it are not to be executed and are reviewed."
    ),
    Outcome.INTERPRETED: _("The Court said what this provision of the Constitution means."),
    Outcome.OTHER: "",
    "": _("We have not seen what the Court decided on this norm, and we do not guess."),
}


def family_of(kind: str) -> str:
    """Return what a ruling of this kind is printed as: normative resolution, procedural ruling, conclusion, Message."""
    if kind in NORMATIVE:
        return str(FAMILY_NORMATIVE)
    if kind in PROCEDURAL:
        return str(FAMILY_PROCEDURAL)
    if kind == RulingKind.UNKNOWN:
        return str(FAMILY_UNKNOWN)
    return str(RulingKind(kind).label)


def cause_of(ruling: Ruling) -> str:
    """Return what is said to have changed a norm where this ruling did: its number, else its heading, in Russian."""
    return ruling.number_ru or heading_of(ruling, "ru")


def heading_of(ruling: Ruling, language: str | None = None) -> str:
    """Return “Normative resolution 29-NP of 25 September 2023”; says so where the number or the day is not known."""
    with override(language or get_language() or "kk"):
        family, number = family_of(ruling.kind), ruling.number
        day = court_date(ruling.adopted_on) if ruling.adopted_on else ""
        values = {"family": family, "number": number, "day": day, "year": ruling.adopted_year}
        if number and day:
            return gettext("%(family)s %(number)s of %(day)s") % values
        if number:
            return gettext("%(family)s %(number)s, day not seen in our sources") % values
        if ruling.state == "draft":
            return gettext("Draft: %(family)s") % values
        if day:
            return gettext("%(family)s of %(day)s, number not known to us") % values
        if ruling.adopted_year:
            return gettext("%(family)s of the year %(year)s, number not known to us") % values
        return gettext("%(family)s, number not known to us") % values


def title_of(ruling: Ruling, norms: list[RulingProvision], language: str | None = None) -> str:
    """Return the title in the language or, where none was seen, what was examined; blank where neither is known."""
    code = language or get_language() or "kk"
    written = ruling.in_language("title", code)
    if written or not norms:
        return written
    return norms_in_words(norms, code)


def norms_in_words(norms: list[RulingProvision], language: str) -> str:
    """Return norms as they are cited one after another; an act is named once for those that follow each other in it."""
    told, before = [], ""
    for norm in norms:
        words, act = cite(norm.provision, language), f"{norm.provision.act.named(language)}, "
        told.append(words.removeprefix(act) if act == before else words)
        before = act
    return "; ".join(told)


def number_forms(ruling: Ruling) -> list[str]:
    """Return every way the number is printed, without repeats."""
    return list(dict.fromkeys(filter(None, (ruling.number_ru, ruling.number_kk, ruling.number_en))))

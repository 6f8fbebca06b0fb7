"""The files that everything published is given out as, and what each of their columns means: one table for page and files."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
RULINGS, RULINGS_JSON, NORMS, TEXTS = "rulings.csv", "rulings.jsonl", "norms.csv", "rulings-akn.zip"


@dataclass(frozen=True)
class Kind:
    """One file: what it holds, one row of it, and how a browser is told of it."""

    name: str
    holds: Words
    media_type: str


@dataclass(frozen=True)
class Column:
    """A column of a table, or a field of a line of JSON, and what it means."""

    name: str
    means: Words


KINDS: dict[str, Kind] = {
    one.name: one
    for one in (
        Kind(RULINGS, _("Every published ruling, one row each."), "text/csv; charset=utf-8"),
        Kind(
            RULINGS_JSON,
            _("Every published ruling whole, with its texts: one line of JSON each, as the API gives it."),
            "application/jsonl; charset=utf-8",
        ),
        Kind(
            NORMS, _("Every norm a ruling examined, with the outcome for it: one row each."), "text/csv; charset=utf-8"
        ),
        Kind(
            TEXTS, _("The texts in Akoma Ntoso 3.0: one XML document for each ruling and language."), "application/zip"
        ),
    )
}
NUMBER = _("Number as printed in the language of the column; blank: not known.")
RULING_COLUMNS = (
    Column("id", _("Identifier of the ruling, the same in the API and in all files.")),
    Column("kind", _("What the ruling is, as a word of the API.")),
    Column("origin", _("court: signed and published here; source: entered from a public source.")),
    Column("synthetic", _("true: made up for a demonstration.")),
    Column("number_value", _("The number without its suffix; blank: not known.")),
    Column("number_kk", NUMBER),
    Column("number_ru", NUMBER),
    Column("number_en", NUMBER),
    Column("adopted_on", _("Day of adoption, year-month-day; blank: not seen.")),
    Column("adopted_year", _("Year of adoption; blank: not seen.")),
    Column("title_kk", _("Title in Kazakh; blank: not written, not seen.")),
    Column("title_ru", _("Title in Russian; blank: not written, not seen.")),
    Column("title_en", _("Title in English, a translation; blank: there is none.")),
    Column("title_certainty", _("How sure a title from a source is; blank: it is the Court's own.")),
    Column("languages", _("Languages of its texts, with spaces between; blank: no text here.")),
    Column("identifier", _("Identifier in the form of ECLI; no registry vouches for it.")),
    Column("published_at", _("When it was published here, UTC.")),
    Column("public_path", _("Its page, after the address of this site and /kk, /ru or /en.")),
)
CITATION = _("The norm as a lawyer cites it.")
EXTENT = _("To what extent, or in which interpretation; blank: nothing was said.")
NORM_COLUMNS = (
    Column("ruling_id", _("Identifier of the ruling, as in the file of rulings.")),
    Column("ruling_path", _("Page of the ruling, without language.")),
    Column("adopted_on", _("Day of adoption, year-month-day; blank: not seen.")),
    Column("act", _("Code of the act, as in the addresses of norms.")),
    Column("path", _("Place in the act: article, paragraph, sub-paragraph.")),
    Column("citation_kk", CITATION),
    Column("citation_ru", CITATION),
    Column("citation_en", CITATION),
    Column("outcome", _("conforms, conforms_read_as, does_not_conform, interpreted, other; blank: not seen.")),
    Column("in_part", _("true: the outcome is for a part of the norm only.")),
    Column("extent_kk", EXTENT),
    Column("extent_ru", EXTENT),
    Column("extent_en", EXTENT),
    Column("effect_from", _("Day from which it has effect, where it is not that of the decision.")),
    Column("public_path", _("Page of the norm, without language.")),
)
COLUMNS: dict[str, tuple[Column, ...]] = {RULINGS: RULING_COLUMNS, NORMS: NORM_COLUMNS}

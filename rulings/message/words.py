"""What a Message begins with: its title and every table of the year under a heading, in three languages. Staff write the rest."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from rulings.message.keys import FOLLOWED, RECOMMENDED, TOTALS
from rulings.statistics.definitions import definitions
from rulings.statistics.labels import DIMENSIONS
from rulings.statistics.suppression import LEAST_SHOWN

# Each part: its heading, and its tables by name, with what they tell apart.
PARTS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("The year in figures"), (TOTALS,)),
    (
        _("Petitions"),
        ("received:quarter", "received:kind", "received:area", "received:region", "received:language"),
    ),
    (_("Returns of petitions"), ("returned:area", "grounds:ground")),
    (_("Terms and times"), ("terms", "days")),
    (_("Rulings and outcomes"), ("rulings:ruling_kind", "norms:outcome")),
    (_("Systemic problems"), ("contested:norm", "clusters:norm")),
    (_("Recommendations and their addressees"), (RECOMMENDED,)),
    (_("What became of last year's recommendations"), (FOLLOWED,)),
)


def title_in(language: str, year: int) -> str:
    """Return the title of the Message about a year."""
    with override(language):
        return gettext("On the state of constitutional legality in %(year)s") % {"year": year}


def text_in(language: str, year: int) -> str:
    """Return the text a Message begins with, in the plain form staff edit."""
    with override(language):
        return "\n".join(lines(year))


def lines(year: int) -> Iterator[str]:
    """Yield the lines of the text in the active language."""
    yield gettext(
        "A number of petitions from 1 to %(most)s is not shown, nor any other from which it could be worked out."
    ) % {"most": LEAST_SHOWN - 1}
    for heading, tables in PARTS:
        yield f"# {heading}"
        for table in tables:
            if ":" in table:
                figure, dimension = table.split(":")
                yield f"**{definitions()[figure].name}. {DIMENSIONS[dimension]}**"
            yield f"[[{year}:{table}]]"

"""What every file of a ruling is made of, read once and told in one language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext, override

from courtcase.law.models.acts import Outcome
from courtcase.law.queries import cite
from rulings.blocks import Block
from rulings.models import BenchMember, Ruling, RulingText
from rulings.models.kinds import NORMATIVE
from rulings.publication.citing import norm_path, paths_cited
from rulings.publication.identifier import identifier_of
from rulings.publication.reading import read_for_files
from rulings.publication.shown import notes_on, shown_blocks
from rulings.wording import OUTCOME_WORDS, family_of, heading_of

COURT = "Constitutional Court of the Republic of Kazakhstan"
# What XML 1.0 cannot hold; a text pasted long ago may.
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Signer:
    """A judge who sat: what was signed as, and the name as printed."""

    post: str
    name: str


@dataclass(frozen=True)
class Norm:
    """A provision that was examined: its public path, how it is cited, the code and the words of its outcome, the extent."""

    path: str
    citation: str
    outcome: str
    words: str
    extent: str


@dataclass(frozen=True)
class Source:
    """A published ruling in one language. `path` and the paths of norms and `cites` are public ones, without language.

    `in_the_name`: it is given in the name of the Republic. `mended`: how the text differs from the signed one, in sentences.
    """

    language: str
    court: str
    family: str
    heading: str
    number: str
    title: str
    path: str
    identifier: str
    adopted_on: date | None
    adopted_year: int | None
    published_at: datetime
    authentic: bool
    translator: str
    synthetic: bool
    blocks: list[Block]
    signers: list[Signer]
    norms: list[Norm]
    cites: list[str]
    languages: list[str]
    in_the_name: bool
    mended: list[str]

    @property
    def address(self) -> str:
        """Return the address of the page in this language."""
        return self.address_of(self.path)

    def address_of(self, path: str) -> str:
        """Return where a path of ours, or an address on the web, leads in this language."""
        return f"{settings.PUBLIC_ADDRESS}/{self.language}{path}" if path.startswith("/") else path


def source_of(ruling: Ruling, text: RulingText) -> Source:
    """Return what the files of a published ruling in the language of `text` are made of."""
    language = text.language
    read_for_files(ruling)
    with override(language):
        return Source(
            language=language,
            court=gettext(COURT),
            family=family_of(ruling.kind),
            heading=heading_of(ruling, language),
            number=ruling.in_language("number", language),
            title=ruling.in_language("title", language),
            path=ruling.public_path,
            identifier=identifier_of(ruling),
            adopted_on=ruling.adopted_on,
            adopted_year=ruling.adopted_year,
            published_at=ruling.published_at or text.updated_at,
            authentic=text.authentic,
            translator=text.translator,
            synthetic=ruling.synthetic or is_made_up(ruling),
            blocks=shown_blocks(ruling)[language],
            signers=[Signer(post_of(one), one.name_printed) for one in ruling.bench.all()],
            norms=norms_of(ruling, language),
            cites=paths_cited(ruling),
            languages=sorted(one.language for one in ruling.texts.all()),
            in_the_name=ruling.kind in NORMATIVE,
            mended=notes_on(ruling),
        )


def is_made_up(ruling: Ruling) -> bool:
    """Say whether the text shown of a ruling from a source was written for a demonstration."""
    facts = getattr(ruling, "facts", None)
    return facts is not None and facts.made_up_text


def post_of(member: BenchMember) -> str:
    """Return what the judge signed as, in the active language."""
    return gettext("Presiding judge") if member.presides else gettext("Judge")


def norms_of(ruling: Ruling, language: str) -> list[Norm]:
    """Return what was examined, in the order of the ruling."""
    return [
        Norm(
            path=norm_path(one.provision),
            citation=cite(one.provision, language),
            outcome=str(Outcome(one.outcome)) if one.outcome else "",
            words=str(OUTCOME_WORDS[one.outcome]),
            extent=str(getattr(one, f"extent_{language}")),
        )
        for one in ruling.provisions.all()
    ]


def in_xml(words: str) -> str:
    """Return words without the signs no XML document can hold."""
    return NOT_IN_XML.sub("", words)

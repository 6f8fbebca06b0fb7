"""What a draft still lacks before it can be signed: read by the signing page and, again, by signing itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from petitions.models import BenchKind
from petitions.proceedings.bench import QUORUM
from rulings.models import BenchMember, Ruling
from rulings.models.kinds import AUTHENTIC, BENCHES, CLOSES_CASE, DECIDES_NORMS, MOVES_CASE, WITH_GROUNDS, RulingKind


@dataclass(frozen=True)
class Item:
    """One line of the checklist: what is asked, whether it is there, and on which tab it is put right."""

    code: str
    asked: str | Promise
    is_met: bool
    tab: str


def checklist(*, ruling: Ruling, day: date | None = None) -> list[Item]:
    """Return everything that is asked of the draft before signing, met or not; `day` is the day of adoption if known."""
    members = list(ruling.bench.all())
    return [*of_texts(ruling), *of_matter(ruling), *of_bench(ruling, members), *of_day(ruling, day)]


def unmet(*, ruling: Ruling, day: date | None = None) -> list[Item]:
    """Return what is asked and is not there."""
    return [item for item in checklist(ruling=ruling, day=day) if not item.is_met]


def of_texts(ruling: Ruling) -> Iterator[Item]:
    """Ask for a title and a text in both languages of the Court, or a reason why one is missing."""
    written = set(ruling.texts.filter(language__in=AUTHENTIC).values_list("language", flat=True))
    titled = {language for language in AUTHENTIC if ruling.in_language("title", language)}
    complete = written == set(AUTHENTIC) or bool(written and ruling.no_text_reason)
    yield Item("text", _("The text in Kazakh and in Russian, or the reason why one is missing"), complete, "texts")
    yield Item("title", _("A title in every language that has a text"), bool(written) and written <= titled, "texts")


def of_matter(ruling: Ruling) -> Iterator[Item]:
    """Ask for what the kind rules on: a case or a petition, its grounds, an outcome for each norm."""
    if ruling.kind in CLOSES_CASE and ruling.kind != RulingKind.ADDITIONAL_DECISION:
        yield Item("case", _("The case it ends"), ruling.case_id is not None, "matter")
    if ruling.kind in MOVES_CASE:
        yield Item("case", _("The case it changes"), ruling.case_id is not None, "matter")
    elif ruling.kind not in CLOSES_CASE | {RulingKind.MESSAGE}:
        yield Item("petition", _("The petition it answers"), ruling.petition_links.exists(), "matter")
    if ruling.kind in WITH_GROUNDS:
        yield Item("grounds", _("At least one ground of the law"), ruling.grounds.exists(), "matter")
    if ruling.kind in DECIDES_NORMS:
        norms = list(ruling.provisions.all())
        decided = bool(norms) and all(norm.outcome for norm in norms)
        yield Item("outcomes", _("The norms examined, each with its outcome"), decided, "norms")


def of_bench(ruling: Ruling, members: list[BenchMember]) -> Iterator[Item]:
    """Ask for a held session of a bench that may decide this, its quorum, and the signature of everyone who sat."""
    sitting = ruling.sitting
    fits = sitting is not None and sitting.held_at is not None and sitting.bench in BENCHES[ruling.kind]
    yield Item("session", _("A session of a bench that may decide this"), fits, "bench")
    enough = sitting is not None and len(members) >= QUORUM[BenchKind(sitting.bench)]
    yield Item("quorum", _("The quorum of this bench"), enough, "bench")
    presided = any(member.presides for member in members)
    yield Item("presiding", _("A presiding judge among those who sat"), presided, "bench")
    signed = bool(members) and all(member.signed_at for member in members)
    yield Item("signatures", _("The certified signature of everyone who sat"), signed, "bench")


def of_day(ruling: Ruling, day: date | None) -> Iterator[Item]:
    """Ask, once a day is given, that it is not before the session."""
    if day is not None and ruling.sitting is not None:
        yield Item("day", _("A day of adoption that is not before the session"), day >= ruling.sitting.day, "sign")

"""How tests bring a ruling to where they need it: each step by its own operation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from courtcase.law.models import Provision
from courtcase.law.queries import grounds_on
from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from petitions.models import BenchKind, Case, Petition, Sitting
from petitions.proceedings.operations.call_session import call_session
from petitions.proceedings.operations.hold_session import hold_session
from petitions.proceedings.operations.name_rapporteurs import name_rapporteurs
from rulings.drafting.operations.decide_citations import confirm_certain
from rulings.drafting.operations.draft_ruling import draft_ruling
from rulings.drafting.operations.edit_draft import edit_draft
from rulings.drafting.operations.link_norms import Decided, link_norms
from rulings.drafting.operations.record_bench import record_bench
from rulings.drafting.operations.relate_rulings import relate_ruling
from rulings.drafting.operations.sign_ruling import sign_ruling
from rulings.execution.operations.add_measure import add_measure
from rulings.models import Measure, Mending, PlainWords, Ruling
from rulings.publication.operations.explain_ruling import approve_plain_words, write_plain_words
from rulings.publication.operations.mend_rendition import ask_mending, decide_mending
from rulings.publication.operations.publish_ruling import publish_ruling
from tests.petitions.walk import TICK, Walk

TITLES = {"kk": "Үлгі норманы қарау туралы", "ru": "О рассмотрении образцовой нормы", "en": "On the sample norm"}
PLAIN = {
    "kk": "Сот норманы жойды.\nЕнді оны қолдануға болмайды.",
    "ru": "Суд отменил норму.\nПрименять её больше нельзя.",
    "en": "The Court struck the norm down.\nIt may not be applied any more.",
}
TEXTS = {
    "kk": "Кіріспе\nАНЫҚТАДЫ:\n1. Бірінші тұжырым.\nҚАУЛЫ ЕТЕДІ:\n1. Норма сәйкес емес деп танылсын.",
    "ru": "Вступление\nУСТАНОВИЛ:\n1. Первое положение.\nПОСТАНОВЛЯЕТ:\n1. Признать норму не соответствующей Конституции.",
}


@dataclass
class Desk:
    """A desk with the cast of `walk`: drafts on a petition or a case, complete, signed, published.

    What lies on the `shelf` was made before, by the road its name says, and is taken by whoever needs it first.
    """

    walk: Walk
    shelf: dict[str, Any] = field(default_factory=dict)

    @property
    def secretary(self) -> Actor:
        """Return the secretary of session, who drafts and signs in these tests."""
        return Actor.of(self.walk.cast.secretary)

    @property
    def publisher(self) -> Actor:
        """Return the publisher."""
        return Actor.of(self.walk.cast.publisher)

    def session(self) -> tuple[Petition, Sitting]:
        """Return a petition that lay before a session, and the session."""
        if "session" in self.shelf:
            kept: tuple[Petition, Sitting] = self.shelf.pop("session")
            return kept
        petition = self.walk.reported()
        return petition, self.walk.session(petition)

    def draft(self, kind: str = "acceptance", **keywords: Any) -> Ruling:
        """Return a bare draft of a procedural ruling on a petition that lay before a session."""
        petition, sitting = self.session()
        if kind == "refusal":
            keywords["grounds"] = list(grounds_on(kind="refusal", day=self.walk.now.date())[:1])
        return draft_ruling(
            kind=kind, petition=petition, sitting=sitting, actor=self.secretary, at=self.walk.tick(), **keywords
        )

    def complete(self, ruling: Ruling, texts: dict[str, str] | None = None) -> Ruling:
        """Return the draft with titles, texts, outcomes and every signature."""
        edit_draft(ruling=ruling, titles=TITLES, texts=texts or TEXTS, actor=self.secretary, at=self.walk.tick())
        norms = list(ruling.provisions.select_related("provision"))
        if norms:
            decided = [Decided(provision=norm.provision, outcome="does_not_conform") for norm in norms]
            link_norms(ruling=ruling, decided=decided, actor=self.secretary, at=self.walk.tick())
        if ruling.sitting is not None:
            signed = [member.judge for member in ruling.bench.select_related("judge") if member.judge]
            record_bench(
                ruling=ruling, sitting=ruling.sitting, signed=signed, actor=self.secretary, at=self.walk.tick()
            )
        ruling.refresh_from_db()
        return ruling

    def sign(self, ruling: Ruling) -> Ruling:
        """Sign a complete draft on the day it is."""
        return sign_ruling(
            ruling=ruling, day=court_day(self.walk.now + TICK), actor=self.secretary, at=self.walk.tick()
        )

    def publish(self, ruling: Ruling) -> Ruling:
        """Publish a signed ruling."""
        return publish_ruling(ruling=ruling, actor=self.publisher, at=self.walk.tick())

    def mending(self, ruling: Ruling, *, agreed: bool = False) -> Mending:
        """Return a correction of a published ruling in Russian that waits for the secretary, or that they agreed to."""
        passage, instead = ("Первое положение", "Первый довод") if agreed else ("Вступление", "Введение")
        asked = ask_mending(
            ruling=ruling,
            kind="correction",
            language="ru",
            passage=passage,
            instead=instead,
            reason="Описка.",
            actor=self.publisher,
            at=self.walk.tick(),
        )
        if agreed:
            return decide_mending(mending=asked, agrees=True, actor=self.secretary, at=self.walk.tick())
        return asked

    def explained(self, ruling: Ruling, *, agreed: bool = True) -> PlainWords:
        """Write what a ruling says in plain words; the secretary agrees to what the publisher wrote."""
        written = write_plain_words(ruling=ruling, words=PLAIN, actor=self.publisher, at=self.walk.tick())
        if agreed:
            return approve_plain_words(
                ruling=ruling, version=written.version, actor=self.secretary, at=self.walk.tick()
            )
        return written

    def signed(self, kind: str = "acceptance") -> Ruling:
        """Return a signed procedural ruling."""
        return self.sign(self.complete(self.draft(kind)))

    def case(self) -> Case:
        """Return a case opened by an acceptance, with a rapporteur."""
        if "case" in self.shelf:
            kept: Case = self.shelf.pop("case")
            return kept
        case = self.signed().case
        assert case is not None
        name_rapporteurs(
            case=case, judges=[self.walk.cast.judge1], actor=Actor.of(self.walk.cast.chair), at=self.walk.tick()
        )
        return case

    def sitting(self, case: Case, judges: Sequence[Account] | None = None) -> Sitting:
        """Return a session of a panel of five on the case, that was held."""
        bench = list(judges or self.walk.cast.judges[:5])
        sitting = call_session(
            bench=BenchKind.PANEL if len(bench) == 5 else BenchKind.PLENARY,
            day=court_day(self.walk.now + TICK),
            judges=bench,
            presiding=bench[0],
            case=case,
            actor=self.secretary,
            at=self.walk.tick(),
        )
        return hold_session(
            sitting=sitting, present=dict.fromkeys(bench, True), actor=self.secretary, at=self.walk.tick()
        )

    def final_draft(self, case: Case | None = None) -> Ruling:
        """Return a bare draft of the final decision of a case."""
        decided = case or self.case()
        sitting = self.sitting(decided)
        return draft_ruling(
            kind="conformity_review", case=decided, sitting=sitting, actor=self.secretary, at=self.walk.tick()
        )

    def final_signed(self) -> Ruling:
        """Return a signed final decision."""
        return self.sign(self.complete(self.final_draft()))

    def published(self) -> Ruling:
        """Return a published final decision."""
        if "published" in self.shelf:
            kept: Ruling = self.shelf.pop("published")
            return kept
        return self.publish(self.final_signed())

    def measure(self, ruling: Ruling) -> Measure:
        """Return a bill that a ruling calls for."""
        what = {"kk": "Заң жобасын енгізу", "ru": "Внести законопроект", "en": "Bring a bill"}
        return add_measure(ruling=ruling, kind="law", what=what, actor=self.secretary, at=self.walk.tick())


def citing_texts(earlier: Ruling) -> dict[str, str]:
    """Return texts that cite an earlier ruling and a norm."""
    cited = f"нормативному постановлению Конституционного Суда № {earlier.number_value}"
    words = f"1. По {cited} и пункту 6) части 1 статьи 489 УПК."
    return {**TEXTS, "ru": TEXTS["ru"].replace("1. Первое положение.", words)}


def citing_draft(desk: Desk, earlier: Ruling) -> Ruling:
    """Return a complete draft that cites and supplements an earlier ruling, what is certain confirmed."""
    draft = desk.complete(desk.final_draft(), citing_texts(earlier))
    relate_ruling(ruling=draft, to=earlier, kind="supplements", actor=desk.secretary, at=desk.walk.tick())
    confirm_certain(ruling=draft, actor=desk.secretary, at=desk.walk.tick())
    draft.refresh_from_db()
    return draft


def norm(path: str = "482") -> Provision:
    """Return a provision of the Criminal Procedure Code."""
    return Provision.objects.select_related("act").get(act__code="criminal-procedure-code-2014", path=path)


def petition_of(ruling: Ruling) -> Petition:
    """Return the one petition a ruling answers."""
    return ruling.petition_links.select_related("petition").get().petition

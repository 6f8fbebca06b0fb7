"""How tests bring a petition to where they need it: each step by its own operation, one step after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from courtcase.law.models import Provision
from courtcase.law.queries import grounds_on
from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from courtcase.people.cast import team_of_cast
from courtcase.register import receipt_code
from petitions.content import PetitionContent
from petitions.filing.operations.save_draft import save_draft
from petitions.filing.operations.start_draft import start_draft
from petitions.filing.operations.submit_petition import submit_petition
from petitions.intake.ladder import first_ladder
from petitions.intake.operations.assign import assign_petition, route_petition
from petitions.intake.operations.change_routing import change_routing
from petitions.intake.operations.confirm_signature import confirm_signature
from petitions.intake.operations.register_petition import begin_screening, register_petition
from petitions.intake.operations.screen_petition import pass_to_chair, return_petition
from petitions.models import BenchKind, Petition, Recommendation, Sitting
from petitions.proceedings.operations.call_session import call_session
from petitions.proceedings.operations.hold_session import hold_session
from petitions.proceedings.operations.name_judges import name_judges
from petitions.proceedings.operations.report_study import report_study
from tests.cast import Cast

TICK = timedelta(minutes=1)
START = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
IIN = "850101300019"
WHY = "The provision was not applied by a court in the petitioner's own case."


def words(**changes: object) -> PetitionContent:
    """Return the words of a whole petition of a made-up citizen, with `changes`."""
    content: PetitionContent = {
        "petitioner": {
            "full_name": "Үлгі Мысалқызы",
            "iin": "",
            "residence": "Astana, Example street 1",
            "region": "71",
            "phone": "",
            "email": "",
        },
        "court_acts": [
            {
                "court": "Example district court",
                "number": "1-1/2026",
                "adopted_on": "2026-03-02",
                "in_force_on": "2026-04-02",
                "applied": "named",
            }
        ],
        "situation": "The court applied the provision and left me without counsel when my sentence was enforced. " * 2,
        "reasoning": "The provision itself leaves out every convicted person, which touches the right to counsel. " * 2,
        "request": "To find the provision not in conformity with the Constitution.",
        "participation": "written",
    }
    return {**content, **changes}  # type: ignore[typeddict-item]


@dataclass
class Walk:
    """A walk through the house with the cast; `now` moves on with every step, so that the order of events is true."""

    cast: Cast
    now: datetime = START
    codes: dict[int, str] = field(default_factory=dict)

    def tick(self) -> datetime:
        """Return the next instant, a minute after the last."""
        self.now += TICK
        return self.now

    def rules(self) -> None:
        """Put the first ladder of routing in use."""
        teams = {code: team_of_cast(code) for code in ("citizens", "criminal", "institutions")}
        change_routing(ladder=first_ladder(teams), actor=Actor.system("tests"), at=self.tick())

    def drafted(self, *, actor: Actor | None = None, language: str = "ru", **changes: object) -> Petition:
        """Return a draft with all its words."""
        writer = actor or Actor.of(self.cast.petitioner)
        started = start_draft(petitioner_kind="citizen", language=language, actor=writer, at=self.tick())
        content = words(**changes)
        if "provisions" not in content:
            first = Provision.objects.filter(act__code="criminal-procedure-code-2014").order_by("sort_key").first()
            content["provisions"] = [first.pk] if first else []
        return save_draft(petition=started.petition, part=content, actor=writer, at=self.tick())

    def submitted(self, **keywords: object) -> Petition:
        """Return a petition that waits for its signature."""
        return self.submit(self.drafted(**keywords))  # type: ignore[arg-type]

    def submit(self, petition: Petition) -> Petition:
        """Return the draft as it waits for its signature."""
        code = receipt_code.generate()
        self.codes[petition.pk] = code
        writer = Actor.of(self.cast.petitioner) if petition.account_id else Actor.holder(petition.subject_id)
        return submit_petition(petition=petition, code=code, actor=writer, at=self.tick(), version=petition.version)

    def write(self, petition: Petition, **changes: object) -> Petition:
        """Return a draft without an account with all its words."""
        writer = Actor.holder(petition.subject_id)
        return save_draft(petition=petition, part=words(**changes), actor=writer, at=self.tick())

    def filed(self, **keywords: object) -> Petition:
        """Return a filed petition."""
        return self.confirm(self.submitted(**keywords))

    def confirm(self, petition: Petition) -> Petition:
        """Return a petition whose signed paper lies before the Court."""
        return confirm_signature(petition=petition, actor=Actor.of(self.cast.registrar), at=self.tick())

    def routed(self, **keywords: object) -> Petition:
        """Return a filed petition that has its clerk."""
        petition = self.filed(**keywords)
        route_petition(petition=petition, actor=Actor.system("tests"), at=self.tick())
        petition.refresh_from_db()
        return petition

    def held(self) -> Petition:
        """Return a filed petition that the clerk of the cast has."""
        petition = assign_petition(
            petition=self.filed(), assignee=self.cast.clerk, actor=self.cast.actor("clerk"), at=self.tick()
        )
        assert petition is not None
        return petition.petition

    def registered(self, **keywords: object) -> Petition:
        """Return a registered petition."""
        return register_petition(petition=self.filed(**keywords), actor=Actor.of(self.cast.clerk), at=self.tick())

    def screening(self, **keywords: object) -> Petition:
        """Return a petition under the check of the Apparatus."""
        return begin_screening(petition=self.registered(**keywords), actor=Actor.of(self.cast.clerk), at=self.tick())

    def returned(self, **keywords: object) -> Petition:
        """Return a petition that was returned on a ground that can be cured."""
        petition = self.screening(**keywords)
        ground = grounds_on(kind="return", day=self.now.date()).filter(curable=True)[0]
        return_petition(
            petition=petition, grounds=[ground], explanation=WHY, actor=Actor.of(self.cast.clerk), at=self.tick()
        )
        petition.refresh_from_db()
        return petition

    def changed(self, petition: Petition, **changes: object) -> Petition:
        """Return a draft, or a petition that is being cured, after its petitioner changed some of its words."""
        part = words(**changes)
        return save_draft(petition=petition, part=part, actor=Actor.of(self.cast.petitioner), at=self.tick())

    def passed(self, **keywords: object) -> Petition:
        """Return a petition that waits for the Chair to name judges."""
        return pass_to_chair(petition=self.screening(**keywords), actor=Actor.of(self.cast.clerk), at=self.tick())

    def in_study(self, **keywords: object) -> Petition:
        """Return a petition that a judge studies."""
        petition = self.passed(**keywords)
        name_judges(petition=petition, judges=[self.cast.judge1], actor=Actor.of(self.cast.chair), at=self.tick())
        petition.refresh_from_db()
        return petition

    def reported(self, **keywords: object) -> Petition:
        """Return a petition whose study is complete."""
        petition = self.in_study(**keywords)
        report_study(
            petition=petition,
            recommendation=Recommendation.ACCEPT,
            report="The conditions of the law are met; the session should accept.",
            actor=Actor.of(self.cast.judge1),
            at=self.tick(),
        )
        petition.refresh_from_db()
        return petition

    def session(self, *petitions: Petition) -> Sitting:
        """Return a session of the acceptance bench that was held with the petitions on its agenda."""
        bench = [self.cast.judge1, self.cast.judge2, self.cast.judge3]
        sitting = call_session(
            bench=BenchKind.ACCEPTANCE,
            day=court_day(self.now + TICK),
            judges=bench,
            presiding=bench[0],
            petitions=petitions,
            actor=Actor.of(self.cast.secretary),
            at=self.tick(),
        )
        present = dict.fromkeys(bench, True)
        return hold_session(sitting=sitting, present=present, actor=Actor.of(self.cast.secretary), at=self.tick())

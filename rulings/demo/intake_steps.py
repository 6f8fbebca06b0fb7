"""The steps of petitioners and of the Apparatus, each by its own operation."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from courtcase.law.models import Referral
from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from petitions.content import PetitionContent
from petitions.filing.operations.approve_filing import ask_approval
from petitions.filing.operations.follow_up import demand_decision, withdraw_petition
from petitions.filing.operations.save_draft import save_draft
from petitions.filing.operations.start_draft import start_draft
from petitions.filing.operations.submit_petition import submit_cure, submit_petition
from petitions.intake.operations.assign import route_petition
from petitions.intake.operations.confirm_signature import confirm_signature
from petitions.intake.operations.enter_paper import enter_paper
from petitions.intake.operations.register_petition import begin_screening, register_petition
from petitions.intake.operations.screen_petition import forward_petition, pass_to_chair, return_petition
from petitions.models import Channel, Petition
from rulings.demo.paper import signed_paper
from rulings.demo.plan import OFFICERS, Planned, Step
from rulings.demo.story_words import STORIES
from rulings.demo.world import World, account_key, code_of
from rulings.demo.writing import VOICES, content_of, cured_words, story_content

ROUTER = Actor.system("petitions.route")
MOMENT = timedelta(seconds=40)
BODIES = ("supreme_court", "prosecutor_general", "commissioner", "ministry_of_justice")


def write(world: World, step: Step) -> None:
    """Begin a petition and write its words."""
    planned = world.planned(step)
    starter = starter_of(world, planned)
    started = start_draft(
        petitioner_kind=planned.kind,
        language=planned.language,
        channel=Channel.PAPER if planned.road == "letter" else Channel.WEB,
        institution=world.institution(planned.kind, step.at) if planned.road == "officer" else None,
        synthetic=True,
        actor=starter,
        at=step.at,
    )
    writer = world.writer(planned, started.petition)
    content = words(world, planned, step)
    world.keep(step.key, save_draft(petition=started.petition, part=content, actor=writer, at=step.at + MOMENT))


def starter_of(world: World, planned: Planned) -> Actor:
    """Return who begins the petition: a visitor, an account, an officer, or the registrar with a letter before them."""
    if planned.road == "account":
        return world.actor(account_key(planned))
    if planned.road == "officer":
        return world.actor(OFFICERS[planned.kind])
    return world.actor("registrar") if planned.road == "letter" else Actor.nobody()


def words(world: World, planned: Planned, step: Step) -> PetitionContent:
    """Return what is written; an account writes under its own name."""
    day = court_day(step.at)
    if planned.topic.startswith("story_"):
        story = STORIES[planned.topic.removeprefix("story_")]
        rights = world.rights_on(day)[1:3]  # judicial protection, equality
        return story_content(planned, story, norm=world.norm_at(planned.act, planned.path), rights=rights)
    content = content_of(planned, norms=world.norms, rights=world.rights_on(day), day=day)
    if planned.road == "account":
        account = world.cast[account_key(planned)]
        content["petitioner"] = {**planned.person, "full_name": account.full_name, "email": account.email or ""}
    if planned.road in {"officer", "letter"}:
        body = world.institution(planned.kind, step.at)
        name = getattr(body, f"name_{planned.language}") if body else content["letterhead"]
        content["petitioner"] = {**planned.person, "full_name": name, "iin": ""}
    return content


def ask(world: World, step: Step) -> None:
    """Ask the head of the institution to approve what its officer wrote."""
    planned, petition = world.planned(step), world.petition(step.key)
    ask_approval(petition=petition, actor=world.writer(planned, petition), at=step.at)


def submit(world: World, step: Step) -> None:
    """Freeze the words; the petition waits for its signature."""
    planned, petition = world.planned(step), world.petition(step.key)
    writer = world.submitter(planned, petition)
    world.keep(step.key, submit_petition(petition=petition, code=code_of(planned), actor=writer, at=step.at))


def confirm(world: World, step: Step) -> None:
    """Confirm the signed paper, and route the petition as the worker would."""
    petition = confirm_signature(petition=world.petition(step.key), actor=world.actor("registrar"), at=step.at)
    route(world, step, petition)


def route(world: World, step: Step, petition: Petition) -> None:
    """Send a filed petition to the clerk the rules choose."""
    given = route_petition(petition=petition, actor=ROUTER, at=step.at + MOMENT)
    if given is not None:
        petition.assignee = given.assignee
    world.keep(step.key, petition)


def enter(world: World, step: Step) -> None:
    """Enter a petition that came signed on paper, and route it."""
    planned = world.planned(step)
    scan = SimpleUploadedFile("signed-paper.pdf", signed_paper(), content_type="application/pdf")
    petition, _code = enter_paper(
        content=words(world, planned, step),
        language=planned.language,
        scan=scan,
        synthetic=True,
        actor=world.actor("registrar"),
        at=step.at,
    )
    route(world, step, petition)


def register(world: World, step: Step) -> None:
    """Register the petition."""
    petition = world.petition(step.key)
    world.keep(step.key, register_petition(petition=petition, actor=world.clerk(petition), at=step.at))


def begin(world: World, step: Step) -> None:
    """Take the petition up for the check."""
    petition = world.petition(step.key)
    world.keep(step.key, begin_screening(petition=petition, actor=world.clerk(petition), at=step.at))


def give_back(world: World, step: Step) -> None:
    """Return the petition on the ground of its fate."""
    planned, petition = world.planned(step), world.petition(step.key)
    ground = world.ground(planned.fate.ground, petition.filed_on or court_day(step.at))
    explanation = VOICES[planned.language].EXPLANATIONS[ground.code]
    return_petition(
        petition=petition, grounds=[ground], explanation=explanation, actor=world.clerk(petition), at=step.at
    )


def cure(world: World, step: Step) -> None:
    """Correct a returned petition."""
    planned, petition = world.planned(step), world.petition(step.key)
    writer = world.writer(planned, petition)
    part = cured_words(planned, words(world, planned, step), day=court_day(step.at))
    save_draft(petition=petition, part=part, actor=writer, at=step.at)
    submit_cure(petition=petition, actor=writer, at=step.at + MOMENT)


def confirm_cure(world: World, step: Step) -> None:
    """Confirm the signed correction."""
    confirm_signature(petition=world.petition(step.key), actor=world.actor("registrar"), at=step.at)


def demand(world: World, step: Step) -> None:
    """Demand the Court's own decision on the return."""
    planned, petition = world.planned(step), world.petition(step.key)
    demand_decision(petition=petition, actor=world.writer(planned, petition), at=step.at)


def withdraw(world: World, step: Step) -> None:
    """Withdraw the petition."""
    planned, petition = world.planned(step), world.petition(step.key)
    withdraw_petition(petition=petition, actor=world.writer(planned, petition), at=step.at)


def forward(world: World, step: Step) -> None:
    """Forward the petition to a body that can help."""
    planned, petition = world.planned(step), world.petition(step.key)
    forward_petition(
        petition=petition,
        body=body_name(BODIES[planned.index % len(BODIES)], planned.language),
        reason=VOICES[planned.language].FORWARDED,
        actor=world.clerk(petition),
        at=step.at,
    )


def body_name(code: str, language: str) -> str:
    """Return the name of a body of the law's list in a language."""
    return str(getattr(Referral.objects.get(code=code), f"name_{language}"))


def pass_on(world: World, step: Step) -> None:
    """Pass the petition on to the Chair."""
    petition: Petition = world.petition(step.key)
    world.keep(step.key, pass_to_chair(petition=petition, actor=world.clerk(petition), at=step.at))

"""A small prepared world: a petition in every state, a case, a session, rulings, notices — something behind every address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.contrib.auth import SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from courtcase.law.models import DecidedProvision
from courtcase.notices.models import Notice
from courtcase.notices.operations import owe_notice
from courtcase.people.actors import Actor
from courtcase.people.middleware import STAFF_SINCE
from courtcase.register import receipt_code
from courtcase.register.sealing import seal
from petitions.filing.operations.attach import attach
from petitions.filing.operations.follow_up import demand_decision, withdraw_petition
from petitions.filing.operations.sign_electronically import document_to_sign
from petitions.filing.operations.sign_on_phone import begin_turn
from petitions.filing.operations.submit_petition import submit_cure, submit_petition
from petitions.filing.steps import STEPS
from petitions.intake.linking import links_of
from petitions.intake.operations.link_petitions import link_petitions
from petitions.intake.operations.save_view import save_view
from petitions.intake.operations.screen_petition import forward_petition
from petitions.models import Attachment, Petition, SavedView, Sitting
from petitions.proceedings.operations.resolve_petition import RulingReference, close_case, resolve_dispute
from petitions.workflow import State
from rulings.models import Measure, Ruling
from tests.documents.files import picture
from tests.feedback import reported
from tests.petitions import audited, disposing
from tests.petitions import exported as taken
from tests.petitions.exported import exports
from tests.petitions.letters.returning import (
    letters_as_arguments,
    own_letters_as_arguments,
    returns_on_their_way,
    second_readings_as_arguments,
)
from tests.petitions.office import Office
from tests.petitions.offices_prepared import deliveries, grants, offers, tokens, webhook_of
from tests.petitions.proceedings import prepared as cases
from tests.petitions.represented import client_on_desk, no_proof, persons
from tests.petitions.together import ADVOCATE, SECOND
from tests.petitions.walk import WHY, Walk
from tests.rulings import prepared as said
from tests.rulings.desk import Desk, petition_of
from tests.rulings.measured import carried_out

Arguments = list[dict[str, object]]


@dataclass
class World:
    """What stands behind the addresses; `petitions` has one of the petitioner's in every state of the workflow."""

    walk: Walk
    petitions: dict[str, Petition] = field(default_factory=dict)
    institutional: list[Petition] = field(default_factory=list)
    sittings: list[Sitting] = field(default_factory=list)
    drafts: list[Ruling] = field(default_factory=list)
    published: list[Ruling] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    undelivered: list[Notice] = field(default_factory=list)
    letters: list[Notice] = field(default_factory=list)

    @property
    def petitioner(self) -> Actor:
        return Actor.of(self.walk.cast.petitioner)

    def keep(self, petition: Petition) -> Petition:
        """Keep a petition under the state it is in."""
        petition.refresh_from_db()
        self.petitions[petition.state] = petition
        return petition


def prepare(walk: Walk) -> World:
    """Make the world by operations, each petition by its own way."""
    world = World(walk)
    walk.rules()
    _ = walk.cast.clerk, walk.cast.second_clerk
    before_the_session(world)
    ended_early(world)
    returns_on_their_way(world.walk)
    office = Office(walk, "prosecutor")
    world.institutional += [office.drafted(), office.asked(), office.submitted()]
    said_by_the_court(world)
    told(world)
    seal(at=walk.tick())
    assert set(world.petitions) == {str(state) for state in State}, "every state has its petition"
    return world


def before_the_session(world: World) -> None:
    """Keep the petitions of the straight way."""
    walk = world.walk
    world.keep(with_file(world, walk.drafted(others=[SECOND], representatives=[ADVOCATE])))
    sent = with_file(world, walk.drafted())
    world.keep(submit_petition(petition=sent, code=receipt_code.generate(), actor=world.petitioner, at=walk.tick()))
    for made in (walk.filed, walk.registered, walk.screening, walk.returned, walk.passed):
        world.keep(made())
    world.keep(walk.in_study())
    reported = world.keep(walk.reported())
    world.sittings.append(walk.session(reported))
    curing = walk.returned()
    petition = walk.changed(curing, request="To find the provision unconstitutional, as the law asks.")
    world.keep(submit_cure(petition=petition, actor=world.petitioner, at=walk.tick()))


def with_file(world: World, petition: Petition) -> Petition:
    """Return a draft with which a picture is laid."""
    uploaded = SimpleUploadedFile("шешім.png", picture(), content_type="image/png")
    at = world.walk.tick()
    attach(petition=petition, uploaded=uploaded, purpose="judicial_act", actor=world.petitioner, at=at)
    return petition


def ended_early(world: World) -> None:
    """Keep the petitions that were disputed, withdrawn or forwarded."""
    walk, ruling = world.walk, RulingReference(uuid4(), "return_review", "1", world.walk.now.date())
    world.keep(demand_decision(petition=walk.returned(), actor=world.petitioner, at=walk.tick()))
    disputed = demand_decision(petition=walk.returned(), actor=world.petitioner, at=walk.tick())
    secretary = Actor.of(walk.cast.secretary)
    world.keep(resolve_dispute(petition=disputed, upheld=True, ruling=ruling, actor=secretary, at=walk.tick()))
    world.keep(withdraw_petition(petition=walk.filed(), actor=world.petitioner, at=walk.tick()))
    sent_on = walk.screening()
    forward_petition(petition=sent_on, body="Ombudsman", reason=WHY, actor=Actor.of(walk.cast.clerk), at=walk.tick())
    world.keep(sent_on)


def said_by_the_court(world: World) -> None:
    """Keep a refusal, an acceptance, a decision, a termination; a draft of a ruling and a published one with a measure."""
    desk, walk = Desk(world.walk), world.walk
    world.drafts.append(desk.complete(desk.draft()))
    world.keep(petition_of(desk.signed("refusal")))
    decided = desk.published()
    world.published.append(decided)
    world.measures.append(carried_out(desk, decided)[0])
    desk.mending(decided)
    world.keep(petition_of(decided))
    accepted = desk.case()
    world.sittings.append(desk.sitting(accepted))
    cases.prepare_case(walk, accepted)
    world.keep(accepted.petitions.get())
    ended = desk.case()
    ruling = RulingReference(uuid4(), "termination", "2", walk.now.date())
    close_case(case=ended, terminated=True, ruling=ruling, actor=desk.secretary, at=walk.tick())
    world.keep(ended.petitions.get())


def told(world: World) -> None:
    """Leave one notice that did not arrive and one letter to print."""
    petition = world.petitions[State.SCREENING]
    for channel, kept in (("email", world.undelivered), ("post", world.letters)):
        notice = owe_notice(
            subject=petition.subject,
            event="petition.registered",
            recipient=None,
            address={"email": "a@example.org", "name": "Үлгі", "lines": ["Example street 1"]},
            channel=channel,
            language="ru",
            context={"petition": str(petition.public_id)},
            not_before=world.walk.now,
            key=f"prepared-{channel}",
            data_key=petition.data_key,
        )
        kept.append(notice)
    Notice.objects.filter(pk=world.undelivered[0].pk).update(state=Notice.State.UNDELIVERED, settled_at=world.walk.now)


def ids(rows: Any) -> Arguments:
    """Return the public ids of rows as arguments."""
    return [{"public_id": row.public_id} for row in rows]


def attachments(world: World) -> Arguments:
    """Return every attachment with its petition, one with another's petition, and one that is not there."""
    laid = list(Attachment.objects.select_related("petition"))
    found: Arguments = [{"public_id": one.petition.public_id, "attachment_id": one.pk, "page": 1} for one in laid]
    return [
        *found,
        {"public_id": world.petitions[State.FILED].public_id, "attachment_id": laid[0].pk, "page": 1},
        {"public_id": laid[0].petition.public_id, "attachment_id": 9**18, "page": 1},
    ]


def pages(world: World) -> Arguments:
    """Return every page of the guided form, for a draft, a returned petition and one that is on its way."""
    states = (State.DRAFT, State.RETURNED, State.SCREENING)
    names = [*(step.name for step in STEPS), "no-such-page"]
    return [{"public_id": world.petitions[state].public_id, "name": name} for name in names for state in states]


def decisions(world: World) -> Arguments:
    """Return a decision that may be quoted in a draft and in a petition that is on its way, and one that is not there."""
    known = DecidedProvision.objects.order_by("pk")[0].pk
    states = (State.DRAFT, State.RETURNED, State.SCREENING)
    return [
        {"public_id": world.petitions[state].public_id, "decision_id": number}
        for state in states
        for number in (known, 9**18)
    ]


def proposals(world: World) -> Arguments:
    """Return a proposal for a draft that is not there."""
    return [{"public_id": world.petitions[State.DRAFT].public_id, "proposal_id": number} for number in (1, 9**18)]


def papers(world: World) -> Arguments:
    """Return what stands in the QR code of each petition's paper, and an old print of the draft."""
    known: Arguments = [{"public_id": one.public_id, "version": one.version} for one in world.petitions.values()]
    return [*known, {"public_id": world.petitions[State.DRAFT].public_id, "version": 0}]


def points(world: World) -> Arguments:
    """Return a point of the check of every petition, and one that nothing asks for."""
    petitions = list(world.petitions.values())
    return [{"public_id": one.public_id, "code": code} for one in petitions for code in ("competence", "no-such-point")]


def pairs(world: World) -> Arguments:
    """Return every petition beside one that is being checked."""
    other = world.petitions[State.SCREENING].public_id
    return [{"public_id": one.public_id, "other_id": other} for one in world.petitions.values()]


def links(world: World) -> Arguments:
    """Return a link of a petition, and one that is not there."""
    later, earlier = world.petitions[State.SCREENING], world.petitions[State.REGISTERED]
    clerk, at = Actor.of(world.walk.cast.clerk), timezone.now()
    row = links_of(later).first() or link_petitions(
        petition=later, other=earlier, kind="linked", reason=WHY, actor=clerk, at=at
    )
    return [{"public_id": later.public_id, "link_id": number} for number in (row.pk, 9**18)]


def turns(world: World) -> Arguments:
    """Return a turn of signing on a telephone, and one that is not there."""
    petition = world.petitions[State.AWAITING_SIGNATURE]
    signable = document_to_sign(petition=petition, actor=world.petitioner, at=timezone.now())
    assert signable is not None
    turn = begin_turn(petition=petition, signable=signable, former=None, actor=world.petitioner, at=timezone.now())
    return [{"turn_id": turn.public_id}, {"turn_id": uuid4()}]


def saved_views(world: World) -> Arguments:
    """Return a view of the queue that the head of intake shared, and one that is not there."""
    head = Actor.of(world.walk.cast.head_of_intake)
    made = SavedView.objects.first() or save_view(
        name="Late", query="view=all&due=overdue", is_shared=True, actor=head, at=timezone.now()
    )
    return [{"view_id": made.public_id}, {"view_id": uuid4()}]


# What may stand in the places of parameters, by how the route begins; the first that fits is taken.
KNOWN: tuple[tuple[str, Callable[[World], Arguments]], ...] = (
    ("petitions/<uuid:public_id>/data/<uuid:export_id>/", lambda world: exports(world.petitions[State.SCREENING])),
    ("petitions/my-data/<uuid:export_id>/", lambda world: exports(world.petitions[State.SCREENING])),
    ("petitions/<uuid:public_id>/letters/<uuid:letter_id>/", lambda world: own_letters_as_arguments()),
    ("petitions/<uuid:public_id>/write/attachments/<int:attachment_id>/", attachments),
    ("petitions/<uuid:public_id>/documents/<int:attachment_id>/", attachments),
    ("petitions/clients/<uuid:public_id>/proof/<int:proof_id>/", lambda world: no_proof(world.petitioner)),
    ("petitions/clients/<uuid:public_id>/", lambda world: [client_on_desk(world.petitioner)]),
    ("petitions/<uuid:public_id>/write/<people:group>/<slug:key>/", lambda world: persons(world.petitions)),
    ("petitions/<uuid:public_id>/write/reasoning/quote/<int:decision_id>/", decisions),
    ("petitions/<uuid:public_id>/write/<slug:name>/", pages),
    ("petitions/<uuid:public_id>/approval/", lambda world: ids([*world.institutional, world.petitions[State.DRAFT]])),
    ("petitions/<uuid:public_id>/help/<int:proposal_id>/", proposals),
    ("petitions/help/<int:help_id>/", lambda world: [{"help_id": number} for number in (1, 9**18)]),
    ("petitions/institution/forwarded/<uuid:public_id>/documents/<int:attachment_id>/", attachments),
    ("petitions/institution/forwarded/<uuid:public_id>/", lambda world: ids(world.petitions.values())),
    ("petitions/<uuid:public_id>/", lambda world: ids(world.petitions.values())),
    ("intake/routing/versions/<int:number>/", lambda world: [{"number": number} for number in (1, 9**18)]),
    ("intake/routing/draft/rules/<slug:code>/<slug:way>/", lambda world: [{"code": "general", "way": "up"}]),
    ("intake/routing/draft/rules/<slug:code>/", lambda world: [{"code": code} for code in ("general", "no-such")]),
    ("intake/leave/<int:leave_id>/", lambda world: [{"leave_id": number} for number in (1, 9**18)]),
    ("intake/views/<uuid:view_id>/", saved_views),
    *audited.KNOWN,
    *disposing.KNOWN,
    *said.KNOWN,
    *taken.KNOWN,
    ("intake/papers/<uuid:public_id>/<int:version>/", papers),
    ("intake/forwarded/<uuid:public_id>/", lambda world: ids(world.petitions.values())),
    ("letters/second-readings/<uuid:public_id>/", lambda world: second_readings_as_arguments()),
    ("letters/second-readings/replies/", lambda world: letters_as_arguments()),
    ("letters/texts/", lambda world: [{"kind": one, "language": "kk"} for one in ("return", "no-such-kind")]),
    ("letters/returns/<uuid:public_id>/", lambda world: ids(world.petitions.values())),
    ("letters/<uuid:letter_id>/", lambda world: letters_as_arguments()),
    ("intake/<uuid:public_id>/beside/<uuid:other_id>/", pairs),
    ("intake/<uuid:public_id>/links/<int:link_id>/", links),
    ("intake/<uuid:public_id>/points/<slug:code>/", points),
    ("intake/<uuid:public_id>/", lambda world: ids(world.petitions.values())),
    *cases.KNOWN,
    ("proceedings/petitions/<uuid:public_id>/", lambda world: ids(world.petitions.values())),
    ("proceedings/studies/<uuid:public_id>/", lambda world: ids(world.petitions.values())),
    ("proceedings/sessions/<uuid:public_id>/", lambda world: ids(world.sittings)),
    ("proceedings/cases/<uuid:public_id>/", lambda world: ids([p.case for p in world.petitions.values() if p.case])),
    *reported.KNOWN,
    ("desk/undelivered/<uuid:public_id>/", lambda world: ids([*world.undelivered, *world.letters])),
    ("desk/letters-to-print/<uuid:public_id>/", lambda world: ids([*world.undelivered, *world.letters])),
    ("account/sessions/<int:session_id>/", lambda world: [{"session_id": 1}, {"session_id": 9**18}]),
    ("account/second-factor/webauthn/keys/<int:pk>/", lambda world: [{"pk": 1}, {"pk": 9**18}]),
    ("institution/officers/<int:grant_id>/", grants),
    ("institution/offers/<int:offer_id>/", offers),
    ("account/offers/<int:offer_id>/", offers),
    ("institution/programs/<int:token_id>/", tokens),
    ("institution/webhooks/<uuid:public_id>/messages/<uuid:delivery_id>/", deliveries),
    ("institution/webhooks/<uuid:public_id>/", lambda world: ids([webhook_of(world)])),
    ("administration/roles/<int:grant_id>/", grants),
    ("administration/accounts/<uuid:public_id>/", lambda world: ids([world.walk.cast.stranger, world.walk.cast.clerk])),
    ("egov-mobile/<uuid:turn_id>/", turns),
    (
        "register/consistency/<int:old_size>/<int:new_size>.json",
        lambda world: [{"old_size": 1, "new_size": 2}, {"old_size": 9**18, "new_size": 9**19}],
    ),
    ("register/roots/<slug:day>.", lambda world: [{"day": "2026-03-02"}, {"day": "2026-13-45"}]),
    ("api/v1/petitions/<uuid:public_id>/", lambda world: ids(world.petitions.values())),
    ("api/v1/portal/petitions/<uuid:public_id>/", lambda world: ids(world.petitions.values())),
    ("api/v1/rulings/<uuid:public_id>/", lambda world: ids([*world.published, *world.drafts])),
    ("api/v1/measures/<uuid:public_id>/", lambda world: ids(world.measures)),
)


def arguments_of(route: str, world: World) -> Arguments:
    """Return what may stand in the parameters of `route`; nothing where nobody knows."""
    for begin, known in KNOWN:
        if route.startswith(begin):
            return known(world)
    return []


def signed_in(world: World, member: str | None) -> Client:
    """Return a browser of the member of the cast; of nobody for None."""
    client = Client(raise_request_exception=False)
    if member is not None:
        client.force_login(getattr(world.walk.cast, member))
        # Noted by each request otherwise: what requests to the prepared world change is undone.
        (session := client.session)[STAFF_SINCE] = int(timezone.now().timestamp())
        session.save()
        assert SESSION_KEY in session
    return client

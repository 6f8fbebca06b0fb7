from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from courtcase.law.models import ProvisionVersion
from courtcase.law.models.acts import Outcome, VersionStatus
from courtcase.law.operations import note_decided_provision, note_legal_positions
from courtcase.law.time import court_day
from courtcase.notices.operations import owe_job
from courtcase.operations import NotAllowed, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions.models import NormChange
from petitions.proceedings.operations.raise_alarms import raise_alarms
from petitions.proceedings.operations.resolve_petition import note_plain_words, note_publication
from rulings import access
from rulings.blocks import Block, words_of
from rulings.models import PublicationPlace, Rendition, Ruling, RulingProvision, RulingState, TextCitation
from rulings.models.kinds import LANGUAGES
from rulings.publication.anonymity import is_settled
from rulings.publication.citing import citations_of, linked_blocks, note_cited_rulings
from rulings.publication.html import digest_of, render_html
from rulings.publication.indexing import index_ruling
from rulings.publication.operations.note_official_publication import write_publication
from rulings.publication.operations.write_mended import write_mended_words
from rulings.publication.shown import anonymisations, first_blocks, shown_words
from rulings.steps import lock_ruling, page_changed, save_next
from rulings.watching.operations.tell_watchers import owe_telling
from rulings.wording import cause_of

# Points beyond these are no legal positions but lists.
MOST_POINTS, LONGEST_POINT = 20, 4_000
FALLEN_JOB = "rulings.tell_of_fallen"


class Shown(NamedTuple):
    """What is shown of a ruling at first: blocks and digests of the renditions by language, and the citations that are links."""

    blocks: dict[str, list[Block]]
    digests: dict[str, str]
    cited: list[TextCitation]


NOTHING = Shown({}, {}, [])


@operation
def publish_ruling(*, ruling: Ruling, actor: Actor, at: datetime, version: int | None = None) -> Ruling:
    """Publish a signed ruling: its pages, the norms it decided, the search, the terms of its measures, the petitioners.

    Its files, and letters to everyone who petitioned about a norm that fell, are owed as work. Returns the published ruling.
    Raises NotAllowed, StaleVersion, WrongState, also while anything that may be about a private person is not decided on.
    """
    locked = lock_ruling(ruling=ruling, version=version)
    if not access.may(actor, "ruling.publish", locked, at):
        raise NotAllowed()
    if locked.state != RulingState.SIGNED:
        raise WrongState(_("Only a signed ruling that is not published yet can be published."))
    require_anonymised(locked)
    shown = render(ruling=locked, at=at)
    make_public(ruling=locked, shown=shown, actor=actor, at=at)
    write_publication(locked, PublicationPlace.SITE, court_day(at), actor=actor, at=at)
    note_publication(ruling_uuid=locked.subject.uuid, public_path=locked.public_path, actor=actor, at=at)
    if explained := shown_words(locked):
        sentences = explained.sentences
        note_plain_words(ruling_uuid=locked.subject.uuid, sentences=sentences, actor=actor, at=at)
    for language in shown.digests:
        owe_files(ruling=locked, language=language, version=1)
    for norm in locked.provisions.filter(outcome=Outcome.DOES_NOT_CONFORM).values_list("provision", flat=True):
        owe_letters(ruling=locked, norm=norm)
    body = {"path": locked.public_path, **{f"page_{language}": digest for language, digest in shown.digests.items()}}
    record(subject=locked.subject, event="ruling.published", actor=actor, at=at, body=body)
    return locked


def require_anonymised(ruling: Ruling) -> None:
    """Raise WrongState while anything that may be about a private person is not decided on."""
    if not is_settled(ruling):
        raise WrongState(
            _("Decide first on what may be about private persons: names, numbers, addresses."), code="not_anonymised"
        )


def render(
    *,
    ruling: Ruling,
    at: datetime,
    texts: Mapping[str, list[Block]] | None = None,
    cited: list[TextCitation] | None = None,
) -> Shown:
    """Write the first rendition in each language that has a text, anonymised; returns what is shown.

    Whoever has just written the texts and their citations hands them over; else both are read.
    """
    rows = []
    anonymised = anonymisations(ruling)
    for mending in anonymised:
        write_mended_words(mending, ruling)
    links = citations_of(ruling) if cited is None else cited
    for language, unlinked in first_blocks(ruling, anonymised, texts).items():
        blocks = linked_blocks(unlinked, [row for row in links if row.language == language])
        html = render_html(blocks, language)
        rows.append(
            Rendition(
                ruling=ruling,
                language=language,
                version=1,
                blocks=blocks,
                html=html,
                digest=digest_of(html),
                published_at=at,
            )
        )
    Rendition.objects.bulk_create(rows)
    return Shown({row.language: row.blocks for row in rows}, {row.language: row.digest for row in rows}, links)


def make_public(*, ruling: Ruling, actor: Actor, at: datetime, shown: Shown = NOTHING) -> None:
    """Mark the ruling as published, and tell the law, the search and the pages of the rulings it cites.

    `shown` is what `render` wrote; without it the ruling has no text.
    """
    save_next(ruling, state=RulingState.PUBLISHED, published_at=at, page_changed_at=at)
    norms = list(ruling.provisions.select_related("provision__act", "provision__parent__parent__parent"))
    for norm in norms:
        note_norm(ruling=ruling, norm=norm, actor=actor, at=at)
    if norms:
        raise_alarms(
            provisions=[norm.provision_id for norm in norms],
            change=NormChange.DECIDED,
            by=cause_of(ruling),
            day=ruling.adopted_on,
            actor=actor,
            at=at,
        )
    note_points(ruling=ruling, shown=shown.blocks, actor=actor, at=at)
    index_ruling(ruling=ruling, shown=shown.blocks, actor=actor, at=at)
    page_changed(rulings=note_cited_rulings(ruling, shown.cited), at=at)
    owe_telling(ruling=ruling)


def note_norm(*, ruling: Ruling, norm: RulingProvision, actor: Actor, at: datetime) -> None:
    """Write what was decided on one norm where petitions and the provision picker find it, and its force from then on."""
    note_decided_provision(
        provision=norm.provision,
        ruling=ruling.subject,
        outcome=norm.outcome,
        in_part=norm.in_part,
        decided_on=ruling.adopted_on,
        numbers={language: ruling.in_language("number", language) for language in LANGUAGES},
        public_path=ruling.public_path,
        actor=actor,
        at=at,
    )
    status = status_after(norm)
    begins = norm.effect_from or ruling.adopted_on
    if status is not None and begins is not None:
        ProvisionVersion.objects.get_or_create(
            provision=norm.provision,
            ruling_path=ruling.public_path,
            defaults={"applies_from": begins, "status": status},
        )


def note_points(*, ruling: Ruling, shown: Mapping[str, Sequence[Block]], actor: Actor, at: datetime) -> None:
    """Write what the ruling decided, point by point, where petitioners may quote it from; `shown` are its blocks by language."""
    points = {language: points_of(blocks) for language, blocks in shown.items()}
    note_legal_positions(ruling=ruling.subject, points=points, actor=actor, at=at)


def points_of(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    """Return the id and the words of each operative point, as long as anybody would quote."""
    points = [(block["id"], words_of(block)) for block in blocks if block["kind"] == "operative"]
    return [(anchor, words) for anchor, words in points if words.strip() and len(words) <= LONGEST_POINT][:MOST_POINTS]


def status_after(norm: RulingProvision) -> str | None:
    """Return the force of a norm after its outcome; None where the outcome changes nothing, or only a part of it."""
    if norm.outcome == Outcome.CONFORMS_READ_AS:
        return VersionStatus.READ_AS
    if norm.outcome == Outcome.DOES_NOT_CONFORM and not norm.in_part:
        return VersionStatus.LOST_FORCE
    return None


def owe_letters(*, ruling: Ruling, norm: int, after: int = 0) -> None:
    """Owe the letters to everyone who once petitioned about a norm (its id) that fell, after the petition `after`."""
    key = f"{FALLEN_JOB}:{ruling.public_id}:{norm}:{after}"
    owe_job(kind=FALLEN_JOB, subject=ruling.subject, key=key, body={"norm": norm, "after": after})


def owe_files(*, ruling: Ruling, language: str, version: int) -> None:
    """Owe the files of one rendition of the ruling: PDF, DOCX, Akoma Ntoso."""
    key = f"ruling-pdf:{ruling.public_id}:{language}:{version}"
    owe_job(kind="rulings.print", subject=ruling.subject, key=key, body={"language": language})

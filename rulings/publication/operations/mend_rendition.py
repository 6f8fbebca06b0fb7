from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions.proceedings.operations.resolve_petition import note_plain_words
from rulings import access
from rulings.blocks import readable
from rulings.models import Mending, MendingKind, MendingOutcome, Rendition, Ruling
from rulings.publication.html import digest_of, render_html
from rulings.publication.indexing import index_ruling
from rulings.publication.operations.file_renditions import make_files_anew
from rulings.publication.operations.make_open_data import renew_open_data, withdraw_open_data
from rulings.publication.operations.publish_ruling import note_points
from rulings.publication.operations.show_links import forget_gone
from rulings.publication.operations.write_mended import write_mended_words
from rulings.publication.personal import tells_iin
from rulings.publication.shown import mended_by, newest_of, pattern_by, places_of, shown_blocks, shown_words
from rulings.steps import lock_ruling, page_changed, save_next

SHORTEST, LONGEST = 3, 4_000


@operation
def ask_mending(
    *,
    ruling: Ruling,
    kind: str,
    passage: str,
    reason: str,
    actor: Actor,
    at: datetime,
    language: str = "",
    instead: str = "",
) -> Mending:
    """Ask that words of a published ruling be shown otherwise: a correction in one language, or a withdrawal everywhere.

    Nothing changes until a second person decides. Returns the mending. Raises OperationError beside `passage`, `instead`,
    `language` or `reason`, NotAllowed, WrongState where the ruling is not published.
    """
    locked = lock_ruling(ruling=ruling)
    if not access.may(actor, "ruling.mend", locked, at):
        raise NotAllowed()
    if not locked.is_published:
        raise WrongState(_("Only what is published is shown to anyone, and can be mended."))
    mending = Mending(
        ruling=locked,
        kind=kind,
        language=language if kind == MendingKind.CORRECTION else "",
        passage=" ".join(readable(passage).split()),
        instead=" ".join(readable(instead).split()) if kind == MendingKind.CORRECTION else "",
        reason=" ".join(readable(reason).split()),
        outcome=MendingOutcome.WAITING,
        asked_by=actor.account,
        asked_at=at,
    )
    check(mending, locked)
    mending.save(force_insert=True)
    record_mending(mending, "ruling.mending_asked", actor=actor, at=at)
    return mending


def check(mending: Mending, ruling: Ruling) -> None:
    """Raise OperationError beside what is wrong with a mending that is asked for."""
    if not SHORTEST <= len(mending.passage) <= LONGEST:
        raise OperationError(_("Write the words as they are shown, 3 to 4,000 characters."), field="passage")
    if not mending.reason or len(mending.reason) > 300:
        raise OperationError(_("Say why, in at most 300 characters. Everyone will read it."), field="reason")
    if pattern_by(mending).search(mending.reason):
        raise OperationError(_("Everyone will read the reason: it must not hold the passage itself."), field="reason")
    for field, words in (("reason", mending.reason), ("instead", mending.instead)):
        if tells_iin(words):
            raise OperationError(_("An individual identification number is never published."), field=field)
    if mending.kind == MendingKind.CORRECTION:
        if not mending.language:
            raise OperationError(_("Choose the text in which the error stands."), field="language")
        if not mending.instead or mending.instead == mending.passage:
            raise OperationError(_("Write what shall be shown instead."), field="instead")
    elif mending.kind != MendingKind.WITHDRAWAL:
        raise OperationError(_("Choose what is to be done."), field="kind")
    if not places_of(mending, shown_blocks(ruling), ruling):
        raise OperationError(
            _("These words are not shown anywhere in the ruling. Copy them from its page."), field="passage"
        )


@operation
def decide_mending(*, mending: Mending, agrees: bool, actor: Actor, at: datetime) -> Mending:
    """Decide, as the second person, on a mending that waits; whoever asked may only take it back.

    Once agreed, pages, files, search, feed and interfaces show the mended words from this moment on; what was signed stays
    as it is, sealed. Returns the mending. Raises NotAllowed, WrongState where it does not wait any more or its words are
    not shown any more.
    """
    ruling = lock_ruling(ruling=mending.ruling)
    if not access.may(actor, "ruling.mend", ruling, at):
        raise NotAllowed()
    locked = Mending.objects.select_for_update(no_key=True).get(pk=mending.pk)
    if locked.outcome != MendingOutcome.WAITING:
        raise WrongState(_("This was decided meanwhile."))
    if agrees and locked.asked_by_id == (actor.account.pk if actor.account else None):
        raise WrongState(
            _("Another person must decide: what is shown of a ruling is changed by two."), code="same_person"
        )
    locked.outcome = MendingOutcome.DONE if agrees else MendingOutcome.REFUSED
    locked.decided_by, locked.decided_at = actor.account, at
    locked.save(update_fields=["outcome", "decided_by", "decided_at"])
    if agrees:
        show_otherwise(locked, ruling, actor=actor, at=at)
    record_mending(locked, "ruling.mended" if agrees else "ruling.mending_refused", actor=actor, at=at)
    return locked


def record_mending(mending: Mending, event: str, *, actor: Actor, at: datetime) -> None:
    """Record what happened, without any words of the passage."""
    body = {"mending": str(mending.public_id), "kind": str(mending.kind), "language": mending.language}
    record(subject=mending.ruling.subject, event=event, actor=actor, at=at, body=body)


def show_otherwise(mending: Mending, ruling: Ruling, *, actor: Actor, at: datetime) -> None:
    """Show the mended words everywhere from now on: renditions, titles, files, search, points to quote, pages that cite it."""
    near = Ruling.objects.filter(Q(links_out__to_ruling=ruling) | Q(links_in__from_ruling=ruling))
    beside_it = list(near.values_list("pk", flat=True))
    languages = add_renditions(mending, ruling, at=at)
    forget_gone(mending, shown_blocks(ruling))
    beside = write_mended_words(mending, ruling)
    if not languages and not beside:
        raise WrongState(_("These words are not shown there any more."))
    save_next(ruling, page_changed_at=at)
    make_files_anew(ruling, actor=actor, at=at)
    if mending.kind == MendingKind.WITHDRAWAL:
        withdraw_open_data(ruling=ruling, actor=actor, at=at)
    else:
        renew_open_data(actor=actor, at=at)
    shown = shown_blocks(ruling)
    index_ruling(ruling=ruling, shown=shown, actor=actor, at=at)
    note_points(ruling=ruling, shown=shown, actor=actor, at=at)
    if explained := shown_words(ruling):
        note_plain_words(ruling_uuid=ruling.subject.uuid, sentences=explained.sentences, actor=actor, at=at)
    page_changed(rulings=beside_it, at=at)


def add_renditions(mending: Mending, ruling: Ruling, *, at: datetime) -> list[str]:
    """Add a rendition in each language in which the passage stands; returns those languages."""
    shown = newest_of(ruling.renditions.all())
    before = {language: one.blocks for language, one in shown.items()}
    added = []
    for language, blocks in mended_by(mending, before).items():
        if blocks == before[language]:
            continue
        html = render_html(blocks, language)
        added.append(
            Rendition(
                ruling=ruling,
                language=language,
                version=shown[language].version + 1,
                blocks=blocks,
                html=html,
                digest=digest_of(html),
                published_at=at,
                reason=mending.reason,
            )
        )
    Rendition.objects.bulk_create(added)
    return [one.language for one in added]

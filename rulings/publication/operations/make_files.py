from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.documents.models import Document
from courtcase.documents.operations import store_generated
from courtcase.operations import NotAllowed, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from rulings.models import Ruling
from rulings.publication.formats import FORMATS
from rulings.publication.formats.source import source_of
from rulings.publication.queries import file_kind
from rulings.steps import lock_ruling


@operation
def make_files(*, ruling: Ruling, language: str, actor: Actor, at: datetime) -> list[Document]:
    """Write the files of a published ruling in one language that are kept (PDF, DOCX, Akoma Ntoso); those that are, stay.

    Returns the files written now. Raises NotAllowed, WrongState where the ruling is not published or has no text in the
    language.
    """
    if not may(actor, "ruling.publish", at):
        raise NotAllowed()
    # Locked, so that a passage withdrawn meanwhile is never written into a file that stays.
    locked = lock_ruling(ruling=ruling)
    text = locked.texts.filter(language=language).first()
    if not locked.is_published or text is None:
        raise WrongState(_("Only a published text is printed."))
    wanted = {file_kind(one.ending, language): one for one in FORMATS.values() if one.kept}
    kept = set(Document.objects.filter(subject=locked.subject, kind__in=wanted).values_list("kind", flat=True))
    missing = {kind: one for kind, one in wanted.items() if kind not in kept}
    if not missing:
        return []
    source = source_of(locked, text)
    return [
        store_generated(
            content=one.make(source),
            filename=f"{(source.number or locked.slug or 'ruling').replace('/', '-')}.{one.ending}",
            content_type=one.media_type,
            subject=locked.subject,
            kind=kind,
            actor=actor,
            at=at,
        )
        for kind, one in missing.items()
    ]

"""The files that are kept of a published ruling, made anew once what is shown of it changed."""

from __future__ import annotations

from datetime import datetime

from courtcase.documents.models import Document
from courtcase.documents.operations import remove_document
from courtcase.people.actors import Actor
from rulings.models import Ruling
from rulings.publication.formats import FORMATS
from rulings.publication.operations.publish_ruling import owe_files
from rulings.publication.queries import file_kind
from rulings.publication.shown import newest_of


def make_files_anew(ruling: Ruling, *, actor: Actor, at: datetime) -> None:
    """Remove the files that were kept, and owe those of what is shown now."""
    shown = newest_of(ruling.renditions.only("ruling", "language", "version"))
    kinds = [file_kind(one.ending, language) for one in FORMATS.values() if one.kept for language in shown]
    for document in Document.objects.filter(subject=ruling.subject, kind__in=kinds):
        remove_document(document=document, actor=actor, at=at)
    for language, rendition in shown.items():
        owe_files(ruling=ruling, language=language, version=rendition.version)

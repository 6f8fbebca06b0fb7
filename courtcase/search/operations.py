"""Put things into the search and take them out; called by the operations of other rooms."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, Value

from courtcase.operations import operation
from courtcase.people.actors import Actor
from courtcase.search.folding import clean
from courtcase.search.models import SearchDocument
from courtcase.search.ordering import alphabet_key
from courtcase.search.tokens import as_vector, tokens

if TYPE_CHECKING:
    from courtcase.register.models import Subject


class AsVector(Func):
    """Cast a text made by `as_vector` to a tsvector, without parsing it again."""

    template = "%(expressions)s::tsvector"
    output_field = SearchVectorField()


@operation
def index(
    *,
    subject: Subject,
    language: str,
    visibility: str,
    title: str,
    text: str,
    actor: Actor,
    at: datetime,
    about: str = "",
) -> SearchDocument:
    """Index `subject` in `language` for `visibility` ("public" or "staff"), replacing what was indexed before.

    `about` holds the words by which it is known beside its title: they count for more than those of `text`. Returns the
    row. Any actor may: the operation that changed the text decided that already.
    """
    shown = clean(title)[:500]
    found, _created = SearchDocument.objects.update_or_create(
        subject=subject,
        language=language,
        visibility=visibility,
        defaults={
            "title": shown,
            "sort_key": alphabet_key(shown, language),
            "tokens": AsVector(
                Value(as_vector(tokens(shown, language), tokens(text, language), tokens(about, language)))
            ),
            "body_length": len(text),
            "updated_at": at,
        },
    )
    return found


@operation
def drop(*, subject: Subject, actor: Actor, at: datetime, visibility: str | None = None) -> int:
    """Take `subject` out of the search, or only its rows of one `visibility`; returns how many rows went."""
    rows = SearchDocument.objects.filter(subject=subject)
    if visibility is not None:
        rows = rows.filter(visibility=visibility)
    return rows.delete()[0]

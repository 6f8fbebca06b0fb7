"""Put things into the search and take them out; called by the operations of other rooms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.postgres.search import SearchVectorField
from django.db import connection
from django.db.models import Func

from courtcase.operations import operation
from courtcase.people.actors import Actor
from courtcase.search.folding import clean
from courtcase.search.models import SearchDocument
from courtcase.search.ordering import alphabet_key
from courtcase.search.tokens import as_vector, tokens

if TYPE_CHECKING:
    from courtcase.register.models import Subject

# By which columns a row is told from all others.
KEY = ("subject_id", "language", "visibility")


class AsVector(Func):
    """Cast a text made by `as_vector` to a tsvector, without parsing it again."""

    template = "%(expressions)s::tsvector"
    output_field = SearchVectorField()


class Worded(NamedTuple):
    """What is indexed of a subject in one language. `about` holds words that count for more than those of `text`."""

    language: str
    title: str
    text: str
    about: str = ""


@operation
def index(*, subject: Subject, visibility: str, worded: Sequence[Worded], actor: Actor, at: datetime) -> None:
    """Index `subject` in the languages of `worded` for `visibility` ("public" or "staff"), replacing what was indexed before.

    One statement. Any actor may: the operation that changed the text decided that already.
    """
    rows = [row_of(one, subject=subject, visibility=visibility, at=at) for one in worded]
    if not rows:
        return
    one = f"({', '.join('%s::tsvector' if name == 'tokens' else '%s' for name in rows[0])})"
    head = f"INSERT INTO {SearchDocument._meta.db_table} ({', '.join(rows[0])}) VALUES "  # noqa: S608 - names of our own
    replaced = ", ".join(f"{name} = EXCLUDED.{name}" for name in rows[0] if name not in KEY)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{head}{', '.join([one] * len(rows))} ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET {replaced}",
            [value for row in rows for value in row.values()],
        )


def row_of(worded: Worded, *, subject: Subject, visibility: str, at: datetime) -> dict[str, Any]:
    """Return the row of a subject in one language, by its columns."""
    language, shown = worded.language, clean(worded.title)[:500]
    read = [tokens(words, language) for words in (shown, worded.text, worded.about)]
    return {
        "subject_id": subject.pk,
        "language": language,
        "visibility": str(visibility),
        "title": shown,
        "sort_key": alphabet_key(shown, language),
        "tokens": as_vector(*read),
        "body_length": len(worded.text),
        "updated_at": at,
    }


@operation
def drop(*, subject: Subject, actor: Actor, at: datetime, visibility: str | None = None) -> int:
    """Take `subject` out of the search, or only its rows of one `visibility`; returns how many rows went."""
    rows = SearchDocument.objects.filter(subject=subject)
    if visibility is not None:
        rows = rows.filter(visibility=visibility)
    return rows.delete()[0]

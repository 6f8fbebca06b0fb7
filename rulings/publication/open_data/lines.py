"""What stands of one published ruling in the files of open data. Pure functions of a ruling that was read whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rest_framework.renderers import JSONRenderer

from courtcase.law.queries import cite
from petitions.tables import line_of
from rulings.api.serializers import RulingSerializer
from rulings.models import Ruling
from rulings.models.kinds import LANGUAGES
from rulings.publication.citing import norm_path
from rulings.publication.formats.akoma_ntoso import akoma_ntoso_of
from rulings.publication.formats.source import source_of
from rulings.publication.identifier import identifier_of
from rulings.publication.open_data.codebook import COLUMNS


def head_of(name: str) -> bytes:
    """Return the first line of a table."""
    return line_of([column.name for column in COLUMNS[name]]).encode()


def ruling_line(ruling: Ruling) -> bytes:
    """Return the ruling's line in the table of rulings."""
    return line_of(
        [
            ruling.public_id,
            ruling.kind,
            ruling.origin,
            word_of(ruling.synthetic),
            ruling.number_value,
            *in_languages(ruling, "number"),
            ruling.adopted_on,
            ruling.adopted_year,
            *in_languages(ruling, "title"),
            ruling.title_certainty,
            " ".join(text.language for text in ruling.texts.all()),
            identifier_of(ruling),
            ruling.published_at.strftime("%Y-%m-%dT%H:%M:%SZ") if ruling.published_at else "",
            ruling.public_path,
        ]
    ).encode()


def norm_lines(ruling: Ruling) -> Iterator[bytes]:
    """Yield the lines of what the ruling examined."""
    for row in ruling.provisions.all():
        yield line_of(
            [
                ruling.public_id,
                ruling.public_path,
                ruling.adopted_on,
                row.provision.act.code,
                row.provision.path,
                *(cite(row.provision, language) for language in LANGUAGES),
                row.outcome,
                word_of(row.in_part),
                *in_languages(row, "extent"),
                row.effect_from,
                norm_path(row.provision),
            ]
        ).encode()


def json_line(ruling: Ruling) -> bytes:
    """Return the ruling as the API gives it, in one line."""
    rendered: bytes = JSONRenderer().render(RulingSerializer(ruling).data)
    return rendered + b"\n"


def documents_of(ruling: Ruling) -> Iterator[tuple[str, bytes]]:
    """Yield the ruling's texts in Akoma Ntoso, each with its place in the archive: 29/kk.xml."""
    for text in ruling.texts.all():
        yield f"{ruling.slug}/{text.language}.xml", akoma_ntoso_of(source_of(ruling, text))


def in_languages(row: object, field: str) -> Iterable[str]:
    """Return a three-column field."""
    return [str(getattr(row, f"{field}_{language}")) for language in LANGUAGES]


def word_of(is_so: bool) -> str:
    """Return a truth as a word."""
    return "true" if is_so else "false"

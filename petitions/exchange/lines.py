"""One line of a portal's file: the petition that was signed, as its exact bytes, its container, and its attachments."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import override
from rest_framework import serializers

from courtcase.operations import OperationError
from courtcase.signatures.verification import MOST_BYTES as MOST_OF_CONTAINER
from petitions.api.portal_serializers import EXTERNAL_NUMBER, PortalDraftSerializer
from petitions.content import PetitionContent
from petitions.exchange.reading import PortalFile, refusal
from petitions.filing.file_limits import MAX_ATTACHMENTS
from petitions.filing.forms.papers import PURPOSES

MOST_OF_PETITION = 4 * 1024**2
OF_A_LINE = frozenset({"petition", "container", "attachments"})


class NamedFileSerializer(serializers.Serializer[Any]):
    """A file that is laid with the petition, as the citizen signed it: what it is, and its digest."""

    name = serializers.CharField(max_length=200)
    purpose = serializers.ChoiceField(choices=[(code, str(code)) for code, _label in PURPOSES])
    sha256 = serializers.RegexField(r"^[0-9a-f]{64}$")


class SignedPetitionSerializer(PortalDraftSerializer):
    """A petition as the citizen signed it: whole, under the portal's number, with the digests of its attachments."""

    external_number = serializers.RegexField(EXTERNAL_NUMBER, max_length=64)
    attachments = serializers.ListField(child=NamedFileSerializer(), required=False, max_length=MAX_ATTACHMENTS)

    def to_internal_value(self, data: Any) -> Any:
        """Refuse words nobody knows: what was signed is taken whole or not at all."""
        unknown = sorted(set(map(str, data)) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            raise serializers.ValidationError({name[:60]: _("This field is not known.") for name in unknown[:20]})
        return super().to_internal_value(data)


@dataclass(frozen=True)
class SignedPetition:
    """A petition of a line, read and valid: what was signed, by which container, and what is laid with it."""

    signed: bytes
    container: bytes
    number: str
    language: str
    words: PetitionContent
    purposes: list[str]
    files: list[SimpleUploadedFile]

    @property
    def digest(self) -> str:
        """Return the SHA-256 of what was signed."""
        return sha256(self.signed).hexdigest()


@dataclass
class Line:
    """A line as far as it could be read: also of one that is refused the answer says whose number and language it has."""

    number: str | None = None
    language: str = "kk"


def read_line(source: PortalFile, text: bytes, line: Line) -> SignedPetition:
    """Return what a line says, and note in `line` what is known of it on the way.

    Raises OperationError and ValidationError beside what is wrong; nothing was stored then.
    """
    told = read_json(text, place=None)
    unknown = sorted(map(str, told.keys() - OF_A_LINE))
    if unknown:
        message = _("A line has no field of this name: %(name)s") % {"name": unknown[0][:60]}
        raise OperationError(message, code="unknown_field")
    signed = source.read(told.get("petition"), limit=MOST_OF_PETITION, place="petition")
    petition = read_json(signed, place="petition")
    note(line, petition)
    with override(line.language):
        return read_signed(source, told, signed, petition)


def read_signed(source: PortalFile, told: dict[str, Any], signed: bytes, petition: dict[str, Any]) -> SignedPetition:
    """Return what a line `told`, whose `signed` bytes hold this `petition`; raises what `read_line` does."""
    serializer = SignedPetitionSerializer(data=petition)
    serializer.is_valid(raise_exception=True)
    words = dict(serializer.validated_data)
    named = words.pop("attachments", [])
    container = source.read(told.get("container"), limit=MOST_OF_CONTAINER, place="container")
    return SignedPetition(
        signed=signed,
        container=container,
        number=words.pop("external_number"),
        language=words.pop("language"),
        words=cast(PetitionContent, words),
        purposes=[one["purpose"] for one in named],
        files=attached(source, told.get("attachments", []), named),
    )


def note(line: Line, petition: dict[str, Any]) -> None:
    """Note of a line what its answer needs, where it is what it should be."""
    number = serializers.RegexField(EXTERNAL_NUMBER, max_length=64)
    try:
        line.number = number.run_validation(petition.get("external_number"))
    except serializers.ValidationError:
        line.number = None
    if petition.get("language") in ("kk", "ru"):
        line.language = petition["language"]


def attached(source: PortalFile, places: Any, named: list[dict[str, Any]]) -> list[SimpleUploadedFile]:
    """Return the files of a line in the order in which the signed petition names them; raises OperationError."""
    if not isinstance(places, list) or len(places) != len(named):
        message = _("The line brings other files than the signed petition names.")
        raise refusal(message, "attachments", "other_files")
    files = []
    for order, (place, one) in enumerate(zip(places, named, strict=True)):
        where = f"attachments.{order}"
        content = source.read(place, limit=settings.UPLOAD_LIMIT_BYTES, place=where)
        if sha256(content).hexdigest() != one["sha256"]:
            raise refusal(_("This file is not the one that was signed: its digest is another."), where, "other_digest")
        files.append(SimpleUploadedFile(one["name"], content))
    return files


def read_json(text: bytes, *, place: str | None) -> dict[str, Any]:
    """Return the object written in JSON; raises OperationError for anything else, a name that stands twice among it."""
    try:
        found = json.loads(text.decode("utf-8"), object_pairs_hook=each_once, parse_constant=no_number)
    except (ValueError, RecursionError) as error:
        raise OperationError(_("This is no well-formed JSON."), field=place, code="parse_error") from error
    if not isinstance(found, dict):
        raise OperationError(_("This is no well-formed JSON."), field=place, code="parse_error")
    return found


def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON; raises ValueError where a name stands twice: who signed saw one, and we another."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def no_number(_word: str) -> Any:
    """Refuse what JSON does not know, such as NaN; raises ValueError."""
    raise ValueError

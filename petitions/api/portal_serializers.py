"""What programs of a portal write and read of citizens' petitions, and what every program learns of changes."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from courtcase.iin import is_valid_iin
from petitions.api.people import CitizenSerializer, CitizensWordsSerializer, people_told
from petitions.api.serializers import (
    LANGUAGES_OF_PETITIONS,
    FoundSerializer,
    PetitionLineSerializer,
    PetitionSerializer,
)
from petitions.models import Petition
from petitions.workflow import State

EXTERNAL_NUMBER = r"^[A-Za-z0-9][A-Za-z0-9._/-]*$"
TWELVE_DIGITS = re.compile(r"(?<!\d)\d{12}(?!\d)")


class PortalDraftSerializer(CitizensWordsSerializer):
    """A petition that a portal begins for a citizen."""

    language = serializers.ChoiceField(choices=LANGUAGES_OF_PETITIONS)
    petitioner = CitizenSerializer()  # type: ignore[assignment]
    external_number = serializers.RegexField(
        EXTERNAL_NUMBER, max_length=64, required=False, help_text="The portal's own number; once for each petition."
    )

    def validate_external_number(self, value: str) -> str:
        """Refuse a number that names somebody: it is shown and told where a name would not be."""
        if any(is_valid_iin(found) for found in TWELVE_DIGITS.findall(value)):
            raise serializers.ValidationError(_("This number holds an IIN. Send a number that names nobody."))
        return value


class PortalChangeSerializer(CitizensWordsSerializer):
    """Words that change, and the version of the petition they were written for."""

    version = serializers.IntegerField(min_value=1)


class PortalLineSerializer(PetitionLineSerializer):
    """A citizen's petition in a list."""

    class Meta(PetitionLineSerializer.Meta):
        fields = [*PetitionLineSerializer.Meta.fields, "external_number"]


class PortalPetitionSerializer(PetitionSerializer):
    """A citizen's petition as the portal reads it."""

    class Meta(PetitionSerializer.Meta):
        fields = [*PetitionSerializer.Meta.fields, "external_number"]

    @extend_schema_field(CitizensWordsSerializer)
    def get_words(self, row: Petition) -> dict[str, Any]:
        """Return the words written last, provisions by act and path."""
        return people_told(super().get_words(row))


class PortalSubmittedSerializer(PortalPetitionSerializer):
    """A citizen's petition just submitted, and its tracking code, which is the citizen's."""

    tracking_code = serializers.CharField(allow_null=True)

    class Meta(PortalPetitionSerializer.Meta):
        fields = [*PortalPetitionSerializer.Meta.fields, "tracking_code"]


class PortalSignedSerializer(PortalPetitionSerializer):
    """A citizen's petition whose signature was just taken in, and what was found of it."""

    signature = FoundSerializer()

    class Meta(PortalPetitionSerializer.Meta):
        fields = [*PortalPetitionSerializer.Meta.fields, "signature"]


class ChangeLineSerializer(serializers.Serializer[Any]):
    """One step of one petition."""

    position = serializers.IntegerField(help_text="Its place in the Court's register: higher is later.")
    id = serializers.UUIDField(help_text="The event's own id, the same in a webhook's message.")
    event = serializers.CharField()
    at = serializers.DateTimeField()
    petition = serializers.UUIDField()
    register_number = serializers.CharField(allow_null=True)
    external_number = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(choices=State.choices)
    version = serializers.IntegerField()

    def get_fields(self) -> dict[str, Any]:
        """Add the state before under its own name, which is a word of Python."""
        return {**super().get_fields(), "from": serializers.ChoiceField(choices=State.choices)}


class ChangesSerializer(serializers.Serializer[Any]):
    """Changes in their order, and from where to ask next."""

    results = ChangeLineSerializer(many=True)
    changed_since = serializers.IntegerField(help_text="Ask with this the next time.")
    has_more = serializers.BooleanField(help_text="There are more: ask again at once.")


class ChangesAskedSerializer(serializers.Serializer[Any]):
    """From where changes are asked."""

    changed_since = serializers.IntegerField(
        min_value=-1,
        max_value=2**63 - 1,
        required=False,
        default=-1,
        help_text="`changed_since` of the last answer; left out: from the first change there is.",
    )

"""What programs write of what only institutions write: each part is read by the form of its page."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from courtcase.law.models.petitioners import Question
from petitions.filing.forms.institutions import MOST_DEPUTIES


class LetterSerializer(serializers.Serializer[Any]):
    """The letter by which the institution petitions, and the official who signs it."""

    number = serializers.CharField(max_length=60, required=False, allow_blank=True, help_text="Outgoing number.")
    day = serializers.DateField(required=False)
    signer = serializers.CharField(max_length=200, required=False, allow_blank=True)
    position = serializers.CharField(max_length=200, required=False, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return it as the words keep it."""
        return with_iso(attrs, "day")


class SuspendedCaseSerializer(serializers.Serializer[Any]):
    """The case a court suspended to ask the Court; no names of parties."""

    number = serializers.CharField(max_length=100, required=False, allow_blank=True)
    suspended_on = serializers.DateField(required=False, help_text="Day of the ruling that suspends it.")
    application = serializers.CharField(
        max_length=20_000, required=False, allow_blank=True, help_text="Where in the case the act is to be applied."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return it as the words keep it."""
        return with_iso(attrs, "suspended_on")


class MatterSerializer(serializers.Serializer[Any]):
    """A treaty before ratification, a law before signature, an election or a referendum."""

    name = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    day = serializers.DateField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return it as the words keep it."""
        return with_iso(attrs, "day")


class OfficialWordsSerializer(serializers.Serializer[Any]):
    """What only institutions write; which parts are asked follows from who petitions and what is asked."""

    asked = serializers.ChoiceField(choices=[(code, str(code)) for code in Question.values], required=False)
    letter = LetterSerializer(required=False)
    suspended_case = SuspendedCaseSerializer(required=False)
    matter = MatterSerializer(required=False)
    deputies = serializers.ListField(
        child=serializers.CharField(max_length=200), required=False, max_length=MOST_DEPUTIES, help_text="Full names."
    )


def with_iso(attrs: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the values with the day called `name` as the words of a petition keep it."""
    return {**attrs, name: attrs[name].isoformat()} if attrs.get(name) else attrs

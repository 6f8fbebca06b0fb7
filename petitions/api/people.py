"""The people of a citizen's petition as programs write and read them: who petitions, who represents, who writes."""

from __future__ import annotations

import secrets
from typing import Any, cast

from django.utils.translation import gettext as _
from rest_framework import serializers

from petitions.api.serializers import WordsSerializer, accepted, checked
from petitions.content import Person, PetitionContent, representatives_of
from petitions.filing.forms.person import PersonForm, RepresentativeForm
from petitions.filing.operations.save_draft import MAX_PETITIONERS
from petitions.regions import REGIONS
from petitions.writers import KINDS, MOST_REPRESENTATIVES, Writer

KEY = r"^[0-9a-z]{4,16}$"
KEY_IS = "Tells this person from the others for good, as an answer gave it; left out: somebody new."
GROUPS = ("others", "representatives")
KINDS_OF_REPRESENTATIVES = [(code, code) for code in KINDS]
WRITERS = [(one.value, one.value) for one in Writer]


class CitizenSerializer(serializers.Serializer[Any]):
    """A citizen who petitions; without an IIN nobody could tell that it was the citizen who signed."""

    full_name = serializers.CharField(max_length=200)
    iin = serializers.CharField(max_length=20, help_text="12 digits with the right check digit.")
    residence = serializers.CharField(max_length=500, help_text="Postal address.")
    region = serializers.ChoiceField(choices=[(code, code) for code, _name in REGIONS], required=False)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Read it as the guided page does."""
        return dict(checked(PersonForm, attrs)["petitioner"])


class OtherPetitionerSerializer(CitizenSerializer):
    """Somebody who petitions together with the first petitioner, and signs too."""

    key = serializers.RegexField(KEY, required=False, help_text=KEY_IS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Read it as the guided page does; the key stays."""
        return kept_key(attrs, super().validate(attrs))


class RepresentativeSerializer(serializers.Serializer[Any]):
    """A representative, of one of the law's four kinds; the paper that proves it is laid with the petition as `proof`."""

    key = serializers.RegexField(KEY, required=False, help_text=KEY_IS)
    kind = serializers.ChoiceField(choices=KINDS_OF_REPRESENTATIVES)
    full_name = serializers.CharField(max_length=200)
    iin = serializers.CharField(max_length=20, required=False, allow_blank=True, help_text="Needed to sign for all.")
    residence = serializers.CharField(max_length=500, required=False, allow_blank=True, help_text="Postal address.")
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    proof = serializers.CharField(
        max_length=300, required=False, allow_blank=True, help_text="Name, number and day of the paper that proves it."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Read it as the guided page does; the key stays."""
        form = accepted(RepresentativeForm(data=attrs))
        read = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        return kept_key(attrs, read)


class CitizensWordsSerializer(WordsSerializer):
    """The words of a citizen's petition."""

    writer = serializers.ChoiceField(
        choices=WRITERS, required=False, allow_blank=True, help_text="Who writes; a representative signs for all."
    )
    petitioner = CitizenSerializer(required=False)  # type: ignore[assignment]
    others = serializers.ListField(
        child=OtherPetitionerSerializer(),
        required=False,
        max_length=MAX_PETITIONERS - 1,
        help_text="All who petition together with `petitioner`, each time all of them.",
    )
    representatives = serializers.ListField(
        child=RepresentativeSerializer(),
        required=False,
        max_length=MOST_REPRESENTATIVES,
        help_text="All who represent (art. 44(4): at most two), each time all of them.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a key that names two people."""
        read = super().validate(attrs)
        for group in GROUPS:
            keys = [one["key"] for one in read.get(group, []) if "key" in one]
            if len(keys) > len(set(keys)):
                raise serializers.ValidationError({group: _("Two people have the same key. Leave it out for one.")})
        return read


def kept_key(attrs: dict[str, Any], read: dict[str, Any]) -> dict[str, Any]:
    """Return what was read of somebody, with the key they were sent with."""
    return {"key": attrs["key"], **read} if attrs.get("key") else read


def with_keys(words: PetitionContent) -> PetitionContent:
    """Return the words with a key for everybody who has none: what is asked twice must stay the same until then."""
    given = {group: [keyed(one) for one in words[group]] for group in GROUPS if group in words}  # type: ignore[literal-required]
    return cast(PetitionContent, {**words, **given})


def keyed(person: Person) -> Person:
    """Return somebody with a key that tells them apart."""
    return person if "key" in person else {"key": secrets.token_hex(4), **person}


def people_told(words: dict[str, Any]) -> dict[str, Any]:
    """Return the words of a citizen's petition as its people are told to programs, whenever they were written."""
    told = {name: value for name, value in words.items() if name != "representative"}
    represented = representatives_of(cast(PetitionContent, words))
    if represented:
        told["representatives"] = [dict(one) for one in represented]
    if "petitioner" in told:
        told["petitioner"] = {name: one for name, one in told["petitioner"].items() if name != "key"}
    for person in (told.get("petitioner", {}), *told.get("others", [])):
        if not person.get("region"):
            person.pop("region", None)
    return told

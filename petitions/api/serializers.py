"""What programs write and read of petitions. What is written passes the forms of the guided pages: one rule for both."""

from __future__ import annotations

from base64 import b64decode
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from courtcase.api_reading import AnswerSerializer
from courtcase.law.models import Clock, Provision
from courtcase.signatures.verdicts import Outcome
from courtcase.signatures.verification import MOST_BYTES
from petitions.api.official import OfficialWordsSerializer
from petitions.content import CourtAct, PetitionContent
from petitions.filing.forms.base import StepForm
from petitions.filing.forms.case import APPLIED, MOST_ACTS, CaseForm
from petitions.filing.forms.papers import OFFICIAL_PURPOSES, PURPOSES
from petitions.filing.forms.person import InstitutionForm
from petitions.filing.forms.words import LONG_TEXT, PARTICIPATION
from petitions.filing.operations.save_draft import MAX_PROVISIONS
from petitions.filing.queries import laid_with, open_clocks, words_of
from petitions.models import ApprovalOutcome, Attachment, Petition
from petitions.workflow import State

LONGEST_CONTAINER = -(-MOST_BYTES // 3) * 4
NON_FIELD = "non_field_errors"
LANGUAGES_OF_PETITIONS = [("kk", "Kazakh"), ("ru", "Russian")]


def checked(form_class: type[StepForm], data: dict[str, Any]) -> PetitionContent:
    """Return the part of a petition's words a page of the guided form reads from `data`; raises ValidationError."""
    form = form_class(data=data)
    return accepted(form).part()


def accepted(form: StepForm) -> StepForm:
    """Return a form that is valid; raises ValidationError that names each field and says what is wrong with it."""
    if not form.is_valid():
        told = cast(forms.Form, form).errors.get_json_data()
        raise serializers.ValidationError(
            {
                NON_FIELD if name == "__all__" else name: [
                    ErrorDetail(one["message"], one["code"] or "invalid") for one in errors
                ]
                for name, errors in told.items()
            }
        )
    return form


class ProvisionSerializer(serializers.Serializer[Provision]):
    """A provision by the code of its act and its path in it, both as /api/v1/norms/ and the norm pages write them."""

    act = serializers.CharField(max_length=60, source="act.code")
    path = serializers.CharField(max_length=120)


class PetitioningBodySerializer(serializers.Serializer[Any]):
    """The institution as its petition names it."""

    full_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    residence = serializers.CharField(max_length=500, required=False, allow_blank=True, help_text="Postal address.")
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Read it as the guided page does."""
        return dict(checked(InstitutionForm, attrs)["petitioner"])


class CourtActSerializer(serializers.Serializer[Any]):
    """A judicial act in the petitioner's own case, for kinds of petitioner of whom the law asks one; the last act first."""

    court = serializers.CharField(max_length=300, required=False, allow_blank=True)
    number = serializers.CharField(max_length=100, required=False, allow_blank=True)
    adopted_on = serializers.DateField(required=False, allow_null=True)
    in_force_on = serializers.DateField(required=False, allow_null=True)
    applied = serializers.ChoiceField(
        choices=[(code, str(code)) for code, _label in APPLIED], required=False, allow_blank=True
    )

    def validate(self, attrs: dict[str, Any]) -> CourtAct:
        """Read it as the guided page does: no day ahead, none in force before it was made."""
        data = {**attrs, **{name: attrs[name].isoformat() for name in ("adopted_on", "in_force_on") if attrs.get(name)}}
        acts = checked(CaseForm, data)["court_acts"]
        return acts[0] if acts else {}


class WordsSerializer(OfficialWordsSerializer):
    """The words of a petition. Whatever is left out stays as it is."""

    petitioner = PetitioningBodySerializer(required=False)
    provisions = serializers.ListField(child=ProvisionSerializer(), required=False, max_length=MAX_PROVISIONS)
    provisions_typed = serializers.CharField(max_length=500, required=False, allow_blank=True)
    rights = serializers.ListField(child=ProvisionSerializer(), required=False, max_length=MAX_PROVISIONS)
    rights_typed = serializers.CharField(max_length=500, required=False, allow_blank=True)
    court_acts = serializers.ListField(child=CourtActSerializer(), required=False, max_length=MOST_ACTS)
    situation = serializers.CharField(max_length=LONG_TEXT, required=False, allow_blank=True)
    reasoning = serializers.CharField(max_length=LONG_TEXT, required=False, allow_blank=True)
    request = serializers.CharField(max_length=LONG_TEXT, required=False, allow_blank=True)
    participation = serializers.ChoiceField(
        choices=[(code, str(code)) for code, _label in PARTICIPATION], required=False, allow_blank=True
    )
    may_forward = serializers.BooleanField(
        required=False,
        help_text="Whether the petitioner agrees that a body that can help may read it where this Court cannot; not said: no.",
    )
    later_notices = serializers.BooleanField(
        required=False,
        help_text="Whether the petitioner agrees to a letter when a provision of the petition loses force by another ruling "
        "later; not said: no. An institution is told in any case.",
    )

    def validate_provisions(self, value: list[dict[str, Any]]) -> list[int]:
        """Return the ids of the provisions named."""
        return found_provisions(value)

    def validate_court_acts(self, value: list[CourtAct]) -> list[CourtAct]:
        """Return the acts of which anything is said."""
        return [act for act in value if act]

    def validate_rights(self, value: list[dict[str, Any]]) -> list[int]:
        """Return the ids of the articles of the Constitution named."""
        return found_provisions(value)


def found_provisions(named: list[dict[str, Any]]) -> list[int]:
    """Return the ids of provisions in the order named, in one query; raises ValidationError that names the unknown."""
    wanted = [(one["act"]["code"], one["path"]) for one in named]
    rows = Provision.objects.filter(
        act__code__in={act for act, _path in wanted}, path__in={path for _act, path in wanted}
    )
    known = {(act, path): pk for pk, act, path in rows.values_list("pk", "act__code", "path")}
    missing = [f"{act} {path}" for act, path in wanted if (act, path) not in known]
    if missing:
        raise serializers.ValidationError(
            _("Not in the list of provisions: %(missing)s. Write it in the field for typed ones instead.")
            % {"missing": ", ".join(missing)}
        )
    return [known[one] for one in wanted]


class DraftSerializer(WordsSerializer):
    """A petition that is begun: its language, which also is that of the Court's letters, and whatever words there are."""

    language = serializers.ChoiceField(choices=LANGUAGES_OF_PETITIONS)


class ChangeSerializer(WordsSerializer):
    """Words that change, and the version of the petition they were written for."""

    version = serializers.IntegerField(min_value=1)


@extend_schema_serializer(component_name="SeenVersion")
class VersionSerializer(serializers.Serializer[Any]):
    """The version of the petition that is meant."""

    version = serializers.IntegerField(min_value=1)


class ContainerField(serializers.CharField):
    """A signed container written in base64: its bytes."""

    def to_internal_value(self, data: Any) -> bytes:  # type: ignore[override]
        """Return the bytes; raises ValidationError for what is no base64."""
        try:
            return b64decode(super().to_internal_value(data), validate=True)
        except ValueError as error:
            raise serializers.ValidationError(_("Write the container in base64.")) from error


@extend_schema_serializer(component_name="Version")  # the name it had in the schema before there was a container
class SubmissionSerializer(VersionSerializer):
    """The version that is submitted, and the signature of its document where it is not filed by the head's approval."""

    container = ContainerField(
        required=False,
        max_length=LONGEST_CONTAINER,
        help_text="CMS SignedData over the exact bytes of document.pdf, in base64; at most 5 MB before it.",
    )


class ApprovalSerializer(serializers.Serializer[Any]):
    """How a draft, or a correction, stands with the head of the institution."""

    stands = serializers.ChoiceField(
        source="outcome",
        choices=ApprovalOutcome.choices,
        allow_blank=True,
        help_text="Empty: nobody asked for it and nobody gave it.",
    )
    asked_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    remark = serializers.CharField(allow_blank=True, help_text="What the head wants changed, where it was sent back.")


class UploadSerializer(serializers.Serializer[Any]):
    """A file to lay with a petition."""

    purpose = serializers.ChoiceField(choices=[(code, str(code)) for code, _label in (*PURPOSES, *OFFICIAL_PURPOSES)])
    file = serializers.FileField(allow_empty_file=True, help_text="PDF, JPEG, PNG, DOCX or signed CMS, at most 20 MB.")


class SignatureFileSerializer(serializers.Serializer[Any]):
    """The signature of the document of a petition, and the version of the petition that is meant."""

    version = serializers.IntegerField(min_value=1)
    container = serializers.FileField(help_text="CMS SignedData over the document's exact bytes, at most 5 MB.")


class AttachmentSerializer(AnswerSerializer[Attachment]):
    """A file laid with a petition."""

    public_id = serializers.UUIDField(source="document.public_id")
    filename = serializers.CharField(source="document.filename")
    content_type = serializers.CharField(source="document.content_type")
    size = serializers.IntegerField(source="document.size")
    sha256 = serializers.CharField(source="document.sha256")

    class Meta:
        model = Attachment
        fields = ["public_id", "purpose", "filename", "content_type", "size", "sha256", "added_at"]


class TermSerializer(AnswerSerializer[Clock]):
    """A term that runs."""

    term = serializers.CharField(source="term.code")

    class Meta:
        model = Clock
        fields = ["term", "starts_on", "due_on", "state"]


class PetitionLineSerializer(AnswerSerializer[Petition]):
    """A petition in a list: where it stands, and on which days."""

    state = serializers.ChoiceField(choices=State.choices)

    class Meta:
        model = Petition
        fields = [
            "public_id",
            "state",
            "version",
            "language",
            "petitioner_kind",
            "register_number",
            "created_at",
            "submitted_at",
            "filed_on",
            "registered_on",
            "closed_on",
        ]


class PetitionSerializer(PetitionLineSerializer):
    """A petition: where it stands, its words, its files and the terms that run."""

    words = serializers.SerializerMethodField()
    attachments = serializers.SerializerMethodField()
    terms = serializers.SerializerMethodField()

    class Meta(PetitionLineSerializer.Meta):
        fields = [*PetitionLineSerializer.Meta.fields, "words", "attachments", "terms"]

    @extend_schema_field(WordsSerializer)
    def get_words(self, row: Petition) -> dict[str, Any]:
        """Return the words written last, provisions by act and path; whoever wrote them just now gives them along."""
        words: dict[str, Any] = dict(self.context.get("words") or words_of(row))
        ids = [*words.get("provisions", []), *words.get("rights", [])]
        named = Provision.objects.select_related("act").in_bulk(ids)
        for key in ("provisions", "rights"):
            known = [named[pk] for pk in words.get(key, []) if pk in named]
            words[key] = [{"act": one.act.code, "path": one.path} for one in known]
        for act in words.get("court_acts", []):
            act.update({day: act.get(day) or None for day in ("adopted_on", "in_force_on")})
        return words

    @extend_schema_field(AttachmentSerializer(many=True))
    def get_attachments(self, row: Petition) -> Any:
        """Return the files laid with it, in order; whoever read them just now gives them along."""
        files = self.context["files"] if "files" in self.context else laid_with(row)
        return AttachmentSerializer(files, many=True).data

    @extend_schema_field(TermSerializer(many=True))
    def get_terms(self, row: Petition) -> Any:
        """Return the terms that run for it and for its case."""
        return TermSerializer(open_clocks(row), many=True).data


class SubmittedSerializer(PetitionSerializer):
    """A petition just submitted, and its tracking code: told now, and again to the same request with the same key."""

    tracking_code = serializers.CharField(allow_null=True)

    class Meta(PetitionSerializer.Meta):
        fields = [*PetitionSerializer.Meta.fields, "tracking_code"]


class FoundSerializer(serializers.Serializer[Any]):
    """What was found of a signature: valid, or that it cannot be told and a clerk will look at it."""

    verdict = serializers.ChoiceField(choices=[Outcome.VALID, Outcome.CANNOT_TELL])
    reason = serializers.CharField(allow_blank=True)
    words = serializers.CharField()


class SignedSerializer(PetitionSerializer):
    """A petition whose signature was just taken in, and what was found of it."""

    signature = FoundSerializer()

    class Meta(PetitionSerializer.Meta):
        fields = [*PetitionSerializer.Meta.fields, "signature"]

"""What the API says of rulings, norms and measures. Only published things ever reach these serializers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from courtcase.api_reading import AnswerSerializer
from courtcase.law.models import DecidedProvision, Provision
from courtcase.law.queries import cite
from rulings.blocks import Block
from rulings.execution.queries import as_withdrawn
from rulings.models import Measure, MeasureStep, Ruling, RulingProvision, RulingText, SourceFacts, TextCitation
from rulings.models.kinds import LANGUAGES
from rulings.publication.citing import norm_path, path_of
from rulings.publication.shown import newest_of, shown_words


class InLanguagesSerializer(serializers.Serializer):
    """The same words in the three languages; blank where they were not written or not seen."""

    kk = serializers.CharField(allow_blank=True)
    ru = serializers.CharField(allow_blank=True)
    en = serializers.CharField(allow_blank=True)


def in_languages(row: object, field: str) -> dict[str, str]:
    """Return a three-column field as one value."""
    return {language: str(getattr(row, f"{field}_{language}")) for language in LANGUAGES}


class NormOfRulingSerializer(AnswerSerializer[RulingProvision]):
    """A norm a ruling examined. `outcome` is null where it was not seen."""

    act = serializers.CharField(source="provision.act.code")
    path = serializers.CharField(source="provision.path")
    citation = serializers.SerializerMethodField()
    outcome = serializers.SerializerMethodField()
    extent = serializers.SerializerMethodField()
    public_path = serializers.SerializerMethodField()

    class Meta:
        model = RulingProvision
        fields = ["act", "path", "citation", "outcome", "in_part", "extent", "effect_from", "public_path"]

    @extend_schema_field(InLanguagesSerializer)
    def get_citation(self, row: RulingProvision) -> dict[str, str]:
        """Return the norm as a lawyer cites it."""
        return {language: cite(row.provision, language) for language in LANGUAGES}

    def get_outcome(self, row: RulingProvision) -> str | None:
        """Return the code of the outcome; null: not seen."""
        return row.outcome or None

    @extend_schema_field(InLanguagesSerializer)
    def get_extent(self, row: RulingProvision) -> dict[str, str]:
        """Return to what extent, or in which interpretation."""
        return in_languages(row, "extent")

    def get_public_path(self, row: RulingProvision) -> str:
        """Return the norm's page without language."""
        return norm_path(row.provision)


class SourceFactsSerializer(AnswerSerializer[SourceFacts]):
    """What a public source says of the ruling, word for word."""

    class Meta:
        model = SourceFacts
        fields = [
            "source",
            "provision",
            "subject_en",
            "subject_certainty",
            "outcome",
            "adilet_id",
            "printed_suffix",
            "made_up_text",
        ]


class RulingLineSerializer(AnswerSerializer[Ruling]):
    """A published ruling in a list. What was not seen is null or blank."""

    id = serializers.UUIDField(source="public_id")
    number = serializers.SerializerMethodField()
    title = serializers.SerializerMethodField()
    norms = NormOfRulingSerializer(source="provisions", many=True)
    public_path = serializers.CharField()

    class Meta:
        model = Ruling
        fields = [
            "id",
            "kind",
            "origin",
            "synthetic",
            "number_value",
            "number",
            "slug",
            "adopted_on",
            "adopted_year",
            "title",
            "title_certainty",
            "norms",
            "published_at",
            "public_path",
        ]

    @extend_schema_field(InLanguagesSerializer)
    def get_number(self, ruling: Ruling) -> dict[str, str]:
        """Return the number as printed; blank where it is not known."""
        return in_languages(ruling, "number")

    @extend_schema_field(InLanguagesSerializer)
    def get_title(self, ruling: Ruling) -> dict[str, str]:
        """Return the title where it was written or seen."""
        return in_languages(ruling, "title")


class TextSerializer(AnswerSerializer[RulingText]):
    """The text in one language as it is shown, in blocks."""

    blocks = serializers.SerializerMethodField()

    class Meta:
        model = RulingText
        fields = ["language", "authentic", "translator", "blocks"]

    @extend_schema_field(serializers.JSONField())
    def get_blocks(self, text: RulingText) -> list[Block]:
        """Return the blocks that are shown: those signed, with what was mended since."""
        return list(newest_of(text.ruling.renditions.all())[text.language].blocks)


class StepSerializer(AnswerSerializer[MeasureStep]):
    """An entry in the history of a measure: whose word it is, by which body's account, which stage is said to be reached."""

    institution = serializers.SerializerMethodField()
    withdrawn_at = serializers.DateTimeField(
        allow_null=True, help_text="When its words were withdrawn from everything shown; null: they stand."
    )

    class Meta:
        model = MeasureStep
        fields = ["says", "institution", "stage", "day", "source", "entered_at", "withdrawn_at"]

    def to_representation(self, instance: MeasureStep) -> dict[str, Any]:
        """Return the entry without the words that were withdrawn."""
        return dict(super().to_representation(as_withdrawn(instance)))

    @extend_schema_field(InLanguagesSerializer(allow_null=True))
    def get_institution(self, step: MeasureStep) -> dict[str, str] | None:
        """Return the body that entered it by its own account."""
        return in_languages(step.institution, "name") if step.institution is not None else None


class MeasureSerializer(AnswerSerializer[Measure]):
    """What must change because of a ruling, and how far it has come."""

    id = serializers.UUIDField(source="public_id")
    ruling = serializers.CharField(source="ruling.public_path")
    what = serializers.SerializerMethodField()
    answerable = serializers.SerializerMethodField()
    resulting_act: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    steps = StepSerializer(many=True)

    class Meta:
        model = Measure
        fields = [
            "id",
            "ruling",
            "kind",
            "what",
            "answerable",
            "due_on",
            "first_due_on",
            "stage",
            "resulting_act",
            "resulting_words",
            "source",
            "synthetic",
            "steps",
        ]

    @extend_schema_field(InLanguagesSerializer)
    def get_what(self, measure: Measure) -> dict[str, str]:
        """Return what has to change."""
        return in_languages(measure, "what")

    @extend_schema_field(InLanguagesSerializer)
    def get_answerable(self, measure: Measure) -> dict[str, str]:
        """Return who answers for it; blank where it was not seen."""
        if measure.answerable is not None:
            return in_languages(measure.answerable, "name")
        return in_languages(measure, "answerable")


class LinkSerializer(serializers.Serializer[dict[str, Any]]):
    """Another published ruling, and how one speaks of the other."""

    kind = serializers.CharField()
    public_path = serializers.CharField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # the link's own word, not a field's


class CitationSerializer(AnswerSerializer[TextCitation]):
    """A block of a text that names a norm or a ruling, as a person confirmed; its link is in the block."""

    public_path = serializers.SerializerMethodField()

    class Meta:
        model = TextCitation
        fields = ["language", "block", "public_path"]

    def get_public_path(self, row: TextCitation) -> str:
        """Return the page of the norm or the ruling, without language."""
        return path_of(row)


class RulingSerializer(RulingLineSerializer):
    """A published ruling whole: texts, measures, citations, and what its source says."""

    facts = SourceFactsSerializer(allow_null=True, default=None)
    texts = TextSerializer(many=True)
    plain_words = serializers.SerializerMethodField()
    measures = MeasureSerializer(many=True)
    cites = serializers.SerializerMethodField()
    cited_by = serializers.SerializerMethodField()
    citations = CitationSerializer(many=True)
    case_number = serializers.CharField(source="case.number", allow_null=True, default=None)

    class Meta(RulingLineSerializer.Meta):
        fields = [
            *RulingLineSerializer.Meta.fields,
            "case_number",
            "facts",
            "texts",
            "plain_words",
            "measures",
            "cites",
            "cited_by",
            "citations",
        ]

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}})
    def get_plain_words(self, ruling: Ruling) -> dict[str, list[str]]:
        """Return what it says in plain sentences, by language; no part of the ruling; empty: not written."""
        shown = shown_words(ruling)
        return dict(shown.sentences) if shown else {}

    @extend_schema_field(LinkSerializer(many=True))
    def get_cites(self, ruling: Ruling) -> list[dict[str, str]]:
        """Return the published rulings it speaks of."""
        links = [(link, link.to_ruling) for link in ruling.links_out.all()]
        return [link_of(link.kind, other, link.source) for link, other in links if other.is_published]

    @extend_schema_field(LinkSerializer(many=True))
    def get_cited_by(self, ruling: Ruling) -> list[dict[str, str]]:
        """Return the published rulings that speak of it."""
        links = [(link, link.from_ruling) for link in ruling.links_in.all()]
        return [link_of(link.kind, other, link.source) for link, other in links if other.is_published]


def link_of(kind: str, other: Ruling, source: str) -> dict[str, str]:
    """Return one link as the API says it."""
    return {"kind": kind, "public_path": other.public_path, "source": source}


class DecisionOnNormSerializer(AnswerSerializer[DecidedProvision]):
    """What a published ruling decided on a norm. `outcome` is blank where it was not seen."""

    number = serializers.SerializerMethodField()

    class Meta:
        model = DecidedProvision
        fields = ["number", "decided_on", "outcome", "in_part", "public_path"]

    @extend_schema_field(InLanguagesSerializer)
    def get_number(self, row: DecidedProvision) -> dict[str, str]:
        """Return the ruling's number as printed."""
        return in_languages(row, "number")


class CitingSerializer(AnswerSerializer[TextCitation]):
    """A place in a published ruling that cites a norm."""

    public_path = serializers.CharField(source="ruling.public_path")

    class Meta:
        model = TextCitation
        fields = ["public_path", "language", "block"]


class NormSerializer(AnswerSerializer[Provision]):
    """A provision that the Court examined, with every decision on it."""

    act = serializers.CharField(source="act.code")
    citation = serializers.SerializerMethodField()
    decided = DecisionOnNormSerializer(many=True)
    cited_by = CitingSerializer(source="text_citations", many=True)
    public_path = serializers.SerializerMethodField()

    class Meta:
        model = Provision
        fields = ["act", "path", "level", "label", "citation", "decided", "cited_by", "public_path"]

    @extend_schema_field(InLanguagesSerializer)
    def get_citation(self, norm: Provision) -> dict[str, str]:
        """Return the norm as a lawyer cites it."""
        return {language: cite(norm, language) for language in LANGUAGES}

    def get_public_path(self, norm: Provision) -> str:
        """Return the norm's page without language."""
        return norm_path(norm)

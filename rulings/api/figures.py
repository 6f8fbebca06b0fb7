"""The public figures by machine: the kept rows of page and CSV, their definitions, and what others reported."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from courtcase.api_reading import AnswerSerializer
from courtcase.people.api_permissions import StatesAction
from rulings.api.serializers import InLanguagesSerializer, in_languages
from rulings.api.views import InOrder, OpenViewSet
from rulings.models import FigureCell, YearOrigin
from rulings.models.kinds import LANGUAGES
from rulings.publication.figures import DAY_NOT_SEEN, rows
from rulings.statistics.definitions import definitions


class FigureSerializer(AnswerSerializer[FigureCell]):
    """One public figure. `count` is null where it is not shown; `dimension` is blank for a total."""

    year = serializers.IntegerField(source="year.year")
    counted_how = serializers.ChoiceField(source="year.origin", choices=YearOrigin.choices)
    is_over = serializers.BooleanField(source="year.is_over")
    counted_at = serializers.DateTimeField(source="year.counted_at")
    # `label` is the name of every field of a serializer: the words of the row stand under another.
    words = serializers.SerializerMethodField()

    class Meta:
        model = FigureCell
        fields = [
            "year",
            "counted_how",
            "is_over",
            "counted_at",
            "figure",
            "part",
            "dimension",
            "value",
            "words",
            "count",
            "percent",
            "source",
        ]

    @extend_schema_field(InLanguagesSerializer)
    def get_words(self, cell: FigureCell) -> dict[str, str]:
        """Return the words of the row."""
        return in_languages(cell, "label")


class FigureFilter(django_filters.FilterSet):
    """Figures by year, by the code of the definition, and by what they tell apart."""

    year = django_filters.NumberFilter(field_name="year__year")
    figure = django_filters.CharFilter(field_name="figure")
    dimension = django_filters.CharFilter(field_name="dimension")

    class Meta:
        model = FigureCell
        fields: list[str] = []


class ManyInOrder(InOrder):
    """Pages of a year's rows at once."""

    page_size = 500


@extend_schema(tags=["statistics"])
class FigureViewSet(OpenViewSet):
    """Counted public figures: the rows of the statistics page, suppressed and rounded as there."""

    states_action = {"list": "api.figure", None: "api.figure"}
    queryset = FigureCell.objects.none()
    serializer_class = FigureSerializer
    filterset_class = FigureFilter
    pagination_class = ManyInOrder

    def get_queryset(self) -> QuerySet[FigureCell]:
        """Return the kept rows with their years."""
        return FigureCell.objects.select_related("year")


class DefinitionSerializer(serializers.Serializer[Any]):
    """How a counted figure is counted."""

    code = serializers.CharField()
    article = serializers.CharField(allow_blank=True)
    name = InLanguagesSerializer()
    how = InLanguagesSerializer()


class ReportedFigureSerializer(serializers.Serializer[Any]):
    """A figure somebody else reported. `as_of` is null where its day was not seen; `at_least`: “more than”."""

    code = serializers.CharField()
    value = serializers.IntegerField()
    at_least = serializers.BooleanField()
    as_of = serializers.CharField(allow_null=True)
    said_by = InLanguagesSerializer()
    name = InLanguagesSerializer()
    definition = InLanguagesSerializer()


class StatingViewSet(viewsets.ViewSet):
    """Short lists that are part of a release, open to all."""

    authentication_classes: list[Any] = []
    permission_classes = [StatesAction]
    states_action = {"list": "api.figure", None: "api.figure"}


@extend_schema(tags=["statistics"], responses=DefinitionSerializer(many=True))
class DefinitionViewSet(StatingViewSet):
    """What each counted figure counts."""

    def list(self, request: Request) -> Response:
        """Return the definitions in the order of the page."""
        found = [
            {"code": one.code, "article": one.article, "name": one.names, "how": one.ways}
            for one in definitions().values()
        ]
        return Response(DefinitionSerializer(found, many=True).data)


@extend_schema(tags=["statistics"], responses=ReportedFigureSerializer(many=True))
class ReportedFigureViewSet(StatingViewSet):
    """Figures others reported, each with its source and day; never added to counted ones."""

    def list(self, request: Request) -> Response:
        """Return the reported figures; sources that differ stand side by side."""
        found = [
            {
                "code": row["code"],
                "value": int(row["value"]),
                "at_least": row["at_least"] == "yes",
                "as_of": row["as_of"] if row["as_of"] != DAY_NOT_SEEN else None,
                "said_by": {language: row[f"source_{language}"] for language in LANGUAGES},
                "name": {language: row[f"label_{language}"] for language in LANGUAGES},
                "definition": {language: row[f"definition_{language}"] for language in LANGUAGES},
            }
            for row in rows()
        ]
        return Response(ReportedFigureSerializer(found, many=True).data)

"""What the API says of the files of open data: which there are, where, how long, with which checksum."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from courtcase.api_reading import AnswerSerializer
from rulings.api.views import NewestFirst, OpenViewSet
from rulings.models import OpenDataFile, OpenDataSet, OpenDataState
from rulings.publication.open_data.archive import PATH
from rulings.publication.open_data.queries import sets


class OpenDataFileSerializer(AnswerSerializer[OpenDataFile]):
    """One file. `url` is null where it is not given out: withdrawn, or kept in the archive of its snapshot."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = OpenDataFile
        fields = ["name", "url", "rows", "size", "sha256"]

    def get_url(self, made: OpenDataFile) -> str | None:
        """Return where it is given out now."""
        if made.document_id is None or made.files.state != OpenDataState.READY:
            return None
        return f"{settings.PUBLIC_ADDRESS}{PATH}{made.name}"


class OpenDataSerializer(AnswerSerializer[OpenDataSet]):
    """Files that were made together, or are being made: of a night, or the snapshot of a quarter."""

    id = serializers.UUIDField(source="public_id")
    rulings = serializers.IntegerField(allow_null=True, help_text="How many rulings; null: withdrawn.")
    read = serializers.IntegerField(allow_null=True, help_text="How many of them were read so far.")
    files = OpenDataFileSerializer(source="made", many=True)

    class Meta:
        model = OpenDataSet
        fields = [
            "id",
            "kind",
            "quarter",
            "edition",
            "state",
            "day",
            "made_anew",
            "rulings",
            "read",
            "ready_at",
            "withdrawn_at",
            "files",
        ]


@extend_schema(tags=["open-data"])
class OpenDataViewSet(OpenViewSet):
    """Files of everything published: those of the last night, those being made, and the snapshots of quarters."""

    states_action = {"list": "api.ruling", None: "api.ruling"}
    queryset = OpenDataSet.objects.none()
    serializer_class = OpenDataSerializer
    pagination_class: Any = NewestFirst

    def get_queryset(self) -> QuerySet[OpenDataSet]:
        """Return the files, the newest first."""
        return sets()

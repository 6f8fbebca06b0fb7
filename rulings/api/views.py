"""The public API of what the Court said: read-only, the same rows as the pages, problem+json for what went wrong."""

from __future__ import annotations

import functools
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response

from courtcase.law.models import DecidedProvision, Provision
from courtcase.people.api_permissions import StatesAction
from rulings.access import published
from rulings.api import filters, serializers
from rulings.execution.queries import public_measures
from rulings.models import Measure, Ruling
from rulings.publication.citing import PARTS, linked_citations
from rulings.publication.cross_origin import may_be_asked, readable_by_all
from rulings.publication.queries import NORMS
from rulings.publication.reading import whole


class NewestFirst(CursorPagination):
    """Pages by key, the newest first, fifty at a time."""

    page_size = 50
    ordering: Any = "-id"


class InOrder(NewestFirst):
    """Pages by key in the order the rows came to be."""

    ordering = "id"


class OpenViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """What every list here shares: open to all, asked without a session, narrowed by filters, paged by key."""

    authentication_classes: list[Any] = []
    permission_classes = [StatesAction]
    filter_backends = [DjangoFilterBackend]
    pagination_class: Any = NewestFirst

    def finalize_response(self, request: Any, response: Any, *arguments: Any, **keywords: Any) -> Response:
        """Let caches keep the answer but ask each time, and pages of any site read it."""
        final: Response = super().finalize_response(request, response, *arguments, **keywords)
        final.headers.setdefault("Cache-Control", "no-cache")
        final.add_post_render_callback(functools.partial(unless_known, request._request))
        return may_be_asked(final) if request.method == "OPTIONS" else readable_by_all(final)


def unless_known(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Give an answer its tag, the digest of what it says; return 304 in its place to whoever has the same."""
    if answer.status_code != HTTPStatus.OK or request.method not in {"GET", "HEAD"}:
        return answer
    etag = quote_etag(sha256(answer.content).hexdigest()[:40])
    answer.headers["ETag"] = etag
    return readable_by_all(get_conditional_response(request, etag=etag, response=answer) or answer)


@extend_schema(tags=["rulings"])
class RulingViewSet(mixins.RetrieveModelMixin, OpenViewSet):
    """Published rulings: those signed here and those entered from public sources, each marked."""

    states_action = {"list": "api.ruling", "retrieve": "api.ruling", None: "api.ruling"}
    queryset = Ruling.objects.none()
    serializer_class = serializers.RulingLineSerializer
    filterset_class = filters.RulingFilter
    lookup_field = "public_id"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Ruling]:
        """Return the published rulings with what the answer holds of each."""
        if self.action != "retrieve":
            return published().prefetch_related(NORMS)
        return whole(published())

    def get_serializer_class(self) -> Any:
        """Return the whole of one ruling, or its line in a list."""
        return serializers.RulingSerializer if self.action == "retrieve" else self.serializer_class


@extend_schema(tags=["measures"])
class MeasureViewSet(mixins.RetrieveModelMixin, OpenViewSet):
    """Measures of published rulings, each with its history."""

    states_action = {"list": "api.ruling", "retrieve": "api.ruling", None: "api.ruling"}
    queryset = Measure.objects.none()
    serializer_class = serializers.MeasureSerializer
    filterset_class = filters.MeasureFilter
    lookup_field = "public_id"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Measure]:
        """Return the measures with what the answer holds of each."""
        return public_measures()


@extend_schema(tags=["norms"])
class NormViewSet(OpenViewSet):
    """Norms that published rulings examined, each with every decision on it."""

    states_action = {"list": "api.law", None: "api.law"}
    queryset = Provision.objects.none()
    serializer_class = serializers.NormSerializer
    filterset_class = filters.NormFilter
    pagination_class = InOrder

    def get_queryset(self) -> QuerySet[Provision]:
        """Return the examined norms in the order of their acts."""
        decided = DecidedProvision.objects.order_by("-decided_on", "-id")
        examined = DecidedProvision.objects.values("provision")
        citing = linked_citations().filter(ruling__state="published").select_related("ruling").order_by("id")
        return (
            Provision.objects.filter(pk__in=examined)
            .select_related(*PARTS)
            .prefetch_related(Prefetch("decided", queryset=decided), Prefetch("text_citations", queryset=citing))
        )

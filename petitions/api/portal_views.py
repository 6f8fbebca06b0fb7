"""Petitions of citizens by machine, for the programs of a portal; and what happened, for every program."""

from __future__ import annotations

import re
from typing import Any, cast

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from courtcase.people.api_authentication import TokenAllows, TokenAuthentication
from courtcase.people.api_permissions import StatesAction
from courtcase.people.models import ApiScope, ApiToken
from petitions.api import portal_serializers as serializers
from petitions.api.portal_operations import begin_for_citizen
from petitions.api.serializers import SignatureFileSerializer, SubmissionSerializer
from petitions.api.views import KEY, ForPortals, PetitionViewSet, checked
from petitions.changes import changes_of
from petitions.content import PetitionContent
from petitions.models import Petition

CHANGES_AT_ONCE = 100


@extend_schema_view(
    list=extend_schema(parameters=[OpenApiParameter("external_number", str, description="The portal's own number.")]),
    partial_update=extend_schema(
        request=serializers.PortalChangeSerializer, responses=serializers.PortalPetitionSerializer
    ),
    submit=extend_schema(
        request=SubmissionSerializer, responses=serializers.PortalSubmittedSerializer, parameters=[KEY]
    ),
    signature=extend_schema(
        request={"multipart/form-data": SignatureFileSerializer},
        responses={200: serializers.PortalSignedSerializer},
        parameters=[KEY],
    ),
)
@extend_schema(tags=["portal"])
class PortalPetitionViewSet(PetitionViewSet):
    """Petitions that citizens filed by the portal whose program asks. The citizen signs; the portal brings the signature."""

    permission_classes = [StatesAction, TokenAllows, ForPortals]
    for_portals = True
    serializer_class: Any = serializers.PortalPetitionSerializer
    line_serializer_class: Any = serializers.PortalLineSerializer
    change_serializer_class: Any = serializers.PortalChangeSerializer
    basename_of_detail = "api_portal_petitions-detail"
    approval: Any = None  # a citizen's petition has no head who approves it
    ask_approval: Any = None

    def get_queryset(self) -> QuerySet[Petition]:
        """Return the portal's petitions, in a list narrowed to the number that is asked."""
        found, number = super().get_queryset(), self.request.GET.get("external_number", "")
        if self.action != "list" or not number:
            return found
        # What can be no number of a petition is not asked of the database, which takes no null byte.
        return (
            found.filter(external_number=number) if re.fullmatch(serializers.EXTERNAL_NUMBER, number) else found.none()
        )

    @extend_schema(
        request=serializers.PortalDraftSerializer,
        responses={201: serializers.PortalPetitionSerializer},
        parameters=[KEY],
    )
    def create(self, request: Request) -> Response:
        """Begin a petition for a citizen."""
        told = checked(serializers.PortalDraftSerializer, request.data)
        petition, _now = begin_for_citizen(
            portal=cast(ApiToken, request.auth).institution,
            language=told.pop("language"),
            external_number=told.pop("external_number", None),
            words=cast(PetitionContent, told),
            key=self.key(),
            actor=self.actor,
            at=timezone.now(),
        )
        return self.created(petition)


@extend_schema(tags=["changes"])
class ChangesView(APIView):
    """What happened to the petitions of the institution, or of the portal, whose program asks."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [StatesAction, TokenAllows]
    states_action = "petition.mine"
    token_scopes = {None: ApiScope.READ}

    @extend_schema(
        parameters=[serializers.ChangesAskedSerializer],
        responses={200: serializers.ChangesSerializer},
        operation_id="changes_list",
    )
    def get(self, request: Request) -> Response:
        """List changes in the order of the register, a hundred at a time; each some seconds after it happened."""
        after = checked(serializers.ChangesAskedSerializer, request.query_params)["changed_since"]
        institution = cast(ApiToken, request.auth).institution
        found = changes_of(institution, after=after, limit=CHANGES_AT_ONCE + 1)
        told = found[:CHANGES_AT_ONCE]
        answer = {
            "results": [change.told() for change in told],
            "changed_since": told[-1].position if told else after,
            "has_more": len(found) > len(told),
        }
        return Response(answer, status=status.HTTP_200_OK)

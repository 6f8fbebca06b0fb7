"""Petitions by machine: an institution's program writes drafts, attaches documents, submits, and sees where they stand."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import Throttled
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from courtcase.api_parsing import PlainJSONParser
from courtcase.documents.serving import serve_bytes, serve_document
from courtcase.frame.dates import court_time
from courtcase.people.actors import Actor
from courtcase.people.api_authentication import TokenAllows, TokenAuthentication
from courtcase.people.api_permissions import StatesAction
from courtcase.people.models import ApiScope, ApiToken
from courtcase.signatures.verification import MOST_BYTES
from petitions import access
from petitions.api import serializers
from petitions.api.operations import (
    attach_by_program,
    begin_petition,
    checked_key,
    sign_by_program,
    submit_by_program,
)
from petitions.api.people import with_keys
from petitions.content import PetitionContent
from petitions.filing.approvals import standing_of
from petitions.filing.operations.approve_filing import ask_approval
from petitions.filing.operations.file_at_once import Filed, document_of_draft
from petitions.filing.operations.save_draft import save_draft
from petitions.filing.operations.sign_electronically import document_to_sign
from petitions.filing.pace import note_submitted, wait_of
from petitions.models import Petition

RELATED = ("subject", "data_key", "case")
KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="A word of your own: sent again with the same request it does nothing a second time.",
)


class ForPortals(BasePermission):
    """Let programs of portals in where citizens' petitions are, and only there."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Compare what the institution of the token is with what the view is for."""
        token = request.auth
        return isinstance(token, ApiToken) and token.institution.is_portal == getattr(view, "for_portals", False)


class NewestFirst(CursorPagination):
    """Pages by key, the newest first, fifty at a time."""

    page_size = 50
    ordering: Any = "-id"


@extend_schema(tags=["petitions"])
class PetitionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Petition]):
    """Petitions of the institution whose program asks."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [StatesAction, TokenAllows, ForPortals]
    for_portals = False
    pagination_class: Any = NewestFirst
    parser_classes = [PlainJSONParser]
    queryset = Petition.objects.none()
    serializer_class: Any = serializers.PetitionSerializer
    line_serializer_class: Any = serializers.PetitionLineSerializer
    change_serializer_class: Any = serializers.ChangeSerializer
    basename_of_detail = "api_petitions-detail"
    lookup_field = "public_id"
    lookup_value_converter = "uuid"
    states_action = {
        "list": "petition.mine",
        "retrieve": "petition.read",
        "create": "petition.start",
        "partial_update": "petition.draft",
        "attachments": "petition.add_document",
        "approval": "petition.ask_approval",
        "ask_approval": "petition.ask_approval",
        "submit": "petition.submit",
        "signature": "petition.sign_electronically",
        "document": "petition.read",
        None: "petition.mine",
    }
    token_scopes = {
        "list": ApiScope.READ,
        "retrieve": ApiScope.READ,
        "create": ApiScope.DRAFT,
        "partial_update": ApiScope.DRAFT,
        "attachments": ApiScope.DRAFT,
        "approval": ApiScope.READ,
        "ask_approval": ApiScope.DRAFT,
        "submit": ApiScope.SUBMIT,
        "signature": ApiScope.SUBMIT,
        "document": ApiScope.READ,
        None: ApiScope.READ,
    }

    @property
    def actor(self) -> Actor:
        """Return the program that asks, as StatesAction found it."""
        return cast(Actor, self.request.actor)  # type: ignore[attr-defined]

    def get_queryset(self) -> QuerySet[Petition]:
        """Return the petitions of the institution to which the program may do what it asks."""
        wanted = self.states_action.get(self.action) or "petition.mine"
        found = access.petitions_for(self.actor, wanted, timezone.now())
        return found if self.action == "list" else found.select_related(*RELATED)

    def get_serializer_class(self) -> Any:
        """Return a line in a list, else the whole petition."""
        return self.line_serializer_class if self.action == "list" else self.serializer_class

    def asked(self) -> Petition:
        """Return the petition of the address; raises Http404 for another's."""
        return self.petition(self.kwargs["public_id"], self.states_action.get(self.action) or "petition.mine")

    def petition(self, public_id: UUID, action: str) -> Petition:
        """Return the petition to which the program may do `action`; raises Http404 for another."""
        found = access.petition_for(self.actor, action, public_id, timezone.now(), related=RELATED)
        if found is None:
            raise Http404
        return found

    def key(self) -> str:
        """Return the Idempotency-Key of the request, or the empty string."""
        return checked_key(self.request.headers.get("Idempotency-Key", ""))

    def answer(self, petition: Petition, *, code: int = status.HTTP_200_OK) -> Response:
        """Answer with the petition as it stands now."""
        stands = self.petition(petition.public_id, "petition.read")
        return Response(self.serializer_class(stands).data, status=code)

    def answer_filed(self, filed: Filed) -> Response:
        """Answer with a petition that was filed just now, as it was written. Raises Http404 where it may not be read."""
        if not access.may(self.actor, "petition.read", filed.petition, timezone.now()):
            raise Http404
        return Response(
            self.serializer_class(filed.petition, context={"words": filed.words, "files": filed.files}).data
        )

    def created(self, petition: Petition) -> Response:
        """Answer that a petition was begun, and where it is."""
        answer = self.answer(petition, code=status.HTTP_201_CREATED)
        answer.headers["Location"] = reverse(self.basename_of_detail, args=[petition.public_id], request=self.request)
        return answer

    @extend_schema(
        request=serializers.DraftSerializer, responses={201: serializers.PetitionSerializer}, parameters=[KEY]
    )
    def create(self, request: Request) -> Response:
        """Begin a petition."""
        told = checked(serializers.DraftSerializer, request.data)
        petition, _now = begin_petition(
            institution=cast(ApiToken, request.auth).institution,
            language=told.pop("language"),
            words=cast(PetitionContent, told),
            key=self.key(),
            actor=self.actor,
            at=timezone.now(),
        )
        return self.created(petition)

    @extend_schema(request=serializers.ChangeSerializer, responses=serializers.PetitionSerializer)
    def partial_update(self, request: Request, public_id: UUID) -> Response:
        """Change words of a draft, or of a returned petition that is being corrected."""
        petition = self.asked()
        told = checked(self.change_serializer_class, request.data)
        version = told.pop("version")
        saved = save_draft(
            petition=petition,
            part=with_keys(cast(PetitionContent, told)),
            actor=self.actor,
            at=timezone.now(),
            version=version,
        )
        return self.answer(saved)

    @extend_schema(
        request={"multipart/form-data": serializers.UploadSerializer},
        responses={201: serializers.AttachmentSerializer},
        parameters=[KEY],
    )
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def attachments(self, request: Request, public_id: UUID) -> Response:
        """Lay a file with a petition."""
        petition = self.asked()
        told = checked(serializers.UploadSerializer, request.data)
        laid, _now = attach_by_program(
            petition=petition,
            uploaded=told["file"],
            purpose=told["purpose"],
            key=self.key(),
            actor=self.actor,
            at=timezone.now(),
        )
        return Response(serializers.AttachmentSerializer(laid).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        request=serializers.SubmissionSerializer, responses=serializers.SubmittedSerializer, parameters=[KEY]
    )
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, public_id: UUID) -> Response:
        """File a petition: with the signed container of its document, or, without one, as the head approved it."""
        petition = self.asked()
        told = checked(serializers.SubmissionSerializer, request.data)
        keep_pace(petition, at=timezone.now())
        sent = submit_by_program(
            petition=petition,
            version=told["version"],
            container=told.get("container", b""),
            key=self.key(),
            actor=self.actor,
            at=timezone.now(),
        )
        note_submitted(petition, at=timezone.now())
        answer = self.answer(petition) if sent.filed is None else self.answer_filed(sent.filed)
        answer.data["tracking_code"] = sent.code
        return answer

    @extend_schema(responses=serializers.ApprovalSerializer)
    @action(detail=True, methods=["get"])
    def approval(self, request: Request, public_id: UUID) -> Response:
        """Say how a petition stands with the head of the institution."""
        return self.approval_of(self.asked())

    @extend_schema(request=serializers.VersionSerializer, responses=serializers.ApprovalSerializer)
    @approval.mapping.post
    def ask_approval(self, request: Request, public_id: UUID) -> Response:
        """Ask the head of the institution to approve a draft, or a correction; the head is told, and decides in person."""
        told = checked(serializers.VersionSerializer, request.data)
        asked = ask_approval(petition=self.asked(), version=told["version"], actor=self.actor, at=timezone.now())
        return self.approval_of(asked)

    def approval_of(self, petition: Petition) -> Response:
        """Answer with how a petition stands with its head."""
        standing = standing_of(petition, self.actor, timezone.now())
        if standing is None:
            raise Http404
        return Response(serializers.ApprovalSerializer(standing).data)

    @extend_schema(
        request={"multipart/form-data": serializers.SignatureFileSerializer},
        responses={200: serializers.SignedSerializer},
        parameters=[KEY],
    )
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def signature(self, request: Request, public_id: UUID) -> Response:
        """Bring the signature of the document by an officer of the institution: valid, it files the petition at once."""
        petition = self.asked()
        told = checked(serializers.SignatureFileSerializer, request.data)
        verdict = sign_by_program(
            petition=petition,
            container=told["container"].read(MOST_BYTES + 1),
            version=told["version"],
            key=self.key(),
            actor=self.actor,
            at=timezone.now(),
        )
        answer = self.answer(petition)
        answer.data["signature"] = {"verdict": verdict.outcome, "reason": verdict.reason, "words": str(verdict.words)}
        return answer

    @extend_schema(responses={(200, "application/pdf"): bytes})
    @action(detail=True, methods=["get"], url_path="document.pdf")
    def document(self, request: Request, public_id: UUID) -> HttpResponseBase:
        """Give out the document that is signed: the same bytes each time, of a draft while nothing of it changes."""
        petition = self.asked()
        written = document_of_draft(petition)
        if written is not None:
            return serve_bytes(written.content, content_type="application/pdf", filename="petition.pdf")
        signable = document_to_sign(petition=petition, actor=self.actor, at=timezone.now())
        if signable is None:
            raise Http404
        return serve_document(signable.document)


def keep_pace(petition: Petition, *, at: datetime) -> None:
    """Raise Throttled where no limit of tokens holds and a citizen's next petition waits a while (`petitions.filing.pace`)."""
    wait = wait_of(petition, at=at) if settings.API_TOKEN_LIMIT <= 0 else None
    if wait is not None:
        said = _(
            "%(count)d petitions of this person were submitted lately. The draft is kept: submit it from %(time)s on."
        )
        raise Throttled(
            wait=wait.seconds(at), detail=said % {"count": wait.submitted, "time": court_time(wait.next_at)}
        )


def checked(serializer: Any, data: Any) -> dict[str, Any]:
    """Return what was sent as `serializer` reads it; raises ValidationError, which names each field."""
    read = serializer(data=data)
    read.is_valid(raise_exception=True)
    return dict(read.validated_data)

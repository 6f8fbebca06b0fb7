"""The page of open data, and its files."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courtcase.documents.models import Document
from courtcase.documents.serving import serve_document, serve_range
from courtcase.law.time import court_day
from courtcase.people.permissions import public
from rulings.models import OpenDataFile, OpenDataSet, OpenDataState
from rulings.publication.caching import kept_answer, public_page
from rulings.publication.cross_origin import open_to_all_sites
from rulings.publication.open_data.archive import PATH, archive_name, citation_of
from rulings.publication.open_data.codebook import COLUMNS, KINDS
from rulings.publication.open_data.licence import licence_on
from rulings.publication.open_data.queries import MADE, RECORDED_LATER, file_called, is_being_made, offered
from rulings.publication.recorded import proof_page, recorded

RETRY_SECONDS = 60
SNAPSHOT = re.compile(r"\d{4}-Q[1-4]\.zip")
PROOF = re.compile(r"\d{4}-Q[1-4]\.json")


@public("ruling.read_published")
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """Show the files of everything published: size, checksum, day, licence, what the columns mean, how to cite."""
    there, licence = offered(), licence_on(court_day(timezone.now()))

    def made() -> HttpResponse:
        snapshots = [snapshot_shown(one) for one in there.snapshots]
        context = {
            "latest": there.latest,
            "making": there.making,
            "files": [file_shown(one) for one in there.latest.made.all()] if there.latest else [],
            "snapshots": snapshots,
            "licence": licence,
            "kinds": list(KINDS.values()),
            "columns": [{"name": name, "columns": columns} for name, columns in COLUMNS.items()],
            "address": settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/"),
            "path": PATH,
        }
        return render(request, "rulings/public/open_data.html", context)

    return public_page(request, stamp=["open-data", *there.stamp, licence], changed_at=None, render=made)


def file_shown(made: OpenDataFile) -> dict[str, Any]:
    """Return a file as the page shows it."""
    kind = KINDS.get(made.name)
    return {"file": made, "holds": kind.holds if kind else "", "url": f"{PATH}{made.name}"}


def snapshot_shown(files: OpenDataSet) -> dict[str, Any]:
    """Return a snapshot as the page shows it: its archive and what is in it."""
    name = archive_name(files)
    made = list(files.made.all())
    archive = next((one for one in made if one.name == name), None)
    return {
        "files": files,
        "archive": archive,
        "url": f"{PATH}{name}" if files.state == OpenDataState.READY else "",
        "proof": f"{PATH}{files.quarter}.json" if files.subject_id and files.state == OpenDataState.READY else "",
        "recorded_later_at": vars(files)["recorded_later_at"],
        "within": [one for one in made if one.name != name],
        "citation": citation_of(files),
    }


@public("ruling.read_published")
@open_to_all_sites
@require_safe
def open_data_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Give out a file of everything published, whole or from a byte on; a name stays, whatever day its file is of."""
    if PROOF.fullmatch(name):
        return snapshot_proof(request, name.replace(".json", ".zip"))
    if name not in KINDS and not SNAPSHOT.fullmatch(name):
        raise Http404
    found = file_called(name)
    if found is None or found.document is None:
        return not_there(name)
    document = found.document
    return kept_answer(
        request,
        digest=found.sha256,
        changed_at=document.created_at,
        render=lambda: serve_range(request, document, digest=found.sha256) or whole(document),
    )


def snapshot_proof(request: HttpRequest, name: str) -> HttpResponse:
    """Give out what the register says of the archive of a snapshot, for the verifier."""
    found = file_called(name)
    subject, files = (found.files.subject, {name: found.sha256}) if found else (None, {})
    return proof_page(request, recorded(subject, events=(MADE, RECORDED_LATER), files=files))


def whole(document: Document) -> HttpResponseBase:
    """Return a file from its first byte to its last; an archive is not compressed once more on its way."""
    answer = serve_document(document)
    if document.content_type == "application/zip":
        answer["Content-Encoding"] = "identity"
    return answer


def not_there(name: str) -> HttpResponse:
    """Say that a file is just being made; raises Http404 where there is none, and none is."""
    if not is_being_made(name):
        raise Http404
    headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    words = _("This file is just being made anew. Ask again in a minute.")
    return HttpResponse(f"{words}\n", status=503, content_type="text/plain; charset=utf-8", headers=headers)

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courtcase.documents.models import Document
from courtcase.documents.serving import SANDBOX, serve_document
from courtcase.people.permissions import public
from rulings.access import published
from rulings.publication.caching import public_page
from rulings.publication.cross_origin import open_to_all_sites
from rulings.publication.formats import FORMATS, Format
from rulings.publication.formats.source import source_of
from rulings.publication.queries import file_kind


@public("ruling.read_published")
@open_to_all_sites
@require_safe
def ruling_file(request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:
    """Give out a published ruling as a file in the language of the address; made now if the task has not yet."""
    wanted = FORMATS.get(ending)
    if wanted is None:
        raise Http404
    ruling = get_object_or_404(published().select_related("subject"), slug=slug)
    language = get_language() or "kk"
    kept = Document.objects.filter(subject=ruling.subject, kind=file_kind(ending, language)).first()
    if kept is not None:
        same = [kept.sha256]
        return public_page(request, stamp=same, changed_at=kept.created_at, render=lambda: serve_document(kept))
    text = ruling.texts.filter(language=language).first()
    if text is None:
        raise Http404
    stamp = [ruling.pk, ruling.page_changed_at, ending]
    return public_page(
        request,
        stamp=stamp,
        changed_at=ruling.page_changed_at,
        render=lambda: made_now(wanted, wanted.make(source_of(ruling, text))),
    )


def made_now(wanted: Format, content: bytes) -> HttpResponse:
    """Return a file that is kept nowhere; no browser runs anything in it."""
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": SANDBOX}
    return HttpResponse(content, content_type=wanted.content_type, headers=headers)

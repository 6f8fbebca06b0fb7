from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from courtcase.documents.models import Document
from courtcase.documents.serving import serve_document
from courtcase.people.permissions import public
from rulings.access import published
from rulings.publication.operations.print_ruling import pdf_kind
from rulings.publication.pdf import pdf_of


@public("ruling.read_published")
@require_safe
def ruling_pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give out the PDF of a published ruling in the language of the address; written now if the task has not yet."""
    ruling = get_object_or_404(published().select_related("subject"), slug=slug)
    language = get_language() or "kk"
    kept = Document.objects.filter(subject=ruling.subject, kind=pdf_kind(language)).first()
    if kept is not None:
        return serve_document(kept)
    text = ruling.texts.filter(language=language).first()
    if text is None:
        raise Http404
    content = pdf_of(
        ruling=ruling, text=text, bench=list(ruling.bench.all()), written_at=ruling.published_at or timezone.now()
    )
    return HttpResponse(content, content_type="application/pdf", headers={"Cache-Control": "no-cache"})

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.documents.models import Document
from courtcase.documents.operations import store_generated
from courtcase.operations import NotAllowed, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from rulings.models import Ruling
from rulings.publication.pdf import pdf_of


def pdf_kind(language: str) -> str:
    """Return the kind under which the PDF in a language is kept."""
    return f"ruling_pdf_{language}"


@operation
def print_ruling(*, ruling: Ruling, language: str, actor: Actor, at: datetime) -> Document:
    """Write the PDF of a published ruling in one language and keep it; one kept before is returned as it is.

    Raises NotAllowed, WrongState where the ruling is not published or has no text in the language.
    """
    if not may(actor, "ruling.publish", at):
        raise NotAllowed()
    kept = Document.objects.filter(subject=ruling.subject, kind=pdf_kind(language)).first()
    if kept is not None:
        return kept
    text = ruling.texts.filter(language=language).first()
    if not ruling.is_published or text is None:
        raise WrongState(_("Only a published text is printed."))
    content = pdf_of(ruling=ruling, text=text, bench=list(ruling.bench.all()), written_at=at)
    return store_generated(
        content=content,
        filename=f"{ruling.in_language('number', language).replace('/', '-')}.pdf",
        content_type="application/pdf",
        subject=ruling.subject,
        kind=pdf_kind(language),
        actor=actor,
        at=at,
    )

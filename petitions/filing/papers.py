"""The papers a petitioner takes home: the version to sign, and the receipt."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from courtcase.documents.pdf import render_pdf
from courtcase.documents.pdf_data import ContentItem, NextStep, PetitionData, ReceiptData
from courtcase.law.models import Provision
from courtcase.law.queries import cite
from courtcase.law.time import COURT_ZONE
from petitions.content import (
    CourtAct,
    Person,
    PetitionContent,
    Representative,
    open_content,
    petitioners_of,
    representatives_of,
)
from petitions.filing.queries import laid_with
from petitions.models import Petition
from petitions.versions import frozen_last
from petitions.writers import HELPED, KINDS, Writer, signing


def paper_version(petition: Petition, *, code: str = "", large_type: bool = False) -> bytes:
    """Return the petition as a PDF to print and sign by hand, in its own language, as the official form has it.

    `code` is printed where it is known: the clerk finds the draft by it when the paper arrives.
    Raises ValueError where nothing was submitted yet.
    """
    version = frozen_last(petition)
    if version is None:
        raise ValueError("nothing was submitted yet")
    content = open_content(petition, version)
    with override(petition.language):
        data = paper_data(petition, content, code=code, large_type=large_type)
    return render_pdf("petition", data, petition.language, written_at=version.frozen_at)


def paper_data(petition: Petition, content: PetitionContent, *, code: str, large_type: bool) -> PetitionData:
    """Return what the paper version says, in the active language."""
    act: CourtAct = next(iter(content.get("court_acts", [])), CourtAct())
    specific = [
        labelled(_("Court"), act.get("court", "")),
        labelled(_("Case or decision"), act.get("number", "")),
        labelled(_("Made on"), printed_day(act.get("adopted_on", ""))),
        labelled(_("In force since"), printed_day(act.get("in_force_on", ""))),
        content.get("situation", ""),
    ]
    essence = [
        labelled(_("Provisions"), "; ".join(cited(content.get("provisions", []), petition.language))),
        content.get("provisions_typed", ""),
        labelled(_("Rights of the Constitution"), "; ".join(cited(content.get("rights", []), petition.language))),
        content.get("rights_typed", ""),
        content.get("reasoning", ""),
        legal_basis(petition),
    ]
    return PetitionData(
        title=_(
            "Petition to examine the conformity with the Constitution of a normative legal act "
            "that directly touches rights and freedoms"
        ),
        addressee=_("To the Constitutional Court of the Republic of Kazakhstan"),
        petitioner=[line for person in petitioners_of(content) for line in lines_of(person)],
        representative=[line for one in representatives_of(content) for line in lines_of_representative(one)],
        written_by=str(HELPED) if content.get("writer") == Writer.HELPER else "",
        sections=[
            {"heading": _("I. The specific situation"), "text": "\n\n".join(part for part in specific if part)},
            {
                "heading": _("II. The essence and the legal reasoning"),
                "text": "\n\n".join(part for part in essence if part),
            },
        ],
        request=content.get("request", ""),
        attachments=[one.document.filename for one in laid_with(petition)],
        signers=[person.get("full_name", "") for person in signing(content)] or [""],
        large_type=large_type,
        synthetic=petition.synthetic,
        footer=code,
        address=tracking_page(petition.language),
    )


def lines_of(person: Person) -> list[str]:
    """Return a petitioner's name, residence and ways to be reached, a line each."""
    lines = [
        person.get("full_name", ""),
        person.get("residence", ""),
        labelled(_("IIN"), person.get("iin", "")),
        labelled(_("Telephone"), person.get("phone", "")),
        labelled(_("E-mail"), person.get("email", "")),
    ]
    return [line for line in lines if line]


def lines_of_representative(one: Representative) -> list[str]:
    """Return the same of a representative, with what kind of one it is and what proves it."""
    kind = KINDS.get(one.get("kind", ""))
    lines = [str(kind.label) if kind else "", *lines_of(one), labelled(_("Proof of authority"), one.get("proof", ""))]
    return [line for line in lines if line]


def legal_basis(petition: Petition) -> str:
    """Return the legal basis as the official form of a citizen's petition names it; other kinds name their own."""
    if petition.petitioner_kind != "citizen":
        return ""
    return labelled(
        _("Legal basis"),
        _(
            "Constitution of the Republic of Kazakhstan; Constitutional Law on the Constitutional Court, articles 23(4)3) and 45"
        ),
    )


def receipt_pdf(petition: Petition) -> bytes:
    """Return the receipt of a filed petition as a PDF in its own language. Raises ValueError before it is filed."""
    if petition.filed_at is None:
        raise ValueError("a petition that is not filed has no receipt")
    with override(petition.language):
        data = receipt_data(petition, filed_at=petition.filed_at)
    return render_pdf("receipt", data, petition.language, written_at=petition.filed_at)


def receipt_data(petition: Petition, *, filed_at: datetime) -> ReceiptData:
    """Return what the receipt says, in the active language."""
    local = timezone.localtime(filed_at, COURT_ZONE)
    facts = [
        {"name": _("Received"), "value": date_format(local, "d.m.Y, H:i:s") + " " + _("(Astana time)")},
        {"name": _("Filed on"), "value": printed(petition.filed_on)},
        {"name": _("Register number"), "value": _("given when the Court registers it")},
    ]
    return ReceiptData(
        title=_("Receipt of a petition"),
        lead=_("The Constitutional Court received the signed petition named here. Filing is free of charge."),
        facts=facts,  # type: ignore[typeddict-item]
        contents=contents_of(petition),
        next=[
            NextStep(text=_("The Court registers the petition and tells you its number."), when=""),
            NextStep(text=_("The Apparatus checks whether it meets the requirements of the law."), when=""),
            NextStep(text=_("Judges study it and a session accepts or refuses it."), when=""),
        ],
        proof=_(
            "Each digest above is the SHA-256 of what the Court keeps. The register proves that it was not changed."
        ),
        synthetic=petition.synthetic,
        footer="",
        address=tracking_page(petition.language),
    )


def contents_of(petition: Petition) -> list[ContentItem]:
    """Return the words of the petition and its files, each with the digest the register knows."""
    version = frozen_last(petition)
    items = []
    if version is not None and version.digest is not None:
        items.append(ContentItem(name=_("The petition"), detail="", digest=bytes(version.digest).hex()))
    items += [
        ContentItem(name=one.document.filename, detail=one.document.content_type, digest=one.document.sha256)
        for one in laid_with(petition)
    ]
    return items


def cited(provisions: list[int], language: str) -> list[str]:
    """Return the citations of the provisions (ids) in their order."""
    known = Provision.objects.select_related("act").in_bulk(provisions)
    return [cite(known[pk], language) for pk in provisions if pk in known]


def labelled(label: str, value: str) -> str:
    """Return "label: value", or the empty string where there is no value."""
    return f"{label}: {value}" if value else ""


def printed(day: Any) -> str:
    """Return a legal day as 14.03.2026; the empty string for None."""
    return day.strftime("%d.%m.%Y") if day else ""


def printed_day(iso: str) -> str:
    """Return an ISO day as 14.03.2026; the empty string for none."""
    return ".".join(reversed(iso.split("-"))) if iso else ""


def tracking_page(language: str) -> str:
    """Return the full address of the page that asks for the code: the code itself never stands in an address."""
    with override(language):
        return settings.PUBLIC_ADDRESS + reverse("filing:track")

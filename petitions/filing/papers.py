"""The papers a petitioner takes home: the version to sign, and the receipt."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from courtcase.documents.pdf import render_pdf
from courtcase.documents.pdf_data import ContentItem, Fact, NextStep, PetitionData, ReceiptData
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
from petitions.filing.official import official_words, printed_day
from petitions.filing.queries import laid_with
from petitions.filing.receipts import ahead_of, contents_of, public_reference, receipt_json
from petitions.models import Petition, PetitionVersion
from petitions.versions import as_told, frozen_last, written_last
from petitions.workflow import State
from petitions.writers import HELPED, KINDS, Writer, signing

AGREED_TO_LATER = gettext_lazy(
    "If a provision named here loses force by another ruling later, I agree that the Court writes to me about it."
)


def paper_version(petition: Petition) -> bytes:
    """Return the submitted petition as the PDF whose bytes are signed, in its own language, as the official form has it.

    Raises ValueError where nothing was submitted yet.
    """
    version = frozen_last(petition)
    if version is None:
        raise ValueError("nothing was submitted yet")
    return paper_to_sign(petition, version)


def paper_to_sign(petition: Petition, version: PetitionVersion) -> bytes:
    """Return the PDF of one version of the words that is signed: the same bytes while neither words nor files change."""
    content = open_content(petition, version)
    with override(petition.language):
        data = paper_data(petition, content)
    return render_pdf("petition", data, petition.language, written_at=version.frozen_at or version.saved_at)


def printed_petition(petition: Petition, *, code: str, large_type: bool, with_lines: bool) -> bytes:
    """Return the petition, or what of it is written yet, as a PDF to print and sign by hand, in its own language.

    Its QR code leads the clerk to the petition when the paper comes. `code` is printed where it is known; `with_lines`
    leaves empty lines for what is not written, to be filled in by hand.
    """
    version = written_last(petition) if petition.state == State.DRAFT else as_told(petition)
    content = open_content(petition, version)
    with override(petition.language):
        data = paper_data(petition, content)
        if with_lines and petition.petitioner_kind == "citizen":  # an institution writes on its letterhead
            leave_lines(data, content)
    data["footer"], data["large_type"] = code, large_type
    data["address"], data["for_the_desk"] = desk_page(petition), True
    return render_pdf("petition", data, petition.language, written_at=version.frozen_at or version.saved_at)


def leave_lines(data: PetitionData, content: PetitionContent) -> None:
    """Leave lines on a paper to be filled in by hand: for what is missing, and a few to go on with."""
    person = content.get("petitioner", {})
    asked = {"full_name": _("Full name"), "residence": _("Where you live"), "iin": _("IIN"), "phone": _("Telephone")}
    data["to_fill"] = [label for name, label in asked.items() if not person.get(name)]
    specific, essence = data["sections"]
    specific["lines"] = 4 if content.get("situation") else 16
    essence["lines"] = 4 if content.get("reasoning") else 16
    data["request_lines"] = 1 if data["request"] else 5
    if not content.get("later_notices"):
        data["request"] = "\n\n".join(part for part in (data["request"], f"[   ] {AGREED_TO_LATER}") if part)


def paper_data(petition: Petition, content: PetitionContent) -> PetitionData:
    """Return what the paper version says, in the active language."""
    if petition.petitioner_kind != "citizen":
        return official_paper(petition, content)
    specific = [*map(printed_act, content.get("court_acts", [])), content.get("situation", "")]
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
        addressee=addressee(),
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
        request=with_consent(content),
        attachments=[one.document.filename for one in laid_with(petition)],
        signers=[person.get("full_name", "") for person in signing(content)] or [""],
        synthetic=petition.synthetic,
        address=tracking_page(petition.language),
    )


def addressee() -> str:
    """Return to whom a petition is written, with the Court's postal address where this installation knows it."""
    court = _("To the Constitutional Court of the Republic of Kazakhstan")
    return f"{court}, {settings.COURT_ADDRESS}" if settings.COURT_ADDRESS else court


def official_paper(petition: Petition, content: PetitionContent) -> PetitionData:
    """Return what the paper version of an institution's petition says: for its letterhead, in the active language."""
    said = [one for one in official_words(petition, content) if one.text and one.step != "request"]
    letter = content.get("letter", {})
    signer = ", ".join(part for part in (letter.get("position", ""), letter.get("signer", "")) if part)
    is_court = petition.petitioner_kind == "court"
    return PetitionData(
        title=_("Representation to the Constitutional Court")
        if is_court
        else _("Petition to the Constitutional Court"),
        addressee=addressee(),
        representative=[],
        written_by="",
        petitioner=[line for one in said[:2] if one.step == "you" for line in one.text.splitlines()],
        sections=[{"heading": str(one.label), "text": one.text} for one in said if one.step != "you"],
        request=content.get("request", ""),
        attachments=[one.document.filename for one in laid_with(petition)],
        signers=[signer or content.get("petitioner", {}).get("full_name", "")],
        synthetic=petition.synthetic,
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


def printed_act(act: CourtAct) -> str:
    """Return a judicial act of the own case, a line each: court, number, and both days."""
    lines = [
        labelled(_("Court"), act.get("court", "")),
        labelled(_("Case or decision"), act.get("number", "")),
        labelled(_("Made on"), printed_day(act.get("adopted_on", ""))),
        labelled(_("In force since"), printed_day(act.get("in_force_on", ""))),
    ]
    return "\n".join(line for line in lines if line)


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


def receipt_pdf(petition: Petition, *, at: datetime) -> bytes:
    """Return the receipt of a filed petition as a PDF in its own language, its proof inside. Raises ValueError before."""
    proof = receipt_json(petition)
    if proof is None or petition.filed_at is None:
        raise ValueError("a petition that is not filed has no receipt")
    with override(petition.language):
        data = receipt_data(petition, proof, filed_at=petition.filed_at, at=at)
    return render_pdf("receipt", data, petition.language, written_at=petition.filed_at)


def receipt_data(petition: Petition, proof: dict[str, Any], *, filed_at: datetime, at: datetime) -> ReceiptData:
    """Return what the receipt says, in the active language."""
    known = [ContentItem(name=one.name, detail=one.detail, digest=one.digest) for one in contents_of(petition)]
    return ReceiptData(
        title=_("Receipt of a petition"),
        lead=_("The Constitutional Court received the signed petition named here. Filing is free of charge."),
        facts=facts_of(petition, proof, filed_at=filed_at),
        contents=known,
        next=[NextStep(text=str(step.text), when=step.when) for step in ahead_of(petition, at=at)],
        proof=_(
            "Each digest above is the SHA-256 of what the Court keeps. The register proves that it was not changed: "
            "verify this file, or the place and the digest printed on it, at %(address)s. The proof lies in this file as "
            "receipt.json."
        )
        % {"address": verification_page(petition.language)},
        proof_json=json.dumps(proof),
        synthetic=petition.synthetic,
        footer=petition.register_number or public_reference(petition),
        address=tracking_page(petition.language),
    )


def facts_of(petition: Petition, proof: dict[str, Any], *, filed_at: datetime) -> list[Fact]:
    """Return the facts of a receipt: its number or reference, the exact time, and where the register has it."""
    local = timezone.localtime(filed_at, COURT_ZONE)
    inclusion = proof.get("inclusion")
    place = str(inclusion["position"]) if inclusion else _("given within minutes; download the receipt again then")
    return [
        Fact(name=_("Reference"), value=public_reference(petition)),
        Fact(name=_("Register number"), value=petition.register_number or _("given when the Court registers it")),
        Fact(name=_("Received"), value=date_format(local, "d.m.Y, H:i:s") + " " + _("(Astana time)")),
        Fact(name=_("Filed on"), value=printed(petition.filed_on)),
        Fact(name=_("Place in the register"), value=place),
        Fact(name=_("Digest of the entry"), value=str(proof["digest"])),
        *([Fact(name=_("Newest root of the register"), value=proof["witness"])] if proof.get("witness") else []),
    ]


def cited(provisions: list[int], language: str) -> list[str]:
    """Return the citations of the provisions (ids) in their order."""
    known = Provision.objects.select_related("act").in_bulk(provisions)
    return [cite(known[pk], language) for pk in provisions if pk in known]


def with_consent(content: PetitionContent) -> str:
    """Return what is asked, and after it what is agreed to (forwarding, later letters): it is signed with the rest."""
    agreed = _("If the Constitutional Court cannot help, I agree that the body that can reads this petition.")
    parts = (
        content.get("request", ""),
        agreed if content.get("may_forward") else "",
        AGREED_TO_LATER if content.get("later_notices") else "",
    )
    return "\n\n".join(str(part) for part in parts if part)


def labelled(label: str, value: str) -> str:
    """Return "label: value", or the empty string where there is no value."""
    return f"{label}: {value}" if value else ""


def printed(day: Any) -> str:
    """Return a legal day as 14.03.2026; the empty string for None."""
    return day.strftime("%d.%m.%Y") if day else ""


def tracking_page(language: str) -> str:
    """Return the full address of the page that asks for the code: the code itself never stands in an address."""
    with override(language):
        return settings.PUBLIC_ADDRESS + reverse("filing:track")


def verification_page(language: str) -> str:
    """Return the full address of the page on which anybody verifies a receipt."""
    with override(language):
        return settings.PUBLIC_ADDRESS + reverse("register_verify")


def desk_page(petition: Petition) -> str:
    """Return the full address at which a clerk finds the petition of a paper: random, and of no use to anybody else.

    The version in it tells whether the words were changed after they were printed.
    """
    return settings.PUBLIC_ADDRESS + reverse("intake:paper_came", args=[petition.public_id, petition.version])

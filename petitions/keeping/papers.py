"""The act of disposal on paper, as the two persons sign it."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from courtcase.documents.pdf import render_pdf
from courtcase.documents.pdf_data import ActData, ContentItem, Fact
from courtcase.law.references import article_in
from courtcase.law.time import court_day
from petitions.keeping.queries import counted_outcomes
from petitions.keeping.table import how_long
from petitions.models import DisposalAct, DisposalLine, LineOutcome


def act_pdf(act: DisposalAct, language: str) -> bytes:
    """Return a numbered act as a tagged PDF in `language`, with a line to sign for who proposed and who confirmed.

    The same act in the same state gives the same bytes.
    """
    with override(language):
        data = act_data(act, language)
    return render_pdf("act", data, language, written_at=act.done_at or act.decided_at)


def act_data(act: DisposalAct, language: str) -> ActData:
    """Return what stands on the paper, in the active language, which is `language`."""
    return ActData(
        title=_("Record of disposal No. %(number)s") % {"number": act.number},
        lead=_(
            "Two persons of the Court had destroyed what had reached the end of its term of keeping, as listed here."
        ),
        facts=facts_of(act, language),
        lines_title=_("What stands on the list"),
        lines=[line_of(one) for one in act.lines.order_by("pk")],
        note=_(
            "What is destroyed is gone with its encryption keys and cannot be brought back. The register keeps that it was "
            "there: each digest here is that of the digests of the register's entries about it, in their order."
        ),
        signers=[signer(_("Proposed by"), act.proposed_by.full_name, act.proposed_at), *confirming(act)],
        footer=act.number,
        synthetic=act.proposed_by.synthetic,
    )


def facts_of(act: DisposalAct, language: str) -> list[Fact]:
    """Return kind, rule, where it stands, counts and where the register names it."""
    counts = counted_outcomes(act)
    rule = how_long(act.rule)
    if act.rule.article:
        rule = f"{rule}, {article_in(act.rule.article, language)}"
    if act.rule.confirmed_on is not None:
        rule = f"{rule}; {act.rule.confirmed_by}, {day(act.rule.confirmed_on)}"
    return [
        Fact(name=_("Kind"), value=str(getattr(act.rule, f"name_{language}"))),
        Fact(name=_("By which rule"), value=rule),
        Fact(name=_("Where it stands"), value=str(act.get_outcome_display())),
        Fact(
            name=_("Destroyed, spared, waiting"),
            value=f"{counts['disposed']}, {counts['spared']}, {counts['waiting']}",
        ),
        Fact(name=_("In the register"), value=str(act.subject.uuid)),
    ]


def told_as(name: str, value: str) -> str:
    """Return a name and what stands under it, on one line."""
    return f"{name}: {value}"


def line_of(line: DisposalLine) -> ContentItem:
    """Return one line: its number, what became of it and why, how much went, and the digest of its record."""
    told = [
        told_as(_("Closed on"), day(line.closed_on)),
        told_as(_("Term over on"), day(line.over_on)),
        str(line.get_outcome_display() or _("Waiting")),
    ]
    if line.why:
        told.append(line.why)
    if line.outcome == LineOutcome.DISPOSED:
        told.append(told_as(_("Versions, files, digests"), f"{line.versions}, {line.files}, {line.digests}"))
    return ContentItem(name=line.number or _("without a number"), detail="; ".join(told), digest=line.record_digest)


def confirming(act: DisposalAct) -> list[Fact]:
    """Return who confirmed the act, as a line to sign."""
    if act.decided_by is None or act.decided_at is None:
        return []
    return [signer(_("Confirmed by"), act.decided_by.full_name, act.decided_at)]


def signer(what: str, name: str, at: datetime) -> Fact:
    """Return a line to sign: the name, and as what and on which legal day."""
    return Fact(name=name, value=f"{what}, {day(court_day(at))}")


def day(one: date) -> str:
    """Return a legal day as it is printed."""
    return one.strftime("%d.%m.%Y")

"""What the page of verification says of a receipt: the standalone script's own verdict, and whether the tree agrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.register.events import SENTENCES
from courtcase.register.models import DailyRoot, Event, SealedEntry
from courtcase.register.proofs import inclusion_proofs
from courtcase.register.verify_receipt import FALSE, MEANING, NOT_YET, TRUE, Finding, facts_of, judge, worst

ENDS = {TRUE: "true", FALSE: "false", NOT_YET: "not_yet"}


@dataclass(frozen=True)
class Line:
    """One line of the verdict: how it ends (true, false, not_yet), what it is about, and the words."""

    ends: str
    about: Promise | str
    at: str
    words: Promise | str


@dataclass(frozen=True)
class Verdict:
    """What is said of a receipt: how the whole ends, line by line, and what it means and what not."""

    ends: str
    lines: list[Line]
    meaning: str


def published_roots(sizes: set[int]) -> dict[int, tuple[str, str]]:
    """Return the published roots of trees of these sizes, and the newest one, as the script takes them from roots.json."""
    known = {size for size in sizes if 0 < size < 2**63}
    newest = DailyRoot.objects.order_by("-day").values_list("pk", flat=True)[:1]
    rows = (DailyRoot.objects.filter(tree_size__in=known) | DailyRoot.objects.filter(pk__in=list(newest))).order_by(
        "-day"
    )
    return {root.tree_size: (root.day.isoformat(), bytes(root.root_hash).hex()) for root in rows}


def check_receipt(receipt: dict[str, Any], language: str) -> Verdict:
    """Return what is to be said of an uploaded receipt. Nothing of it is kept. Raises verify_receipt.NotAReceipt."""
    sizes = {size_of(entry) for entry in [receipt, *receipt.get("also", [])] if isinstance(entry, dict)}
    findings = judge(receipt, published_roots(sizes))
    lines = [line_of(finding, language) for finding in findings]
    if findings[0].code == "not_sealed":
        lines.append(since_then(receipt))
    return Verdict(ENDS[worst(findings)], lines, MEANING[language])


def size_of(entry: dict[str, Any]) -> int:
    """Return the size of the tree an entry's proof leads to; 0 where it names none."""
    inclusion = entry.get("inclusion")
    size = inclusion.get("tree_size") if isinstance(inclusion, dict) else None
    return size if isinstance(size, int) else 0


def line_of(finding: Finding, language: str) -> Line:
    """Return a finding of the script as a line of the page."""
    about = SENTENCES.get(finding.event, finding.event)
    return Line(ENDS[finding.ends], about, finding.at[:19].replace("T", " "), finding.words(language))


def since_then(receipt: dict[str, Any]) -> Line:
    """Return what the register knows of an entry whose receipt was given out before it was sealed."""
    event = Event.objects.filter(uuid=uuid_of(facts_of(receipt))).first()
    if event is None or bytes(event.digest).hex() != receipt.get("digest"):
        return Line("false", "", "", _("The register holds no such entry: this receipt is not of this Court."))
    if SealedEntry.objects.filter(event=event).exists():
        return Line(
            "not_yet", "", "", _("The entry has been sealed since. Download the receipt again: it then proves it.")
        )
    return Line("not_yet", "", "", _("The register has the entry; it waits for its seal."))


def uuid_of(facts: dict[str, Any]) -> UUID:
    """Return the random id of an entry; a nil one where it names none."""
    try:
        return UUID(str(facts.get("event")))
    except ValueError:
        return UUID(int=0)


def check_place(*, position: int, digest: str, language: str) -> Verdict:
    """Return whether the entry at `position` has `digest` (hexadecimal), and which published root covers it.

    Another digest is answered by no more than that: nobody learns what stands there.
    """
    entry = SealedEntry.objects.filter(position=position).first() if position < 2**63 else None
    if entry is None:
        line = Line(
            "not_yet", "", "", _("Nothing is sealed at this place yet. Compare the number, or come back later.")
        )
    elif bytes(entry.leaf_hash).hex() != digest:
        line = Line(
            "false", "", "", _("Another entry stands at this place: the digest is not the one the register holds.")
        )
    else:
        line = line_of(covered(position), language)
    return Verdict(line.ends, [line], MEANING[language])


def covered(position: int) -> Finding:
    """Return how a sealed place stands to the published roots; its path is walked, not taken on trust."""
    inclusion = inclusion_proofs([position])[position]
    published = published_roots({inclusion["tree_size"]}).get(inclusion["tree_size"])
    if inclusion["day"] is None or published is None:
        return Finding("not_published", position=position)
    code = "true" if published[1] == inclusion["root"] else "wrong_root"
    return Finding(code, position=position, day=published[0])

"""What both sides of help by phone are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from courtcase.people.actors import Actor
from courtcase.register.models import RecordedRead
from petitions.content import PetitionContent, open_text
from petitions.filing.comparing import Difference, difference
from petitions.models import DraftHelp, HelpProposal, Petition

SHOWN = 20


@dataclass(frozen=True)
class Proposed:
    """A text that waits for the writer, beside what stands in the draft."""

    row: HelpProposal
    text: str
    compared: Difference


def text_of(petition: Petition, proposal: HelpProposal) -> str:
    """Return the text of a proposal."""
    return open_text(petition, proposal.sealed_text)


def waiting_for(petition: Petition, content: PetitionContent) -> list[Proposed]:
    """Return the texts that wait for the writer of a draft with the words `content`, oldest first."""
    found = HelpProposal.objects.filter(help__petition=petition, decided_at=None).order_by("pk")
    texts = [(row, text_of(petition, row)) for row in found]
    return [Proposed(row, text, difference(str(content.get(row.field, "")), text)) for row, text in texts]


def decided_of(petition: Petition) -> list[HelpProposal]:
    """Return the proposals that were decided last."""
    decided = HelpProposal.objects.filter(help__petition=petition, decided_at__isnull=False)
    return list(decided.order_by("-pk")[:SHOWN])


def going_on(petition: Petition, at: datetime) -> list[DraftHelp]:
    """Return the help that goes on with a draft."""
    return list(DraftHelp.objects.filter(petition=petition, ended_at=None, ends_at__gt=at).order_by("pk"))


def reads_of(petition: Petition) -> list[datetime]:
    """Return when the reception centre read the draft, latest first."""
    reads = RecordedRead.objects.filter(subject=petition.subject_id, place="help.give").order_by("-pk")
    return list(reads.values_list("at", flat=True)[:SHOWN])


def my_helps(actor: Actor, at: datetime) -> list[DraftHelp]:
    """Return the help a consultant gives now, latest first."""
    mine = DraftHelp.objects.filter(consultant=actor.signed_in, ended_at=None, ends_at__gt=at)
    return list(mine.select_related("petition").order_by("-pk")[:SHOWN])


def proposed_in(help: DraftHelp, petition: Petition) -> list[tuple[HelpProposal, str]]:  # noqa: A002 - its own name
    """Return what was proposed in one help, with its text, latest first."""
    return [(row, text_of(petition, row)) for row in help.proposals.order_by("-pk")[:SHOWN]]

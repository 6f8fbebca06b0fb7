"""How an institution's petition stands with its head: what the pages show of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.queries import accounts_acting_for
from courtcase.people.roles import Role
from petitions import access
from petitions.content import open_text
from petitions.models import ApprovalOutcome, FilingApproval, Petition

STEPS = ("petition.ask_approval", "petition.approve_filing", "petition.send_back")


@dataclass(frozen=True)
class Standing:
    """Where the approval stands, with the head's last remark and what the reader may do about it."""

    outcome: str
    asked_by: Account | None
    asked_at: datetime | None
    decided_by: Account | None
    decided_at: datetime | None
    remark: str
    has_head: bool
    may: frozenset[str]

    @property
    def is_waiting(self) -> bool:
        """Say whether the head was asked and has not answered."""
        return self.outcome == ApprovalOutcome.WAITING

    @property
    def is_approved(self) -> bool:
        """Say whether the petition may be submitted as it stands."""
        return self.outcome == ApprovalOutcome.APPROVED

    @property
    def is_sent_back(self) -> bool:
        """Say whether the head sent it back and nobody asked again."""
        return self.outcome == ApprovalOutcome.SENT_BACK

    @property
    def is_void(self) -> bool:
        """Say whether it was approved and changed afterwards."""
        return self.outcome == ApprovalOutcome.VOID

    @property
    def may_ask(self) -> bool:
        """Say whether the reader may ask the head: who may approve needs to ask nobody."""
        asked = self.is_waiting or self.is_approved
        return "petition.ask_approval" in self.may and not self.may_approve and not asked

    @property
    def is_head(self) -> bool:
        """Say whether the reader is the head of the institution."""
        return "petition.approve_filing" in self.may

    @property
    def may_approve(self) -> bool:
        """Say whether the reader may approve the petition now."""
        return self.is_head and not self.is_approved

    @property
    def may_send_back(self) -> bool:
        """Say whether the reader may send the petition back now."""
        return "petition.send_back" in self.may and (self.is_waiting or self.is_approved)

    @property
    def may_submit(self) -> bool:
        """Say whether the reader may submit the petition now: as approved, or as the head, whose submission approves."""
        return self.is_approved or self.is_head


def standing_of(petition: Petition, actor: Actor, at: datetime) -> Standing | None:
    """Return where the approval of an institution's petition stands; None for a citizen's petition, which needs none."""
    if petition.institution_id is None:
        return None
    last = FilingApproval.objects.filter(petition=petition).select_related("asked_by", "decided_by").last()
    heads = accounts_acting_for(petition.institution_id, at, roles=(Role.INSTITUTION_HEAD,))
    return Standing(
        outcome=last.outcome if last else "",
        asked_by=last.asked_by if last else None,
        asked_at=last.asked_at if last else None,
        decided_by=last.decided_by if last else None,
        decided_at=last.decided_at if last else None,
        remark=open_text(petition, last.sealed_remark) if last else "",
        has_head=bool(heads),
        may=frozenset(step for step in STEPS if access.may(actor, step, petition, at)),
    )

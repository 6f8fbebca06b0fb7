"""What is kept beside a petition: a representative's desk of clients, and what a consultant proposed for a draft."""

from __future__ import annotations

from typing import Any

from courtcase.people.models import Account
from petitions.content import open_text
from petitions.filing.desk import people_of
from petitions.models import Authority, Client, HelpProposal, Petition


def clients_kept(account: Account) -> list[dict[str, Any]]:
    """Return the clients on an account's desk, those taken off it too, each with the papers kept, as JSON values."""
    clients = Client.objects.filter(account=account).select_related("data_key").prefetch_related("proofs__document")
    return [
        {
            "id": client.public_id,
            "created_at": client.created_at,
            "closed_at": client.closed_at,
            **({} if client.closed_at else people_of(client)),
            "proofs": [proof_facts(one) for one in client.proofs.all()],
        }
        for client in clients.order_by("pk")
    ]


def proof_facts(proof: Authority) -> dict[str, Any]:
    """Return what is kept of a paper that proves authority, beside its bytes."""
    return {
        "name": proof.document.filename,
        "sha256": proof.document.sha256,
        "size": proof.document.size,
        "valid_until": proof.valid_until,
        "added_at": proof.added_at,
    }


def helps_kept(petition: Petition) -> list[dict[str, Any]]:
    """Return each help by telephone a draft had: when it went on, and what was proposed and what became of it."""
    helps = petition.helps.prefetch_related("proposals").order_by("pk")
    return [
        {
            "opened_at": one.opened_at,
            "ended_at": one.ended_at or one.ends_at,
            "proposals": [proposal_facts(petition, proposal) for proposal in one.proposals.all()],
        }
        for one in helps
    ]


def proposal_facts(petition: Petition, proposal: HelpProposal) -> dict[str, Any]:
    """Return one text a consultant proposed, and what its writer decided."""
    return {
        "part": proposal.field,
        "text": open_text(petition, proposal.sealed_text),
        "proposed_at": proposal.proposed_at,
        "decided_at": proposal.decided_at,
        "outcome": proposal.outcome,
    }

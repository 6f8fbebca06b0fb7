"""An institution with its officer and its head, and how its petition is brought to where a test needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from courtcase.people.actors import Actor
from courtcase.people.models import Institution
from courtcase.register import receipt_code
from petitions.content import PetitionContent
from petitions.filing.operations.approve_filing import approve_filing, ask_approval
from petitions.filing.operations.save_draft import save_draft
from petitions.filing.operations.start_draft import start_draft
from petitions.filing.operations.submit_petition import submit_petition
from petitions.intake.operations.register_petition import register_petition
from petitions.models import Petition
from tests.petitions.walk import Walk

REASONS = "The provision leaves the person without a remedy against the act, which touches the right to be heard. " * 2


@dataclass
class Office:
    """The office of an institution of the cast: `name` begins the keys of its officer and its head."""

    walk: Walk
    name: str = "commissioner"

    @property
    def officer(self) -> Actor:
        return self.walk.cast.actor(f"{self.name}_officer")

    @property
    def head(self) -> Actor:
        return self.walk.cast.actor(f"{self.name}_head")

    @property
    def institution(self) -> Institution:
        grant = self.officer.signed_in.grants.get()
        assert grant.institution is not None
        return grant.institution

    def words(self, **changes: Any) -> PetitionContent:
        """Return words that may be submitted."""
        content: PetitionContent = {
            "petitioner": {"full_name": self.institution.name_ru, "residence": "Astana, Example street 8"},
            "provisions_typed": "Criminal Procedure Code, article 482",
            "reasoning": REASONS,
            "request": "To find the provision not in conformity with the Constitution.",
        }
        return {**content, **changes}  # type: ignore[typeddict-item]

    def drafted(self, **changes: Any) -> Petition:
        """Return a draft with its words, which the officer wrote."""
        walk, head = self.walk, self.head
        assert head.account
        started = start_draft(
            petitioner_kind=self.institution.kind,
            language="ru",
            institution=self.institution,
            actor=self.officer,
            at=walk.tick(),
        )
        return save_draft(petition=started.petition, part=self.words(**changes), actor=self.officer, at=walk.tick())

    def asked(self, **changes: Any) -> Petition:
        """Return a draft whose approval the head was asked for."""
        return ask_approval(petition=self.drafted(**changes), actor=self.officer, at=self.walk.tick())

    def approved(self, **changes: Any) -> Petition:
        """Return a draft that the head approved."""
        return approve_filing(petition=self.asked(**changes), actor=self.head, at=self.walk.tick())

    def submitted(self, **changes: Any) -> Petition:
        """Return a petition that waits for its signature."""
        petition, code = self.approved(**changes), receipt_code.generate()
        self.walk.codes[petition.pk] = code
        return submit_petition(petition=petition, code=code, actor=self.officer, at=self.walk.tick())

    def registered(self, **changes: Any) -> Petition:
        """Return a petition that the Court registered, whose term runs."""
        filed = self.walk.confirm(self.submitted(**changes))
        return register_petition(petition=filed, actor=self.walk.cast.actor("clerk"), at=self.walk.tick())

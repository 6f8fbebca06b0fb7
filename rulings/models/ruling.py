from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy

from rulings.models.kinds import Certainty, Origin, RulingKind, RulingState


class Ruling(models.Model):
    """One ruling of the Court, from its first draft to its publication. Changed by operations alone."""

    subject = models.OneToOneField(
        "register.Subject", on_delete=models.PROTECT, related_name="ruling", help_text="What the record points at."
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Random; in addresses.")
    kind = models.CharField(max_length=32, choices=RulingKind.choices, help_text="What the ruling is.")
    state = models.CharField(
        max_length=12, choices=RulingState.choices, default=RulingState.DRAFT, help_text="Its state."
    )
    version = models.PositiveIntegerField(default=1, help_text="Goes up by one with every change; forms carry it.")
    origin = models.CharField(
        max_length=8, choices=Origin.choices, default=Origin.COURT, help_text="Where it came from."
    )
    synthetic = models.BooleanField(default=False, help_text="Made up for a demonstration; marked wherever shown.")
    number_value = models.PositiveIntegerField(
        null=True, blank=True, help_text="Integer of the number; empty: not numbered yet, or not known to us."
    )
    number_kk = models.CharField(max_length=40, blank=True, help_text="As printed in Kazakh: 29-НҚ; blank: no number.")
    number_ru = models.CharField(max_length=40, blank=True, help_text="As printed in Russian: 29-НП; blank: no number.")
    number_en = models.CharField(max_length=40, blank=True, help_text="As printed in English: 29-NP; blank: no number.")
    slug = models.CharField(
        max_length=60,
        unique=True,
        null=True,
        blank=True,
        help_text="Its place in addresses: 29, p/2026-15 or the public id; given with the number; empty: a draft.",
    )
    adopted_on = models.DateField(null=True, blank=True, help_text="Legal day of adoption; empty: draft, or not seen.")
    adopted_year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Year of adoption where no more is known; the day's year otherwise."
    )
    sort_day = models.DateField(
        null=True,
        blank=True,
        help_text="Orders lists: the day of adoption or, where that was not seen, of the number before; never shown.",
    )
    title_kk = models.CharField(max_length=1000, blank=True, help_text="Title in Kazakh; blank: not written, not seen.")
    title_ru = models.CharField(
        max_length=1000, blank=True, help_text="Title in Russian; blank: not written, not seen."
    )
    title_en = models.CharField(max_length=1000, blank=True, help_text="Title in English, a translation; blank: none.")
    title_certainty = models.CharField(
        max_length=12, choices=Certainty.choices, blank=True, help_text="How sure the title is; blank: it is our own."
    )
    no_text_reason = models.CharField(
        max_length=300, blank=True, help_text="Why there is no text in Kazakh or in Russian; blank: there are both."
    )
    case = models.ForeignKey(
        "petitions.Case",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rulings",
        help_text="The case it decides or terminates, or, once an acceptance is signed, the case it opened.",
    )
    join_case = models.ForeignKey(
        "petitions.Case",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Acceptance: the case the petition joins, empty: it opens its own. Joinder: the case joined to.",
    )
    extends_by = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Extension only: by how many units the term of the decision is extended."
    )
    extends_unit = models.CharField(
        max_length=14, blank=True, help_text="Extension only: units of the law's terms; blank for every other kind."
    )
    sitting = models.ForeignKey(
        "petitions.Sitting",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rulings",
        help_text="The session at which it was adopted; empty for rulings entered from sources.",
    )
    grounds = models.ManyToManyField(
        "law.Ground", blank=True, related_name="+", help_text="Grounds of a refusal or termination."
    )
    created_at = models.DateTimeField(help_text="When it was begun here.")
    created_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: the system."
    )
    signed_at = models.DateTimeField(null=True, blank=True, help_text="When the signatures were certified here.")
    publish_at = models.DateTimeField(
        null=True, blank=True, help_text="From when it is to be published, once notices have left; empty: not ordered."
    )
    publish_despite = models.CharField(
        max_length=300, blank=True, help_text="Why it does not wait for notices to leave; blank: it waits."
    )
    published_at = models.DateTimeField(null=True, blank=True, help_text="When it was first published here.")
    page_changed_at = models.DateTimeField(
        null=True, blank=True, help_text="When anything shown on its public page last changed; empty: not published."
    )

    class Meta:
        indexes = [
            models.Index(fields=["-sort_day", "-id"], name="ruling_published_newest", condition=Q(state="published")),
            models.Index(fields=["number_value"], name="ruling_by_number", condition=Q(number_value__isnull=False)),
            models.Index(
                fields=["publish_at"], name="ruling_to_publish", condition=Q(state="signed", publish_at__isnull=False)
            ),
            models.Index(fields=["case"], name="ruling_by_case", condition=Q(case__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RulingState.values), name="ruling_state_known"),
            models.CheckConstraint(condition=Q(kind__in=RulingKind.values), name="ruling_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "discarded"]) | Q(slug__isnull=False),
                name="ruling_beyond_draft_has_address",
            ),
            models.CheckConstraint(
                condition=~Q(origin="court")
                | Q(state__in=["draft", "discarded"])
                | Q(signed_at__isnull=False, number_value__isnull=False),
                name="ruling_of_court_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False, page_changed_at__isnull=False),
                name="ruling_published_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.number_ru or str(self.public_id)

    def in_language(self, field: str, language: str | None = None) -> str:
        """Return a three-column field (`title`, `number`) in `language`, or in the active one."""
        return str(getattr(self, f"{field}_{language or get_language() or 'kk'}", "") or "")

    @property
    def number(self) -> str:
        """Return the number as printed in the active language; blank where it has none."""
        return self.in_language("number")

    @property
    def public_path(self) -> str:
        """Return its address without language; blank for a draft."""
        return f"/rulings/{self.slug}" if self.slug else ""

    @property
    def is_published(self) -> bool:
        """Say whether everyone may read it."""
        return self.state == RulingState.PUBLISHED


class RulingPetition(models.Model):
    """A petition that a ruling answers."""

    ruling = models.ForeignKey(Ruling, on_delete=models.CASCADE, related_name="petition_links", help_text="The ruling.")
    petition = models.ForeignKey(
        "petitions.Petition", on_delete=models.PROTECT, related_name="ruling_links", help_text="The petition answered."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ruling", "petition"], name="ruling_petition_once")]

    def __str__(self) -> str:
        return f"{self.ruling_id}: {self.petition_id}"


class RulingLink(models.Model):
    """What one ruling says of another."""

    class Kind(models.TextChoices):
        """How the first speaks of the second."""

        CITES = "cites", pgettext_lazy("one ruling of another", "cites")
        FOLLOWS = "follows", pgettext_lazy("one ruling of another", "follows")
        CORRECTS = "corrects", pgettext_lazy("one ruling of another", "corrects")
        INTERPRETS = "interprets", pgettext_lazy("one ruling of another", "interprets")
        SUPPLEMENTS = "supplements", pgettext_lazy("one ruling of another", "supplements")

    from_ruling = models.ForeignKey(Ruling, on_delete=models.CASCADE, related_name="links_out", help_text="Who cites.")
    to_ruling = models.ForeignKey(Ruling, on_delete=models.PROTECT, related_name="links_in", help_text="What is cited.")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.CITES, help_text="How it is cited.")
    source = models.CharField(
        max_length=300, blank=True, help_text="Where the link was seen; blank: in the text itself."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_ruling", "to_ruling", "kind"], name="ruling_link_once"),
            models.CheckConstraint(condition=~Q(from_ruling=models.F("to_ruling")), name="ruling_link_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.from_ruling_id} {self.kind} {self.to_ruling_id}"


class SourceFacts(models.Model):
    """What the source says of a ruling entered from public sources, word for word. A blank is “not seen”."""

    ruling = models.OneToOneField(Ruling, on_delete=models.PROTECT, related_name="facts", help_text="The ruling.")
    printed_suffix = models.CharField(max_length=20, blank=True, help_text="Suffix as seen; “none”: printed without.")
    provision = models.TextField(blank=True, help_text="What was examined, in the source's words (English).")
    subject_en = models.CharField(max_length=500, blank=True, help_text="What it is about, in English.")
    subject_certainty = models.CharField(
        max_length=12, choices=Certainty.choices, blank=True, help_text="How sure the subject's words are."
    )
    outcome = models.CharField(max_length=300, blank=True, help_text="Outcome in the source's words (English).")
    adilet_id = models.CharField(max_length=40, blank=True, help_text="Identifier in the Adilet system.")
    source = models.TextField(help_text="Where these facts were seen.")
    made_up_text = models.BooleanField(
        default=False,
        help_text="Whether the text shown was written for a demonstration, the Court's own not being known.",
    )

    class Meta:
        verbose_name_plural = "source facts"

    def __str__(self) -> str:
        return f"facts of ruling {self.ruling_id}"

    @property
    def source_parts(self) -> list[dict[str, Any]]:
        """Return the source cut at its semicolons, each part saying whether it is an address one can follow."""
        parts = [part.strip() for part in self.source.split(" ; ") if part.strip()]
        return [
            {"text": part, "is_address": part.startswith(("https://", "http://")) and " " not in part} for part in parts
        ]

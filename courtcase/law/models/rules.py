from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Certainty(models.TextChoices):
    """How sure a row is. Only a row seen in a source and confirmed by a lawyer is cited to petitioners as law."""

    SEEN = "V", _("Seen in a source")
    RECALLED = "R", _("Recalled, to be confirmed")
    INFERRED = "I", _("Inferred, to be confirmed")


class PickedBy(models.TextChoices):
    """Which date of a petition picks the row that applies to it."""

    FILING = "filing", pgettext_lazy("rule", "the day of filing")
    STEP = "step", pgettext_lazy("rule", "the day of the step")
    ADOPTION = "adoption", pgettext_lazy("rule", "the day of adoption")


class RuleRowQuerySet(models.QuerySet):
    """Rows picked by a legal day."""

    def on(self, day: date) -> Self:
        """Return the rows that apply on the legal day `day` and have not been superseded."""
        return self.filter(Q(applies_to__isnull=True) | Q(applies_to__gte=day), applies_from__lte=day).current()

    def current(self) -> Self:
        """Return the rows we hold to be right now, whatever day they apply to."""
        return self.filter(superseded_at__isnull=True)

    def confirmed(self) -> Self:
        """Return the rows a lawyer confirmed."""
        return self.filter(confirmed_on__isnull=False)


class RuleRow(models.Model):
    """A rule of law with the law's time (applies) and ours (entered, confirmed). Superseded, never edited."""

    code = models.CharField(
        max_length=60, help_text="Stable word for the rule; the same in every row that replaced it."
    )
    applies_from = models.DateField(help_text="First legal day on which the rule applies.")
    applies_to = models.DateField(
        null=True, blank=True, help_text="Last legal day on which it applies; empty: still does."
    )
    picked_by = models.CharField(
        max_length=8,
        choices=PickedBy.choices,
        default=PickedBy.FILING,
        help_text="Which date of a petition picks the row: filing, the step, or adoption of the ruling.",
    )
    article = models.CharField(
        max_length=120, blank=True, help_text="Article of law as cited, e.g. “art. 47(2)1)”; blank: not in the law."
    )
    certainty = models.CharField(max_length=1, choices=Certainty.choices, help_text="V seen, R recalled, I inferred.")
    source = models.CharField(max_length=300, blank=True, help_text="Where the rule was seen or why it is held.")
    entered_at = models.DateTimeField(help_text="When the row was entered here.")
    entered_by = models.CharField(
        max_length=120, help_text="Who entered it: a command's name or an office; no personal data."
    )
    confirmed_by = models.CharField(
        max_length=120, blank=True, help_text="Office or role that confirmed it; blank: nobody yet."
    )
    confirmed_on = models.DateField(
        null=True, blank=True, help_text="Legal day of confirmation; empty: never cited to petitioners as law."
    )
    superseded_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When another row took its place; kept for the clocks and decisions that used it.",
    )

    subject = models.ForeignKey(
        "register.Subject",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What the record points at; empty until first changed by an operation. Rows of one rule share it.",
    )

    objects = RuleRowQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            # One row may stand for a rule and a first day; those it replaced stay for what they decided.
            models.UniqueConstraint(
                fields=["code", "applies_from"],
                condition=Q(superseded_at__isnull=True),
                name="%(app_label)s_%(class)s_once",
            ),
            models.CheckConstraint(
                condition=Q(applies_to__isnull=True) | Q(applies_to__gte=F("applies_from")),
                name="%(app_label)s_%(class)s_days_in_order",
            ),
        ]

    # Fields that are not the rule itself: who entered it, when, and what became of it.
    BOOKKEEPING = frozenset(
        {"id", "entered_at", "entered_by", "confirmed_by", "confirmed_on", "superseded_at", "subject"}
    )

    def __str__(self) -> str:
        return f"{self.code} ({self.applies_from:%Y-%m-%d})"

    @property
    def citable(self) -> bool:
        """Say whether the row may be cited to a petitioner as the law: a lawyer confirmed it and it still stands."""
        return self.confirmed_on is not None and self.superseded_at is None and bool(self.article)


class Rule(RuleRow):
    """A rule that is either on or off, such as the roll of a term to the next working day, or the fee."""

    is_on = models.BooleanField(help_text="Whether the Court applies the rule.")
    name_kk = models.CharField(max_length=300, help_text="What the rule says, in Kazakh.")
    name_ru = models.CharField(max_length=300, help_text="What the rule says, in Russian.")
    name_en = models.CharField(max_length=300, help_text="What the rule says, in English.")

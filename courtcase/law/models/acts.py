from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from courtcase.law.models.rules import Certainty


class ActKind(models.TextChoices):
    """Kinds of act the Court cites or examines."""

    CONSTITUTION = "constitution", pgettext_lazy("kind of act", "Constitution")
    CONSTITUTIONAL_LAW = "constitutional_law", pgettext_lazy("kind of act", "Constitutional law")
    CODE = "code", pgettext_lazy("kind of act", "Code")
    LAW = "law", pgettext_lazy("kind of act", "Law")
    DECREE = "decree", pgettext_lazy("kind of act", "Decree of the President")
    GOVERNMENT = "government", pgettext_lazy("kind of act", "Resolution of the Government")
    MINISTERIAL_ORDER = "ministerial_order", pgettext_lazy("kind of act", "Order of a minister")
    SUPREME_COURT = "supreme_court", pgettext_lazy("kind of act", "Normative resolution of the Supreme Court")
    CONSTITUTIONAL_COUNCIL = (
        "constitutional_council",
        pgettext_lazy("kind of act", "Normative resolution of the Constitutional Council"),
    )
    LOCAL = "local", pgettext_lazy("kind of act", "Act of a local body")
    OTHER = "other", pgettext_lazy("kind of act", "Other act")


class ActStatus(models.TextChoices):
    """Whether an act is in force, as far as is known here."""

    IN_FORCE = "in_force", pgettext_lazy("force of an act", "In force")
    LOST_FORCE = "lost_force", pgettext_lazy("force of an act", "Lost force")
    UNKNOWN = "unknown", pgettext_lazy("force of an act", "Not checked")


class Act(models.Model):
    """A normative legal act."""

    code = models.SlugField(max_length=60, unique=True, help_text="Stable word for the act; in public addresses.")
    kind = models.CharField(max_length=24, choices=ActKind.choices, help_text="Kind of act.")
    title_kk = models.CharField(max_length=600, blank=True, help_text="Title, in Kazakh; blank: not seen.")
    title_ru = models.CharField(max_length=600, blank=True, help_text="Title, in Russian; blank: not seen.")
    title_en = models.CharField(max_length=600, blank=True, help_text="Title, in English (our translation).")
    short_kk = models.CharField(max_length=200, blank=True, help_text="Short name or abbreviation, in Kazakh: ҚПК.")
    short_ru = models.CharField(max_length=200, blank=True, help_text="Short name or abbreviation, in Russian: УПК.")
    short_en = models.CharField(max_length=200, blank=True, help_text="Short name or abbreviation, in English: CPC.")
    aliases = models.JSONField(default=list, blank=True, help_text="Other words people search it by.")
    number = models.CharField(max_length=40, blank=True, help_text="Official number; blank: not seen.")
    adopted_on = models.DateField(null=True, blank=True, help_text="Day of adoption; empty: not seen.")
    adilet_id = models.CharField(
        max_length=40, blank=True, help_text="Identifier in the Adilet system; blank: not seen."
    )
    status = models.CharField(
        max_length=12, choices=ActStatus.choices, default=ActStatus.UNKNOWN, help_text="Whether it is in force."
    )
    area = models.ForeignKey(
        "law.AreaOfLaw",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="acts",
        help_text="Area of law petitions against it are routed and counted by; empty: none in particular.",
    )
    certainty = models.CharField(max_length=1, choices=Certainty.choices, help_text="How sure the row is.")
    source = models.CharField(max_length=300, blank=True, help_text="Where the row was seen.")
    search_text = models.TextField(blank=True, help_text="Folded titles and names, for the provision picker.")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    def named(self, language: str) -> str:
        """Return the act's short name in `language` (kk, ru, en), else its title, else its Russian name, else its code."""
        own = getattr(self, f"short_{language}") or getattr(self, f"title_{language}")
        return own or self.short_ru or self.title_ru or self.code


class Level(models.TextChoices):
    """The parts of an act, as Kazakhstan's law-making counts them."""

    WHOLE = "whole", pgettext_lazy("part of an act", "the whole act")
    ANNEX = "annex", pgettext_lazy("part of an act", "annexed rules")
    ARTICLE = "article", pgettext_lazy("part of an act", "article")
    PART = "part", pgettext_lazy("part of an act", "part")
    PARAGRAPH = "paragraph", pgettext_lazy("part of an act", "paragraph")
    SUBPARAGRAPH = "subparagraph", pgettext_lazy("part of an act", "sub-paragraph")
    ITEM = "item", pgettext_lazy("part of an act", "point")
    INDENT = "indent", pgettext_lazy("part of an act", "indent")
    NOTE = "note", pgettext_lazy("part of an act", "note")
    WORDS = "words", pgettext_lazy("part of an act", "words")


class Provision(models.Model):
    """An article or a part of one, down to the words. The text of the law is not kept here."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="provisions", help_text="The act it is in.")
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="The provision it is a part of; empty for an article.",
    )
    level = models.CharField(max_length=14, choices=Level.choices, help_text="What it is: article, part and so on.")
    label = models.CharField(max_length=40, help_text="Its own number as printed: 482, 43-1, 14.")
    path = models.CharField(max_length=120, help_text="From the article down: 482 or 16(3)14). Unique in the act.")
    sort_key = models.CharField(max_length=200, help_text="Puts 9 before 10 and keeps parts beneath their article.")
    heading_kk = models.CharField(max_length=300, blank=True, help_text="What it is about, in plain words, in Kazakh.")
    heading_ru = models.CharField(max_length=300, blank=True, help_text="What it is about, in plain words, in Russian.")
    heading_en = models.CharField(max_length=300, blank=True, help_text="What it is about, in plain words, in English.")
    certainty = models.CharField(max_length=1, choices=Certainty.choices, help_text="How sure the row is.")
    source = models.CharField(max_length=300, blank=True, help_text="Where the row was seen, or “recalled”.")
    search_text = models.TextField(blank=True, help_text="Folded headings, for the provision picker.")

    class Meta:
        ordering = ["act", "sort_key"]
        constraints = [models.UniqueConstraint(fields=["act", "path"], name="law_provision_path_once")]
        indexes = [models.Index(fields=["act", "sort_key"], name="law_provision_order")]

    def __str__(self) -> str:
        return f"{self.act.code} {self.path}"


class Correspondence(models.Model):
    """Two provisions of which a later act put the second in the place of the first. Not every one was seen."""

    provision = models.ForeignKey(
        Provision, on_delete=models.PROTECT, related_name="replaced_by", help_text="The earlier provision."
    )
    later = models.ForeignKey(
        Provision, on_delete=models.PROTECT, related_name="replaces", help_text="What stands in its place."
    )
    certainty = models.CharField(max_length=1, choices=Certainty.choices, help_text="How sure the row is.")
    source = models.CharField(max_length=300, blank=True, help_text="Where the row was seen, or “recalled”.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provision", "later"], name="correspondence_once")]

    def __str__(self) -> str:
        return f"{self.provision_id} → {self.later_id}"


class VersionStatus(models.TextChoices):
    """What a provision's force is between two days."""

    IN_FORCE = "in_force", pgettext_lazy("force of a norm", "In force")
    LOST_FORCE = "lost_force", pgettext_lazy("force of a norm", "Lost force")
    READ_AS = "read_as", pgettext_lazy("force of a norm", "To be read as the Court interpreted it")


class ProvisionVersion(models.Model):
    """The force of a provision between two days, and the ruling that changed it."""

    provision = models.ForeignKey(
        Provision, on_delete=models.PROTECT, related_name="versions", help_text="The provision."
    )
    applies_from = models.DateField(null=True, blank=True, help_text="First legal day; empty: not known.")
    applies_to = models.DateField(null=True, blank=True, help_text="Last legal day; empty: still so.")
    status = models.CharField(max_length=12, choices=VersionStatus.choices, help_text="Its force in that time.")
    ruling_path = models.CharField(max_length=200, blank=True, help_text="Public path of the ruling; blank: none.")

    class Meta:
        ordering = ["provision", "applies_from"]

    def __str__(self) -> str:
        return f"{self.provision_id} {self.status}"


class Outcome(models.TextChoices):
    """What the Court decided about one provision."""

    CONFORMS = "conforms", pgettext_lazy("outcome", "conforms to the Constitution")
    CONFORMS_READ_AS = "conforms_read_as", pgettext_lazy("outcome", "conforms in the interpretation given by the Court")
    DOES_NOT_CONFORM = "does_not_conform", pgettext_lazy("outcome", "does not conform to the Constitution")
    INTERPRETED = "interpreted", pgettext_lazy("outcome", "official interpretation")
    OTHER = "other", pgettext_lazy("outcome", "other outcome")


class DecidedProvision(models.Model):
    """One provision a published ruling decided on. Written by publication alone: petitions need not know rulings."""

    provision = models.ForeignKey(
        Provision, on_delete=models.PROTECT, related_name="decided", help_text="The provision examined."
    )
    ruling_uuid = models.UUIDField(help_text="uuid of the ruling's Subject.")
    outcome = models.CharField(
        max_length=20, choices=Outcome.choices, blank=True, help_text="Outcome for this provision; blank: not seen."
    )
    in_part = models.BooleanField(default=False, help_text="Whether the outcome is for a part of the provision only.")
    decided_on = models.DateField(null=True, blank=True, help_text="Legal day of the decision; empty: not seen.")
    number_kk = models.CharField(max_length=40, help_text="Number as printed in Kazakh: 29-НҚ.")
    number_ru = models.CharField(max_length=40, help_text="Number as printed in Russian: 29-НП.")
    number_en = models.CharField(max_length=40, help_text="Number as printed in English: 29-NP.")
    public_path = models.CharField(max_length=200, help_text="Path of the ruling without language: /rulings/29.")

    class Meta:
        ordering = [models.F("decided_on").desc(nulls_last=True), "-id"]
        constraints = [
            models.UniqueConstraint(fields=["provision", "ruling_uuid"], name="law_decided_provision_once"),
            models.CheckConstraint(condition=~Q(public_path=""), name="law_decided_provision_has_path"),
        ]

    def __str__(self) -> str:
        return f"{self.provision_id}: {self.number_ru}"


class LegalPosition(models.Model):
    """One point of what a published ruling decided, in its own words. Written by publication alone."""

    ruling_uuid = models.UUIDField(help_text="uuid of the ruling's Subject, as in DecidedProvision.")
    language = models.CharField(max_length=2, help_text="kk, ru or en; English is a translation.")
    position = models.PositiveSmallIntegerField(help_text="Order in the ruling.")
    anchor = models.CharField(max_length=40, help_text="Where it stands on the ruling's page: the id of its block.")
    text = models.TextField(help_text="The words, with the number of the point.")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["ruling_uuid", "language", "position"], name="law_legal_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.ruling_uuid} {self.language} {self.position}"


class AreaOfLaw(models.Model):
    """An area of law petitions are routed and counted by. The taxonomy is ours, not the law's."""

    code = models.SlugField(max_length=60, unique=True, help_text="Stable word for the area.")
    name_kk = models.CharField(max_length=200, help_text="Name, in Kazakh.")
    name_ru = models.CharField(max_length=200, help_text="Name, in Russian.")
    name_en = models.CharField(max_length=200, help_text="Name, in English.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Order in lists; lowest first.")

    class Meta:
        ordering = ["position", "code"]
        verbose_name_plural = "areas of law"

    def __str__(self) -> str:
        return self.code

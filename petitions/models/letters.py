from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from courtcase.notices.models import Notice


class LetterKind(models.TextChoices):
    """What a letter of the Court tells."""

    RETURN = "return", _("Return of a petition")
    DANGER = "danger", _("Danger to life or torture, to the prosecutor")
    STANDING = "standing", _("Reply to several petitions of one person")


class LetterStatus(models.TextChoices):
    """How far a letter has come."""

    PREPARED = "prepared", _("Prepared, not signed")
    SIGNED = "signed", _("Signed, not sent yet")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Handed over")
    FAILED = "failed", _("Did not arrive")
    CANCELLED = "cancelled", _("Taken back before it was sent")


class ReturnOutcome(models.TextChoices):
    """How the wait of a prepared return ended; blank: it waits."""

    LEFT = "left", _("It left, and the petition is returned")
    UNDONE = "undone", _("Undone")
    OBJECTED = "objected", _("Sent back by the second reader")
    VOID = "void", _("The petition went another way")


class LetterRule(models.Model):
    """How returns and letters leave: as configured by the head of intake. Superseded, never edited."""

    undo_minutes = models.PositiveSmallIntegerField(help_text="For so long a return can be undone before it leaves.")
    reader_percent = models.PositiveSmallIntegerField(help_text="Share of returns drawn for a second reader, 0 to 100.")
    signed_by_head = models.BooleanField(help_text="Whether no letter leaves before the head of intake signed it.")
    changed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    active_from = models.DateTimeField()
    active_to = models.DateTimeField(null=True, blank=True, help_text="Empty: in use.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reader_percent__lte=100), name="letter_rule_percent"),
            # Two heads who change it at once: the second waits for the first, and is refused.
            models.UniqueConstraint(Value(1), condition=Q(active_to__isnull=True), name="letter_rule_once"),
        ]

    def __str__(self) -> str:
        return f"letter rule {self.pk}"


class LetterTemplate(models.Model):
    """The text of a kind of letter in one language, with placeholders. Each version is kept as it was written."""

    kind = models.CharField(max_length=16, choices=LetterKind.choices)
    language = models.CharField(max_length=2, help_text="kk, ru or en.")
    version = models.PositiveIntegerField(help_text="1 is the first that staff wrote; 0 is the text that came with us.")
    text = models.TextField(help_text="The first line is the title; paragraphs are divided by an empty line.")
    written_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "language", "-version"]
        constraints = [models.UniqueConstraint(fields=["kind", "language", "version"], name="letter_template_version")]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} {self.version}"


class Letter(models.Model):
    """An outgoing letter about a petition: a row of the outgoing register once it has its number."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=16, choices=LetterKind.choices)
    language = models.CharField(max_length=2, help_text="The language of the petition.")
    template_version = models.PositiveIntegerField(help_text="Version of the template; 0: the text that came with us.")
    sealed_parts = models.BinaryField(help_text="The template's text and its values, sealed with the petition's key.")
    sealed_text = models.BinaryField(null=True, help_text="The letter as it left, sealed; empty before it left.")
    status = models.CharField(max_length=10, choices=LetterStatus.choices, default=LetterStatus.PREPARED)
    channel = models.CharField(
        max_length=8, blank=True, help_text="How it left: email, sms, post, inapp; blank: not yet."
    )
    number = models.CharField(
        max_length=40, blank=True, db_collation="C", help_text="Of the outgoing register; blank: not signed yet."
    )
    numbered_on = models.DateField(null=True, help_text="Legal day of the number.")
    prepared_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField()
    signed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True, help_text="When a road failed; it goes by post then.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="letter_number_once"),
        ]
        indexes = [
            models.Index(fields=["numbered_on", "id"], condition=~Q(number=""), name="letter_outgoing"),
            models.Index(fields=["prepared_at", "id"], condition=Q(status="prepared"), name="letter_to_sign"),
        ]

    def __str__(self) -> str:
        return self.number or f"letter {self.pk}"

    @property
    def road(self) -> str:
        """Return the road by which it left, in the reader's words; blank: it has not left."""
        return str(Notice.Channel(self.channel).label) if self.channel else ""


class PreparedReturn(models.Model):
    """A return that is prepared and has not left: until it leaves, the petition is being checked and the term runs on."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="prepared_returns")
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="prepared_return")
    grounds = models.ManyToManyField("law.Ground", related_name="+")
    sealed_explanation = models.BinaryField(help_text="Why this case, written by hand; sealed with the petition's key.")
    reason_digest = models.BinaryField(
        help_text="Blind index of the folded words: equal words of one clerk are known by it."
    )
    prepared_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    not_before = models.DateTimeField(help_text="Until then it can be undone, and nothing leaves.")
    draw = models.CharField(max_length=16, help_text="Random token of the draw, in hexadecimal.")
    percent = models.PositiveSmallIntegerField(help_text="Share that was drawn for a second reader at the time.")
    is_drawn = models.BooleanField(help_text="Whether a second clerk reads it before it leaves.")
    read_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(null=True)
    sealed_note = models.BinaryField(null=True, help_text="Why the second reader sent it back, sealed.")
    outcome = models.CharField(max_length=8, choices=ReturnOutcome.choices, blank=True, help_text="Blank: it waits.")
    settled_at = models.DateTimeField(null=True)
    returned = models.OneToOneField("petitions.Return", on_delete=models.PROTECT, null=True, related_name="prepared")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["petition"], condition=Q(outcome=""), name="prepared_return_once"),
        ]
        indexes = [
            models.Index(fields=["prepared_by", "-id"], name="prepared_return_of_clerk"),
            models.Index(fields=["prepared_at", "id"], condition=Q(outcome=""), name="prepared_return_waiting"),
            # Few returns are sent back; whether one of a petition was is asked of each line of a stack.
            models.Index(fields=["petition"], condition=Q(outcome="objected"), name="prepared_return_objected"),
        ]

    def __str__(self) -> str:
        return f"prepared return {self.pk}"


class LetterDelivery(models.Model):
    """One sending of a letter to one person: the notice that carries it, followed until it is settled."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="deliveries")
    notice = models.OneToOneField("notices.Notice", on_delete=models.PROTECT, related_name="+")
    instead_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="by_post", help_text="The sending that failed."
    )
    is_settled = models.BooleanField(default=False, help_text="Whether the letter already says what came of it.")
    failed_at = models.DateTimeField(null=True, help_text="Empty: it has not failed.")

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(is_settled=False), name="letter_delivery_open")]

    def __str__(self) -> str:
        return f"delivery {self.pk}"

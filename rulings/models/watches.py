from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class WatchKind(models.TextChoices):
    """What somebody wants to be told of."""

    SEARCH = "search", _("New rulings that answer a search")
    CITED = "cited", _("A ruling or a norm is cited or examined")


class Watch(models.Model):
    """What somebody wants to be told of by e-mail, without an account: asked for, confirmed by a link, left by another.

    The address and the words of a search are sealed under a key of their own. Leaving deletes the row and shreds the key.
    """

    subject = models.OneToOneField(
        "register.Subject", on_delete=models.PROTECT, related_name="watch", help_text="What its messages are about."
    )
    public_id = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="Random; stands in the links of its messages alone."
    )
    kind = models.CharField(max_length=8, choices=WatchKind.choices, help_text="What it waits for.")
    language = models.CharField(max_length=2, help_text="kk, ru or en: in which its messages are written.")
    data_key = models.ForeignKey(
        "keys.DataKey",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Key of what is sealed; shredded on leaving.",
    )
    sealed = models.BinaryField(help_text="The e-mail address and the filters of the search, as sealed JSON.")
    whom = models.BinaryField(max_length=32, help_text="Blind index of the address.")
    what = models.BinaryField(max_length=32, help_text="Blind index of what is waited for.")
    ruling = models.ForeignKey(
        "rulings.Ruling",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="watches",
        help_text="The ruling that may be cited; empty: a norm or a search.",
    )
    provision = models.ForeignKey(
        "law.Provision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The norm that may be examined or cited; empty: a ruling or a search.",
    )
    asked_at = models.DateTimeField(
        help_text="When it was asked for; without confirmation it is erased after some days."
    )
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="When the link was followed; empty: not yet.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["whom", "what"], name="watch_once_an_address"),
            models.CheckConstraint(condition=models.Q(kind__in=WatchKind.values), name="watch_kind_known"),
            models.CheckConstraint(
                condition=models.Q(kind="search", ruling=None, provision=None)
                | models.Q(kind="cited", ruling__isnull=False, provision=None)
                | models.Q(kind="cited", ruling=None, provision__isnull=False),
                name="watch_waits_for_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(confirmed_at__isnull=False), name="watch_confirmed"),
            models.Index(fields=["asked_at"], condition=models.Q(confirmed_at=None), name="watch_unconfirmed"),
        ]
        verbose_name_plural = "watches"

    def __str__(self) -> str:
        return f"watch {self.pk} ({self.kind})"

from __future__ import annotations

import uuid

from django.db import models


class SavedView(models.Model):
    """A view of the queue that somebody saved under a name: the filters of an address, which hold no personal data."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=500, blank=True, help_text="View, order and filters, as in the address.")
    is_shared = models.BooleanField(default=False, help_text="Everybody who sees the queue has it too.")
    version = models.PositiveIntegerField(default=1, help_text="Goes up by one with every change; its form carries it.")
    changed_by = models.ForeignKey(
        "people.Account", on_delete=models.SET_NULL, null=True, related_name="+", help_text="Who changed it last."
    )
    changed_at = models.DateTimeField(null=True, help_text="When it was changed last; empty: never.")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name"], name="saved_view_shared", condition=models.Q(is_shared=True))]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name_once")]

    def __str__(self) -> str:
        return self.name

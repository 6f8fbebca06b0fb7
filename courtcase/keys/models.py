from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django_stubs_ext.db.models import TypedModelMeta


class DataKey(models.Model):
    """A key that seals the words of one petition or case, itself sealed by a key-encryption key outside the database."""

    uuid = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="Bound into everything sealed with the key."
    )
    kek_id = models.CharField(max_length=32, help_text="Which key-encryption key wraps it.")
    wrapped = models.BinaryField(help_text="Nonce, ciphertext and tag of the 32 bytes, AES-256-GCM.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(TypedModelMeta):
        indexes = [models.Index(fields=["kek_id", "id"], name="data_key_by_kek")]

    def __str__(self) -> str:
        return f"data key {self.pk}"

    def __repr__(self) -> str:
        return f"<DataKey {self.pk} wrapped by {self.kek_id}>"

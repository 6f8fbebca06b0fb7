from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import pgettext_lazy
from django_stubs_ext.db.models import TypedModelMeta


class ApiScope(models.TextChoices):
    """What a token of an institution's program may be used for."""

    READ = "read", pgettext_lazy("what a program may do", "Read petitions and where they stand")
    DRAFT = "draft", pgettext_lazy("what a program may do", "Write drafts and attach documents")
    SUBMIT = "submit", pgettext_lazy("what a program may do", "Submit petitions")


class ApiToken(models.Model):
    """A secret by which an institution's program signs in. The secret is shown once; here is only its keyed digest."""

    account = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, related_name="tokens", help_text="The program, which acts as this."
    )
    institution = models.ForeignKey("people.Institution", on_delete=models.PROTECT, related_name="tokens")
    digest = models.BinaryField(unique=True, help_text="HMAC of the token under the index key.")
    ending = models.CharField(max_length=4, help_text="Last four signs, by which people tell tokens apart.")
    scopes = ArrayField(models.CharField(max_length=10, choices=ApiScope.choices), help_text="What it may be used for.")
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(
        null=True, blank=True, help_text="From this moment it opens nothing; empty: until ended."
    )
    last_used_on = models.DateField(null=True, blank=True, help_text="Last legal day on which it was used.")

    class Meta(TypedModelMeta):
        indexes = [models.Index(fields=["institution", "-id"], name="api_token_by_institution")]

    def __str__(self) -> str:
        return f"token …{self.ending}"

    @property
    def scope_labels(self) -> list[str]:
        """Return what the token may be used for, in the active language."""
        return [str(ApiScope(scope).label) for scope in self.scopes]

    def works(self, at: datetime) -> bool:
        """Say whether the token opens anything at `at`."""
        return self.ends_at is None or at < self.ends_at


class ApiRequest(models.Model):
    """A request of a program that is to be done once, whatever the network does: its key, its input, its outcome."""

    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, help_text="The Idempotency-Key the program chose.")
    input_digest = models.BinaryField(
        help_text="SHA-256 of what was asked: the same key with another input is refused."
    )
    outcome = models.JSONField(
        default=dict,
        help_text="Ids of what came of it, and what is sealed for whoever asks again; no words and no personal data.",
    )
    made_at = models.DateTimeField()

    class Meta(TypedModelMeta):
        indexes = [models.Index(fields=["made_at"], name="api_request_made")]
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="api_request_once")]

    def __str__(self) -> str:
        return f"request {self.pk}"

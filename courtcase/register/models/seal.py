from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django_stubs_ext.db.models import TypedModelMeta

from courtcase.register.append_only import append_only_triggers


class SealedEntry(models.Model):
    """The place of a committed event in the whole register, given once by the sealer."""

    append_only: ClassVar[bool] = True

    position = models.BigIntegerField(primary_key=True, help_text="From 0 without gaps: the leaf's index in the tree.")
    event = models.OneToOneField("register.Event", on_delete=models.PROTECT, related_name="sealed")
    leaf_hash = models.BinaryField(help_text="The event's digest as it was when sealed.")
    sealed_at = models.DateTimeField(help_text="When the sealer gave the place.")

    class Meta(TypedModelMeta):
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"entry {self.position}"


class TreeNode(models.Model):
    """An inner node of the Merkle tree, written when all 2**level leaves beneath it are there."""

    append_only: ClassVar[bool] = True

    level = models.SmallIntegerField(help_text="1 stands above two leaves; leaves themselves are SealedEntry rows.")
    index = models.BigIntegerField(help_text="From 0, counted along the level.")
    hash = models.BinaryField(help_text="SHA-256 of a one byte and both children (RFC 9162, 2.1.1).")

    class Meta(TypedModelMeta):
        triggers = append_only_triggers()
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="tree_node_once")]

    def __str__(self) -> str:
        return f"node {self.level}/{self.index}"


class RootStamp(models.Model):
    """A time stamp (RFC 3161) of an authority outside the Court on one day's root: nobody gets one backdated."""

    append_only: ClassVar[bool] = True

    root = models.ForeignKey("register.DailyRoot", on_delete=models.PROTECT, related_name="stamps")
    authority = models.CharField(max_length=255, help_text="Host that was asked for the stamp.")
    stamped_at = models.DateTimeField(help_text="The instant the stamp itself names.")
    response = models.BinaryField(help_text="TimeStampResp as it came, DER: it is verified without us.")

    class Meta(TypedModelMeta):
        triggers = append_only_triggers()
        constraints = [models.UniqueConstraint(fields=["root", "authority"], name="root_stamp_once")]

    def __str__(self) -> str:
        return f"stamp of {self.root_id}"

    @property
    def path(self) -> str:
        """Return where the stamp is given out."""
        return reverse("register_root_stamp", args=[self.root_id.isoformat()])


class DailyRoot(models.Model):
    """The root of the tree as published on one day: whoever keeps it can prove that nothing before it was changed."""

    append_only: ClassVar[bool] = True

    day = models.DateField(primary_key=True, help_text="The Court's legal day on which the root was published.")
    tree_size = models.BigIntegerField(help_text="How many entries the root covers.")
    root_hash = models.BinaryField(help_text="RFC 9162 root of the first `tree_size` entries.")
    published_at = models.DateTimeField(help_text="When it was published.")

    class Meta(TypedModelMeta):
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"root of {self.day}"

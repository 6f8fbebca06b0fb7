"""What many tests of a module begin with, made once: each works on a copy of its own, and what it changes is undone."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import transaction
from django.test import override_settings

Made = TypeVar("Made")


@dataclass(frozen=True)
class Kept(Generic[Made]):
    """Rows and their files as they were made; `own` gives a test objects that no other test has changed."""

    made: Made
    files: Path

    def own(self) -> Made:
        """Return copies of what was made, with its files where this test looks for files."""
        if self.files.exists():
            shutil.copytree(self.files, settings.MEDIA_ROOT, dirs_exist_ok=True)
        return copy.deepcopy(self.made)


@contextmanager
def kept_once(make: Callable[[], Made], files: Path, django_db_blocker: Any) -> Iterator[Kept[Made]]:
    """Make something in a transaction around a module's tests, which ends undone; its files are laid into a folder."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=files):
            made = make()
        yield Kept(made, files)
        transaction.set_rollback(True)

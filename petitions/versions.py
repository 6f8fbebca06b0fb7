"""Which version of a petition's words is meant: the one that is being written, the one frozen last, or what there is."""

from __future__ import annotations

from courtcase import rows
from petitions.models import Petition, PetitionVersion

# Conditions on the versions of one petition; read in every step, so the statements are built once (courtcase.rows).
WRITTEN_LAST = "petition_id = %s ORDER BY number DESC LIMIT 1"
FROZEN_LAST = "petition_id = %s AND frozen_at IS NOT NULL ORDER BY number DESC LIMIT 1"
FROZEN_FIRST = "petition_id = %s ORDER BY frozen_at IS NULL, number DESC LIMIT 1"


def written_last(petition: Petition) -> PetitionVersion:
    """Return the version with the highest number, frozen or not. Raises PetitionVersion.DoesNotExist."""
    return there(rows.read(PetitionVersion, WRITTEN_LAST, [petition.pk]))


def being_written(petition: Petition) -> PetitionVersion | None:
    """Return the version that can still be changed, None where there is none.

    It is the last one: what was never sent before a later one was frozen (a correction came on paper) is kept, no more.
    """
    last = rows.read(PetitionVersion, WRITTEN_LAST, [petition.pk])
    return None if last is None or last.frozen_at is not None else last


def frozen_last(petition: Petition) -> PetitionVersion | None:
    """Return the version that was submitted last, None where none was."""
    return rows.read(PetitionVersion, FROZEN_LAST, [petition.pk])


def as_told(petition: Petition) -> PetitionVersion:
    """Return what the Court goes by: the version frozen last, or the one that is being written where none is frozen yet.

    Raises PetitionVersion.DoesNotExist.
    """
    return there(rows.read(PetitionVersion, FROZEN_FIRST, [petition.pk]))


def there(version: PetitionVersion | None) -> PetitionVersion:
    """Return the version, or raise PetitionVersion.DoesNotExist for None."""
    if version is None:
        raise PetitionVersion.DoesNotExist
    return version

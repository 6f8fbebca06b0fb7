from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courtcase.law.correcting import correct_act
from courtcase.law.models import Act, ActCorrection
from courtcase.notices.operations import owe_job
from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from rulings.access import published
from rulings.models import Ruling
from rulings.publication.indexing import index_ruling
from rulings.publication.personal import tells_iin
from rulings.steps import page_changed

INDEX_JOB = "rulings.index_after_correction"


@operation
def correct_listed_act(*, act: Act, facts: dict[str, Any], actor: Actor, at: datetime) -> ActCorrection:
    """Correct an act of the list of law with its `facts`; every public page that names it is shown anew.

    Pages change their tags at once, the search knows the new names once a task has indexed each ruling; files of open data
    have them from the next night on. What was signed stays as it is. Returns the correction. Raises what `correct_act` raises.
    """
    if tells_iin(str(facts.get("reason", ""))):
        raise OperationError(_("An individual identification number is never published."), field="reason")
    made = correct_act(act=act, **facts, actor=actor, at=at)
    named = naming(act)
    page_changed(rulings=[ruling.pk for ruling in named], at=at)
    for ruling in named:
        owe_job(kind=INDEX_JOB, subject=ruling.subject, key=f"{INDEX_JOB}:{made.pk}:{ruling.pk}")
    return made


def naming(act: Act) -> list[Ruling]:
    """Return the published rulings whose pages name an act: they examined it, cite it, or a measure ended in it."""
    found = published().filter(
        Q(provisions__provision__act=act) | Q(citations__provision__act=act) | Q(measures__resulting_act=act)
    )
    return list(found.select_related("subject").distinct().order_by("pk"))


@operation
def index_once_more(*, ruling: Ruling, actor: Actor, at: datetime) -> None:
    """Index a published ruling by what its norms and acts are called now; it keeps its place among the newest."""
    index_ruling(ruling=ruling, actor=actor, at=ruling.published_at or at)

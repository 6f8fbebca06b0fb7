"""What became of the norms that a petition contests, as its page and the pages of its case show it."""

from __future__ import annotations

from courtcase import rows
from petitions.models import Case, NormAlarm, Petition
from petitions.workflow import FINAL

OF_EITHER = "petitions_normalarm.petition_id = %s OR petitions_normalarm.case_id = %s"


def norm_alarms(*, petition: Petition | None = None, case: Case | None = None) -> list[NormAlarm]:
    """Return the alarms of a case, or of a petition and of its case, the oldest first; none where all is decided.

    Most petitions have none: that is one plain statement.
    """
    if petition is not None and petition.state in FINAL:
        return []
    of_case = petition.case_id if petition else case.pk if case else None
    found = [one.pk for one in rows.read_all(NormAlarm, OF_EITHER, [petition.pk if petition else None, of_case])]
    if not found:
        return []
    cited = ("provision__act", "provision__parent__parent__parent__parent")
    return list(NormAlarm.objects.filter(pk__in=found).select_related(*cited).order_by("pk"))

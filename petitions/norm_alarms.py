"""What became of the norms that a petition contests, as its page and the pages of its case show it."""

from __future__ import annotations

from courtcase import rows
from petitions.models import Case, NormAlarm, Petition
from petitions.workflow import FINAL

OF_PETITION = "petitions_normalarm.petition_id = %s OR petitions_normalarm.case_id = %s"
OF_CASE = """petitions_normalarm.case_id = %s
    OR petitions_normalarm.petition_id IN (SELECT id FROM petitions_petition WHERE case_id = %s)"""


def norm_alarms(*, petition: Petition | None = None, case: Case | None = None) -> list[NormAlarm]:
    """Return the alarms of a petition and of its case, or of a case and of its petitions from before there was one.

    Each norm and cause once, the oldest first; none of a petition where all is decided. Most have none: that is one plain
    statement.
    """
    if petition is not None and petition.state in FINAL:
        return []
    if petition is not None:
        found = rows.read_all(NormAlarm, OF_PETITION, [petition.pk, petition.case_id])
    else:
        found = rows.read_all(NormAlarm, OF_CASE, [case.pk, case.pk]) if case is not None else []
    once = {(one.provision_id, one.change, one.by): one.pk for one in sorted(found, key=lambda one: -one.pk)}
    if not once:
        return []
    cited = ("provision__act", "provision__parent__parent__parent__parent")
    return list(NormAlarm.objects.filter(pk__in=once.values()).select_related(*cited).order_by("pk"))

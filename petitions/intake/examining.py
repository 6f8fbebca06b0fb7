"""What the doctor asks of intake: whether petitions rest where no rule took them, and whether people are still found."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.doctor.findings import Outcome, check, look, well, wrong
from courtcase.keys.operations import blind_indexes
from courtcase.law.calendar import working_days_after
from courtcase.law.time import court_day
from petitions.content import open_content, petitioners_of
from petitions.intake.default_queue import waiting
from petitions.models import Petition
from petitions.own_iins import PURPOSE
from petitions.versions import as_told


@check(
    "routing.default_queue",
    title=_("Petitions taken by no rule"),
    measured=_("How many stand in the default queue, and since when the oldest was filed."),
    remedy=_("The head of intake gives them to clerks, and looks at the rules of routing."),
    asks_database=True,
)
def default_queue() -> Outcome:
    """Say whether a petition has stood in the default queue for more working days than it may."""
    standing = waiting()
    oldest = standing.order_by("arrived_at").values_list("arrived_at", flat=True).first()
    if oldest is None:
        return well(_("None stands in the default queue."))
    days = working_days_after(court_day(oldest), court_day(timezone.now()))
    told: dict[str, Any] = {"count": standing.count(), "days": days, "since": oldest}
    if days <= settings.DEFAULT_QUEUE_DAYS:
        return well(_("Waiting in the default queue: %(count)d, the oldest since %(since)s."), **told)
    return look(
        _("Waiting in the default queue: %(count)d, the oldest since %(since)s: %(days)d working days."), **told
    )


@check(
    "keys.index",
    title=_("Keys by which people are found"),
    measured=_(
        "The keyed digest of the IIN in the oldest and the newest petition, made again under every index key named."
    ),
    remedy=_(
        "Bring the older index key back from safekeeping and name it in COURTCASE_INDEX_KEY_FILES_BEFORE (keys.md)."
    ),
    asks_database=True,
)
def index_keys_named() -> Outcome:
    """See that no index key was taken away or exchanged before what stands under it was written anew.

    Without it who files again is not recognised, and no tracking code of that time opens anything; nothing else would say so.
    """
    kept = Petition.objects.filter(iin_index__isnull=False, disposed_on=None).select_related("data_key")
    looked_at = [one for one in (kept.order_by("pk").first(), kept.order_by("-pk").first()) if one is not None]
    lost = sum(not is_found_by_iin(one) for one in looked_at)
    if lost:
        return wrong(_("Under no index key that is named, of two petitions looked at: %(count)d."), count=lost)
    return well(_("People are found under the index keys that are named."))


def is_found_by_iin(petition: Petition) -> bool:
    """Say whether the digest that stands in a petition is that of an IIN in its sealed words, under a key that is named."""
    people = petitioners_of(open_content(petition, as_told(petition)))
    digests = {one for person in people for one in blind_indexes(person.get("iin", ""), PURPOSE)}
    return bytes(petition.iin_index or b"") in digests

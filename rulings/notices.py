"""What messages about rulings say: gathered when one is sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.notices.outcomes import NotTrueAnyMore
from courtcase.notices.registry import notice_context
from rulings.access import published
from rulings.models import Measure, StepWithdrawal, Watch
from rulings.models.measures import PENDING
from rulings.publication.queries import line_of, with_norms
from rulings.watching.content import opened
from rulings.watching.queries import words_of_watch
from rulings.wording import heading_of


@notice_context("watch.asked")
def watch_asked(notice: Notice) -> dict[str, Any]:
    """Return the link that confirms; raises NotTrueAnyMore where it was followed or left meanwhile."""
    watch = Watch.objects.filter(subject=notice.subject_id, confirmed_at=None).select_related("data_key").first()
    if watch is None:
        raise NotTrueAnyMore
    return {"confirm_url": address_of("publication:watch", watch, notice.language), "wanted": wanted_in_words(watch)}


@notice_context("watch.answered")
def watch_answered(notice: Notice) -> dict[str, Any]:
    """Return the ruling that is told of, and where one click ends the messages; raises NotTrueAnyMore once they are ended."""
    watch = Watch.objects.filter(subject=notice.subject_id).select_related("data_key").first()
    ruling = with_norms(published().filter(pk=notice.context["ruling"])).first()
    if watch is None or ruling is None:
        raise NotTrueAnyMore
    line = line_of(ruling, notice.language)
    return {
        "heading": line.heading,
        "about": f"{line.unseen} {line.title}".strip(),
        "ruling_url": settings.PUBLIC_ADDRESS + line.url,
        "wanted": wanted_in_words(watch),
        "leave_url": address_of("publication:watch_leave", watch, notice.language),
        "watch_url": address_of("publication:watch", watch, notice.language),
    }


MEASURE_EVENTS = ("measure.answered", "measure.handed_on", "measure.term_ends")


def measure_facts(notice: Notice) -> dict[str, Any]:
    """Return which measure it is about and until when; raises NotTrueAnyMore for a term that was met or moved meanwhile."""
    measure = Measure.objects.select_related("ruling__facts").get(public_id=notice.context["measure"])
    is_moved = str(measure.due_on or "") != notice.context["due_on"]
    if notice.event == "measure.term_ends" and (is_moved or measure.stage not in PENDING):
        raise NotTrueAnyMore
    with override(notice.language):
        page = reverse("execution:mine_one", args=[measure.public_id])
        what = measure.what
    return {
        "what": what,
        "heading": heading_of(measure.ruling, notice.language),
        "due_on": measure.due_on,
        "is_over": measure.due_on is not None and measure.due_on < court_day(timezone.now()),
        "measure_url": settings.PUBLIC_ADDRESS + page,
    }


for event in MEASURE_EVENTS:
    notice_context(event)(measure_facts)


@notice_context("measure.words_withdrawn")
def words_withdrawn(notice: Notice) -> dict[str, Any]:
    """Return which entry about which measure lost its words, when and why; what everyone reads of it, and no word more."""
    withdrawal = StepWithdrawal.objects.select_related("step").get(public_id=notice.context["withdrawal"])
    with override(notice.language):
        stage = str(withdrawal.step.get_stage_display())
    about = {"stage": stage, "reason": withdrawal.reason, "withdrawn_at": withdrawal.decided_at}
    return measure_facts(notice) | about


def wanted_in_words(watch: Watch) -> str:
    """Return in words what a watch waits for, in its language."""
    with override(watch.language):
        return words_of_watch(watch, opened(watch)["filters"])


def address_of(name: str, watch: Watch, language: str) -> str:
    """Return the whole address of a page of the watch."""
    with override(language):
        return settings.PUBLIC_ADDRESS + reverse(name, args=[watch.public_id])

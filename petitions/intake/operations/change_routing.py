from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max

from courtcase.operations import NotAllowed, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from courtcase.register.operations import open_subject, record
from petitions.intake.rungs import Rung, facts_of, rule_of, written
from petitions.models import Ladder, LadderState, RoutingRule


@operation
def change_routing(*, ladder: Sequence[Rung], actor: Actor, at: datetime) -> list[RoutingRule]:
    """Put `ladder` in the place of the rules in use, first rung first. Old rules end and are kept; assignments name them.

    Returns the rules in use. A ladder equal to the one in use changes nothing. Raises NotAllowed.
    The head of intake goes by a draft and a dry run: `draft_routing`.
    """
    if not may(actor, "routing.edit", at):
        raise NotAllowed()
    in_use = list(RoutingRule.objects.select_for_update(of=("self",)).filter(active_to=None).order_by("order"))
    wanted = [rule_of(rung, order=order, at=at) for order, rung in enumerate(ladder, start=1)]
    if [facts_of(rule) for rule in in_use] == [facts_of(rule) for rule in wanted]:
        return in_use
    version = Ladder(
        number=next_number(), rungs=[written(rule) for rule in wanted], begun_by=actor.account, begun_at=at
    )
    return put_in_use(version=version, rules=wanted, actor=actor, at=at)


def next_number() -> int:
    """Return the number of the next version of the ladder."""
    return int(Ladder.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def put_in_use(*, version: Ladder, rules: list[RoutingRule], actor: Actor, at: datetime) -> list[RoutingRule]:
    """End the rules in use and put those of `version` in their place, within an operation's transaction."""
    Ladder.objects.filter(state=LadderState.IN_USE).update(state=LadderState.PAST, ended_at=at)
    version.state, version.switched_on_by, version.switched_on_at = LadderState.IN_USE, actor.account, at
    version.save()
    RoutingRule.objects.filter(active_to=None).update(active_to=at)
    for rule in rules:
        rule.ladder = version
    RoutingRule.objects.bulk_create(rules)
    body = {"rules": " ".join(rule.code for rule in rules), "version": version.number}
    record(subject=open_subject(kind="rule", at=at), event="routing.changed", actor=actor, at=at, body=body)
    return rules

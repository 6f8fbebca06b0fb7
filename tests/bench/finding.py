"""How long the server takes to find petitions by what somebody says at the desk, the commonest words among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import timezone

from petitions.intake.finding import PAGE, lists_of
from petitions.models import Petition
from tests.bench.citizens import post
from tests.bench.desk import WARM, busiest_clerk, desk_copy
from tests.bench.figures import Figure, Target, percentile
from tests.bench.house import House
from tests.bench.marked import act_of, name_of, telephone_of, word, write_marks
from tests.bench.staff import session_of_account
from tests.bench.worded import asked as words_asked
from tests.bench.worded import write_words
from tests.petitions.plans import faults_of, plan_of

FIND, TEXTS = "/ru/intake/find/", "/ru/intake/texts/"
TEXTS_MS = 150
MOST_MS, MOST_STATEMENTS, MOST_SORTED = 25, 12, 500
RARE = 41_234


def run(house: House) -> Iterable[Figure]:
    """Find in a database of each size, in which every petition is marked."""
    each = 3 if house.options.quick else 40
    for petitions in house.options.petitions[:1] if house.options.quick else house.options.petitions:
        yield from of_size(house, petitions, each)


def of_size(house: House, petitions: int, each: int) -> Iterator[Figure]:
    """Measure every way of finding among so many petitions."""
    name = desk_copy(house, f"bench_finding_{petitions}", petitions=petitions)
    marks, words = write_marks(house, name), write_words(house, name)
    with house.django_on(name):
        session, forms = session_of_account(busiest_clerk()), forms_of()
        faults = list(faults_in(forms))
    yield Figure(
        f"plans of finding that read a large table whole or sort a list, {petitions:,}",
        len(faults),
        "plans",
        targets=(Target("at most", 0),),
        note="; ".join(faults) or f"{marks:,} marks, words of {words:,} petitions",
    )
    boxes = [(f"finding by {said}", FIND, fields) for said, fields in forms.items()]
    boxes += [(f"texts with {said}", TEXTS, {"words": typed}) for said, typed in words_asked().items()]
    with house.web(name) as port:
        for said, address, fields in boxes:
            asked = post(address, fields, session)
            house.readers.send(port, [asked] * WARM, count=1)
            found = house.readers.send(port, [asked] * each, count=1)
            if not set(found.statuses) <= {200, 302, 422}:
                raise RuntimeError(f"{said} answered {sorted(set(found.statuses))}")
            yield Figure(
                f"{said}, {petitions:,}: server, p95",
                percentile(found.server_ms, 0.95),
                "ms",
                statements=max(found.statements),
                targets=(
                    Target("at most", MOST_MS if address == FIND else TEXTS_MS),
                    Target("at most", MOST_STATEMENTS, "statements"),
                ),
                note=f"p50 {percentile(found.server_ms, 0.5):.1f} ms, answered {found.statuses[0]}",
            )


def forms_of() -> dict[str, dict[str, str]]:
    """Return what is typed, by what it is; common words are those that most petitions have."""
    family, first, after = name_of(0).split()
    commonest = f"{word(0)} {word(0)}ұлы"
    newest = Petition.objects.filter(register_number__gt="").order_by("-pk")[0]
    middle = Petition.objects.filter(filed_on__isnull=False).order_by("pk")
    key = str(middle.values_list("pk", flat=True)[middle.count() // 2])
    return {
        "the whole name of one person": {"code": name_of(RARE)},
        "the name many petitions are of": {"code": f"{family} {first} {after}"},
        "a common first name alone": {"code": word(0)},
        "a common first name alone, a page of the middle": {"code": word(0), "after": key},
        "two common names": {"code": commonest},
        "two common names and a family name": {"code": f"{commonest} {name_of(RARE).split()[0]}"},
        "two common names and a family name that none has": {"code": f"{commonest} Нетаковский"},
        "a family name and two initials": {"code": f"{family} {first[0]}. {after[0]}."},
        "a common first name and initials that none has": {"code": f"{word(0)} Я. Ю."},
        "a name that none has": {"code": "Нетаковский"},
        "a telephone": {"code": telephone_of(RARE)},
        "a telephone of many petitions": {"code": telephone_of(0)},
        "a judicial act": {"code": act_of(RARE)},
        "a judicial act of many petitions": {"code": act_of(0)},
        "a register number": {"code": str(newest.register_number)},
    }


def faults_in(forms: dict[str, dict[str, str]]) -> Iterator[str]:
    """Yield what is slow in the plans of everything that is asked."""
    for said, fields in forms.items():
        after = int(fields.get("after", 0))
        for (kind, _place), rows in lists_of(fields["code"], at=timezone.now()):
            asked = rows.filter(found__lt=after) if after else rows
            plan = plan_of(asked.order_by("-found").values_list("found")[: PAGE + 1])
            yield from (f"{said}, {kind}: {fault}" for fault in faults_of(plan, most_sorted=MOST_SORTED))

"""Petitions enough to count: a crowd over four years, written in a few statements, with returns of some."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from django.db import connection

from courtcase.people.actors import Actor
from rulings.statistics.operations.import_figures import import_figures
from rulings.statistics.operations.keep_year import keep_years
from tests.petitions.crowd import STATEMENTS

# After the year 2025 has ended and settled, before 2026 has.
COUNTED_AT = datetime(2026, 11, 24, 21, tzinfo=UTC)
SYSTEM = Actor.system("tests")
# What varies comes of a row's place, never of its id: ids go on from whatever the tests before have used up.
RETURNS = (
    """INSERT INTO petitions_return (petition_id, sealed_explanation, returned_by_id, returned_at)
    SELECT id, '', (SELECT min(id) FROM people_account), filed_on + interval '10 days' FROM petitions_petition
    WHERE state IN ('returned', 'return_upheld', 'refused')""",
    """INSERT INTO petitions_return_grounds (return_id, ground_id)
    SELECT given.id, ground.id
    FROM (SELECT id, row_number() OVER (ORDER BY petition_id) AS place FROM petitions_return) AS given
    JOIN law_ground AS ground
    ON ground.code = 'return_competence' OR ground.code = 'return_own_case' AND given.place % 4 = 0""",
    """INSERT INTO law_clock (subject_id, term_id, starts_on, due_on, state, closed_on, reasons)
    SELECT subject_id, (SELECT min(id) FROM law_term WHERE code = 'screening'), registered_on, registered_on + 15,
        'closed', registered_on + (row_number() OVER (ORDER BY id) % 20)::int, '[]' FROM petitions_petition""",
)


def contest(petitions: int = 30) -> None:
    """Let petitions returned in 2025 contest one norm, so that both stand out."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO petitions_contestedprovision (petition_id, position, provision_id, typed)
            SELECT petition.id, 1, (SELECT min(id) FROM law_provision WHERE level = 'article'), ''
            FROM petitions_petition AS petition JOIN petitions_return AS given ON given.petition_id = petition.id
            WHERE petition.filed_on BETWEEN '2025-02-01' AND '2025-12-01' ORDER BY petition.id LIMIT %s""",
            [petitions],
        )


def crowd(petitions: int = 900) -> None:
    """Write the petitions, one filed each day back from 20 November 2026, with returns, grounds and closed terms."""
    given = {"petitions": petitions, "opened": petitions // 10, "numbers_after": 0, "clerks": None}
    with connection.cursor() as cursor:
        for statement in STATEMENTS[:-1]:
            cursor.execute(statement, given)
        for statement in RETURNS:
            cursor.execute(statement)


def brought_over(year: int = 2024) -> int:
    """Keep the figures of a year as an earlier register had them, some of them too small to be shown; return the year."""
    lines = [
        ("received", "", 4321),
        *(
            ("received", f"quarter:{number}", count)
            for number, count in zip("1234", (1000, 1100, 1200, 1021), strict=True)
        ),
        *(("received", f"language:{code}", count) for code, count in (("kk", 1621), ("ru", 2700))),
        *(("received", f"region:{code}", count) for code, count in (("71", 2000), ("75", 2318), ("62", 3))),
        ("terms", "screening/term:kept", 3000),
        ("terms", "screening/term:overrun", 200),
        ("days", "screening/days:median", 12),
        ("days", "screening/days:ninetieth", 15),
    ]
    rows = "".join(f"{year},{figure},{cell},{count},№ 1-{year}\n" for figure, cell, count in lines)
    import_figures(file=io.StringIO("year,figure,cell,value,source\n" + rows), actor=SYSTEM, at=COUNTED_AT)
    return year


def kept(petitions: int = 900) -> None:
    """Write the petitions and count them as the night's task does."""
    crowd(petitions)
    keep_years(actor=SYSTEM, at=COUNTED_AT)

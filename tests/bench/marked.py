"""Marks for every petition of a loaded database: names, telephones and numbers of judicial acts, as unevenly common as they are.

A loaded database has none of them: the job that makes them reads the sealed words of each petition. The words' own marks, by
which similar petitions are found, stay out: they would be sixty more rows a petition, and nothing said at the desk asks them.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import psycopg2

from petitions.intake.marking import MADE, digest_of_mark, keys_of_name, plain_number
from petitions.models import MarkKind
from tests.bench.house import House
from tests.real_commits import with_name

PEOPLE, TELEPHONES, NUMBERS = 50_000, 50_000, 100_000
FAMILIES, NAMES = 3_000, 300
SOUNDS = ("ба", "ге", "ди", "жо", "ку", "ла", "ме", "ни", "ро", "су", "та", "ша", "қа", "ға", "ұл", "әл")
# The first of each are the commonest: of a million petitions some four thousand are one person's, a twentieth bear one name.
WRITE = """
CREATE TEMPORARY TABLE drawn AS
SELECT id AS petition, (%(people)s * power(random(), 1.5))::int AS person,
    (%(telephones)s * power(random(), 1.5))::int AS telephone, (%(numbers)s * power(random(), 1.5))::int AS number
FROM petitions_petition WHERE filed_on IS NOT NULL;
ANALYZE drawn;
INSERT INTO petitions_mark (petition_id, kind, digest)
SELECT petition, kind, digest FROM drawn JOIN said ON kind = 'name' AND person = said.number
UNION ALL SELECT petition, kind, digest FROM drawn JOIN said ON kind = 'tel' AND telephone = said.number
UNION ALL SELECT petition, kind, digest FROM drawn JOIN said ON kind = 'num' AND drawn.number = said.number
UNION ALL SELECT petition, 'made', %(made)s FROM drawn;
"""
KEPT_DOWN = """
SELECT format('ALTER TABLE petitions_mark DROP CONSTRAINT %%I', conname),
    format('ALTER TABLE petitions_mark ADD CONSTRAINT %%I %%s', conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE conrelid = 'petitions_mark'::regclass AND contype IN ('u', 'f')
UNION ALL SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = 'petitions_mark'::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
"""


def name_of(person: int) -> str:
    """Return the name of a person: the commonest family names and names have the smallest numbers."""
    family, rest = person % FAMILIES, person * 7919
    first, after = (int(NAMES * (rest // by % 1_000 / 1_000) ** 2) for by in (1, 1_000))
    return f"{word(family)}ов {word(first)} {word(after)}ұлы"


def word(number: int) -> str:
    """Return a word made of sounds."""
    sounds, left = [], number + len(SOUNDS)
    while left:
        left, place = divmod(left, len(SOUNDS))
        sounds.append(SOUNDS[place])
    return "".join(sounds)


def telephone_of(number: int) -> str:
    """Return a telephone number as petitions keep it."""
    return f"+7701{number:07d}"


def act_of(number: int) -> str:
    """Return the number of a judicial act."""
    return f"7511-26-00-2/{number}"


def said() -> Iterator[tuple[int, str, int]]:
    """Yield the marks of every person, telephone and number, each with the number it is drawn by."""
    for number in range(PEOPLE + 1):
        yield from ((number, "name", digest_of_mark(key, MarkKind.NAME)) for key in keys_of_name(name_of(number)))
    for number in range(TELEPHONES + 1):
        yield number, "tel", digest_of_mark(telephone_of(number), MarkKind.TELEPHONE)
    for number in range(NUMBERS + 1):
        yield number, "num", digest_of_mark(plain_number(act_of(number)), MarkKind.NUMBER)


def write_marks(house: House, name: str) -> int:
    """Write the marks of every filed petition of a database as the owner; return how many there are."""
    session = psycopg2.connect(with_name(house.environment["DATABASE_OWNER_URL"], name), connect_timeout=5)
    try:
        with session, session.cursor() as cursor:
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'; SELECT setseed(0.5)")
            cursor.execute("CREATE TEMPORARY TABLE said (number int, kind text, digest bigint) ON COMMIT DROP")
            copy(cursor, said())
            cursor.execute(KEPT_DOWN.replace("%%", "%"))
            down = cursor.fetchall()
            for statement, _up in down:
                cursor.execute(statement)
            given = {"people": PEOPLE, "telephones": TELEPHONES, "numbers": NUMBERS, "made": MADE}
            cursor.execute("ANALYZE said")
            cursor.execute(WRITE, given)
            for _down, statement in down:
                cursor.execute(statement)
        session.autocommit = True
        with session.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) petitions_mark")
            cursor.execute("SELECT COUNT(*) FROM petitions_mark")
            return sum(int(row[0]) for row in cursor.fetchall())
    finally:
        session.close()


def copy(cursor: Any, rows: Iterator[tuple[int, str, int]]) -> None:
    """Write the rows into the table of what was said."""
    text = "".join(f"{number}\t{kind}\t{digest}\n" for number, kind, digest in rows)
    cursor.copy_expert("COPY said FROM STDIN", StringIO(text))

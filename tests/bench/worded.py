"""Words for every petition of a loaded database, as unevenly common as words are; the job that writes them reads sealed texts.

Two thousand texts are drawn, a petition has one of them and a few words of its own, so that rare words and common ones stand
together as they do in real ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from random import Random

import psycopg2

from courtcase.keys.files import index_key
from courtcase.search.stemming import stem
from petitions.intake.wording import digest_of_word
from tests.bench.house import House
from tests.bench.marked import word
from tests.real_commits import with_name

TEXTS, DIFFERENT, WORDS, OWN = 2_000, 30_000, 150, 3
OWN_WORDS = 40_000
WRITE = """
INSERT INTO petitions_petitionwords (petition_id, tokens)
SELECT petition.id, drawn.tokens || own.tokens
FROM petitions_petition AS petition
JOIN drawn ON drawn.number = petition.id %% %(texts)s + 1
JOIN own ON own.number = petition.id %% %(own)s + 1
WHERE petition.filed_on IS NOT NULL
"""


def lexeme(number: int) -> str:
    """Return the digest of the word with this number; small numbers are common ones."""
    return digest_of_word(stem(word(number), "ru"), index_key())


def texts() -> Iterator[str]:
    """Yield the text of each tsvector drawn, by Zipf's law: the commonest word stands in nearly all of them."""
    random = Random(20_26)
    for _number in range(TEXTS):
        drawn = {int(DIFFERENT ** random.random()) for _place in range(WORDS)}
        yield " ".join(f"'{lexeme(number)}'" for number in drawn)


def own_words() -> Iterator[str]:
    """Yield the words that few petitions have."""
    for number in range(OWN_WORDS):
        first = DIFFERENT + number
        yield " ".join(f"'{lexeme(one)}'" for one in range(first, first + OWN))


def write_words(house: House, name: str) -> int:
    """Write the words of every filed petition of a database as the owner; return how many have some."""
    session = psycopg2.connect(with_name(house.environment["DATABASE_OWNER_URL"], name), connect_timeout=5)
    try:
        with session, session.cursor() as cursor:
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'; DROP INDEX petition_words")
            for table, rows in (("drawn", texts()), ("own", own_words())):
                cursor.execute(f"CREATE TEMPORARY TABLE {table} (number serial, tokens tsvector) ON COMMIT DROP")
                cursor.copy_expert(f"COPY {table} (tokens) FROM STDIN", StringIO("\n".join(rows)))
                cursor.execute(f"ANALYZE {table}")
            cursor.execute(WRITE, {"texts": TEXTS, "own": OWN_WORDS})
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("CREATE INDEX petition_words ON petitions_petitionwords USING gin (tokens)")
        session.autocommit = True
        with session.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) petitions_petitionwords")
            cursor.execute("SELECT COUNT(*) FROM petitions_petitionwords")
            return sum(int(row[0]) for row in cursor.fetchall())
    finally:
        session.close()


def asked() -> dict[str, str]:
    """Return what is typed into the search of texts, by what it is."""
    common, second, rare = word(1), word(2), word(DIFFERENT + 77)
    return {
        "the commonest word": common,
        "two of the commonest words": f"{common} {second}",
        "a word of some texts": word(400),
        "a word of few petitions": rare,
        "a common word and one of few petitions": f"{common} {rare}",
        "two common words and one that none has": f"{common} {second} нетаковский",
        "a word that none has": "нетаковский",
    }

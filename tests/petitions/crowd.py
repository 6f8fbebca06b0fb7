"""Many petitions at once, written by the owner in a few statements: enough rows for the planner to choose as in earnest.

They have no words and no history; what the lists read of them is as mixed as it is at the Court.
"""

from __future__ import annotations

import psycopg2

# One row a petition, numbered; what varies comes of the number, so that the same crowd comes every time.
CROWD = """
CREATE TEMPORARY TABLE crowd AS
SELECT n, gen_random_uuid() AS subject, n <= %(opened)s AS is_open,
    (CASE WHEN n <= %(opened)s
        THEN (ARRAY['filed','registered','registered','registered','screening','screening','screening','screening',
            'screening','awaiting_signature','awaiting_signature','cure_awaiting_signature','returned','returned',
            'awaiting_study','study','study','reported','accepted','return_disputed'])[1 + abs(hashint4(n) %% 20)]
        WHEN hashint4(n) %% 1000 = 0 THEN 'terminated'
        ELSE (ARRAY['refused','refused','refused','decided','withdrawn','forwarded','return_upheld','refused',
            'return_upheld','forwarded'])[1 + abs(hashint4(n + 1) %% 10)] END) AS state,
    CASE WHEN abs(hashint4(n + 2) %% 100) < 95 THEN 'citizen'
        ELSE (ARRAY['prosecutor_general','commissioner','president','court'])[1 + abs(hashint4(n + 3) %% 4)] END AS kind,
    CASE WHEN abs(hashint4(n + 4) %% 3) = 0 THEN 'kk' ELSE 'ru' END AS language,
    (ARRAY['71','75','79','10','11','15','19','23','63','31','33','35','39','43','47','59','55','61','62','27',''])
        [1 + abs(hashint4(n + 5) %% 21)] AS region,
    DATE '2026-11-20' - n %% 1400 AS day,
    %(numbers_after)s + row_number() OVER (PARTITION BY extract(year FROM DATE '2026-11-20' - n %% 1400) ORDER BY n)
        AS running
FROM generate_series(1, %(petitions)s) AS n
"""
STATEMENTS = (
    """INSERT INTO people_account (password, public_id, email, full_name, language, is_active, deactivated_reason,
        created_at, synthetic, keyboard_shortcuts)
    SELECT '', gen_random_uuid(), 'crowd-' || n || '@example.org', 'Clerk ' || n, 'ru', true, '', now(), true, true
    FROM generate_series(1, 12) AS n""",
    """CREATE TEMPORARY TABLE means AS SELECT
    (SELECT array_agg(id ORDER BY id) FROM law_areaoflaw) AS areas, (SELECT array_agg(id ORDER BY id) FROM people_team) AS teams,
    coalesce(%(clerks)s::bigint[], (SELECT array_agg(id ORDER BY id) FROM people_account WHERE email LIKE 'crowd-%%')) AS clerks,
    (SELECT array_agg(id ORDER BY id) FROM law_provision WHERE level = 'article') AS provisions""",
    CROWD,
    "INSERT INTO register_subject (uuid, kind, created_at) SELECT subject, 'petition', day FROM crowd ORDER BY n",
    """INSERT INTO keys_datakey (uuid, kek_id, wrapped, created_at)
    SELECT gen_random_uuid(), 'crowd', '', now()""",
    """INSERT INTO petitions_petition (public_id, state, version, channel, language, petitioner_kind, region, created_at,
        submitted_at, filed_at, filed_on, register_number, registered_on, closed_on, synthetic, area_id, assignee_id,
        team_id, data_key_id, subject_id, code_epoch,
        further_petitioners, writer)
    SELECT gen_random_uuid(), state, 5, 'web', language, crowd.kind, region, day, day, day, day,
        to_char(day, 'YYYY') || '/' || lpad(running::text, 6, '0'), day,
        CASE WHEN is_open THEN NULL ELSE day + abs(hashint4(n + 6) %% 200) END, true,
        CASE WHEN n %% 5 > 0 THEN areas[1 + abs(hashint4(n + 7) %% array_length(areas, 1))] END,
        CASE WHEN n %% 20 > 0 THEN clerks[1 + abs(hashint4(n + 8) %% array_length(clerks, 1))] END,
        CASE WHEN n %% 20 > 0 THEN teams[1 + abs(hashint4(n + 9) %% array_length(teams, 1))] END,
        (SELECT max(id) FROM keys_datakey), subject.id, 0, 0, ''
    FROM means, crowd JOIN register_subject AS subject ON subject.uuid = crowd.subject ORDER BY n""",
    """INSERT INTO petitions_queueentry (petition_id, state, due_on, petitioner_kind, language, region, arrived_at, urgency,
        area_id, assignee_id, team_id, provision_id)
    SELECT petition.id, petition.state, due, petitioner_kind, petition.language, petition.region,
        filed_at + n %% 1440 * interval '1 minute', coalesce(due, '9999-12-31'), area_id, assignee_id, team_id,
        provisions[1 + abs(hashint4(n + 10) %% array_length(provisions, 1))]
    FROM means, crowd JOIN register_subject AS subject ON subject.uuid = crowd.subject
    JOIN petitions_petition AS petition ON petition.subject_id = subject.id
    CROSS JOIN LATERAL (SELECT CASE WHEN petition.state IN ('registered', 'screening', 'study')
        THEN DATE '2026-11-01' + abs(hashint4(n + 11) %% 60) END AS due) AS term
    WHERE is_open ORDER BY n""",
    """INSERT INTO petitions_archiveentry (petition_id, state, closed_on, petitioner_kind, area_id, language, region, year,
        number, assignee_id)
    SELECT petition.id, petition.state, closed_on, petitioner_kind, area_id, petition.language, petition.region,
        extract(year FROM registered_on), register_number, assignee_id
    FROM crowd JOIN register_subject AS subject ON subject.uuid = crowd.subject
    JOIN petitions_petition AS petition ON petition.subject_id = subject.id
    WHERE closed_on IS NOT NULL ORDER BY closed_on, petition.id""",
    "DROP TABLE crowd, means",
    "VACUUM ANALYZE",
)


def draw(
    owner_url: str,
    *,
    petitions: int,
    opened: int,
    numbers_after: int = 0,
    clerks: list[int] | None = None,
) -> None:
    """Write `petitions` petitions of which the first `opened` are open, into a database with the rows of law and teams.

    Their numbers run on after `numbers_after` in each year. They are given to `clerks`, by the ids of their accounts;
    to accounts of their own when None.
    """
    given = {"petitions": petitions, "opened": opened, "numbers_after": numbers_after, "clerks": clerks}
    session = psycopg2.connect(owner_url, connect_timeout=5)
    try:
        session.autocommit = True
        with session.cursor() as cursor:
            for statement in STATEMENTS:
                cursor.execute(statement, given)
    finally:
        session.close()

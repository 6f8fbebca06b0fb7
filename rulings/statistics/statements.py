# ruff: noqa: S608 - every statement is put together of the constants here; values go as parameters
"""The statements by which a year is counted. A petition in which danger to life was ever seen is in none of them."""

from __future__ import annotations

NOT_IN_DANGER = (
    "NOT petition.in_danger AND NOT EXISTS "
    "(SELECT 1 FROM petitions_dangeralarm AS alarm WHERE alarm.petition_id = petition.id)"
)
RECEIVED = f"""
    SELECT EXTRACT(quarter FROM petition.filed_on)::int::text AS quarter, petition.petitioner_kind AS kind,
        COALESCE(area.code, '') AS area, petition.region, petition.language, petition.channel AS road, petition.state
    FROM petitions_petition AS petition LEFT JOIN law_areaoflaw AS area ON area.id = petition.area_id
    WHERE petition.filed_on BETWEEN %s AND %s AND {NOT_IN_DANGER}
"""
REGISTERED = f"""
    SELECT EXTRACT(quarter FROM petition.registered_on)::int::text AS quarter
    FROM petitions_petition AS petition WHERE petition.registered_on BETWEEN %s AND %s AND {NOT_IN_DANGER}
"""
# The bounds of quarters come from the Court's clock, not the database's.
RETURNED = f"""
    SELECT width_bucket(given.returned_at, %s::timestamptz[])::text AS quarter, COALESCE(area.code, '') AS area
    FROM petitions_return AS given JOIN petitions_petition AS petition ON petition.id = given.petition_id
    LEFT JOIN law_areaoflaw AS area ON area.id = petition.area_id
    WHERE given.returned_at >= %s AND given.returned_at < %s AND {NOT_IN_DANGER}
"""
GROUNDS = f"""
    SELECT ground.code AS ground
    FROM petitions_return AS given JOIN petitions_petition AS petition ON petition.id = given.petition_id
    JOIN petitions_return_grounds AS named ON named.return_id = given.id JOIN law_ground AS ground ON ground.id = named.ground_id
    WHERE given.returned_at >= %s AND given.returned_at < %s AND {NOT_IN_DANGER}
"""
ANSWERED = f"""
    SELECT answer.kind, EXTRACT(quarter FROM answer.day)::int::text, COUNT(*)
    FROM petitions_answer AS answer JOIN petitions_petition AS petition ON petition.id = answer.petition_id
    WHERE answer.day BETWEEN %s AND %s AND {NOT_IN_DANGER} GROUP BY 1, 2
"""
# The clock of a case that another petition joined began anew, and that of a case joined to another goes on there: no term
# ended. A petition that is screened or studied twice has kept two terms.
TERMS = f"""
    SELECT term.code, COUNT(*) FILTER (WHERE clock.closed_on <= clock.due_on),
        COUNT(*) FILTER (WHERE clock.closed_on > clock.due_on),
        percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY clock.closed_on - clock.starts_on)
    FROM law_clock AS clock JOIN law_term AS term ON term.id = clock.term_id
    LEFT JOIN petitions_case AS tried ON tried.subject_id = clock.subject_id
    WHERE clock.state = 'closed' AND clock.closed_on BETWEEN %s AND %s AND term.code = ANY(%s)
        AND (tried.id IS NULL OR (tried.state <> 'joined' AND NOT EXISTS (
            SELECT 1 FROM law_clock AS later JOIN law_term AS again ON again.id = later.term_id
            WHERE later.subject_id = clock.subject_id AND later.id > clock.id AND again.code = term.code
        )))
        AND NOT EXISTS (SELECT 1 FROM petitions_petition AS petition
            WHERE petition.subject_id = clock.subject_id AND NOT ({NOT_IN_DANGER}))
        AND NOT EXISTS (SELECT 1 FROM petitions_petition AS petition
            WHERE petition.case_id = tried.id AND NOT ({NOT_IN_DANGER}))
    GROUP BY term.code
"""
DAYS_TO_REGISTRATION = f"""
    SELECT COUNT(*), percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY petition.registered_on - petition.filed_on)
    FROM petitions_petition AS petition WHERE petition.registered_on BETWEEN %s AND %s AND {NOT_IN_DANGER}
"""
PUBLISHED = "ruling.state = 'published' AND ruling.kind = ANY(%s) AND ruling.adopted_year = %s"
DECIDED = f"""
    SELECT 'kind', ruling.kind, COUNT(*) FROM rulings_ruling AS ruling WHERE {PUBLISHED} GROUP BY ruling.kind
    UNION ALL
    SELECT 'outcome', norm.outcome, COUNT(*) FROM rulings_rulingprovision AS norm
    JOIN rulings_ruling AS ruling ON ruling.id = norm.ruling_id WHERE {PUBLISHED} GROUP BY norm.outcome
    UNION ALL
    SELECT 'stage', measure.stage, COUNT(*) FROM rulings_measure AS measure
    JOIN rulings_ruling AS ruling ON ruling.id = measure.ruling_id WHERE {PUBLISHED} GROUP BY measure.stage
"""
# In the year in which the Court confirmed it: what was confirmed in March of last December would be lost to a year that stands.
EXECUTED = """
    SELECT width_bucket(done.confirmed_at, %s::timestamptz[])::text AS quarter FROM (
        SELECT MIN(step.entered_at) AS confirmed_at
        FROM rulings_measurestep AS step JOIN rulings_measure AS measure ON measure.id = step.measure_id
        JOIN rulings_ruling AS ruling ON ruling.id = measure.ruling_id
        WHERE step.says = 'court' AND step.stage IN ('adopted', 'in_force') AND ruling.state = 'published'
        GROUP BY step.measure_id
    ) AS done WHERE done.confirmed_at >= %s AND done.confirmed_at < %s
"""
# The norms most often contested, and most often returned on one ground: no total is told, and nothing under five.
CONTESTED = f"""
    SELECT norm.provision_id, '', COUNT(DISTINCT petition.id) FROM petitions_petition AS petition
    JOIN petitions_contestedprovision AS norm ON norm.petition_id = petition.id
    WHERE petition.filed_on BETWEEN %s AND %s AND norm.provision_id IS NOT NULL AND {NOT_IN_DANGER}
    GROUP BY norm.provision_id HAVING COUNT(DISTINCT petition.id) >= %s ORDER BY 3 DESC, 1 LIMIT 20
"""
CLUSTERS = f"""
    SELECT norm.provision_id, ground.code, COUNT(DISTINCT given.id)
    FROM petitions_return AS given JOIN petitions_petition AS petition ON petition.id = given.petition_id
    JOIN petitions_return_grounds AS named ON named.return_id = given.id JOIN law_ground AS ground ON ground.id = named.ground_id
    JOIN petitions_contestedprovision AS norm ON norm.petition_id = petition.id
    WHERE given.returned_at >= %s AND given.returned_at < %s AND norm.provision_id IS NOT NULL AND {NOT_IN_DANGER}
    GROUP BY norm.provision_id, ground.code HAVING COUNT(DISTINCT given.id) >= %s ORDER BY 3 DESC, 1, 2 LIMIT 20
"""

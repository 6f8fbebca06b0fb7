from django.db import migrations

FILL = """
INSERT INTO petitions_queueentry
    (petition_id, state, team_id, assignee_id, due_on, urgency, petitioner_kind, area_id, provision_id, language, region, arrived_at)
SELECT id, state, team_id, assignee_id,
    (SELECT MIN(due_on) FROM law_clock WHERE law_clock.subject_id = petition.subject_id AND law_clock.state = 'open'),
    '0001-01-01', petitioner_kind, area_id,
    (SELECT provision_id FROM petitions_contestedprovision WHERE petition_id = petition.id ORDER BY position LIMIT 1),
    language, region, COALESCE(filed_at, submitted_at, created_at)
FROM petitions_petition AS petition
WHERE in_danger AND state IN ('return_upheld', 'refused', 'decided', 'terminated', 'withdrawn', 'forwarded')
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    """A petition that was closed while somebody is in danger stands in the queue again until its alarm ends."""

    dependencies = [("petitions", "0035_forwarding_to_accounts")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]

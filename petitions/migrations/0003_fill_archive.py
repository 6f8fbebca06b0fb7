from django.db import migrations

BATCH = 20_000
FILL = """
INSERT INTO petitions_archiveentry
    (petition_id, state, closed_on, petitioner_kind, area_id, language, region, year, number)
SELECT id, state, closed_on, petitioner_kind, area_id, language, region,
    COALESCE(EXTRACT(YEAR FROM registered_on), 0), COALESCE(register_number, '')
FROM petitions_petition
WHERE id > %s AND id <= %s AND closed_on IS NOT NULL
    AND state IN ('return_upheld', 'refused', 'decided', 'terminated', 'withdrawn', 'forwarded')
ORDER BY closed_on, id
ON CONFLICT DO NOTHING
"""


def fill(apps, schema_editor):
    """Give every closed petition its row of the archive, some thousands at a time: each is a transaction of its own."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM petitions_petition")
        last = cursor.fetchone()[0]
        for begin in range(0, last, BATCH):
            cursor.execute(FILL, [begin, begin + BATCH])


class Migration(migrations.Migration):
    """What was closed before the archive had rows of its own is found in it too."""

    atomic = False

    dependencies = [("petitions", "0002_archive_and_narrower_indexes")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

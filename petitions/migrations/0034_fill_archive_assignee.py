from django.db import migrations

BATCH = 5_000
FILL = """
UPDATE petitions_archiveentry AS entry SET assignee_id = petition.assignee_id
FROM petitions_petition AS petition
WHERE petition.id = entry.petition_id AND petition.assignee_id IS NOT NULL AND entry.assignee_id IS NULL
  AND petition.id > %s AND petition.id <= %s
"""


def fill(apps, schema_editor):
    """Note in the archive who had each petition when it was closed, some thousands at a time."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM petitions_petition")
        last = cursor.fetchone()[0]
        for begin in range(0, last, BATCH):
            cursor.execute(FILL, [begin, begin + BATCH])


class Migration(migrations.Migration):
    """What was closed before is found by its clerk too."""

    atomic = False

    dependencies = [("petitions", "0033_archive_assignee")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

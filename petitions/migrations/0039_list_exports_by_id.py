from django.db import migrations, models

# Pieces read by key go on nowhere: of a file that is half made at this moment its page says to ask for it again.
END_HALF_MADE = """
UPDATE petitions_listexport SET ready_at = now()
WHERE ready_at IS NULL AND id IN (SELECT export_id FROM petitions_listexportpart);
DELETE FROM petitions_listexportpart;
"""


class Migration(migrations.Migration):
    """Rows of a list that is taken as a file are read by id."""

    dependencies = [("petitions", "0038_audit_samples")]

    operations = [
        migrations.RemoveField(model_name="listexport", name="last_key"),
        migrations.AlterField(
            model_name="listexportpart",
            name="number",
            field=models.PositiveIntegerField(
                help_text="Counts from one; nought: which petitions the file has, in its order."
            ),
        ),
        migrations.RunSQL(END_HALF_MADE, migrations.RunSQL.noop),
    ]

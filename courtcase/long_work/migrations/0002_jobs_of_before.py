from django.db import migrations

# What these jobs did one after the other is a long work now; of those still owed nobody knows any more how to do them.
FORGET = """
DELETE FROM notices_job WHERE state = 'owed' AND kind IN ('petitions.mark', 'rulings.index', 'rulings.index_daily')
"""


class Migration(migrations.Migration):
    dependencies = [("long_work", "0001_initial"), ("notices", "0005_sms_sent")]

    operations = [migrations.RunSQL(FORGET, migrations.RunSQL.noop)]

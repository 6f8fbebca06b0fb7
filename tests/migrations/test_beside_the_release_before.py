"""Tables come first, processes after: the release that still runs must be able to read and write what a migration leaves."""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

RELEASES = Path(__file__).resolve().parents[1] / "data" / "releases"
OURS = ("courtcase", "petitions", "rulings")
NARROWING = re.compile(r"DROP (COLUMN|TABLE)|SET NOT NULL|RENAME (TO|COLUMN)", re.IGNORECASE)
# Of the weeks before anything ran in production; 0.1.0 is stopped for its upgrade (docs/operations.md).
BEFORE_PRODUCTION = {
    "documents.0003_previews",
    "documents.0004_settling",
    "people.0004_portals",
    "register.0004_kinds_of_keeping",
    "petitions.0004_one_time_codes",
    "petitions.0007_several_petitioners",
    "petitions.0017_case_room",
    "petitions.0020_routing_versions",
    "petitions.0035_forwarding_to_accounts",
    "petitions.0040_forwardings_come_back",
    "petitions.0042_norms_that_fell_later",
    "rulings.0002_rulings_that_move_cases",
    "rulings.0003_what_a_file_left_out",
    "rulings.0005_what_is_shown_of_a_ruling",
    "rulings.0007_when_it_is_published",
    "rulings.0009_texts_from_sources",
}
TAKEN_AWAY = (migrations.DeleteModel, migrations.RemoveField, migrations.RenameField, migrations.RenameModel)


def known_to_a_release() -> set[str]:
    """Return the migrations (app.name) that the newest release has, as its set says."""
    newest = max(RELEASES.glob("*/*.tar.gz"), key=lambda path: path.name)
    with tarfile.open(newest) as packed:
        name = next(one for one in packed.getnames() if one.endswith("/manifest.json"))
        file = packed.extractfile(name)
        assert file is not None
        return {f"{app}.{name}" for app, names in json.load(file)["migrations"].items() for name in names}


def fresh() -> Iterator[tuple[str, migrations.Migration]]:
    """Yield our migrations that no release has, in the order in which they are applied."""
    loader, known = MigrationLoader(None), known_to_a_release()
    nodes = [key for leaf in sorted(loader.graph.leaf_nodes()) for key in loader.graph.forwards_plan(leaf)]
    for app, name in dict.fromkeys(nodes):
        migration = loader.graph.nodes[(app, name)]
        if type(migration).__module__.startswith(OURS) and f"{app}.{name}" not in known:
            yield f"{app}.{name}", migration


def too_early(step: Operation, state: ProjectState, app: str, made_here: set[str]) -> str:
    """Return what the release before could not live with after this step; blank for what only adds."""
    model = str(getattr(step, "model_name", getattr(step, "old_name", getattr(step, "name", "")))).lower()
    if f"{app}.{model}" in made_here:
        return ""  # nobody used that table before
    if isinstance(step, TAKEN_AWAY) or (isinstance(step, migrations.RunSQL) and NARROWING.search(str(step.sql))):
        return "takes away what the release before reads"
    if isinstance(step, migrations.AddField) and not fills_itself(step.field):
        return "adds a column that the release before does not fill"
    if isinstance(step, migrations.AlterField):
        return narrows(state.models[(app, model)].fields[step.name], step.field)
    return ""


def fills_itself(field: Any) -> bool:
    """Say whether a row may be written without naming the column."""
    return field.null or field.many_to_many or field.has_db_default() or field.generated


def narrows(before: Any, after: Any) -> str:
    """Return in what a column takes less than it did; blank where it takes as much."""
    if before.null and not after.null:
        return "refuses an empty value that the release before may write"
    if type(before) is not type(after):
        return "is of another type"
    lengths = before.max_length or 0, after.max_length or 0
    return "is shorter" if isinstance(after, models.CharField) and lengths[1] < lengths[0] else ""


def made_since() -> set[str]:
    """Return the tables (app.model) that no release has."""
    steps = ((one.app_label, step) for _name, one in fresh() for step in one.operations)
    return {f"{app}.{step.name.lower()}" for app, step in steps if isinstance(step, migrations.CreateModel)}


def faults() -> Iterator[str]:
    """Yield every step that is too early, and not said to be late enough by its migration."""
    loader = MigrationLoader(None)
    made_here = made_since()
    for name, migration in fresh():
        app = name.split(".")[0]
        if getattr(migration, "contracts", ""):
            continue
        state = loader.project_state((app, migration.name), at_end=False)
        for step in migration.operations:
            if said := too_early(step, state, app, made_here):
                yield f"{name}: {step.describe()}: {said}"
            step.state_forwards(app, state)


def test_every_new_migration_leaves_tables_that_the_release_before_can_use() -> None:
    assert [one for one in faults() if one.split(":")[0] not in BEFORE_PRODUCTION] == []


def test_what_stands_on_the_list_of_old_sins_still_is_one() -> None:
    assert {one.split(":")[0] for one in faults()} >= BEFORE_PRODUCTION


def test_one_that_takes_away_says_since_when_nobody_reads_it() -> None:
    said = [str(getattr(migration, "contracts", "why")) for _name, migration in fresh()]
    assert all(one.strip() for one in said)


BEFORE = ProjectState()
BEFORE.add_model(
    ModelState("petitions", "Thing", [("id", models.AutoField(primary_key=True)), ("note", models.CharField(max_length=9, null=True))])
)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (migrations.RemoveField("thing", "note"), "takes away"),
        (migrations.RenameField("thing", "note", "word"), "takes away"),
        (migrations.DeleteModel("Thing"), "takes away"),
        (migrations.RenameModel("Thing", "Other"), "takes away"),
        (migrations.AddField("thing", "more", models.CharField(max_length=9, default="")), "does not fill"),
        (migrations.AddField("thing", "more", models.CharField(max_length=9, db_default="")), ""),
        (migrations.AddField("thing", "more", models.CharField(max_length=9, null=True)), ""),
        (migrations.AlterField("thing", "note", models.CharField(max_length=9)), "refuses an empty value"),
        (migrations.AlterField("thing", "note", models.CharField(max_length=8, null=True)), "is shorter"),
        (migrations.AlterField("thing", "note", models.IntegerField(null=True)), "of another type"),
        (migrations.AlterField("thing", "note", models.CharField(max_length=20, null=True)), ""),
        (migrations.CreateModel("Fresh", [("id", models.AutoField(primary_key=True))]), ""),
        (migrations.RunSQL("ALTER TABLE petitions_thing DROP COLUMN note"), "takes away"),
        (migrations.RunSQL("CREATE INDEX CONCURRENTLY x ON petitions_thing (note)"), ""),
    ],
)
def test_each_kind_of_step_is_told_apart(step: Operation, said: str) -> None:
    found = too_early(step, BEFORE, "petitions", set())
    assert said in found if said else found == ""
    assert too_early(migrations.RemoveField("thing", "note"), BEFORE, "petitions", {"petitions.thing"}) == ""

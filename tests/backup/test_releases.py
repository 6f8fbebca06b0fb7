"""The sets of earlier releases, restored by today's code: migrated, verified, read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client, override_settings

from courtcase.backup.manifest import Manifest
from courtcase.backup.sets import read_manifest
from courtcase.keys.files import forget_keys
from courtcase.people.models import Account
from petitions.content import open_content
from petitions.models import Petition
from rulings.models import Ruling
from tests.backup.conftest import Machine, empty_machine, restored, serve_from
from tests.real_commits import RealDatabase

# Each migration since the release is carried out one by one, which takes minutes: the second tier.
pytestmark = pytest.mark.faults
RELEASES = Path(__file__).resolve().parents[1] / "data" / "releases"


@dataclass
class Release:
    """An earlier release's set, restored by today's code."""

    machine: Machine
    manifest: Manifest


@pytest.fixture(scope="module", params=sorted(path.name for path in RELEASES.iterdir() if path.is_dir()))
def release(
    request: pytest.FixtureRequest, module_commits: RealDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Release]:
    """Return each release's set as it stands after `manage.py restore`."""
    source, folder = RELEASES / request.param, tmp_path_factory.mktemp("release")
    shutil.unpack_archive(next(source.glob("*.tar.gz")), folder)
    taken = next(folder.glob("courtcase-*"))
    keys = {"KEY_FILES": [str(source / "keys/kek-1.key")], "INDEX_KEY_FILE": str(source / "keys/index.key")}
    with override_settings(MODE="demo", **keys), empty_machine(module_commits, folder / "new") as machine:
        forget_keys()
        restored(taken)
        serve_from(machine)
        yield Release(machine, read_manifest(taken))
    forget_keys()


def test_every_migration_is_applied(release: Release) -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_the_register_is_the_one_of_that_day(release: Release) -> None:
    said = StringIO()
    call_command("verify_register", stdout=said)
    assert f"{release.manifest.register.entries} entries" in said.getvalue()
    assert release.manifest.register.root in said.getvalue()


def test_every_petition_can_be_read(release: Release) -> None:
    petitions = list(Petition.objects.all())
    assert len(petitions) == release.manifest.rows["petitions_petition"]
    written = [open_content(one, version) for one in petitions for version in one.versions.all()]
    assert len(written) >= len(petitions)
    assert sum(bool(content["situation"]) for content in written) > 8


def test_public_pages_open(release: Release) -> None:
    addresses = [f"/ru{ruling.public_path}" for ruling in Ruling.objects.exclude(published_at=None)]
    assert len(addresses) > 50
    reader = Client()
    for address in ["/kk/", "/ru/rulings/", "/en/execution/", "/register/roots/", *addresses[::6]]:
        assert reader.get(address, follow=True).status_code == 200, address


@pytest.mark.parametrize(
    ("email", "address"),
    [
        ("petitioner@demo.court", "/ru/petitions/mine/"),
        ("clerk@demo.court", "/ru/intake/"),
        ("chair@demo.court", "/kk/proceedings/studies/"),
    ],
)
def test_people_find_their_work(release: Release, email: str, address: str) -> None:
    person = Client()
    person.force_login(Account.objects.get(email=email))
    assert person.get(address, follow=True).status_code == 200


def test_every_petition_opens_on_the_desk(release: Release) -> None:
    registrar = Client()
    registrar.force_login(Account.objects.get(email="registrar@demo.court"))
    filed = Petition.objects.exclude(state__in=["draft", "awaiting_signature"])
    assert filed.count() > 8
    for petition in filed:
        assert registrar.get(f"/ru/intake/{petition.public_id}/").status_code == 200

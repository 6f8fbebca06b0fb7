"""What every test stands on: the real PostgreSQL and Redis, the application role, compiled messages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.cast import Cast
from tests.real_commits import drop_template, end_sessions, keep_template, module_commits, real_commits

# Fixtures of every room that stand in a file of their own.
__all__ = ["module_commits", "real_commits"]

# A machine that stalls says nothing about the code: no example is failed for the time it took.
hypothesis_settings.register_profile(
    "patient", parent=hypothesis_settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("patient")


# Files that take minutes, the longest first: two workers share the tests file by file, and whichever begins one of these
# last works on alone. Named by the beginnings of their paths.
LONGEST = (
    "tests/browser/test_every_page.py",
    "tests/bench/",
    "tests/demo/test_whole_load.py",
    "tests/demo/test_bulk.py",
    "tests/test_bad_input.py",
    "tests/test_every_address.py",
    "tests/petitions/api/test_schema_holds.py",
    "tests/petitions/test_any_submission.py",
    "tests/soak/test_campaigns.py",
    "tests/test_queries_of_pages.py",
    "tests/backup/",
    "tests/demo/",
    "tests/browser/",
    "tests/rulings/",
    "tests/petitions/proceedings/",
)


# The folders in which `make test-faults` looks for tests that share the machine with no other (Makefile).
WITH_PROCESSES = ("tests/faults/", "tests/production/", "tests/soak/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest; the others keep their order, and so do the tests of each file.

    Raises pytest.UsageError where a test that nobody would run stands elsewhere than those that kill processes do.
    """
    for item in items:
        if item.get_closest_marker("alone") and not item.nodeid.startswith(WITH_PROCESSES):
            raise pytest.UsageError(f"{item.nodeid} is marked as alone: see WITH_PROCESSES in Makefile")
    items.sort(key=lambda item: next((place for place, name in enumerate(LONGEST) if item.nodeid.startswith(name)), 99))


def pytest_collection_finish() -> None:
    """Look for garbage among what the tests make alone, as a process that serves does: the modules of a suite stay."""
    from courtcase.collecting import leave_out_what_stays

    leave_out_what_stays()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what tests recorded by `record_property`: what a worker prints itself, nobody sees."""
    for report in [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]:
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{report.nodeid}: {name}: {value}")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let whoever asks give twenty clerks another time at one queue: --clerk-seconds 10."""
    parser.addoption("--clerk-seconds", type=float, default=60.0, help="the most seconds twenty clerks work at once")


@pytest.fixture
def clerk_seconds(request: pytest.FixtureRequest) -> float:
    """Return how many seconds twenty clerks may work at one queue."""
    return float(request.config.getoption("--clerk-seconds"))


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues before anything speaks: `.mo` files are build products."""
    from django.utils.translation.reloader import translation_file_changed

    from courtcase.languages.catalogues import compile_all

    compile_all()
    # Django has spoken already while it was set up, in a fresh clone without catalogues: let it read them anew.
    translation_file_changed(sender=None, file_path=Path("django.mo"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Create the test database as the owner, who alone may create tables."""
    from courtcase.settings import DATABASE_OWNER_URL, database

    owner = database(DATABASE_OWNER_URL, lock_timeout_ms=0, statement_timeout_ms=0)
    connection.settings_dict.update({key: owner[key] for key in ("USER", "PASSWORD", "HOST", "PORT")})


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings: None,
    django_db_use_migrations: bool,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> Iterator[None]:
    """Migrate and grant as the owner, then serve every test as the application role."""
    from django.test.utils import setup_databases, teardown_databases

    from courtcase.first_tables import neighbours_left_alone
    from courtcase.settings import DATABASE_URL, database

    keepdb = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock():
        with nullcontext() if keepdb else neighbours_left_alone():
            configuration = setup_databases(verbosity=0, interactive=False, keepdb=keepdb, serialized_aliases=[])
        prepare(as_owner=True)
        application = database(DATABASE_URL, lock_timeout_ms=3_000, statement_timeout_ms=10_000)
        owner = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
        connection.close()
        connection.settings_dict.update({key: application[key] for key in ("USER", "PASSWORD")})
        keep_template(str(connection.settings_dict["NAME"]))
    yield
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update(owner)
        drop_template(str(connection.settings_dict["NAME"]))
        end_sessions(str(settings.DATABASE_OWNER_URL), str(connection.settings_dict["NAME"]))
        if not django_db_keepdb:
            teardown_databases(configuration, verbosity=0)


def prepare(*, as_owner: bool) -> None:
    """Do what `prepare_database` does after migrating: grants and the rows of law."""
    from courtcase.database import grant_application_role
    from courtcase.law.sync.run import sync_law
    from courtcase.people.actors import Actor

    grant_application_role(role=str(settings.DATABASE_APPLICATION_ROLE))
    sync_law(actor=Actor.system("tests"), at=datetime(2022, 12, 1, tzinfo=UTC))


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """Forget the tries of the tests before: all of them come from one address, and limits are met where they are meant."""
    cache.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the cast: members are made when a test first names them."""
    return Cast()

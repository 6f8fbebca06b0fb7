"""What befalls a petitioner while filing: no broker, no database, no room on the disk. Nothing is lost, all is told."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import close_old_connections
from django.test import Client

from courtcase.documents.models import Document
from courtcase.embedded import postgres, servers
from courtcase.embedded.children import stop
from courtcase.embedded.leftovers import stop_leftovers
from courtcase.embedded.place import SOCKET_PARENT, Place, server_account
from courtcase.notices.models import Job
from petitions.models import Attachment, Petition
from petitions.workflow import State
from tests.cast import PASSWORD, Cast
from tests.documents.files import picture
from tests.faults.visiting import Answer, Visitor, serving
from tests.notices.conftest import broker, celery_beat_process, celery_worker_process, worker_environment
from tests.petitions.walk import Walk
from tests.workers import ROOT, Broker, CeleryProcess, until

__all__ = ["broker", "celery_beat_process", "celery_worker_process", "worker_environment"]
pytestmark = [pytest.mark.faults, pytest.mark.alone]
QUICK_SECONDS = 3.0


def filed_by(visitor: Visitor) -> tuple[str, list[Answer]]:
    """File through the pages as somebody without an account; return the petition's address and all answers."""
    begun = visitor.send("/ru/petitions/new/", petitioner_kind="citizen", language="ru")
    home = re.sub(r"write/who/$", "", begun.address)
    assert home != begun.address, begun.text[:2_000]
    answers = [
        begun,
        visitor.send(f"{home}write/you/", full_name="Үлгі Мысалқызы", residence="Астана"),
        visitor.send(f"{home}write/situation/", situation="Меня осудили без защитника. " * 5),
        visitor.send(f"{home}write/request/", request="Признать норму не соответствующей Конституции."),
        visitor.send(f"{home}write/check/"),
    ]
    assert answers[-1].address == f"{home}sign/", answers[-1].text[:2_000]
    return home, answers


class TestWithoutABroker:
    def test_filing_works_and_is_quick_and_routing_catches_up(
        self,
        worker_environment: dict[str, str],
        broker: Broker,
        celery_worker_process: CeleryProcess,
        celery_beat_process: CeleryProcess,
        tmp_path: Path,
        record_property: Any,
    ) -> None:
        cast = Cast()
        Walk(cast).rules()
        _ = cast.clerk, cast.second_clerk, cast.registrar
        broker.stop()
        with serving(worker_environment, tmp_path / "web.log") as web:
            home, answers = filed_by(Visitor(web.address))
            registrar = Visitor(web.address)
            entered = registrar.send("/ru/account/login/", login=cast.registrar.email, password=PASSWORD)
            assert entered.status == 200, web.written()
            desk = home.replace("/petitions/", "/intake/")
            answers.append(registrar.send(f"{desk}confirm/"))
            assert answers[-1].address == desk, answers[-1].text[:2_000]
        slowest = max(answer.seconds for answer in answers)
        record_property("slowest request without a broker, seconds", round(slowest, 2))
        assert slowest < QUICK_SECONDS
        petition = Petition.objects.get()
        assert petition.state == State.FILED
        assert Job.objects.get(kind="petitions.route").state == Job.State.OWED
        broker.start()
        celery_worker_process.start()
        celery_beat_process.start()
        assert until(lambda: routed(petition.pk), seconds=45), celery_worker_process.written()[-3_000:]


def routed(pk: int) -> bool:
    """Say whether a clerk has the petition by now."""
    close_old_connections()
    return Petition.objects.filter(pk=pk, assignee__isnull=False).exists()


@contextmanager
def own_database() -> Iterator[tuple[servers.Servers, dict[str, str]]]:
    """Start a PostgreSQL of this test alone, prepared for serving; yield it with the environment that names it."""
    folder = Path(tempfile.mkdtemp(prefix="courtcase-faults-", dir=SOCKET_PARENT))
    folder.chmod(0o711)
    place = Place(folder=folder / "data", sockets=folder / "s", account=server_account())
    started = servers.start(place, environment={"REDIS_URL": os.environ["REDIS_URL"]}, throwaway=True)
    try:
        servers.wait_until_up(started)
        environment = {**started.environment(), "COURTCASE_MODE": "test", "COURTCASE_DATA_DIR": str(folder / "own")}
        command = [sys.executable, "manage.py", "prepare_database"]
        subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True, capture_output=True)
        yield started, environment
    finally:
        stop(started.processes(), within=5)
        stop_leftovers(place)
        shutil.rmtree(folder, ignore_errors=True)


class TestADatabaseThatRestarts:
    def test_the_page_says_so_and_comes_back_by_itself(self, tmp_path: Path) -> None:
        with own_database() as (started, environment), serving(environment, tmp_path / "web.log") as web:
            visitor = Visitor(web.address)
            assert visitor.get("/ru/petitions/new/").status == 200
            begun = visitor.send("/ru/petitions/new/", petitioner_kind="citizen", language="ru")
            page = begun.address.replace("/write/who/", "/write/situation/")
            shown = visitor.get(page).text
            token = re.findall(r'name="csrfmiddlewaretoken"[^>]* value="([^"]*)"', shown)[0]
            stop(started.processes(), within=10)
            away = visitor.get("/ru/petitions/new/")
            assert (away.status, away.headers.get("retry-after")) == (503, "5"), web.written()[-2_000:]
            assert 'http-equiv="refresh"' in away.text.lower()
            written = "Меня осудили без защитника."
            unsent = visitor.ask(page, {"csrfmiddlewaretoken": token, "situation": written, "version": 1})
            assert unsent.status == 503
            assert written in unsent.text
            started.postgres = postgres.start(started.place, throwaway=True)
            postgres.wait_until_up(started.place, started.secrets, started.postgres)
            assert until(lambda: visitor.get("/ru/petitions/new/").status == 200, seconds=15), web.written()[-2_000:]
            assert visitor.send(page, situation=written).status == 200


@contextmanager
def little_room(most_bytes: int) -> Iterator[None]:
    """Let no file of this process grow beyond so many bytes, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.django_db
class TestAFullDisk:
    def test_an_upload_is_refused_beside_its_field_and_nothing_is_half_stored(
        self, cast: Cast, tmp_path: Path, settings: Any
    ) -> None:
        settings.MEDIA_ROOT = tmp_path / "documents"
        petition = Walk(cast).drafted()
        client = Client()
        client.force_login(cast.petitioner)
        address = f"/ru/petitions/{petition.public_id}/write/attachments/"
        image = picture(size=(600, 400))
        sent = {"purpose": "judicial_act", "attachment": SimpleUploadedFile("шешім.png", image, "image/png")}
        with little_room(len(image) // 4):
            answer = client.post(address, sent)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["attachment"]
        assert not Document.objects.exists()
        assert not Attachment.objects.exists()
        assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []
        again = {"purpose": "judicial_act", "attachment": SimpleUploadedFile("шешім.png", image, "image/png")}
        assert client.post(address, again).status_code == 302
        assert Attachment.objects.count() == 1

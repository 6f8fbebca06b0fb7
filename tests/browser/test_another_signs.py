"""“I write, another person signs”, for two petitioners: on a telephone 320 pixels wide and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from petitions.models import Petition
from petitions.workflow import State
from tests.browser import filing
from tests.browser.conftest import NARROW, rotating
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.faults]
MakeVisitor = Callable[..., Visitor]


@pytest.mark.parametrize("language", rotating())
def test_a_helper_writes_for_two(language: str, visitor: MakeVisitor) -> None:
    helper = visitor(language, name="another-signs", viewport=NARROW, java_script_enabled=False)
    helper.go("/petitions/new/")
    helper.fill(petitioner_kind="citizen", language="kk" if language == "kk" else "ru")
    helper.press("Begin")
    helper.looks("who")
    helper.fill(writer="helper")
    helper.press("Save and go on")
    helper.looks("you-another")
    helper.fill(full_name="Үлгі Мысалқызы", residence="Астана, Мысал көшесі, 1-үй")
    helper.press("Save and name another petitioner")
    helper.looks("others-empty")
    helper.fill(full_name="Сынақ Мысалұлы", residence="Алматы, Мысал көшесі, 2-үй")
    helper.press("Save and add another")
    helper.reads("Сынақ Мысалұлы", translated=False)
    helper.looks("others")
    helper.go(helper.path.replace("/others/", "/situation/"))
    helper.fill(situation=filing.SITUATION)
    helper.press("Save and go on")
    helper.go(helper.path.replace("/reasoning/", "/check/"))
    helper.reads("Сынақ Мысалұлы", translated=False)
    helper.looks("check")
    helper.press("Finish and go on to the signature")
    helper.reads("has not signed yet")
    helper.looks("sign")
    petition = Petition.objects.get(public_id=helper.path.split("/")[2])
    assert (petition.state, petition.writer) == (State.AWAITING_SIGNATURE, "helper")
    assert petition.petitioners.count() == 2
    assert helper.all_faults() == []

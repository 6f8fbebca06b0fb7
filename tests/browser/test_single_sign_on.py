"""A clerk signs in by the Court's own service in a real browser, whose policy lets the form lead there, and signs out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from courtcase.people.cast import MEMBER_BY_KEY
from tests.browser.serving import Site
from tests.browser.visitor import Visitor
from tests.single_sign_on.provider import CLIENT, SECRET
from tests.single_sign_on.running import RunningProvider, running_provider

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def provider() -> Iterator[RunningProvider]:
    """Run the provider; where it sends people back is told it once the site has its port."""
    with running_provider("") as running:
        yield running


@pytest.fixture(scope="module")
def site_environment(provider: RunningProvider) -> dict[str, str]:
    """Set the site up with the provider."""
    return {
        "COURTCASE_OIDC_ISSUER": provider.address,
        "COURTCASE_OIDC_CLIENT_ID": CLIENT,
        "COURTCASE_OIDC_CLIENT_SECRET": SECRET,
    }


def test_there_and_back_by_buttons(site: Site, provider: RunningProvider, visitor: Callable[..., Visitor]) -> None:
    clerk = MEMBER_BY_KEY["clerk"]
    provider.sends_people_to(site.address + "/single-sign-on/back/")
    provider.knows(clerk={"sub": "7001", "email": clerk.email, "email_verified": True})
    page = visitor("ru", name="single-sign-on").page
    page.goto(site.address + "/ru/account/login/")
    page.get_by_role("button", name="Я работаю в Суде: войти через его службу входа").click()
    page.get_by_label("Login").fill("clerk")
    page.get_by_role("button", name="Enter").click()
    expect(page).to_have_url(re.compile("/intake/"))
    page.goto(site.address + "/ru/account/logout/")
    page.locator("main").get_by_role("button", name="Выйти").click()
    expect(page.get_by_text("Signed out")).to_be_visible()
    page.get_by_role("link", name="Back").click()
    expect(page).to_have_url(re.compile(re.escape(site.address)))

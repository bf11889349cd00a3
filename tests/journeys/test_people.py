"""A visitor, an office member and a team member, each on their way through the site."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from tests.factories import NeedFactory

from .conftest import MAX_FIRST_LOAD

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_visitor_searches_as_they_type(page: Page, catalogue: Any, check: Callable[[], None]) -> None:
    loaded: list[int] = []

    def weigh(response: Response) -> None:
        if response.ok:
            loaded.append(len(response.body()))

    page.on("response", weigh)
    page.goto("/en/solutions/", wait_until="networkidle")
    assert sum(loaded) < MAX_FIRST_LOAD
    expect(page.get_by_role("link", name="Road Map")).to_be_visible()
    page.get_by_role("searchbox").press_sequentially("vaccin")
    expect(page.get_by_role("link", name="Road Map")).to_have_count(0)
    expect(page.locator("mark").first).to_have_text("vaccination")
    page.wait_for_url("**q=vaccin**")
    check()
    page.get_by_role("link", name="Jab Book").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jab Book")
    expect(page.get_by_role("cell", name="Zambia")).to_be_visible()
    check()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_public_page_is_accessible(page: Page, catalogue: Any, check: Callable[[], None], language: str) -> None:
    for path in ("", "solutions/", "solutions/jab-book/", "needs/", "offices/", "offices/malawi/", "account/login/"):
        page.goto(f"/{language}/{path}")
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        check()


def test_an_office_posts_a_need_and_reads_why(
    page: Page, catalogue: Any, sign_in: Callable[[str], None], check: Callable[[], None]
) -> None:
    sign_in("office@example.org")
    page.get_by_role("link", name="Post a need").click()
    page.get_by_label("You write in").select_option("fr")
    page.get_by_label("What do you need, in one line?").press_sequentially("Suivi des vaccins des nourrissons")
    page.get_by_label("Tell us about the problem, in plain words").press_sequentially("Quels enfants n'ont pas eu leurs vaccins ?")
    reading = page.locator("#reading")
    expect(reading.get_by_role("link", name="Jab Book")).to_be_visible(timeout=15_000)
    goal = page.locator("input[name=sdgs][value='3']")
    expect(goal).not_to_be_checked()
    reading.get_by_role("button", name="Good health and well-being").click()
    expect(goal).to_be_checked()
    page.get_by_label("Works without a connection").select_option("must")
    check()
    page.get_by_role("button", name="Post the need").click()
    expect(page.get_by_role("heading", name="Suggested solutions")).to_be_visible()
    first = page.locator(".suggestion").first
    expect(first).to_contain_text("Jab Book")
    expect(first).to_contain_text("Meets what you require: work without a connection")
    expect(first).to_contain_text("Runs next door: Zambia")
    check()


def test_a_team_sees_the_needs_that_fit(page: Page, catalogue: Any, sign_in: Callable[[str], None], check: Callable[[], None]) -> None:
    NeedFactory(title="Which children miss their vaccines", slug="missed", countries=["MW"])
    sign_in("team@example.org")
    expect(page.get_by_role("link", name="Which children miss their vaccines")).to_be_visible()
    check()


def test_without_javascript_everything_still_works(browser: Any, live_server: Any, catalogue: Any) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto("/en/solutions/")
    page.get_by_role("searchbox").fill("vaccination")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Jab Book")).to_be_visible()
    expect(page.get_by_role("link", name="Road Map")).to_have_count(0)
    page.locator("input[name=sector][value=health]").check()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("link", name="Sector: Health")).to_be_visible()
    context.close()


def test_the_keyboard_is_enough(page: Page, catalogue: Any) -> None:
    page.goto("/en/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("vaccination")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=vaccination**")
    expect(page.get_by_role("link", name="Jab Book")).to_be_visible()

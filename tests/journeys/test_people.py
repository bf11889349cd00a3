"""A visitor, an office member and a team member, each on their way through the site."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, Response, expect

from tests.factories import NeedFactory

from .conftest import MAX_FIRST_LOAD

pytestmark = pytest.mark.django_db(transaction=True)
ACCOUNT = [f"account/{page}/" for page in ("login", "signup", "password/reset", "retention")]


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
    for path in (
        "",
        "solutions/",
        "solutions/jab-book/",
        "needs/",
        "offices/",
        "offices/malawi/",
        "compare/?s=jab-book&s=road-map",
        *ACCOUNT,
    ):
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


def test_a_newcomer_signs_up_and_founds_a_team(page: Page, live_server: Any, check: Callable[[], None]) -> None:
    page.goto("/en/account/signup/")
    page.get_by_label("Your name").fill("Wanjiru Kamau")
    page.get_by_label("Email").fill("wanjiru@example.org")
    page.locator("input[type=password]").first.fill("three friends in Nairobi")
    page.locator("input[type=password]").last.fill("three friends in Nairobi")
    check()
    page.get_by_role("main").get_by_role("button").last.click()
    page.wait_for_url("**/confirm-email/**")
    code = re.search(r"[A-Z0-9]{3,4}-[A-Z0-9]{3,4}", mail.outbox[-1].body)
    assert code is not None
    check()
    page.get_by_label("Code").fill(code.group())
    page.get_by_role("button", name="Confirm").first.click()
    page.wait_for_url("**/my/")
    check()
    page.get_by_role("link", name="Found a team").click()
    page.get_by_label("Name").fill("Mama Health")
    page.get_by_role("button", name="Found the team").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mama Health")
    page.get_by_role("link", name="People").click()
    page.get_by_label("E-mail address").fill("otieno@example.org")
    check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_contain_text("otieno@example.org")
    assert mail.outbox[-1].to == ["otieno@example.org"]
    page.get_by_role("link", name="My account").click()
    check()
    page.get_by_role("link", name="Passkeys and codes from an app").click()
    check()


def test_an_office_keeps_a_shortlist_and_compares(
    page: Page, catalogue: Any, sign_in: Callable[[str], None], check: Callable[[], None]
) -> None:
    sign_in("office@example.org")
    for slug in ("jab-book", "road-map"):
        page.goto(f"/en/solutions/{slug}/")
        if slug == "jab-book":
            page.get_by_label("Name of a new shortlist").fill("For the clinics")
            page.get_by_role("button", name="Start a shortlist with it").click()
        else:
            page.get_by_role("button", name="Put it on the shortlist").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("For the clinics")
    page.get_by_label("Note").first.fill("Runs next door.")
    page.get_by_role("button", name="Save the note").first.click()
    expect(page.get_by_label("Note").first).to_have_value("Runs next door.")
    check()
    page.get_by_role("button", name="Compare side by side").click()
    expect(page.get_by_role("columnheader", name="Road Map")).to_be_visible()
    check()


def test_a_draft_is_posted_and_closed(page: Page, catalogue: Any, sign_in: Callable[[str], None], check: Callable[[], None]) -> None:
    sign_in("office@example.org")
    page.goto("/en/needs/new/")
    page.get_by_label("What do you need, in one line?").fill("Vaccines for children")
    page.get_by_role("button", name="Keep as a draft").click()
    page.get_by_role("button", name="Post it").click()
    expect(page.locator(".suggestion").first).to_contain_text("Jab Book")
    check()
    page.get_by_label("Why").select_option("matched")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_text("A solution was found here").first).to_be_visible()
    check()

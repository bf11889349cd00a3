"""A team of three writes its one profile: draft, review, questions, published."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories import ManagerFactory, TeamFactory, TeamMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_profile_from_draft_to_the_catalogue(page: Page, sign_in: Callable[[str], None], check: Callable[[], None]) -> None:
    ManagerFactory(email="manager@example.org")
    TeamMembershipFactory(user=UserFactory(email="team@example.org"), team=TeamFactory(name="Mama Health", slug="mama"))

    def enter(email: str) -> None:
        page.context.clear_cookies()
        sign_in(email)

    enter("team@example.org")
    page.get_by_role("link", name="Mama Health").click()
    page.get_by_role("link", name="New solution").click()
    check()
    page.locator("#id_name").fill("Jab Book")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_text("Before review it needs")).to_be_visible()
    page.get_by_label("In one sentence").fill("An immunization registry.")
    page.get_by_label("What it does").fill("It tracks the vaccination of every child.")
    page.locator("#id_goal_0").select_option("3")
    page.locator("#id_country_0").select_option("KE")
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_role("button", name="Withdraw it")).to_be_visible()
    check()

    enter("manager@example.org")
    page.get_by_role("link", name="Submissions to review").click()
    page.get_by_role("link", name="Jab Book").click()
    expect(page.get_by_text("Kenya").first).to_be_visible()
    page.get_by_label("Question to the team").fill("Since when?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("The team was asked.")).to_be_visible()

    enter("team@example.org")
    page.get_by_role("link", name="Our submissions").click()
    page.get_by_role("link", name="Jab Book").click()
    page.get_by_role("textbox").last.fill("Since 2021.")
    page.get_by_role("button", name="Send the answer").click()

    enter("manager@example.org")
    page.get_by_role("link", name="Submissions to review").click()
    page.get_by_role("link", name="Jab Book").click()
    page.get_by_label("Decision").select_option("accept")
    page.get_by_label("Reason, which the team receives").fill("It runs and it is open.")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text("The team was told.")).to_be_visible()

    page.context.clear_cookies()
    page.goto("/en/solutions/?q=vaccination")
    page.get_by_role("link", name="Jab Book").click()
    expect(page.get_by_role("cell", name="Kenya")).to_be_visible()
    check()

"""A call from its opening to the decisions: a team, a manager, three reviewers, nobody in a shell."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from solutions.review.models import Call, Review, Submission
from tests.factories import CallFactory, ManagerFactory, ReviewerFactory, SolutionFactory, TeamMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_call_from_opening_to_decisions(page: Page, sign_in: Callable[[str], None], check: Callable[[], None]) -> None:
    ManagerFactory(email="manager@example.org")
    reviewers = [ReviewerFactory(email=f"reviewer{number}@example.org") for number in (1, 2, 3)]
    team = TeamMembershipFactory(user=UserFactory(email="team@example.org")).team
    SolutionFactory(team=team, name="Well Book", slug="well-book", summary="A register of wells.")
    call = CallFactory(title="Water for all", slug="water", blind=True, reviewers_wanted=3, published=False)

    def enter(email: str) -> None:
        page.context.clear_cookies()
        sign_in(email)

    enter("manager@example.org")
    page.goto(f"/manage/snippets/review/call/edit/{call.pk}/")
    page.get_by_label("Shown to everybody").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("updated")
    assert Call.objects.get().published

    enter("team@example.org")
    page.goto("/en/calls/")
    check()
    page.get_by_role("link", name="Water for all").click()
    check()
    page.get_by_role("button", name="Begin or continue").click()
    expect(page.get_by_label("What is it?")).to_have_value("A register of wells.")
    check()
    page.get_by_label("What is it?").fill("")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("needs an answer before you submit")).to_be_visible()
    page.get_by_label("What is it?").fill("Wells, with their water and their pumps.")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Your submission was received.")).to_be_visible()
    check()

    enter("manager@example.org")
    page.get_by_role("link", name="Submissions to review").click()
    check()
    page.get_by_role("link", name="Well Book").click()
    check()
    page.get_by_role("button", name="Assign balanced").click()
    expect(page.get_by_text("reviewer1@example.org", exact=True).first).to_be_visible()
    assert Review.objects.active().count() == 3
    page.get_by_label("Question to the team").fill("Who repairs the pumps?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("The team was asked.")).to_be_visible()

    enter("team@example.org")
    page.get_by_role("link", name="Our submissions").click()
    page.get_by_role("link", name="Well Book").click()
    page.get_by_label("Your answer").fill("The villages do.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("Your answer was sent.")).to_be_visible()

    number = Submission.objects.get().number
    for reviewer, scores in zip(reviewers, (("5", "4"), ("4", "4"), ("3", "2")), strict=True):
        enter(reviewer.email)
        page.get_by_role("link", name="My reviews").click()
        check()
        page.get_by_role("link", name=number).click()
        expect(page.get_by_text("The villages do.")).to_be_visible()
        expect(page.get_by_text("Well Book")).to_have_count(0)
        page.get_by_label("Fit (weight 60)").select_option(scores[0])
        page.get_by_label("Proof (weight 40)").select_option(scores[1])
        page.get_by_label("Your advice").select_option("accept")
        check()
        page.get_by_role("button", name="Submit, for good").click()
        expect(page.get_by_text("Your review was submitted.")).to_be_visible()

    enter("manager@example.org")
    page.get_by_role("link", name="Submissions to review").click()
    page.get_by_role("link", name="Well Book").click()
    expect(page.get_by_text("Mean score: 74.7 of 100.")).to_be_visible()
    page.get_by_label("Decision").select_option("accept")
    page.get_by_label("Reason, which the team receives").fill("Three reviewers agree.")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text("The team was told.")).to_be_visible()
    check()

    enter("team@example.org")
    page.get_by_role("link", name="Our submissions").click()
    page.get_by_role("link", name="Well Book").click()
    expect(page.get_by_text("Three reviewers agree.")).to_be_visible()

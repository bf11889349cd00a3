"""A reviewer scores; a blind call hides who submits, and who else scores, until all have."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from marketplace.notifications.models import Notice
from solutions.review import actions
from solutions.review.actions.scores import Given
from solutions.review.models import Review, Score
from solutions.review.scoring import mean, weighted_total
from tests.factories import ReviewerFactory, TeamMembershipFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("pairs", "total"),
    [([(60, 5), (40, 5)], "100.0"), ([(60, 0), (40, 5)], "40.0"), ([(60, 3), (40, 4)], "68.0"), ([(33, 1), (67, 2)], "33.4")],
)
def test_weighted_total(pairs: list[tuple[int, int]], total: str) -> None:
    assert weighted_total(pairs) == Decimal(total)


def test_no_total_while_a_score_is_missing() -> None:
    assert weighted_total([(60, 5), (40, None)]) is None
    assert weighted_total([]) is None
    assert mean([Decimal("40.0"), None, Decimal("61.0")]) == Decimal("50.5")
    assert mean([]) is None


def fields(review: Review, first: Any, second: Any, **more: Any) -> dict[str, Any]:
    one, two = review.submission.rubric.criteria.all()
    return {f"score-{one.pk}": first, f"score-{two.pk}": second, f"comment-{one.pk}": "Because.", "comment": "On the whole."} | more


def test_draft_then_submitted(client: Client, scene: Any) -> None:
    reviewer = ReviewerFactory()
    review = actions.assign(scene.submission.pk, reviewer.pk, scene.manager)
    client.force_login(reviewer)
    assert scene.submission.number in client.get("/en/review/mine/").content.decode()
    url = f"/en/review/mine/{review.public_id}/"
    page = client.get(url).content.decode()
    assert "Well Book" in page
    assert "Rift Valley Coders" in page
    client.post(url, fields(review, 4, ""))
    assert "Because." in client.get(url).content.decode()
    page = client.post(url, fields(review, 4, "", submit="1")).content.decode()
    assert "Give a score before you submit." in page
    assert "Say what you advise" in page
    assert Review.objects.get().state == "assigned"
    assert "Select a valid choice" in client.post(url, fields(review, 6, 1)).content.decode()
    assert client.post(url, fields(review, 4, 2, submit="1", advice="accept")).status_code == 302
    assert Review.objects.get().state == "submitted"
    assert "64.0 of 100" in client.get(url).content.decode()
    assert Notice.objects.filter(user=scene.manager, kind="reviews-complete").exists()
    assert "submitted this review already" in client.post(url, fields(review, 5, 5, submit="1", advice="accept")).content.decode()
    client.force_login(scene.manager)
    assert "64.0 of 100" in client.get(scene.case()).content.decode()


def test_a_review_is_its_reviewer_s_alone(client: Client, scene: Any) -> None:
    reviewer = ReviewerFactory()
    review = actions.assign(scene.submission.pk, reviewer.pk, scene.manager)
    url = f"/en/review/mine/{review.public_id}/"
    assert client.get(url).status_code == 302
    for person, status in ((ReviewerFactory(), 404), (scene.manager, 403), (scene.owner, 403)):
        client.force_login(person)
        assert client.get(url).status_code == status
        with pytest.raises(PermissionDenied):
            actions.save_review(review.pk, person, {})
    reviewer.groups.clear()
    with pytest.raises(PermissionDenied):
        actions.save_review(review.pk, reviewer, {})


def test_a_reviewer_who_joins_the_team_is_out(client: Client, scene: Any) -> None:
    review = actions.assign(scene.submission.pk, ReviewerFactory().pk, scene.manager)
    TeamMembershipFactory(user=review.reviewer, team=scene.solution.team, role="viewer")
    client.force_login(review.reviewer)
    assert client.get(f"/en/review/mine/{review.public_id}/").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.save_review(review.pk, review.reviewer, {})


def test_scores_run_from_nought_to_five(scene: Any) -> None:
    review = actions.assign(scene.submission.pk, ReviewerFactory().pk, scene.manager)
    criterion = scene.submission.rubric.criteria.first()
    with pytest.raises(ValidationError):
        actions.save_review(review.pk, review.reviewer, {criterion.pk: Given(6)})
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.create(review=review, criterion=criterion, value=6)


def test_scores_after_the_decision_are_refused_and_kept_in_the_form(client: Client, scene: Any) -> None:
    review = actions.assign(scene.submission.pk, ReviewerFactory().pk, scene.manager)
    actions.decide(scene.submission.pk, scene.manager, "accept", "In time.", early=True)
    client.force_login(review.reviewer)
    page = client.post(f"/en/review/mine/{review.public_id}/", fields(review, 4, 2, submit="1", advice="accept")).content.decode()
    assert "no longer under review" in page
    assert "On the whole." in page
    assert Review.objects.get().state == "assigned"


def test_blind_hides_who_submits(client: Client, make_scene: Any) -> None:
    scene = make_scene(blind=True)
    answer = scene.submission.answers.first()
    answer.text = "We at Rift Valley Coders made WELL BOOK, see https://wellbook.example and write to amina@wellbook.example"
    answer.save()
    asked = actions.ask_clarification(scene.submission.pk, scene.manager, "Does Well Book run offline?")
    actions.answer_clarification(asked.pk, scene.owner, "Rift Valley Coders say yes")
    review = actions.assign(scene.submission.pk, ReviewerFactory().pk, scene.manager)
    client.force_login(review.reviewer)
    for url in ("/en/review/mine/", f"/en/review/mine/{review.public_id}/"):
        page = client.get(url).content.decode()
        assert scene.submission.number in page
        for secret in ("Rift Valley", "well book", "wellbook.example", "amina", scene.solution.slug, scene.owner.email):
            assert secret.lower() not in page.lower()
    assert "A register of wells" in page
    assert client.get(scene.case()).status_code == 403
    assert client.get(f"/en/submissions/{scene.submission.public_id}/").status_code == 404


def test_blind_hides_reviewers_from_each_other_until_all_have_scored(client: Client, make_scene: Any) -> None:
    scene = make_scene(blind=True)
    one, two = ReviewerFactory(first_name="Ada", last_name="One"), ReviewerFactory(first_name="Bo", last_name="Two")
    first = actions.assign(scene.submission.pk, one.pk, scene.manager)
    second = actions.assign(scene.submission.pk, two.pk, scene.manager)
    scene.score(first, 5, 5, comment="Splendid work")

    def seen(review: Review) -> str:
        client.force_login(review.reviewer)
        return client.get(f"/en/review/mine/{review.public_id}/").content.decode()

    assert "Bo Two" not in seen(first)
    assert "Ada One" not in seen(second)
    assert "Splendid" not in seen(second)
    scene.score(second, 1, 1)
    assert "Bo Two" in seen(first)
    assert "Splendid work" in seen(second)


def test_in_an_open_call_the_others_are_read_after_one_s_own(client: Client, make_scene: Any) -> None:
    scene = make_scene()
    first = actions.assign(scene.submission.pk, ReviewerFactory().pk, scene.manager)
    second = actions.assign(scene.submission.pk, ReviewerFactory().pk, scene.manager)
    third = actions.assign(scene.submission.pk, ReviewerFactory().pk, scene.manager)
    scene.score(first, 5, 5, comment="Splendid work")
    client.force_login(second.reviewer)
    url = f"/en/review/mine/{second.public_id}/"
    assert "Splendid work" not in client.get(url).content.decode()
    scene.score(second, 1, 1)
    assert "Splendid work" in client.get(url).content.decode()
    assert third.state == "assigned"


def test_a_rubric_is_frozen_by_its_first_score(client: Client, scene: Any) -> None:
    review = actions.assign(scene.submission.pk, ReviewerFactory().pk, scene.manager)
    scene.score(review, 5, 5)
    rubric = scene.call.rubric
    client.force_login(scene.manager)
    data: dict[str, Any] = {"name": rubric.name, "criteria-TOTAL_FORMS": 2, "criteria-INITIAL_FORMS": 2}
    for number, (criterion, weight) in enumerate(zip(rubric.criteria.all(), (50, 50), strict=True)):
        row = {"id": criterion.pk, "title": criterion.title, "guidance": "", "weight": weight, "ORDER": number + 1}
        data |= {f"criteria-{number}-{key}": value for key, value in row.items()}
    page = client.post(f"/manage/snippets/review/rubric/edit/{rubric.pk}/", data).content.decode()
    assert "make a new one instead" in page
    assert sorted(rubric.criteria.values_list("weight", flat=True)) == [40, 60]


def test_the_list_of_reviews_asks_little(client: Client, scene: Any, django_assert_max_num_queries: Any) -> None:
    reviewer = ReviewerFactory()
    for _ in range(6):
        actions.assign(scene.another().pk, reviewer.pk, scene.manager)
    client.force_login(reviewer)
    with django_assert_max_num_queries(6):
        assert len(client.get("/en/review/mine/").context["reviews"]) == 6

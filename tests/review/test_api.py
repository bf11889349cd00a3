"""The API of reviews, with the same permissions as the pages."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from solutions.review import actions
from solutions.review.models import Review
from tests.factories import CallFactory, ReviewerFactory, TeamMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
JSON = "application/json"


def test_calls_are_public_once_published(client: Client, django_assert_max_num_queries: Any) -> None:
    call = CallFactory()
    CallFactory.create_batch(4)
    hidden = CallFactory(published=False)
    with django_assert_max_num_queries(5):
        found = client.get("/api/v1/calls/").json()
    assert found["count"] == 5
    whole = client.get(f"/api/v1/calls/{call.public_id}/").json()
    assert [criterion["weight"] for criterion in whole["criteria"]] == [60, 40]
    assert client.get(f"/api/v1/calls/{hidden.public_id}/").status_code == 404


def test_submissions_are_the_team_s_own(client: Client, scene: Any, django_assert_max_num_queries: Any) -> None:
    url = f"/api/v1/submissions/{scene.submission.public_id}/"
    draft = actions.start(CallFactory().pk, scene.solution.pk, scene.owner)
    assert client.get(url).status_code == 403
    viewer = TeamMembershipFactory(team=scene.solution.team, role="viewer").user
    people = [(scene.owner, 200, 2), (viewer, 200, 2), (scene.manager, 200, 1), (UserFactory(), 404, 0), (ReviewerFactory(), 404, 0)]
    for person, status, count in people:
        client.force_login(person)
        assert client.get(url).status_code == status
        with django_assert_max_num_queries(9):
            assert client.get("/api/v1/submissions/").json()["count"] == count
    client.force_login(scene.manager)
    assert client.get(f"/api/v1/submissions/{draft.public_id}/").status_code == 404
    assert client.get(url).json()["answers"][0] == {"question": "What is it?", "text": "Our answer"}
    assert client.post("/api/v1/submissions/", {}).status_code == 405


def test_a_reviewer_scores_by_api(client: Client, scene: Any) -> None:
    review = actions.assign(scene.submission.pk, ReviewerFactory().pk, scene.manager)
    url = f"/api/v1/reviews/{review.public_id}/"
    assert client.get(url).status_code == 403
    for person, status in ((ReviewerFactory(), 404), (scene.manager, 403), (scene.owner, 403)):
        client.force_login(person)
        assert client.get(url).status_code == status
        assert client.post(f"{url}submit/", {"scores": []}, JSON).status_code == status
    client.force_login(review.reviewer)
    whole = client.get(url).json()
    assert whole["reading"]["title"] == "Well Book"
    one, two = (criterion["id"] for criterion in whole["criteria"])
    half = {"scores": [{"criterion": one, "value": 4, "comment": "Because."}]}
    assert client.put(f"{url}scores/", half, JSON).json()["scores"][0]["value"] == 4
    refused = client.post(f"{url}submit/", half, JSON)
    assert refused.status_code == 400
    assert "every criterion" in str(refused.json())
    assert client.put(f"{url}scores/", {"scores": [{"criterion": one, "value": 9}]}, JSON).status_code == 400
    given = {"scores": [{"criterion": one, "value": 4}, {"criterion": two, "value": 2}], "advice": "accept", "comment": "Good"}
    assert client.post(f"{url}submit/", given, JSON).json()["state"] == "submitted"
    assert client.get(url).json()["reading"]["total"] == "64.0"
    assert client.post(f"{url}submit/", given, JSON).status_code == 400


def test_a_reviewer_steps_back_by_api(client: Client, scene: Any) -> None:
    review = actions.assign(scene.submission.pk, ReviewerFactory().pk, scene.manager)
    client.force_login(review.reviewer)
    url = f"/api/v1/reviews/{review.public_id}/"
    assert client.post(f"{url}conflict/", {"reason": ""}, JSON).status_code == 400
    assert client.post(f"{url}conflict/", {"reason": "My sister"}, JSON).json()["state"] == "conflict"
    assert client.get(url).status_code == 404


def test_blind_holds_in_the_api(client: Client, make_scene: Any) -> None:
    scene = make_scene(blind=True)
    review = actions.assign(scene.submission.pk, ReviewerFactory().pk, scene.manager)
    client.force_login(review.reviewer)
    for url in ("/api/v1/reviews/", f"/api/v1/reviews/{review.public_id}/"):
        body = client.get(url).content.decode()
        assert scene.submission.number in body
        assert "Well Book" not in body
        assert "Rift Valley" not in body


def test_the_list_of_reviews_asks_little(client: Client, scene: Any, django_assert_max_num_queries: Any) -> None:
    reviewer = ReviewerFactory()
    for _ in range(5):
        actions.assign(scene.another().pk, reviewer.pk, scene.manager)
    client.force_login(reviewer)
    with django_assert_max_num_queries(7):
        assert client.get("/api/v1/reviews/").json()["count"] == Review.objects.count() == 5


def test_the_schema_is_whole(tmp_path: Any) -> None:
    call_command("spectacular", "--fail-on-warn", "--validate", "--file", str(tmp_path / "schema.yml"))
    assert "/api/v1/reviews/{public_id}/submit/" in (tmp_path / "schema.yml").read_text()

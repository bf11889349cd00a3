"""Teams ask about a need; who sees what before and after the answer."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from marketplace.notifications.models import Notice
from offices import questions
from offices.models import Question
from tests.factories import NeedFactory, OfficeMembershipFactory, TeamMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def need() -> Any:
    member = OfficeMembershipFactory()
    return NeedFactory(office=member.office, title="Vaccines", slug="vaccines")


def test_a_question_its_answer_and_who_sees_them(client: Client, need: Any) -> None:
    asker, other = TeamMembershipFactory().user, TeamMembershipFactory().user
    head = need.office.memberships.get().user
    client.force_login(asker)
    client.post("/en/needs/vaccines/questions/", {"text": "How many clinics?"})
    assert Notice.objects.get(user=head).params["question"] == "How many clinics?"
    assert "How many clinics?" in client.get("/en/needs/vaccines/").content.decode()
    client.force_login(other)
    assert "How many clinics?" not in client.get("/en/needs/vaccines/").content.decode()
    question = Question.objects.get()
    assert client.post("/en/needs/vaccines/questions/", {"question": question.pk, "text": "Mine"}).status_code == 404
    client.force_login(head)
    client.post("/en/needs/vaccines/questions/", {"question": question.pk, "text": "Forty.", "public": "on"})
    assert Notice.objects.get(user=asker).params["answer"] == "Forty."
    client.logout()
    assert "Forty." in client.get("/en/needs/vaccines/").content.decode()


def test_a_private_answer_stays_between_the_two(client: Client, need: Any) -> None:
    asker = TeamMembershipFactory().user
    question = questions.ask(need.pk, asker, "What is the budget?")
    questions.answer(question.pk, need.office.memberships.get().user, "Ten thousand.", public=False)
    assert "Ten thousand." not in client.get("/en/needs/vaccines/").content.decode()
    client.force_login(asker)
    assert "Ten thousand." in client.get("/en/needs/vaccines/").content.decode()


@pytest.mark.parametrize("who", ["without a team", "the office itself", "not visible", "closed"])
def test_who_may_not_ask(need: Any, who: str) -> None:
    asker = UserFactory() if who == "without a team" else TeamMembershipFactory().user
    if who == "the office itself":
        OfficeMembershipFactory(user=asker, office=need.office)
    if who == "not visible":
        need.visibility = "office"
    if who == "closed":
        need.status = "closed"
    need.save()
    with pytest.raises(PermissionDenied):
        questions.ask(need.pk, asker, "Why?")


def test_empty_and_too_many(client: Client, need: Any) -> None:
    client.force_login(TeamMembershipFactory().user)
    for text in ["", "  ", *(f"Question {n}" for n in range(7))]:
        client.post("/en/needs/vaccines/questions/", {"text": text})
    assert Question.objects.count() == questions.OPEN_AT_ONCE


def test_a_question_of_another_need_is_out_of_reach(client: Client, need: Any) -> None:
    elsewhere = questions.ask(NeedFactory().pk, TeamMembershipFactory().user, "Where?")
    client.force_login(need.office.memberships.get().user)
    for number in (elsewhere.pk, "x"):
        assert client.post("/en/needs/vaccines/questions/", {"question": number, "text": "Here"}).status_code == 404

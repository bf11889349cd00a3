"""Teams' and offices' people: invited, given roles, handed over to, leaving; and a person's own data."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from marketplace.accounts import actions, groups
from marketplace.accounts.models import Invitation, User
from offices.models import Membership as OfficeMembership
from solutions.models import Membership as TeamMembership
from solutions.models import Team
from tests.factories import (
    NeedFactory,
    OfficeMembershipFactory,
    SolutionFactory,
    TeamFactory,
    TeamMembershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def team() -> Team:
    """With an owner, an editor and a viewer."""
    team: Team = TeamFactory(name="Lab", slug="lab")
    for role in ("owner", "editor", "viewer"):
        TeamMembershipFactory(team=team, role=role, user=UserFactory(email=f"{role}@example.org"))
    return team


def person(role: str) -> User:
    return User.objects.get(email=f"{role}@example.org")


def row(role: str) -> TeamMembership:
    return TeamMembership.objects.get(user=person(role))


def test_an_invitation_from_letter_to_membership(client: Client, team: Team) -> None:
    invited = UserFactory(email="new@example.org", language="fr")
    client.force_login(person("owner"))
    client.post("/en/account/people/team/lab/", {"email": "New@Example.org", "role": "editor"})
    (letter,) = mail.outbox
    assert letter.to == ["new@example.org"]
    assert "/fr/account/invitations/" in letter.body
    invitation = Invitation.objects.get()
    client.force_login(invited)
    assert "Lab" in client.get("/en/my/").content.decode()
    client.post(f"/en/account/invitations/{invitation.public_id}/", {"answer": "accept"})
    assert TeamMembership.objects.get(user=invited).role == "editor"
    assert client.post(f"/en/account/invitations/{invitation.public_id}/", {"answer": "accept"}).status_code == 403


def test_inviting_twice_renews(team: Team) -> None:
    for role in ("viewer", "editor"):
        actions.invite(groups.kind("team"), team.pk, person("owner"), "x@example.org", role)
    assert Invitation.objects.get().role == "editor"


@pytest.mark.parametrize("who", ["other address", "unverified", "too old", "revoked"])
def test_invitations_that_are_not_mine_or_no_longer_good(client: Client, team: Team, who: str) -> None:
    invitation = actions.invite(groups.kind("team"), team.pk, person("owner"), "new@example.org", "editor")
    reader = UserFactory(email="other@example.org" if who == "other address" else "new@example.org", address=who != "unverified")
    if who == "too old":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    if who == "revoked":
        actions.revoke(invitation.public_id, person("owner"))
    client.force_login(reader)
    assert client.get(f"/en/account/invitations/{invitation.public_id}/").status_code == 403
    with pytest.raises(PermissionDenied):
        actions.answer(invitation.public_id, reader, accept=True)
    assert not TeamMembership.objects.filter(user=reader).exists()


@pytest.mark.parametrize("role", ["editor", "viewer", "stranger"])
def test_only_the_head_manages_people(client: Client, team: Team, role: str) -> None:
    actor = UserFactory(email="stranger@example.org") if role == "stranger" else person(role)
    kind = groups.kind("team")
    for deed in (
        lambda: actions.invite(kind, team.pk, actor, "x@example.org", "viewer"),
        lambda: actions.change_role(kind, team.pk, row("viewer").pk, actor, "owner"),
        lambda: actions.remove_member(kind, team.pk, row("owner").pk, actor),
        lambda: actions.hand_over(kind, team.pk, row("viewer").pk, actor),
    ):
        with pytest.raises(PermissionDenied):
            deed()
    client.force_login(actor)
    page = client.get("/en/account/people/team/lab/")
    assert page.status_code == (404 if role == "stranger" else 200)
    if role != "stranger":
        assert "owner@example.org</p>" not in page.content.decode()
        assert "Invite somebody" not in page.content.decode()


def test_the_last_owner_stays_until_somebody_takes_over(client: Client, team: Team) -> None:
    client.force_login(person("owner"))
    page = client.post("/en/account/people/team/lab/", {"deed": "remove", "membership": row("owner").pk}, follow=True)
    assert "Somebody must stay in charge" in page.content.decode()
    with pytest.raises(ValidationError):
        actions.change_role(groups.kind("team"), team.pk, row("owner").pk, person("owner"), "viewer")
    client.post("/en/account/people/team/lab/", {"deed": "hand_over", "membership": row("viewer").pk})
    assert (row("viewer").role, row("owner").role) == ("owner", "editor")
    client.post("/en/account/people/team/lab/", {"deed": "remove", "membership": row("owner").pk})
    assert not TeamMembership.objects.filter(user=person("owner")).exists()


def test_a_membership_of_another_group_is_out_of_reach(client: Client, team: Team) -> None:
    other = OfficeMembershipFactory()
    elsewhere = TeamMembershipFactory()
    client.force_login(person("owner"))
    for number in (elsewhere.pk, "x", ""):
        assert client.post("/en/account/people/team/lab/", {"deed": "remove", "membership": number}).status_code == 404
    assert client.get(f"/en/account/people/office/{other.office.slug}/").status_code == 404
    assert client.get("/en/account/people/nothing/lab/").status_code == 404
    assert TeamMembership.objects.filter(pk=elsewhere.pk).exists()


def test_an_offices_focal_point_changes_roles(client: Client) -> None:
    head = OfficeMembershipFactory()
    member = OfficeMembershipFactory(office=head.office, role="viewer")
    client.force_login(head.user)
    client.post(f"/en/account/people/office/{head.office.slug}/", {"deed": "role", "membership": member.pk, "role": "member"})
    assert OfficeMembership.objects.get(pk=member.pk).role == "member"
    client.post(f"/en/account/people/office/{head.office.slug}/", {"deed": "role", "membership": member.pk, "role": "emperor"})
    assert OfficeMembership.objects.get(pk=member.pk).role == "member"


def test_founding_a_team(client: Client) -> None:
    founder = UserFactory()
    TeamFactory(name="Ours", slug="ours")
    assert client.get("/en/teams/new/").status_code == 302
    client.force_login(founder)
    bad = client.post("/en/teams/new/", {"name": "", "about": "kept words"}).content.decode()
    assert "errorlist" in bad
    assert "kept words" in bad
    response = client.post("/en/teams/new/", {"name": "Ours", "languages": ["en", "sw"], "country": "KE"})
    assert response["Location"] == "/en/teams/ours-2/"
    assert TeamMembership.objects.get(user=founder).role == "owner"


def test_my_data_is_all_mine_and_only_mine(client: Client, team: Team) -> None:
    head = OfficeMembershipFactory(user=person("owner"))
    NeedFactory(title="Mine", office=head.office, created_by=person("owner"))
    NeedFactory(title="Not mine", office=head.office)
    client.force_login(person("owner"))
    data: Any = client.get("/en/account/data/").json()
    assert data["profile"]["email"] == "owner@example.org"
    assert {row["group"] for row in data["memberships"]} == {"Lab", head.office.name}
    assert [need["title"] for need in data["needs_posted"]] == ["Mine"]


def test_leaving_empties_the_row_and_keeps_the_work(client: Client, team: Team) -> None:
    leaver = person("editor")
    need = NeedFactory(created_by=leaver)
    client.force_login(leaver)
    assert client.post("/en/account/delete/", {"confirmation": "wrong"}).status_code == 400
    client.post("/en/account/delete/", {"confirmation": "a long password"})
    leaver.refresh_from_db()
    need.refresh_from_db()
    assert not leaver.is_active
    assert "editor" not in f"{leaver.email}{leaver.first_name}{leaver}"
    assert need.created_by == leaver
    assert not TeamMembership.objects.filter(user=leaver).exists()
    assert not client.login(email="editor@example.org", password="a long password")
    assert client.get("/en/my/").status_code == 302


def test_nobody_leaves_a_team_with_published_work_alone(client: Client) -> None:
    alone = TeamMembershipFactory()
    SolutionFactory(team=alone.team)
    client.force_login(alone.user)
    page = client.post("/en/account/delete/", {"confirmation": "a long password"})
    assert page.status_code == 400
    assert "Hand it over first" in page.content.decode()
    assert User.objects.get(pk=alone.user.pk).is_active


def test_the_profile_is_mine(client: Client) -> None:
    me = UserFactory()
    client.force_login(me)
    client.post("/en/account/profile/", {"first_name": "Ama", "last_name": "", "language": "fr"})
    me.refresh_from_db()
    assert (me.first_name, me.language) == ("Ama", "fr")


def test_a_manager_makes_an_office_and_its_focal_point_comes(client: Client) -> None:
    data = {"name": "Dakar", "unit": "country_office", "countries": ["SN"], "languages": ["fr"], "focal_point": "Awa@example.org"}
    for who in (UserFactory(), TeamMembershipFactory().user, OfficeMembershipFactory().user):
        client.force_login(who)
        assert client.post("/en/offices/new/", data).status_code == 403
    manager = UserFactory()
    manager.groups.add(Group.objects.get(name="Managers"))
    client.force_login(manager)
    assert "errorlist" in client.post("/en/offices/new/", {**data, "focal_point": "nobody"}).content.decode()
    assert client.post("/en/offices/new/", data)["Location"] == "/en/offices/dakar/"
    assert mail.outbox[-1].to == ["awa@example.org"]
    awa = UserFactory(email="awa@example.org")
    actions.answer(Invitation.objects.get().public_id, awa, accept=True)
    assert OfficeMembership.objects.get(user=awa).role == "focal_point"

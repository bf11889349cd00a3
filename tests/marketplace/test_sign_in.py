"""Signing up, in, and back in after a forgotten password; single sign-on against a real provider."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from oidc_provider_mock import run_server_in_thread

from marketplace.accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
ACCOUNT = {"name": "Awa Ndiaye", "email": "Awa@example.org", "password1": "une longue phrase", "password2": "une longue phrase"}


def test_signing_up_in_french(client: Client) -> None:
    response = client.post("/fr/account/signup/", ACCOUNT)
    assert response.status_code == 302
    (letter,) = mail.outbox
    code = re.search(r"\b[A-Z0-9]{3,4}-[A-Z0-9]{3,4}\b", letter.body)
    assert code is not None, letter.body
    assert "Votre code" in letter.body
    assert not EmailAddress.objects.filter(verified=True).exists()
    response = client.post(response["Location"], {"code": code.group()}, follow=True)
    person = User.objects.get()
    assert (person.first_name, person.language, person.email) == ("Awa Ndiaye", "fr", "awa@example.org")
    assert EmailAddress.objects.get(user=person).verified
    assert response.wsgi_request.user == person


def test_an_address_that_is_taken_is_not_told_to_strangers(client: Client) -> None:
    UserFactory(email="awa@example.org")
    page = client.post("/en/account/signup/", ACCOUNT, follow=True).content.decode()
    assert "already" not in page
    assert User.objects.count() == 1


def test_nobody_gets_in_before_the_address_is_verified(client: Client) -> None:
    UserFactory(email="new@example.org", address=False)
    client.post("/en/account/login/", {"login": "new@example.org", "password": "a long password"})
    assert client.get("/en/my/").status_code == 302


def test_signing_in_whatever_the_case_of_the_address(client: Client) -> None:
    UserFactory(email="me@example.org")
    response = client.post("/en/account/login/", {"login": "ME@example.org", "password": "a long password"})
    assert response["Location"] == "/en/my/"


def test_a_wrong_password_keeps_what_was_typed(client: Client) -> None:
    UserFactory(email="me@example.org")
    page = client.post("/en/account/login/", {"login": "me@example.org", "password": "wrong"}).content.decode()
    assert "errorlist" in page
    assert "me@example.org" in page


def test_guessing_is_slowed_down(client: Client) -> None:
    UserFactory(email="me@example.org")
    for _ in range(12):
        client.post("/en/account/login/", {"login": "me@example.org", "password": "wrong"})
    right = client.post("/en/account/login/", {"login": "me@example.org", "password": "a long password"})
    assert right.status_code in {200, 429}
    assert client.get("/en/my/").status_code == 302


def test_a_forgotten_password(client: Client) -> None:
    UserFactory(email="me@example.org")
    client.post("/en/account/password/reset/", {"email": "me@example.org"})
    link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body)
    assert link is not None
    form = client.get(link.group(1), follow=True)
    address = form.redirect_chain[-1][0]
    client.post(address, {"password1": "another long one", "password2": "another long one"})
    assert client.login(email="me@example.org", password="another long one")


@pytest.mark.parametrize("path", ["login/", "signup/", "password/reset/", "email/", "password/change/", "2fa/", "profile/", "retention/"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_account_pages_are_ours(client: Client, path: str, language: str) -> None:
    if path in {"email/", "password/change/", "2fa/", "profile/"}:
        assert client.get(f"/{language}/account/{path}").status_code == 302
        client.force_login(UserFactory())
    page = client.get(f"/{language}/account/{path}").content.decode()
    assert '<main id="main"' in page
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)


def test_wagtail_sends_strangers_to_our_sign_in(client: Client) -> None:
    assert "/account/login/" in client.get("/manage/")["Location"]


@pytest.fixture
def provider(settings: Any) -> Iterator[str]:
    with run_server_in_thread() as server:
        address = f"http://localhost:{server.server_port}"
        app = {"provider_id": "sso", "name": "Intranet", "client_id": "us", "secret": "x", "settings": {"server_url": address}}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield address


def _through(client: Client, provider: str, subject: str) -> Any:
    """Follow the browser's way: our button, the provider's page, back to us."""
    import httpx

    start = client.post("/en/account/oidc/sso/login/")
    assert start["Location"].startswith(provider)
    answer = httpx.post(start["Location"], data={"sub": subject})
    assert answer.status_code == 302, answer.text
    back = answer.headers["location"].removeprefix("http://testserver")
    return client.get(back, follow=True)


def _known_to(provider: str, subject: str, **claims: Any) -> None:
    import httpx

    httpx.put(f"{provider}/users/{subject}", json=claims).raise_for_status()


def test_single_sign_on_makes_an_account(client: Client, provider: str) -> None:
    assert "Sign in with Intranet" in client.get("/en/account/login/").content.decode()
    _known_to(provider, "u1", email="amina@agency.example", email_verified=True, name="Amina")
    response = _through(client, provider, "u1")
    assert response.wsgi_request.user.email == "amina@agency.example"


def test_single_sign_on_joins_an_account_only_by_a_verified_address(client: Client, provider: str) -> None:
    person = UserFactory(email="kofi@agency.example")
    _known_to(provider, "u2", email="kofi@agency.example", email_verified=False)
    _through(client, provider, "u2")
    assert client.get("/en/my/").status_code == 302
    _known_to(provider, "u3", email="kofi@agency.example", email_verified=True)
    assert _through(Client(), provider, "u3").wsgi_request.user == person

"""A browser, a served site with a small catalogue, and a check that a page is accessible."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.factories import (
    DeploymentFactory,
    GoalFactory,
    OfficeFactory,
    OfficeMembershipFactory,
    SolutionFactory,
    TeamMembershipFactory,
    UserFactory,
)

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the test's thread
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
).split()
MAX_FIRST_LOAD = 200_000
SCREENS = Path(__file__).parents[2] / "var" / "screens"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs Chromium")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(params=[360, 1280])
def page(request: pytest.FixtureRequest, browser: Browser, live_server: Any) -> Iterator[Page]:
    """A page on a telephone and on a desk; an error in its console fails the test, and so does a first load that is too heavy."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, base_url=live_server.url)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    opened.on("response", lambda response: errors.append(f"{response.status} {response.url}") if response.status == 404 else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []


@pytest.fixture
def catalogue(live_server: Any) -> Any:
    """One solution that runs in Zambia, another field's, an office in Malawi and its people."""
    team = TeamMembershipFactory(user=UserFactory(email="team@example.org")).team
    jab = SolutionFactory(
        name="Jab Book",
        slug="jab-book",
        team=team,
        summary="An immunization registry for clinics.",
        description="It tracks the vaccination of every child. It works on cheap phones.",
        sectors=["health"],
        works_offline=True,
        scale_stage=5,
    )
    GoalFactory(solution=jab, number=3, evidence="More children are vaccinated.")
    DeploymentFactory(solution=jab, country="ZM", source="https://example.org/zm")
    roads = SolutionFactory(name="Road Map", slug="road-map", summary="Shows the state of roads.", sectors=["infrastructure"])
    GoalFactory(solution=roads, number=9)
    office = OfficeFactory(name="Malawi office", slug="malawi", countries=["MW"])
    OfficeMembershipFactory(user=UserFactory(email="office@example.org"), office=office)
    return jab


@pytest.fixture
def sign_in(page: Page) -> Callable[[str], None]:
    def sign_in(email: str) -> None:
        page.goto("/en/account/login/")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill("a long password")
        page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/my/")

    return sign_in


@pytest.fixture
def check(page: Page, request: pytest.FixtureRequest) -> Callable[[], None]:
    """No serious finding of axe, nothing wider than the window, and a picture in var/screens that is neither blank nor unstyled."""
    taken: list[Path] = []

    def picture() -> None:
        name = "".join(c if c.isalnum() else "-" for c in request.node.name.removeprefix("test_"))
        SCREENS.mkdir(parents=True, exist_ok=True)
        path = SCREENS / f"{name}-{len(taken)}.png"
        page.screenshot(path=path, full_page=True)
        taken.append(path)
        with Image.open(path) as image:
            assert image.width == page.viewport_size["width"]  # type: ignore[index]
            assert len(image.convert("RGB").resize((200, 200)).getcolors(40_000) or ()) > 20
        assert page.locator("header.top > div").evaluate("e => getComputedStyle(e).display") == "flex"

    def check() -> None:
        picture()
        found = Axe().run(page).response["violations"]
        serious = [
            f"{one['id']}: {node['html'][:120]}" for one in found if one["impact"] in {"serious", "critical"} for node in one["nodes"]
        ]
        assert serious == []
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]

    return check

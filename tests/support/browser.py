"""A real browser for tests: Debian's chromium, driven by playwright; without it tests are skipped with the reason."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Dialog,
    Error,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.support.command import Command

NAMES = ("chromium", "chromium-browser", "google-chrome")
WIDE, NARROW = (1280, 860), (800, 860)


def executable() -> str:
    """Give where a browser is; skip the test where there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(
            f"no browser is installed: none of {', '.join(NAMES)} (apt-get install chromium)"
        )
    return found


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start a headless browser; skip the test where it cannot start."""
    path = executable()
    with sync_playwright() as playwright:
        try:
            # who is root, as in a container, has no sandbox
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except Error as error:
            pytest.skip(f"{path} does not start: {str(error).splitlines()[0]}")
        try:
            yield browser
        finally:
            browser.close()


class Tab:
    """A page of the browser that notes what leaves the origin, what is refused, and every dialog and error of a script."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.origin = address.partition("/?")[0]
        context = browser.new_context(viewport={"width": WIDE[0], "height": WIDE[1]})
        context.set_default_timeout(20_000)
        self.page: Page = context.new_page()
        self.left: list[str] = []
        self.troubles: list[str] = []
        self.page.on("request", self._asked)
        self.page.on("dialog", self._opened)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._said)
        self.page.goto(address)
        self.page.wait_for_url(f"{self.origin}/")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(self.origin + "/"):
            self.left.append(request.url)

    def _opened(self, dialog: Dialog) -> None:
        self.troubles.append(dialog.message)
        dialog.dismiss()

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.troubles.append(message.text)

    def open(self, slug: str) -> Page:
        """Open a draft, and give the page once it is there with its paper."""
        self.page.goto(f"{self.origin}/drafts/{slug}")
        self.page.wait_for_selector("#entry p")
        expect(self.page.locator("#picture")).to_have_js_property("complete", True)
        return self.page


@contextlib.contextmanager
def serving(command: Command) -> Iterator[str]:
    """Run `review --web` and give its address."""
    with command.start("review", "--web") as running:
        assert running.stdout
        try:
            yield running.stdout.readline().strip()
        finally:
            running.kill()


def axe_script() -> str:
    """Give axe-core, as it comes with a package."""
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")

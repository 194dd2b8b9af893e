"""The page of the drafts, asked by a client that has its cookie, without a browser."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

from pipeline import settings
from pipeline.web.application import application
from pipeline.web.desk import Desk
from pipeline.web.guard import Guard
from pipeline.web.verdicts import Verdicts
from tests.support.command import Command

PORT = 8123
HOME = f"http://127.0.0.1:{PORT}"
FROM_US = {"Sec-Fetch-Site": "same-origin"}


def guarded(command: Command, language: str = "en") -> Guard:
    """Give the page behind its door, for the folder of a command."""
    found = settings.load({}, command.folder, command.environ)
    desk = Desk(found, command.folder, "")
    return Guard(application(desk, Verdicts(desk), language, _fail), PORT)


def _fail(error: Exception) -> None:
    raise AssertionError("nobody foresaw this") from error


def stranger(guard: Guard) -> TestClient:
    """Give a client that has been handed nothing."""
    return TestClient(guard, base_url=HOME, raise_server_exceptions=False)


class Reader:
    """The person's browser, without the browser: it has the cookie, and says where it asks from."""

    def __init__(self, guard: Guard) -> None:
        self.client = stranger(guard)
        assert self.client.get("/", params={"token": guard.token}).status_code == 200

    def get(self, path: str, **params: Any) -> Any:
        """Give the JSON of an address."""
        answer = self.client.get(path, params=params, headers=FROM_US)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, status: int = 200, **body: Any) -> Any:
        """Give the JSON of what was done."""
        answer = self.client.post(path, json=body, headers=FROM_US)
        assert answer.status_code == status, answer.text
        return answer.json()

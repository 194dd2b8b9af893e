"""The command behind the page: its address, its end, and who is served meanwhile."""

from __future__ import annotations

import contextlib
import http.client
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support.command import Command
from tests.web.conftest import SLUG, entry


@contextlib.contextmanager
def serving(command: Command) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Give the running command and the address that it prints."""
    with command.start("review", "--web") as running:
        assert running.stdout
        try:
            yield running, running.stdout.readline().strip()
        finally:
            running.kill()


def ask(address: str, path: str, cookie: str = "") -> tuple[int, str]:
    """Give the status of an answer, and the cookie that came with it."""
    split = urlsplit(address)
    connection = http.client.HTTPConnection(split.hostname or "", split.port or 0, timeout=30)
    with contextlib.closing(connection):
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        answer.read()
        return answer.status, (answer.headers["Set-Cookie"] or "").partition(";")[0]


def test_it_listens_on_this_machine_alone_at_another_port_each_time(drafted: Command) -> None:
    ports = set()
    for _ in range(2):
        with serving(drafted) as (_, address):
            split = urlsplit(address)
            assert split.hostname == "127.0.0.1"
            assert re.fullmatch(r"token=[\w-]{22}", split.query)
            ports.add(split.port)
            with socket.socket() as other, pytest.raises(OSError, match="refused"):
                other.connect(("127.0.0.2", split.port or 0))
    assert len(ports) == 2


def test_an_interrupt_ends_it_with_what_was_done_and_leaves_nothing_running(
    drafted: Command,
) -> None:
    with serving(drafted) as (running, address):
        _, cookie = ask(address, f"/?{urlsplit(address).query}")
        assert ask(address, f"/drafts/{SLUG}/pages/1.png", cookie)[0] == 200
        threads = Path(f"/proc/{running.pid}/task").glob("*/children")
        children = [child for thread in threads for child in thread.read_text().split()]
        assert children  # what reads PDFs
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=20)
        assert (running.returncode, out.strip()) == (0, "1 left")
        assert "Traceback" not in err
        end = time.monotonic() + 5
        while any(Path(f"/proc/{child}").exists() for child in children):
            assert time.monotonic() < end
            time.sleep(0.05)


def test_a_slow_client_holds_nobody_up_and_not_the_end_either(drafted: Command) -> None:
    with serving(drafted) as (running, address), contextlib.ExitStack() as slow:
        split = urlsplit(address)
        _, cookie = ask(address, f"/?{split.query}")
        for _ in range(60):
            one = slow.enter_context(socket.create_connection(("127.0.0.1", split.port or 0)))
            one.sendall(
                f"POST /undo HTTP/1.1\r\nHost: 127.0.0.1:{split.port}\r\nCookie: {cookie}\r\n"
                "Sec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n"
                "Content-Length: 9\r\n\r\n{".encode()
            )
            half = slow.enter_context(socket.create_connection(("127.0.0.1", split.port or 0)))
            half.sendall(b"GET / HTTP/1.1\r\nHo")
        start = time.monotonic()
        assert ask(address, "/", cookie)[0] == 200
        assert time.monotonic() - start < 5
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=20)
        assert running.returncode == 0


def test_without_the_extra_a_line_says_what_to_install(drafted: Command) -> None:
    hidden = drafted.folder.parent / "hidden"
    (hidden / "uvicorn").mkdir(parents=True)
    (hidden / "uvicorn" / "__init__.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'uvicorn'\", name='uvicorn')"
    )
    result = drafted.process("review", "--web", PYTHONPATH=str(hidden))
    assert result.status == 1
    assert result.out == ""
    assert "papers-daily[web]" in result.err
    assert len(result.err.splitlines()) == 2


def test_help_costs_nothing_of_it(drafted: Command) -> None:
    script = "import sys; from pipeline import cli; sys.argv = ['summarize', '--help']\n"
    script += "try: cli.main()\nexcept SystemExit: pass\n"
    script += "print([one for one in ('starlette', 'uvicorn', 'nh3') if one in sys.modules])"
    environ = drafted.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    out = subprocess.run(
        [sys.executable, "-c", script],
        env=environ, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert out.rstrip().endswith("[]")


def test_without_drafts_the_list_says_how_to_make_one(summarize: Command) -> None:
    assert not entry(summarize).exists()
    with serving(summarize) as (_, address):
        _, cookie = ask(address, f"/?{urlsplit(address).query}")
        assert ask(address, "/", cookie)[0] == 200

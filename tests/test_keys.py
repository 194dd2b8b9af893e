"""A key is the environment's, the keyring's or a file's; it is shown nowhere, and is one server's alone."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import keys
from pipeline.errors import UsageError
from tests.support.command import Command, Result
from tests.support.fakes import FakeModel

SECRET = "opensesame-4f1c9a7e2b83d056"
OPENAI = "api.openai.com"


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    yield
    keys.of_keyring.cache_clear()


class Keyring(types.ModuleType):
    """The package `keyring` with a keyring that is a dictionary, open or locked."""

    def __init__(self) -> None:
        super().__init__("keyring")
        self.kept: dict[tuple[str, str], str] = {}
        self.is_open, self.asked = True, 0
        self.errors = types.ModuleType("keyring.errors")
        self.error = self.errors.KeyringError = type("KeyringError", (Exception,), {})  # type: ignore[attr-defined]
        self.missing = type("PasswordDeleteError", (self.error,), {})
        self.errors.PasswordDeleteError = self.missing  # type: ignore[attr-defined]

    def _open(self, *said: str) -> None:
        self.asked += 1
        if not self.is_open:
            raise self.error(f"locked for {' '.join(said)}")

    def get_password(self, service: str, name: str) -> str | None:
        self._open(service, name)
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, key: str) -> None:
        self._open(service, name, key)
        self.kept[service, name] = key

    def delete_password(self, service: str, name: str) -> None:
        self._open(service, name)
        if self.kept.pop((service, name), None) is None:
            raise self.missing("no such password")


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Keyring:
    made = Keyring()
    monkeypatch.setitem(sys.modules, "keyring", made)
    monkeypatch.setitem(sys.modules, "keyring.errors", made.errors)
    return made


def test_where_nothing_is_stored_there_is_no_key_and_no_keyring_is_looked_at(
    keyring: Keyring,
) -> None:
    assert keys.found("") == ("", "")
    assert keyring.asked == 0


def test_a_key_in_the_keyring_is_found_there_and_asked_for_once(keyring: Keyring) -> None:
    assert keys.store(f" {SECRET}\n", "", in_file=False) == (
        f"the key for {OPENAI} is in the system's keyring"
    )
    assert keyring.kept == {("papers-daily", OPENAI): SECRET}
    assert SECRET not in keys.file_path().read_text()
    assert keys.found("") == keys.found("") == (SECRET, "keyring")
    assert keyring.asked == 2


def test_a_key_in_a_file_is_its_owners_alone(keyring: Keyring) -> None:
    said = keys.store(SECRET, "", in_file=True)
    assert str(keys.file_path()) in said
    assert SECRET not in said
    assert keys.file_path().stat().st_mode & 0o777 == 0o600
    assert keys.found("") == (SECRET, "file")
    assert keyring.asked == 0


def test_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    keys.store(SECRET, "", in_file=True)
    monkeypatch.setenv("OPENAI_API_KEY", " sk-other ")
    assert keys.found("") == ("sk-other", "environment")


def test_a_key_is_one_servers_alone() -> None:
    keys.store(SECRET, "https://models.example/v1", in_file=True)
    keys.store("key-of-openai", "", in_file=True)
    assert keys.found("https://user@MODELS.example/v2?x=1").key == SECRET
    assert keys.found("").key == "key-of-openai"
    assert keys.found("https://models.example:8443/v1").key == ""
    assert keys.found("https://elsewhere.example/v1").key == ""


@pytest.mark.parametrize("in_file", [True, False])
def test_a_key_that_is_forgotten_is_gone(keyring: Keyring, in_file: bool) -> None:
    keys.store(SECRET, "", in_file=in_file)
    assert keys.forget("") == f"the key for {OPENAI} is forgotten"
    assert keys.found("") == ("", "")
    assert keyring.kept == {}
    assert keys.forget("") == f"no key is stored for {OPENAI}"


def test_a_key_that_moves_to_the_file_leaves_nothing_in_the_keyring(keyring: Keyring) -> None:
    keys.store(SECRET, "", in_file=False)
    keys.store("sk-new", "", in_file=True)
    assert keyring.kept == {}
    assert keys.found("") == ("sk-new", "file")


def test_a_key_that_a_locked_keyring_still_holds_is_said(keyring: Keyring) -> None:
    keys.store(SECRET, "", in_file=False)
    keyring.is_open = False
    assert "the old one is still in the keyring" in keys.store("sk-new", "", in_file=True)
    assert keys.found("") == ("sk-new", "file")


def test_a_key_that_is_in_the_keyring_no_longer_can_be_forgotten(keyring: Keyring) -> None:
    keys.store(SECRET, "", in_file=False)
    keyring.kept.clear()
    assert keys.forget("") == f"the key for {OPENAI} is forgotten"
    assert keys.found("") == ("", "")


@pytest.mark.parametrize("address", ["http://models.example/v1", "http://10.0.0.7:8000/v1"])
def test_a_stored_key_goes_over_no_line_that_others_read(address: str) -> None:
    with pytest.raises(UsageError, match="could be read on its way"):
        keys.store(SECRET, address, in_file=True)
    safe = address.replace("http:", "https:")
    keys.store(SECRET, safe, in_file=True)
    assert keys.found(address) == ("", "")
    assert keys.found(safe).key == SECRET


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000/v1", "http://localhost/v1"])
def test_a_stored_key_goes_to_this_machine(address: str) -> None:
    keys.store(SECRET, address, in_file=True)
    assert keys.found(address).key == SECRET


def test_whatever_a_keyring_raises_is_one_clear_error(keyring: Keyring) -> None:
    keyring.is_open, keyring.error = False, RuntimeError
    with pytest.raises(UsageError, match=r"the system's keyring does not open .locked for"):
        keys.store(SECRET, "", in_file=False)


def test_a_keyring_that_does_not_open_is_said_without_the_key(keyring: Keyring) -> None:
    keyring.is_open = False
    with pytest.raises(UsageError, match=r"does not open .locked for papers-daily") as failed:
        keys.store(SECRET, "", in_file=False)
    assert SECRET not in str(failed.value)
    assert not keys.file_path().exists()


def test_where_there_is_no_keyring_the_ways_out_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(UsageError, match=r"install papers-daily\[keyring\], or .* --file"):
        keys.store(SECRET, "", in_file=False)


@pytest.mark.parametrize("key", ["", " \n", "sk-\u200b1", "sk-a\nb"])
def test_what_can_be_no_key_is_not_stored(key: str) -> None:
    with pytest.raises(UsageError):
        keys.store(key, "", in_file=True)
    assert not keys.file_path().exists()


def test_a_damaged_list_of_keys_is_said() -> None:
    keys.store(SECRET, "", in_file=True)
    keys.file_path().write_text("{")
    with pytest.raises(UsageError, match="is damaged: take it away"):
        keys.found("")


@pytest.mark.parametrize("kept", [3, [], {"key": 3}, {}, "else"])
def test_what_is_no_key_in_the_list_is_none(kept: object) -> None:
    keys.store(SECRET, "", in_file=True)
    keys.file_path().write_text(json.dumps({OPENAI: kept}))
    assert keys.found("") == ("", "")


# ── by command ──


def set_key(
    summarize: Command, monkeypatch: pytest.MonkeyPatch, *options: str, key: str = SECRET
) -> Result:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{key}\n".encode())))
    return summarize("keys", "set", *options)


def test_a_key_that_is_stored_opens_its_server(
    with_model: Command, model: FakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = set_key(with_model, monkeypatch, "--file")
    assert result.status == 0
    assert SECRET not in result.out + result.err
    assert with_model("2401.00001").status == 0
    assert model.calls
    assert {row["headers"].get("authorization") for row in model.log} >= {f"Bearer {SECRET}"}
    written = b"".join(with_model.files.values())
    assert SECRET.encode() not in written


@pytest.mark.parametrize(("mode", "verdict"), [(0o600, "ok"), (0o644, "mind")])
def test_doctor_says_where_the_key_comes_from_and_never_what_it_is(
    with_model: Command, monkeypatch: pytest.MonkeyPatch, mode: int, verdict: str
) -> None:
    set_key(with_model, monkeypatch, "--file")
    path = Path(with_model.environ["HOME"]) / ".config/papers-daily/keys.json"
    path.chmod(mode)
    out = with_model("doctor").out
    assert f"{verdict:<6} key        from {path}" in out
    by_environment = with_model("doctor", OPENAI_API_KEY="sk-of-the-environment").out
    assert "ok     key        from the environment (OPENAI_API_KEY)" in by_environment
    assert SECRET not in out + by_environment
    assert "sk-of-the" not in by_environment


def test_a_keyring_that_cannot_be_opened_is_wrong_in_doctor(
    with_model: Command, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set_key(with_model, monkeypatch).status == 0
    keys.of_keyring.cache_clear()
    keyring.is_open = False
    result = with_model("doctor")
    assert result.status == 1
    assert "wrong  key        the system's keyring does not open" in result.out


def test_a_key_is_forgotten_by_command(summarize: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    set_key(summarize, monkeypatch, "--file")
    assert "is forgotten" in summarize("keys", "forget").out
    assert "no key is stored" in summarize("keys", "forget").out


def test_a_run_without_a_stored_key_imports_no_keyring(summarize: Command) -> None:
    code = "import sys; from pipeline import keys; keys.found(''); print('keyring' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"HOME": str(summarize.folder), "PATH": os.environ["PATH"]},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "False\n"


def test_where_there_is_no_keyring_no_key_is_asked_for(
    summarize: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    asked = io.TextIOWrapper(io.BytesIO(SECRET.encode()))
    monkeypatch.setattr(sys, "stdin", asked)
    result = summarize("keys", "set")
    assert result.status == 2
    assert "there is no keyring here" in result.err
    assert asked.read() == SECRET

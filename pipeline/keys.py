"""Where an API key comes from: the environment, else what the person has stored for its server.

A stored key is in the system's keyring (the package `keyring`, an extra), or in plain text in
keys.json under the user's configuration folder, which only its owner can read: cron and launchd
have neither an environment nor a keyring that is open. keys.json says which servers have one, and
where, so that the keyring is imported only where it holds the key. A key is a server's own: another
server never gets it, nor does its own over a connection that others can read.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from pipeline import credentials
from pipeline.errors import UsageError
from pipeline.files import bytes_of, json_bytes, json_object, make_folder, named, writing

VARIABLE = "OPENAI_API_KEY"
_OPENAI = "api.openai.com"
_SERVICE = "papers-daily"
_IN_KEYRING = "keyring"
_OWN = 0o600
"""The mode of keys.json: its owner may read and write it, and nobody else anything."""
_NO_KEYRING = "install papers-daily[keyring], or store the key with --file, or set OPENAI_API_KEY"


class Key(NamedTuple):
    """A key, empty where there is none, and where it is from."""

    key: str
    source: Literal["", "environment", "keyring", "file"]


def found(base_url: str) -> Key:
    """Give the key for a server; the environment's wins.

    Raises UsageError for what can be none, and where the keyring does not give it.
    """
    if key := os.environ.get(VARIABLE, "").strip():
        return Key(_usable(key, VARIABLE), "environment")
    if not _is_safe(base_url):
        return Key("", "")
    host, path = _host(base_url), file_path()
    kept = _kept(path).get(host)
    if kept == _IN_KEYRING:
        return Key(_usable(of_keyring(host), "the system's keyring"), "keyring")
    stored = kept.get("key") if isinstance(kept, dict) else None
    return Key(_usable(stored, named(path)), "file") if isinstance(stored, str) else Key("", "")


def file_path() -> Path:
    """Give where the list of stored keys is."""
    import platformdirs

    return Path(platformdirs.user_config_dir(_SERVICE)) / "keys.json"


def require_place(base_url: str, *, in_file: bool) -> None:
    """Raise UsageError where no key of a server can be stored, before a person is asked for it.

    That is where there is no keyring, or no safe way to the server.
    """
    _require_safe(base_url)
    if not in_file:
        _keyring_of("get", _host(base_url))


def store(key: str, base_url: str, *, in_file: bool) -> str:
    """Store the key of a server, and say where it is now.

    Raises UsageError for what can be no key, and as `require_place` does, SummarizeError where the
    file cannot be written.
    """
    _require_safe(base_url)
    key, host, path = _usable(key.strip(), "it"), _host(base_url), file_path()
    if not key:
        raise UsageError("no key was given", "paste it, or pipe it in")
    if not in_file:
        _keyring_of("set", host, key)
    kept = _kept(path)
    was = kept.get(host)
    _write(path, {**kept, host: {"key": key} if in_file else _IN_KEYRING})
    of_keyring.cache_clear()
    left = _left_in_keyring(host) if in_file and was == _IN_KEYRING else ""
    where = f"in {named(path)}, which only you can read" if in_file else "in the system's keyring"
    return f"the key for {host} is {where}{left}"


def forget(base_url: str) -> str:
    """Take the stored key of a server away, and say so."""
    host, path = _host(base_url), file_path()
    kept = _kept(path)
    was = kept.pop(host, None)
    if was is None:
        return f"no key is stored for {host}"
    if was == _IN_KEYRING:
        _keyring_of("delete", host)
    _write(path, kept)
    of_keyring.cache_clear()
    return f"the key for {host} is forgotten"


def _left_in_keyring(host: str) -> str:
    """Take a key that is now elsewhere out of the keyring; say where that cannot be done."""
    try:
        _keyring_of("delete", host)
    except UsageError as error:
        return f"; the old one is still in the keyring: {error.message}"
    return ""


def _host(base_url: str) -> str:
    """Give what a key is stored under: the server's host and port."""
    return urlsplit(base_url).netloc.rpartition("@")[2].lower() or _OPENAI


def _require_safe(base_url: str) -> None:
    if not _is_safe(base_url):
        raise UsageError(
            f"a key for {_host(base_url)} could be read on its way there",
            "use an address with https, or set OPENAI_API_KEY",
        )


def _is_safe(base_url: str) -> bool:
    """Tell whether nobody on the way to a server reads what is sent to it."""
    parts = urlsplit(base_url or f"https://{_OPENAI}")
    if parts.scheme == "https":
        return True
    from pipeline.network import is_loopback  # takes a while, and few addresses need it

    return is_loopback(parts.hostname)


def _usable(key: str, source: str) -> str:
    if not (key.isascii() and (not key or key.isprintable())):
        raise UsageError(
            f"{source} has characters that no key has", "set it again; mind line ends and quotes"
        )
    credentials.learn(key)
    return key


def _kept(path: Path) -> dict[str, Any]:
    try:
        return json_object(bytes_of(path, follow=True) or b"{}")
    except ValueError as error:
        raise UsageError(
            f"{named(path)} is damaged", "take it away, and set the key again"
        ) from error


def _write(path: Path, kept: dict[str, Any]) -> None:
    make_folder(path.parent)
    with writing(path) as file:
        os.fchmod(file.fileno(), _OWN)  # before there is anything in it
        file.write(json_bytes(kept, indent=1) + b"\n")


@functools.cache
def of_keyring(host: str) -> str:
    """Give the key that the keyring holds; asked for once, as each time may ask for a password."""
    return _keyring_of("get", host)


def _keyring_of(what: Literal["get", "set", "delete"], host: str, key: str = "") -> str:
    try:
        import keyring
        import keyring.errors
    except ImportError as error:
        raise UsageError("there is no keyring here", _NO_KEYRING) from error
    try:
        if what == "get":
            return str(keyring.get_password(_SERVICE, host) or "")
        if what == "set":
            keyring.set_password(_SERVICE, host, key)
        else:
            keyring.delete_password(_SERVICE, host)
    except keyring.errors.PasswordDeleteError:
        return ""  # it is not there: somebody else took it away
    except Exception as error:  # also what a backend lets through of its own, such as D-Bus's
        said = credentials.words(str(error).replace(key, "…") if key else str(error))
        raise UsageError(f"the system's keyring does not open ({said})", _NO_KEYRING) from error
    return ""

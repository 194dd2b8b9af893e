"""What an address of a server is: one that every library that connects takes."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

_LONGEST_ADDRESS = 2000
"""Characters: servers and proxies take no more."""
_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
"""A part of a host's name (RFC 1035, 2.3.1), with the underscore of containers' names."""
_LONGEST_HOST = 253  # characters, RFC 1035, 2.3.4, without the lengths


def require_address(address: str) -> None:
    """Raise ValueError, in words to show, for what no connection can be made to.

    It is as strict as the strictest of those who connect: requests, httpx2 and the system's
    resolver each read some addresses otherwise than `urlsplit`.
    """
    if len(address) > _LONGEST_ADDRESS:
        raise ValueError(f"no address has more than {_LONGEST_ADDRESS} characters")
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise ValueError("the host or port is none") from None
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\s\\]", address):
        raise ValueError("write an address like https://host/v1")
    if port == 0 or not _is_host(host):
        raise ValueError("the host or port is none")


def _is_host(host: str) -> bool:
    if ":" in host or re.fullmatch(r"[0-9.]+", host):
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return False
        return True
    if not host.isascii():
        from urllib3.util import parse_url  # it brings IDNA's tables, which few hosts need

        try:
            host = parse_url(f"http://{host}/").host or ""
        except ValueError:
            return False
    labels = host.removesuffix(".").split(".")
    return len(host) <= _LONGEST_HOST and all(map(_LABEL.fullmatch, labels))

"""An address that settings take is one that every library that connects takes."""

from __future__ import annotations

import pytest

from pipeline.address import require_address


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8000/v1", "https://export.arxiv.org/api/query", "http://localhost", "http://host.",
        "http://[::1]:8080/v1", "http://user:pass@host:1/v1?a=b#c", "http://a_b-c.example/%zz", "http://模型.example/v1",
        "http://xn--fiqs8s.example/", "http://host:/v1", "http://bücher.example/", f"http://{'a' * 63}.example",
        "http://10.0.0.1.nip.io/v1",
    ],
)  # fmt: skip
def test_an_address_that_can_be_connected_to_is_taken(address: str) -> None:
    import httpx2
    import requests

    require_address(address)
    assert httpx2.URL(address).host
    assert requests.Request("GET", address).prepare().url


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:x/", "http://127.0.0.1:99999", "http://127.0.0.1:0/", "http://127.0.0.1:-1/",
        "http://127.0.0.1:²/", "http://[::1", "http://::1/", "http://[::zz]/", "http://[127.0.0.1]/",
        "http://999.0.0.1/v1", "http://1.2.3/", "http://xn--ÿ/", "http://①②⑦.0.0.1:1/", "http://℀.example/",
        "http://.", "http://a..b/", "http://-a.example/", f"http://{'a' * 64}/", f"http://{'a.' * 127}a/",
        "http://127.0.0.1\\@127.0.0.2/", "http://a b/", "http://a%41/", "http:///v1", "http://", "http://:80/",
        "http://user:pass@/v1", "//host/v1", "host/v1", "ftp://host", "file:///etc/passwd", "http:host",
        "http://host/" + "a" * 2000, "http://\u200b.example/", "http://a\u3002\u3002b/", "http://☃️.example/",
    ],
)  # fmt: skip
def test_an_address_that_one_of_them_does_not_take_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"the host or port is none|write an address|no address"):
        require_address(address)

"""A small cluster of Dask: a scheduler and workers, each a process of its own, as a person starts them."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DASK = str(Path(sys.executable).with_name("dask"))
_COMES_UP = 60.0
"""Seconds for the scheduler to be there."""


def certificates(folder: Path) -> dict[str, str]:
    """Make a key and a certificate that signs itself; give Dask's settings that have all speak TLS with them."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cluster")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    tls = "DASK_DISTRIBUTED__COMM__TLS__"
    owners = ("SCHEDULER", "WORKER", "CLIENT")
    return {
        f"{tls}CA_FILE": str(folder / "cert.pem"),
        "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True",
        **{f"{tls}{owner}__CERT": str(folder / "cert.pem") for owner in owners},
        **{f"{tls}{owner}__KEY": str(folder / "key.pem") for owner in owners},
    }


class SmallCluster:
    """Its scheduler's `address`, and its `workers`: one thread each, and nobody who starts one again, if not told otherwise."""

    def __init__(
        self, folder: Path, environ: Mapping[str, str], options: Sequence[str] = ()
    ) -> None:
        self._options = options or ("--nthreads", "1", "--no-nanny")
        self._folder = folder
        self._host = f"{'tls' if any('TLS' in name for name in environ) else 'tcp'}://127.0.0.1"
        self._environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s",
        } | dict(environ)
        self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", "s.json")
        self.workers: list[subprocess.Popen[bytes]] = []
        end = time.monotonic() + _COMES_UP
        told = folder / "s.json"
        while not (told.exists() and told.read_text("utf-8").endswith("}")):
            assert time.monotonic() < end, "no scheduler has come"
            time.sleep(0.05)
        self.address = str(json.loads(told.read_text("utf-8"))["address"])

    def _start(self, kind: str, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [DASK, kind, *arguments, "--host", self._host, "--no-dashboard"],
            cwd=self._folder,
            env=self._environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def add_worker(self, **environ: str) -> subprocess.Popen[bytes]:
        self._environ |= environ
        own = ("--local-directory", str(self._folder))
        self.workers.append(self._start("worker", self.address, *self._options, *own))
        return self.workers[-1]

    def close(self) -> None:
        for one in (*self.workers, self.scheduler):
            one.terminate()  # a nanny takes its worker with it
            try:
                one.wait(5)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()


@contextlib.contextmanager
def cluster(folder: Path, workers: int, *options: str, **environ: str) -> Iterator[SmallCluster]:
    """Start a scheduler and some workers, with options, whose environment is nothing but what is given."""
    folder.mkdir()
    made = SmallCluster(folder, environ, options)
    try:
        for _ in range(workers):
            made.add_worker()
        yield made
    finally:
        made.close()

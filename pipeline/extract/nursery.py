"""A process that has read no PDF and forks a child for each one: the start is paid once a batch.

Run as `python -I -c "from pipeline.extract.nursery import main; main()"` with an empty environment;
its standard input is a socket. A request is a line of JSON, the folder for temporary ones and what
child.py asks for, with two open files: the PDF, and a socket for the answer. The nursery answers a
byte to each, 0 or the number of the system's error. After the child's own answer, when that has
ended, it sends the child's status in four bytes. A child whose socket is closed at the other end is
killed, and so are all when the nursery's own is.
"""

from __future__ import annotations

import errno
import gc
import json
import os
import selectors
import signal
import socket
import struct
import sys
import tempfile
from typing import Any

LONGEST_REQUEST = 4096
"""Bytes of a request at most."""
DONE = b"\0"
"""The answer to a request that a child was forked for."""
STATUS = struct.Struct("!i")
"""A child's exit status; that of a signal is below zero."""
_FIRST_OWN, _MOST_FILES = 3, 65_536
"""The first file number that is none of the standard three, and more than a nursery has open."""


def main() -> None:
    """Serve requests until the socket at standard input is closed."""
    from pipeline.extract import child

    child.warm()
    gc.freeze()  # what is loaded now is shared with the children
    _Nursery(socket.socket(fileno=0)).serve()


class _Nursery:
    """Forks children and tells of their ends; `serve` returns in the nursery alone."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._children: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._ended, self._wakeup = socket.socketpair()
        for end in (self._ended, self._wakeup):
            end.setblocking(False)
        signal.set_wakeup_fd(self._wakeup.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector.register(control, selectors.EVENT_READ, self._request)
        self._selector.register(self._ended, selectors.EVENT_READ, self._reap)

    def serve(self) -> None:
        """Take requests and see children end, until nobody is there to ask."""
        try:
            while True:
                for key, _ in self._selector.select():
                    key.data()
        except EOFError:
            for pid in self._children:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)  # where the system's first process reaps none that it inherits

    def _request(self) -> None:
        message, files, _, _ = socket.recv_fds(self._control, LONGEST_REQUEST, 2)
        if not message:
            raise EOFError
        try:
            if len(files) != 2:  # the system had no number left for one
                raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
            pid = os.fork()
        except OSError as error:
            for file in files:
                os.close(file)
            self._control.sendall(bytes([error.errno or errno.EAGAIN]))
            return
        content, answer = files
        if not pid:
            _be_child(json.loads(message), content, answer)
        os.close(content)
        ends = socket.socket(fileno=answer)
        self._children[pid] = ends
        self._selector.register(ends, selectors.EVENT_READ, lambda: self._kill(pid))
        self._control.sendall(DONE)

    def _kill(self, pid: int) -> None:
        """End a child that nobody waits for any more; `_reap` sees it end."""
        self._selector.unregister(self._children[pid])
        os.kill(pid, signal.SIGKILL)

    def _reap(self) -> None:
        self._ended.recv(LONGEST_REQUEST)
        for pid in list(self._children):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self._tell(self._children.pop(pid), os.waitstatus_to_exitcode(status))

    def _tell(self, ends: socket.socket, status: int) -> None:
        if ends in self._selector.get_map():
            self._selector.unregister(ends)
        with ends:
            try:
                ends.sendall(STATUS.pack(status))
            except OSError:
                return  # it was killed because nobody waits


def _be_child(request: dict[str, Any], content: int, answer: int) -> None:
    """Become a child that has the PDF, the answer's socket and nothing else of the nursery's."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(content, 0)
        os.dup2(answer, 1)
        os.closerange(_FIRST_OWN, _MOST_FILES)
        empty = tempfile.mkdtemp(prefix="summarize-", dir=request["temporary"])
        os.chdir(empty)
        os.rmdir(empty)  # noqa: PTH106 - now, so that no kill leaves it lying: nothing is put there
        from pipeline.extract import child

        child.main(request)
        sys.stdout.flush()
        status = 0
    finally:
        os._exit(status)

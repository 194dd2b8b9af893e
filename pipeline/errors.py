"""What can go wrong in a way that the user can do something about."""

from __future__ import annotations


class SummarizeError(Exception):
    """An expected failure: what happened, and what to do.

    `message` is lower case, has no full stop and shows values with `!r`; `hint` is something to do,
    or empty. `cli.main` is the only place that turns it into a line for the user.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}: {self.hint}" if self.hint else self.message


class UsageError(SummarizeError):
    """The command or a setting was written wrongly (exit status 2)."""


class StopRunError(SummarizeError):
    """No other paper of this run can do better.

    A wrong key, an empty account, access denied, the budget spent, a full disk.
    """


class InBatchError(SummarizeError):
    """What is asked for is under way in a batch: it will be paid for there."""


class BusyError(SummarizeError):
    """Another run holds what is needed, and does not let it go."""


class ContextTooLongError(SummarizeError):
    """The model's server takes less than was sent.

    `limit` is the size in tokens that it does take, or None when it did not say; `lasting` tells
    whether that is the model's own, and not what an account may send in a minute.
    """

    def __init__(self, message: str, hint: str, limit: int | None, *, lasting: bool = True) -> None:
        super().__init__(message, hint)
        self.limit, self.lasting = limit, lasting


class ServerFailedError(SummarizeError):
    """The model's server kept failing.

    `status` is the HTTP status of its last answer, None where it gave none.
    """

    def __init__(self, message: str, hint: str, status: int | None) -> None:
        super().__init__(message, hint)
        self.status = status

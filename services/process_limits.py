"""Limits on memory and processor time, of this process and of programs that it runs; where the system has them."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from functools import partial

try:
    import resource
except ImportError:  # no POSIX
    resource = None  # type: ignore[assignment]


def limit(memory: int, seconds: int) -> None:
    """Limit this process to bytes of memory and seconds of the processor; programs that it runs may have others."""
    if resource is None:
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def run(
    command: Sequence[str],
    variables: Mapping[str, str],
    *,
    memory: int,
    longest: float,
    data: bytes = b"",
) -> bytes:
    """Run a program under limits of its own, and return what it prints; it sees these variables alone.

    It is killed after ``longest`` seconds. Raises subprocess.SubprocessError and OSError.
    """
    # The programs are those that are installed, and no word of a command is anybody's input.
    done = subprocess.run(  # noqa: S603
        command,
        input=data,
        capture_output=True,
        timeout=longest,
        env=dict(variables),
        preexec_fn=partial(limit, memory, int(longest) + 1) if resource else None,
        check=True,
    )
    return done.stdout

"""ODK's engine in a Node process: a play in, what it made of it out, within a time limit."""

import json
import os
import subprocess
import time
from pathlib import Path
from select import select
from typing import Any

HERE = Path(__file__).parent
MOST_PLAYS = 40
"""Plays after which the process is started anew: ODK's engine gives no form's memory back."""


class Player:
    """One Node process, started when it is needed, and anew when it did not answer in time."""

    def __init__(self, zone: str, patience: float) -> None:
        self._zone, self._patience, self._plays = zone, patience, 0
        self._process: subprocess.Popen[bytes] | None = None

    def play(self, task: dict[str, Any]) -> dict[str, Any]:
        """Play ``{xml, files, now, ops}``; ``failed`` says why ODK's engine could not, ``late`` that it is too slow."""
        process = self._started()
        if not process.stdin or not process.stdout:
            raise RuntimeError("the player has no pipes")
        process.stdin.write(json.dumps(task).encode() + b"\n")
        process.stdin.flush()
        answer, end = b"", time.monotonic() + self._patience
        while not answer.endswith(b"\n"):
            left = end - time.monotonic()
            if left <= 0 or not select([process.stdout], [], [], left)[0]:
                self.stop()
                return {"late": True}
            part = os.read(process.stdout.fileno(), 2**20)
            if not part:
                self.stop()
                return {"failed": "the Node process ended"}
            answer += part
        found: dict[str, Any] = json.loads(answer)
        return found

    def _started(self) -> subprocess.Popen[bytes]:
        self._plays += 1
        if self._plays > MOST_PLAYS:
            self.stop()
        if self._process is None:
            self._process = subprocess.Popen(
                ["node", "player.mjs"],
                cwd=HERE,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "TZ": self._zone},
            )
        return self._process

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._process, self._plays = None, 1

"""Crowd server: the sandbox in its own process, with people on one platform who act as soon as they are answered.

Reads one JSON order a line from standard input and prints one JSON answer a line: the address first, then for
``{"seconds": 5, "people": 100, "lines": ["a", "b"]}`` the number of steps answered in that time. ``lines`` are said in
turn, and the last turn is said to its end; with ``taps`` true the newest button is tapped instead. Each answer has to
hold the words of ``expected`` that stand beside its line; any other answer, such as a refusal, ends the server.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass
from typing import Any

from sandbox.http.server import SandboxServer

FIRST = 2000


@dataclass(slots=True)
class CrowdMember:
    """A person with one message under way; ``answered`` is given the text that the bot sends or edits."""

    chat: Any
    answered: asyncio.Future[str] | None = None
    newest: int = 0
    button: str = ""


class Crowd:
    """People who act as soon as they are answered."""

    def __init__(self, server: SandboxServer) -> None:
        self._server = server
        self._people: dict[str, CrowdMember] = {}

    def hear(self, event: dict[str, Any]) -> None:
        """Listen to the sandbox's events: the bot's message or edit ends the person's wait."""
        somebody = self._people.get(event.get("person", ""))
        message = event.get("message", {})
        if somebody is None or event["type"] not in ("message", "edit") or message.get("from") != "bot":
            return
        for row in message.get("inline_keyboard", [])[:1]:
            somebody.newest, somebody.button = message["id"], row[0]["callback_data"]
        if somebody.answered and not somebody.answered.done():
            somebody.answered.set_result(message.get("text") or "")

    async def act(self, order: dict[str, Any]) -> dict[str, Any]:
        for number in range(len(self._people), order["people"]):
            chat = self._server.world.add_person(f"p{number}", id=FIRST + number)
            # A bot can't write to people who never opened it.
            chat.started = True
            self._people[next(iter(self._server.faces.values())).user(chat)] = CrowdMember(chat)
        began = time.monotonic()
        waits: list[float] = []
        crowd = list(self._people.values())[: order["people"]]
        await asyncio.gather(*(self._one(somebody, order, began + order["seconds"], waits) for somebody in crowd))
        took = time.monotonic() - began
        waits.sort()
        return {
            "steps": len(waits),
            "rate": len(waits) / took,
            "p50": waits[len(waits) // 2] if waits else 0,
            "p99": waits[int(len(waits) * 0.99)] if waits else 0,
        }

    async def _one(self, somebody: CrowdMember, order: dict[str, Any], end: float, waits: list[float]) -> None:
        world, lines, done = self._server.world, order.get("lines", []), 0
        most, expected = order.get("most", 10**9), order.get("expected", [""])
        # Half a turn of the lines would leave the person elsewhere in a form than the next order expects.
        while (done % len(lines) if lines else 0) or (done < most and time.monotonic() < end):
            began = time.monotonic()
            somebody.answered = asyncio.get_running_loop().create_future()
            if order.get("taps"):
                world.tap(somebody.chat, somebody.newest, somebody.button)
            else:
                world.say(somebody.chat, lines[done % len(lines)])
            text = await asyncio.wait_for(somebody.answered, 60)
            if expected[done % len(expected)] not in text:
                raise ValueError(f"step {done + 1} of {order} was answered by {text!r}")
            waits.append(time.monotonic() - began)
            done += 1
            await asyncio.sleep(order.get("pause", 0))


async def main() -> None:
    server = SandboxServer(faces=(sys.argv[1],))
    await server.start()
    crowd = Crowd(server)
    with server.events.listening(crowd.hear):
        await serve(server, crowd)


async def serve(server: SandboxServer, crowd: Crowd) -> None:
    (face,) = server.faces.values()
    print(json.dumps({"url": face.url, "token": face.token}), flush=True)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps(await crowd.act(json.loads(line))), flush=True)
    await server.stop()


asyncio.run(main())

"""Crowd server: the sandbox in its own process, with people on one platform who act as soon as they are answered.

Its arguments are the platform, and "limits" when it is to refuse what is over that platform's rates.

Reads one JSON order a line from standard input and prints one JSON answer a line: the address first, then for
``{"seconds": 5, "people": 100, "lines": ["a", "b"]}`` the number of steps answered in that time. ``lines`` are said in
turn, and the last turn is said to its end; with ``taps`` true the newest button is tapped instead. Each answer has to
hold the words of ``expected`` that stand beside its line; any other answer, such as a refusal, ends the server.

``{"news": "words", "within": 60, "count": 1000}`` waits for the messages that hold these words and answers with their
number, the seconds from the first to the last, and how many other messages and edits were sent between these.

``{"flood": "lines", "count": 5000, "by": 3}`` lets one of the people, by number, do so many things without waiting for
an answer: "lines", "taps", "files", an "album" that goes on photo after photo, or "group" lines in a group.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass
from typing import Any

from sandbox.http.server import SandboxServer
from sandbox.protocol.validation import Upload
from sandbox.world.files import as_part

FIRST = 2000
PNG = bytes.fromhex("89504e470d0a1a0a")


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
        self._sent: list[tuple[float, str]] = []

    def hear(self, event: dict[str, Any]) -> None:
        """Listen to the sandbox's events: the bot's message or edit ends the person's wait."""
        somebody = self._people.get(event.get("person", ""))
        message = event.get("message", {})
        if somebody is None or event["type"] not in ("message", "edit") or message.get("from") != "bot":
            return
        if event["type"] == "edit" and "inline_keyboard" not in message:
            # A question that was answered loses its buttons: the answer is the message below it.
            return
        self._sent.append((time.monotonic(), message.get("text") or ""))
        for row in message.get("inline_keyboard", [])[:1]:
            somebody.newest, somebody.button = message["id"], row[0]["callback_data"]
        if somebody.answered and not somebody.answered.done():
            somebody.answered.set_result(message.get("text") or "")

    async def act(self, order: dict[str, Any]) -> dict[str, Any]:
        if "news" in order:
            return await self._news(order)
        if "flood" in order:
            return await self._flood(order["flood"], order["count"], order["by"])
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

    async def _news(self, order: dict[str, Any]) -> dict[str, Any]:
        end = time.monotonic() + order["within"]
        times: list[float] = []
        while time.monotonic() < end and len(times) < order["count"]:
            await asyncio.sleep(0.05)
            times = [at for at, text in self._sent if order["news"] in text]
        others = [at for at, text in self._sent if times and order["news"] not in text and times[0] <= at <= times[-1]]
        return {"count": len(times), "seconds": times[-1] - times[0] if times else 0.0, "others": len(others)}

    async def _flood(self, kind: str, count: int, by: int) -> dict[str, Any]:
        somebody, world = list(self._people.values())[by], self._server.world
        group = world.add_group("گروه", [somebody.chat]) if kind == "group" else None
        if kind == "album":
            self._album = asyncio.create_task(self._photo_after_photo(somebody, count))
            return {}
        for number in range(count):
            if kind == "taps":
                world.tap(somebody.chat, somebody.newest, somebody.button)
            elif kind == "files":
                world.send_files(somebody.chat, [(f"{number}.xlsx", bytes(200_000), "application/octet-stream")])
            else:
                world.say(somebody.chat, f"سطر {number}", group=group)
            if number % 50 == 0:
                await asyncio.sleep(0)
        return {}

    async def _photo_after_photo(self, somebody: CrowdMember, count: int) -> None:
        state = next(iter(self._server.faces.values())).state
        for number in range(count):
            photo = as_part(state.files.add("photo", Upload(f"{number}.png", "image/png", PNG + str(number).encode())))
            self._server.world._send(somebody.chat, {**photo, "media_group_id": "1"})
            await asyncio.sleep(0.3)

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
    server = SandboxServer(faces=(sys.argv[1],), rate_limits="limits" in sys.argv[2:])
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

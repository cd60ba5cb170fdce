"""The people of a soak: they wait for each answer however long it takes, and then go on."""

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count, islice
from typing import Any

from domain.persian.text import fold, persian_digits
from tests.town import PNG, Human, Town

LOOK_EVERY = 0.2
LOOKED_AT = 12
"""The newest messages of a chat, among which an answer is looked for."""
Message = dict[str, Any]
Expected = str | Callable[[Message], bool]


class Actor:
    """A person with work to do until it is ``over``; ``pace`` is the mean number of seconds between two acts."""

    def __init__(self, town: Town, human: Human, chance: random.Random, over: asyncio.Event, pace: float) -> None:
        self._town, self.human, self._chance, self._over, self._pace = town, human, chance, over, pace
        self._state = town.server.faces[human.platform].state
        self.answered = 0
        self.longest = 0.0
        self.waits_for = ""

    async def run(self) -> None:
        """Work until it is over, the last piece of work to its end."""
        await self._rests(self._chance.uniform(0, self._pace))
        for number in count(1):
            if self._over.is_set():
                return
            await self.work(number)

    async def work(self, number: int) -> None:
        """Do one piece of work."""
        raise NotImplementedError

    async def says(self, line: str, expected: Expected = "") -> None:
        await self.does(lambda: self.human.world.say(self.human.chat, line), expected, line)

    async def taps(self, label: str, expected: Expected = "") -> None:
        """Tap the newest button with this in its label, once there is one."""
        began, wanted = time.monotonic(), fold(label)
        self.waits_for = f"a button {label}"
        while not (found := self._button(wanted)):
            await self._looks_again()
        self.longest = max(self.longest, time.monotonic() - began)
        await self.does(lambda: self.human.world.tap(self.human.chat, *found), expected, f"[{label}]")

    async def does(self, act: Callable[[], object], expected: Expected, what: str) -> None:
        """Act, and wait for a message, or a change of one, that is expected; "" for any."""
        before = self._shown()
        act()
        began, self.waits_for = time.monotonic(), f"{what} → {expected if isinstance(expected, str) else 'a file'}"
        while not any(
            _is(message, expected) for number, message in self._shown().items() if before.get(number) != message
        ):
            await self.waiting(time.monotonic() - began)
        self.answered += 1
        self.longest, self.waits_for = max(self.longest, time.monotonic() - began), ""
        await self._rests(self._chance.expovariate(1 / self._pace))

    async def waiting(self, seconds: float) -> None:
        """Wait a little for an answer that has not come for some seconds."""
        await self._looks_again()

    async def _looks_again(self) -> None:
        await asyncio.sleep(LOOK_EVERY)

    async def _rests(self, seconds: float) -> None:
        """Do nothing for a while, but once it is over, finish."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)

    def last_words(self) -> str:
        """The newest messages of the chat, for the report."""
        return " | ".join(_words(message)[:80].replace("\n", " / ") for message in self._newest()[:4])

    def _newest(self) -> list[Message]:
        return list(islice(reversed(self._state.messages[self.human.chat.id].values()), LOOKED_AT))

    def _shown(self) -> dict[int, Message]:
        bot = self._state.bot["id"]
        return {message["message_id"]: message for message in self._newest() if message["from"]["id"] == bot}

    def _button(self, wanted: str) -> tuple[int, str] | None:
        for message in self._newest():
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if wanted in fold(button["text"]) and "callback_data" in button:
                        return message["message_id"], button["callback_data"]
        return None


class Reporter(Actor):
    """A representative, who reports on one resolution of the agency after the other, with photos and a file."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.sent: dict[str, int] = {}
        """The words of each report with a receipt, and the number of its attachments."""

    async def work(self, number: int) -> None:
        words = f"گزارش {persian_digits(number)} از {self.human.user}"
        photos, files = self._chance.randint(2, 4), self._chance.randint(0, 1)
        await self.says("/report", "برای کدام اقدام")
        await self.taps(f"مصوبهٔ {persian_digits(number)}", "پرسش ۱")
        await self.taps("در دست انجام", "پرسش ۲ از ۵")
        await self.says(f"{number} درصد", "پرسش ۳ از ۵")
        await self.says(words, "پرسش ۴ از ۵")
        await self.taps("رد کردن", "پرسش ۵ از ۵")
        album = [(f"photo{place}.png", self._picture(), "image/png") for place in range(photos)]
        await self._sends(album, "photo", f"{persian_digits(photos)} مورد")
        if files:
            data = b"numbers" + self._chance.randbytes(self._chance.randint(10, 300_000))
            table = ("منابع.xlsx", data, "application/octet-stream")
            await self._sends([table], "document", f"{persian_digits(photos + files)} مورد")
        await self.taps("ادامه", f"شرح اقدام: {words}")
        await self.taps("ارسال", "ثبت شد. با سپاس")
        self.sent[words] = photos + files

    async def _sends(self, files: list[tuple[str, bytes, str]], kind: str, expected: str) -> None:
        await self.does(lambda: self.human.world.send_files(self.human.chat, files, kind=kind), expected, kind)

    def _picture(self) -> bytes:
        return PNG + self._chance.randbytes(self._chance.randint(10, 100_000))


class Asker(Actor):
    """A member who looks at the own tasks and the help, now and then with thirty lines at once."""

    async def work(self, number: int) -> None:
        if number % 12 == 0:
            await self.does(self._chatters, "", "thirty lines")
        await self.says("/tasks", "مصوبهٔ")
        await self.says("/help", "راهنما")

    def _chatters(self) -> None:
        for line in range(30):
            self.human.world.say(self.human.chat, f"سطر {line}")


class Stranger(Actor):
    """Somebody without a role, who has one answer a minute and asks again when none comes."""

    AGAIN = 75.0

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._asked = 0

    async def work(self, number: int) -> None:
        self._asked = 0
        await self.says(f"سلام {number}")

    async def waiting(self, seconds: float) -> None:
        if seconds > self.AGAIN * (self._asked + 1):
            self._asked += 1
            self.human.world.say(self.human.chat, "کسی هست؟")
        await super().waiting(seconds)


class Secretary(Actor):
    """The secretary, who reviews reports, and has pictures and sheets made."""

    async def work(self, number: int) -> None:
        await self.says("/review", lambda message: "پذیرش" in str(message) or "در انتظار بررسی نیست" in _words(message))
        if self._button(fold("پذیرش")):
            await self.taps("پذیرش", "پذیرفته شد")
        await self.says("/status", "وضعیت")
        if number % 3 == 0:
            await self.taps("تصویر وضعیت", lambda message: "photo" in message)
        if number % 5 == 0:
            await self.says("/export", "خروجی")
            await self.taps("اکسل", "از چه محدوده")
            await self.taps("همه", lambda message: "document" in message)


def _words(message: Message) -> str:
    # Bale's texts come with their marks.
    return str(message.get("text") or message.get("caption") or "").replace("*", "")


def _is(message: Message, expected: Expected) -> bool:
    return fold(expected) in fold(_words(message)) if isinstance(expected, str) else expected(message)

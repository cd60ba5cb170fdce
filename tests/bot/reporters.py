"""People who send one report after the other, whatever happens to the bot meanwhile."""

import asyncio
import random
from collections.abc import Callable

from domain.persian.text import fold, persian_digits
from tests.town import PNG, Human

PATIENCE = 6.0
"""Seconds in which a program at work that nobody kills has answered everybody."""


LOOK_EVERY = 0.02


class UnansweredError(AssertionError):
    """Raised when somebody waited in vain."""


class Reporter:
    """One person, whose agency has to report on each of its resolutions, numbered from 1."""

    def __init__(self, human: Human, over: asyncio.Event) -> None:
        """Take the person and ``over``, set once the kills are over: until then every wait is without a limit."""
        self._human, self._over = human, over
        self._chance = random.Random(human.user)
        self.sent: list[str] = []
        """The words of every report for which a receipt came."""

    async def report(self) -> None:
        """Send reports until the kills are over, the last one to its end. Raises UnansweredError."""
        while not self._over.is_set():
            await self._report(len(self.sent) + 1)

    async def _report(self, number: int) -> None:
        words = f"گزارش {persian_digits(number)} از {self._human.user}"
        await self._says("/report", "برای کدام اقدام")
        await self._taps(f"مصوبهٔ {persian_digits(number)}", "پرسش ۱")
        await self._taps("در دست انجام", "پرسش ۲ از ۵")
        await self._says(f"{number} درصد", "پرسش ۳ از ۵")
        await self._says(words, "پرسش ۴ از ۵")
        await self._taps("رد کردن", "پرسش ۵ از ۵")
        photos = [(f"photo{place}.png", PNG, "image/png") for place in range(2)]
        await self._does(lambda: self._human.world.send_files(self._human.chat, photos, kind="photo"), "۲ مورد")
        await self._taps("ادامه", f"شرح اقدام: {words}")
        await self._taps("ارسال", "ثبت شد. با سپاس")
        self.sent.append(words)

    async def _says(self, line: str, expected: str) -> None:
        await self._does(lambda: self._human.world.say(self._human.chat, line), expected)

    async def _taps(self, label: str, expected: str) -> None:
        await self._does(lambda: self._human.starts_tapping(label), expected)

    async def _does(self, act: Callable[[], object], expected: str) -> None:
        before = self._shown()
        act()
        waits = 0.0
        while not self._answered(before, fold(expected)):
            if waits > PATIENCE:
                raise UnansweredError(f"{self._human.user} waits for {expected!r} and sees {self._shown()}")
            await asyncio.sleep(LOOK_EVERY)
            waits += LOOK_EVERY * self._over.is_set()
        await asyncio.sleep(self._chance.uniform(0, 0.25))

    def _answered(self, before: dict[int, str], expected: str) -> bool:
        return any(expected in fold(words) for number, words in self._shown().items() if before.get(number) != words)

    def _shown(self) -> dict[int, str]:
        """Return the last messages of the bot by their numbers."""
        return {message["id"]: message.get("text", "") for message in self._human.messages()[-6:]}

"""A town for tests: a real bot over HTTP to the sandbox's server, and people who see what a messenger would show."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import App
from bot.settings.config import Config
from domain.access.member import Role
from domain.dates import jalali
from domain.persian.text import fold
from models.tables.agencies import Agency
from models.tables.people import Account, Membership, Person
from sandbox.bale.differences import Differences
from sandbox.http.platform_face import PlatformFace
from sandbox.http.server import SandboxServer
from sandbox.world.actions import World
from sandbox.world.platform_state import Chat
from scheduler.ticks import Ticks
from tests import privacy
from tests.unfinished import Unfinished

TEHRAN = ZoneInfo("Asia/Tehran")
START = datetime(2019, 10, 5, 14, 30, tzinfo=UTC)
"""1398/07/13 18:00 in Tehran, when the meeting has just ended."""
OWNER_ID = 1000
UNHURRIED = {"per_second": 1000, "chat_per_second": 100, "chat_burst": 100, "group_per_minute": 1000}
"""Rates that hold nobody up."""
PATIENCE = 60.0
"""Seconds after which a bot that still works on something is a failed test."""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fea13581840000000049454e44ae426082"
)


class Human:
    """A person with a phone. ``sees`` and ``screen`` return the chat as it stands, with edits and deletions done."""

    def __init__(self, town: "Town", face: PlatformFace, chat: Chat) -> None:
        self.town, self.world, self.chat = town, face.world, chat
        self.platform, self.user = face.name, face.user(chat)

    async def says(self, *lines: str) -> str:
        """Say each line when the one before is answered; return the new messages after the last."""
        for line in lines:
            await self.starts_saying(line)
            await self.town.quiet()
        return self.sees()

    async def starts_saying(self, line: str) -> int:
        """Say a line without waiting; return the message's number."""
        self.marks()
        return int(self.world.say(self.chat, line)["message_id"])

    async def replies(self, message_id: int, line: str) -> str:
        """Reply to one of the chat's messages; return the new messages after it."""
        self.marks()
        self.world.say(self.chat, line, message_id)
        await self.town.quiet()
        return self.sees()

    async def opens(self, button: str) -> str:
        """Type the words of a menu's button, which do the same as the button."""
        return await self.says(button)

    async def taps(self, *labels: str) -> str:
        """Tap buttons one after another, each on the newest message that has it, by the whole label or a part of
        it.
        """
        for label in labels:
            self.starts_tapping(label)
            await self.town.quiet()
        return self.sees()

    def starts_tapping(self, label: str) -> None:
        """Tap without waiting. Raises AssertionError when no message has such a button."""
        number, words = self._button(label)
        self.marks()
        self.world.tap(self.chat, number, words)

    async def sends_photo(self, caption: str = "", count: int = 1) -> str:
        """Send photos, several as an album."""
        return await self.sends_files([(f"photo{i}.png", PNG, "image/png") for i in range(count)], "photo", caption)

    async def sends_file(
        self, name: str, data: bytes, caption: str = "", mime: str = "application/octet-stream"
    ) -> str:
        return await self.sends_files([(name, data, mime)], "document", caption)

    async def sends_files(self, files: Sequence[tuple[str, bytes, str]], kind: str, caption: str = "") -> str:
        self.marks()
        self.world.send_files(self.chat, list(files), kind=kind, caption=caption)
        await self.town.quiet()
        return self.sees()

    async def sends_sticker(self) -> str:
        self.marks()
        self.world.send_sticker(self.chat)
        await self.town.quiet()
        return self.sees()

    async def shares_phone(self, of: "Human | None" = None) -> str:
        """Share one's own number, or somebody else's contact."""
        self.marks()
        self.world.share_contact(self.chat, of.chat if of else None)
        await self.town.quiet()
        return self.sees()

    async def shares_location(self, latitude: float, longitude: float) -> str:
        """Share a place."""
        self.marks()
        self.world.share_location(self.chat, latitude, longitude)
        await self.town.quiet()
        return self.sees()

    async def edits(self, message_id: int, text: str) -> str:
        self.marks()
        self.world.edit(self.chat, message_id, text)
        await self.town.quiet()
        return self.sees()

    async def opens_link(self, link: str) -> str:
        """Open a link to the bot, or only its word, and press Start."""
        self.marks()
        self.world.open_link(self.chat, link.partition("?start=")[2] or link)
        await self.town.quiet()
        return self.sees()

    def sees(self) -> str:
        """Return the changes in the chat since one's own last act: the bot's new and edited messages, oldest first."""
        return "\n\n".join(_words(message) for message in self._fresh())

    def everything(self) -> str:
        """Return all of the bot's messages that still stand here."""
        return "\n\n".join(_words(message) for message in self.messages())

    def messages(self) -> list[dict[str, Any]]:
        """Return the bot's messages, oldest first."""
        return [message for message in self.world.history(self.chat) if message["from"] == "bot"]

    async def downloads(self, ending: str = "") -> bytes:
        """Return the newest document in the chat whose name has that ending."""
        documents = [message["document"] for message in self.messages() if "document" in message]
        document = next(each for each in reversed(documents) if each["file_name"].endswith(ending))
        async with aiohttp.ClientSession() as client, client.get(f"{self.town.server.url}{document['url']}") as answer:
            return await answer.read()

    def buttons(self, under: str = "") -> list[str]:
        """Return the labels under the newest message that has any, of those with the words ``under`` in their text."""
        for message in reversed(self.messages()):
            if under in _words(message) and (rows := message.get("inline_keyboard")):
                return [button["text"] for row in rows for button in row]
        return []

    def link(self) -> str:
        """Return the newest link to the bot in the chat, in a text or under a button."""
        for message in reversed(self.messages()):
            for row in message.get("inline_keyboard", []):
                for button in row:
                    if "?start=" in button.get("url", ""):
                        return str(button["url"])
            for word in _words(message).split():
                if "?start=" in word:
                    return word.strip("\u2068\u2069\u200f")
        raise AssertionError(f"no link in {self.everything()!r}")

    def _button(self, label: str) -> tuple[int, str]:
        wanted = fold(label)
        part: tuple[int, str] | None = None
        for message in reversed(self.messages()):
            for row in message.get("inline_keyboard", []):
                for button in row:
                    if fold(button["text"]) == wanted:
                        return message["id"], button["text"]
                    if part is None and wanted in fold(button["text"]):
                        part = message["id"], button["text"]
        assert part, f"no button {label!r}; there are {self.buttons()} under: {self.sees()}"
        return part

    def marks(self) -> None:
        """Start anew: ``sees`` returns the changes from here on."""
        self._before = {message["id"]: _words(message) for message in self.messages()}

    def _fresh(self) -> list[dict[str, Any]]:
        before = getattr(self, "_before", {})
        return [message for message in self.messages() if before.get(message["id"]) != _words(message)]


class TownClock:
    """The sandbox's clock, moved by Jalali dates in Tehran's time."""

    def __init__(self, town: "Town") -> None:
        self._town = town

    async def to(self, moment: str) -> None:
        """Move to ``1398-08-08 09:00``; everything that became due is done and told when it returns."""
        day, _, clock = moment.partition(" ")
        year, month, date = (int(part) for part in day.split("-"))
        hour, minute = (int(part) for part in (clock or "09:00").split(":"))
        local = datetime.combine(jalali.from_jalali(year, month, date), datetime.min.time()).replace(
            hour=hour, minute=minute, tzinfo=TEHRAN
        )
        self._town.server.clock.move_to(local.astimezone(UTC))
        await self._town.app.moved()
        await self._town.quiet()

    def now(self) -> datetime:
        return self._town.server.clock.now()


class Town:
    """One bot, one server, and the people. ``database`` is an address; ``folder`` keeps files and SQLite.

    ``faces`` are the platforms that the bot is set up for; people are on the first where a test doesn't say otherwise.
    What waits for one that is ``away`` is not waited for. ``differences`` are Bale's. ``world`` is the
    sandbox's own file; without one it remembers nothing. Changed ``rates`` hold from the bot's next start on. With
    ``names_in_words`` people write names into what they say, which is not looked for.
    """

    def __init__(
        self,
        folder: Path,
        database: str = "",
        faces: Sequence[str] = ("telegram",),
        differences: Differences | None = None,
        world: Path | None = None,
    ) -> None:
        self.folder = folder
        self.server = SandboxServer(world, start=START, faces=faces, differences=differences)
        self.face = self.server.faces[faces[0]]
        self.database = database or f"sqlite+aiosqlite:///{folder / 'dabir.db'}"
        self.people: dict[str, Human] = {}
        self.personal_on: list[str] = []
        self.reminders: dict[str, Any] = {}
        self.download_mb = 20
        self.rates: dict[str, float] = dict(UNHURRIED)
        self.away: set[str] = set()
        self.names_in_words = False
        self.clock = TownClock(self)
        self._unfinished = Unfinished(self.database)

    @property
    def world(self) -> World:
        return self.face.world

    async def start(self, *, ticked: bool = False) -> None:
        """Start the server and the bot; in a database that is ``ticked``, it has no tick to run at once."""
        await self.server.start()
        await self.start_bot(ticked=ticked)

    async def start_bot(self, *, ticked: bool = False) -> None:
        self.app = App(self.config(), self.server.clock, poll_seconds=5)
        self._unfinished.watch(self.app.db)
        if ticked:
            _postpone(self.app.ticks)
            self.app.organisation.broadcast_at = None
        await self.app.start()

    async def stop_bot(self) -> None:
        await self.app.stop()
        self._unfinished.close()

    async def restart_bot(self, **rates: float) -> None:
        """Stop and start the bot, with other limits of the platforms from now on."""
        await self.stop_bot()
        self.rates |= rates
        await self.start_bot()

    async def stop(self) -> None:
        async with self.app.db.read() as session:
            told = await privacy.leaks(session, (name.partition(" (")[0] for name in self.people))
        await self.stop_bot()
        await self.server.stop()
        assert self.names_in_words or not told, "\n".join(told)

    def config(self) -> Config:
        faces = self.server.faces.values()
        return Config.model_validate(
            {
                **{face.name: {"token": face.token, "base_url": face.url} for face in faces},
                "database": {"url": self.database},
                "storage": {"files": self.folder / "files"},
                "secretariat": {"name": "دبیرخانهٔ کارگروه", "owners": tuple(owners(faces))},
                "reminders": self.reminders,
                "privacy": {"personal_data_on": self.personal_on},
                "limits": {
                    **{f"{face.name}_{name}": rate for face in faces for name, rate in self.rates.items()},
                    "download_mb": self.download_mb,
                },
            }
        )

    def person(self, name: str, id: int | None = None, on: str = "") -> Human:  # noqa: A002 - as the platform calls it
        """Return the person of that name on a platform, new or met before; on every platform with the same phone."""
        face = self.server.faces[on] if on else self.face
        key = name if face is self.face else f"{name} ({face.name})"
        if key not in self.people:
            first, _, last = name.partition(" ")
            known = next((human for each, human in self.people.items() if each.partition(" (")[0] == name), None)
            chat = face.world.add_person(first, last, id=id, phone=known.chat.phone if known else "")
            self.people[key] = Human(self, face, chat)
        return self.people[key]

    async def secretary(self, name: str = "مریم رضایی", on: str = "") -> Human:
        """Return the owner of the configuration, who has pressed Start and is a secretary."""
        maryam = self.person(name, OWNER_ID, on)
        await maryam.says("/start")
        return maryam

    async def member(self, name: str, role: Role, agency: str = "", on: str = "") -> Human:
        """Return a person who was let in before the story begins; the agency is made when there is none."""
        human = self.person(name, on=on)
        now = self.clock.now()
        async with self.app.db.write() as session:
            agency_id = await _agency(session, agency) if agency else None
            person = await session.scalar(select(Person).join(Account).where(Account.user == human.user))
            if person is None:
                person = Person(title="", name=name, name_fold=fold(name), created_at=now)
                account = Account(
                    person=person, platform=human.platform, user=human.user, chat=human.user, last_active_at=now
                )
                session.add_all([person, account])
            session.add(Membership(person=person, agency_id=agency_id, role=role, since=now))
        # Whoever never wrote to the bot can't be written to.
        await human.says("/start")
        return human

    async def representative_of(self, agency: str, name: str = "سارا محمدی", on: str = "") -> Human:
        return await self.member(name, Role.REPRESENTATIVE, agency, on)

    async def quiet(self) -> None:
        """Wait until nothing is left to be taken in, worked on or sent."""
        await self._until_none("inbox", "outbox", "jobs")

    async def taken_in(self) -> None:
        """Wait until all that people sent was worked on, whatever is left to be sent."""
        await self._until_none("inbox")

    async def _until_none(self, *queues: str) -> None:
        end = time.monotonic() + PATIENCE
        calm = 0
        self._unfinished.look_again()
        while calm < 2:
            calm = calm + 1 if await self._calm(queues) else 0
            if calm == 1:
                # A program of its own may have taken in what the platform had since the database was asked.
                self._unfinished.look_again()
            if time.monotonic() > end:
                raise AssertionError(f"the bot is still at work: {dict(await self._left())}")
            await asyncio.sleep(0.005)

    async def _calm(self, queues: Sequence[str]) -> bool:
        there = [face for face in self.server.faces.values() if face.name not in self.away]
        taken = all(face.world.unconfirmed == 0 for face in there)
        left = await self._left()
        return taken and not any(left[queue] for queue in queues)

    async def _left(self) -> Counter[str]:
        return await self._unfinished.count(self.app.db, self.clock.now(), self.away)


def _postpone(ticks: Ticks) -> None:
    for job in ticks._scheduler.get_jobs():
        job.modify(next_run_time=datetime.now(UTC) + job.trigger.interval)


def owners(faces: Iterable[PlatformFace]) -> list[str]:
    """Return the owner's account on each platform."""
    return [f"{face.name}:{OWNER_ID}" for face in faces]


async def _agency(session: AsyncSession, name: str) -> int:
    found = await session.scalar(select(Agency.id).where(Agency.name_fold == fold(name)))
    if found is None:
        agency = Agency(name=name, name_fold=fold(name))
        session.add(agency)
        await session.flush()
        found = agency.id
    return found


def _words(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "")

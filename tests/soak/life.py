"""One soak from the making of the office to the verdict."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import or_, select

from bot.backups.database_dump import database_of
from domain.access.member import Role
from models.database import DatabaseError
from models.tables.meetings import Obligation
from models.tables.queues import Lane, Outbox, OutboxState
from sandbox.world.actions import Call
from tests.issued import issue
from tests.soak import checks
from tests.soak.machine import Clock, Disk, Supervisor
from tests.soak.people import Actor, Asker, Reporter, Secretary, Stranger
from tests.soak.troubles import Troublemaker, plan
from tests.town import TEHRAN, Town
from tests.unfinished import Unfinished

FACES = ("telegram", "bale")
OFFICE, TIMES = 300 / 3600, 20
"""The steps a second of an office in a busy hour, and how many times that a soak has."""
REPORTERS, ASKERS, STRANGERS, SILENT = 30, 20, 6, 20
RESOLUTIONS = 30
LAST_WAIT = 300.0
"""Seconds in which everything comes to its end once the troubles are over."""
DAYS = 60
"""The most days that go by."""


class Soak:
    """A soak of some ``seconds`` in a ``folder``; ``database`` is an address, "" for SQLite on the small disk."""

    def __init__(self, folder: Path, database: str, seed: int, seconds: float) -> None:
        self._seed, self._seconds, self._folder = seed, seconds, folder
        self._disk = Disk(folder / "disk")
        self.town = Town(self._disk.folder, database, FACES)
        self._clock = Clock(folder / "clock", self.town.server)
        self._over = asyncio.Event()
        self._actors: list[Actor] = []
        self._dues: dict[str, str] = {}
        self._program: Supervisor
        self._calls: Counter[str] = Counter()
        self._days = 0

    async def run(self, say: Callable[[str], None]) -> int:
        """Run it, say what it finds, and return the number of broken invariants, 1 at most."""
        say("the office is made")
        await self._found()
        start = self.town.clock.now()
        troubles = plan(random.Random(self._seed), self._seconds, FACES)
        (self._folder / "troubles.txt").write_text("\n".join(map(str, troubles)), encoding="utf-8")
        if not self._disk.small:
            say("no full disk: a small one cannot be mounted here")
            troubles = [trouble for trouble in troubles if trouble.kind != "full"]
        self._program = Supervisor(self._variables(), self._clock, self._folder / "dabir.log")
        maker = Troublemaker(self.town, self._program, self._clock, self._disk)
        say(f"{len(self._actors)} people begin; {len(troubles)} troubles are planned")
        work = self._program.run(), self._watch(say), self._pass_days(maker)
        watching = [asyncio.create_task(each) for each in work]
        people = [asyncio.create_task(actor.run()) for actor in self._actors]
        try:
            await maker.run(troubles)
            self._over.set()
            self._heal()
            say("the troubles are over")
            await asyncio.wait(people, timeout=LAST_WAIT)
            stuck = [
                f"{actor.human.user} waits for {actor.waits_for}; sees {actor.last_words()}"
                for actor, task in zip(self._actors, people, strict=True)
                if not task.done()
            ]
            ended = [task for task in (*people, *watching) if task.done()]
            stuck += [repr(error) for task in ended if (error := task.exception())]
            await self._next_morning()
            left = await self._quiet()
            code = await self._program.close()
            broken = await self._verdict(maker, start, stuck, left, code)
        finally:
            for task in (*people, *watching):
                task.cancel()
            await asyncio.gather(*people, *watching, return_exceptions=True)
            self._program.kill()
        await self._report(say, maker, broken)
        await self.town.server.stop()
        if broken:
            await asyncio.to_thread(database_of(self.town.database).save, self._folder / "broken.database")
        self._disk.close()
        return bool(broken)

    async def _found(self) -> None:
        """Make agencies with much to report, people who look at their work, and some who are silent."""
        town, chance = self.town, random.Random(self._seed)
        await town.start()
        maryam = await town.secretary()
        agencies = [f"شهرداری {number}" for number in range(REPORTERS)]
        pace = (REPORTERS + ASKERS + STRANGERS + 1) / (OFFICE * TIMES)

        def join(kind: type[Actor], human: object) -> None:
            own = random.Random(chance.random())
            self._actors.append(kind(town, human, own, self._over, pace))  # type: ignore[arg-type]

        join(Secretary, maryam)
        for number, agency in enumerate(agencies):
            join(Reporter, await town.member(f"نماینده {number}", Role.REPRESENTATIVE, agency, on=FACES[number % 2]))
        for number in range(1, RESOLUTIONS + 1):
            await issue(town, number, f"اقدام شمارهٔ {number}", *agencies, due="1400-12-25")
        for number in range(ASKERS):
            join(Asker, await town.member(f"کارشناس {number}", Role.DEPUTY, agencies[number], on=FACES[number % 2]))
        for number in range(STRANGERS):
            join(Stranger, town.person(f"رهگذر {number}", on=FACES[number % 2]))
        for number in range(SILENT):
            name, agency, due = (
                f"ساکت {number}",
                f"فرمانداری {number}",
                f"1398-{7 + number // 10:02}-{19 + number % 10}",
            )
            on = FACES[number % 2]
            human = await town.member(name, Role.REPRESENTATIVE, agency, on=on)
            await issue(town, RESOLUTIONS + 1 + number, "اقدامی که کسی گزارشش را نمی‌دهد", agency, due=due)
            self._dues[next(key for key, known in town.people.items() if known is human)] = due
        await town.stop_bot()

    def _variables(self) -> dict[str, str]:
        config = self.town.config()
        faces = {
            f"DABIR_{face.name.upper()}__{name}": value
            for face in self.town.server.faces.values()
            for name, value in (("TOKEN", face.token), ("BASE_URL", face.url))
        }
        return faces | {
            "DABIR_DATABASE__URL": self.town.database,
            "DABIR_STORAGE__FILES": str(config.storage.files),
            # At twenty times the load an hour has more photos of one person than a day.
            "DABIR_LIMITS__FILES_A_DAY": "100000",
            "DABIR_LIMITS__FILES_MB_A_DAY": "1000000",
            "DABIR_SECRETARIAT__OWNERS": ",".join(config.secretariat.owners),
            "DABIR_LOGGING__FORMAT": "json",
        }

    async def _watch(self, say: Callable[[str], None]) -> None:
        """Weigh the program, count its calls, and say every minute how far it is."""
        for second in range(10**9):
            self._program.weigh()
            for face in self.town.server.faces.values():
                while face.world.transcript:
                    self._note(face.world.transcript.popleft())
            if second % 60 == 59:
                waits = sum(bool(actor.waits_for) for actor in self._actors)
                say(f"{self._steps()} steps, {self._days} days, {len(self._program.lives)} lives, {waits} wait")
            await asyncio.sleep(1.0)

    def _note(self, call: Call) -> None:
        self._calls[call.fault or "undisturbed"] += 1

    def _steps(self) -> int:
        return sum(actor.answered for actor in self._actors)

    async def _pass_days(self, maker: Troublemaker) -> None:
        """Let the night pass whenever the work of the day is done, with an evening in quiet hours now and then."""
        chance, every = random.Random(self._seed), max(3.0, self._seconds / DAYS)
        while not self._over.is_set():
            await asyncio.sleep(every)
            with suppress(DatabaseError, OSError):
                if self._clock.wrong or maker.under_way["full"] or await self._untold():
                    continue
            if chance.random() < 0.3:
                await self._sleep_until(22)
                await asyncio.sleep(every / 2)
            await _until(lambda: not self._clock.wrong)
            await self._next_morning()

    async def _next_morning(self) -> None:
        await self._sleep_until(10, days=1)
        self._days += 1

    async def _sleep_until(self, hour: int, days: int = 0) -> None:
        # Bale forgets what nobody has fetched for a day.
        faces = self.town.server.faces.values()
        await _until(lambda: not any(face.world.unconfirmed for face in faces))
        now = self.town.clock.now().astimezone(TEHRAN)
        moment = (now + timedelta(days=days)).replace(hour=hour, minute=0)
        if moment > now:
            self._clock.sleep_until(moment)

    async def _untold(self) -> bool:
        """Tell whether somebody is still to be reminded today."""
        now = self.town.clock.now()
        free = or_(Outbox.not_before.is_(None), Outbox.not_before <= now)
        waiting = select(Outbox.id).where(Outbox.lane == Lane.REMINDER, Outbox.state == OutboxState.PENDING, free)
        async with self.town.app.db.read() as session:
            due = await session.scalar(select(Obligation.id).where(Obligation.next_reminder_at <= now))
            return bool(due or await session.scalar(waiting))

    def _heal(self) -> None:
        self._clock.set()
        self._disk.empty()
        for face in self.town.server.faces.values():
            face.faults.clear()

    async def _quiet(self) -> list[str]:
        """Wait until all queues are empty; returns what is left in them after the last wait."""
        unfinished = Unfinished(self.town.database)
        loop = asyncio.get_running_loop()
        end, calm = loop.time() + LAST_WAIT, 0
        try:
            while True:
                left = await unfinished.count(self.town.app.db, self.town.clock.now(), set())
                taken = sum(face.world.unconfirmed for face in self.town.server.faces.values())
                due = await self._untold()
                calm = 0 if left.total() or taken or due else calm + 1
                if calm > 10:
                    return []
                if loop.time() > end:
                    return [f"left in the queues: {dict(left)}, untold {due}, not taken {taken}"]
                await asyncio.sleep(0.5)
        finally:
            unfinished.close()

    async def _verdict(
        self, maker: Troublemaker, start: object, stuck: Sequence[str], left: Sequence[str], code: int | None
    ) -> list[str]:
        """Look at every invariant; returns a sentence for each way in which one is broken."""
        town, db = self.town, self.town.app.db
        broken = [*stuck, *left, *([] if code == 0 else [f"at SIGTERM the program ended with {code}"])]
        sent = {
            words: files for actor in self._actors if isinstance(actor, Reporter) for words, files in actor.sent.items()
        }
        async with db.read() as session:
            broken += await checks.updates_and_messages(session, maker.made["malformed_update"])
            broken += await checks.reports(session, sent)
            broken += await checks.parked(session)
        broken += await checks.reminders(town, self._dues, start)  # type: ignore[arg-type]
        disturbed = (
            maker.made["kill"] + self._calls["timeout_after_accept"] + self._calls["cut_off"] + maker.made["outage"]
        )
        broken += await checks.never_recorded(town, disturbed)
        broken += await checks.files(db, town.config().storage.files)
        return broken + checks.ends(self._program.lives) + checks.memory(self._program.lives)

    async def _report(self, say: Callable[[str], None], maker: Troublemaker, broken: Sequence[str]) -> None:
        longest = sorted(self._actors, key=lambda actor: actor.longest)[-1]
        reports = sum(len(actor.sent) for actor in self._actors if isinstance(actor, Reporter))
        say(f"{self._steps()} steps, {reports} reports, {self._days} days, longest wait {longest.longest:.0f} s")
        say(f"troubles: {dict(maker.made)}")
        say(f"calls: {dict(self._calls)}")
        for number, life in enumerate(self._program.lives, 1):
            if life.weights and life.weights[-1][0] > checks.OLD_ENOUGH:
                (_, first, few), (age, last, many) = life.weights[min(30, len(life.weights) - 1)], life.weights[-1]
                say(f"life {number}: {age:.0f} s, {first:.0f} → {last:.0f} MB, {few} → {many} open files")
        for event, times in checks.log_events(self._folder / "dabir.log").most_common(40):
            say(f"log {times:5}  {event}")
        await self.town.app.db.close()
        for sentence in broken:
            say(f"BROKEN: {sentence}")
        say("sound" if not broken else f"{len(broken)} times broken")


async def _until(true: Callable[[], bool]) -> None:
    for _ in count():
        if true():
            return
        await asyncio.sleep(0.05)

"""Forged presses of every button by every role and ex-role, over rows that are none of theirs: nothing changes.

The rows are of what came last: broadcasts to audiences, ideas without a name, forms from files, exports, templates,
the audit trail and the program's health.
"""

import itertools
import json
import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from domain.access.audience import Audience, Operator, Part, PartKind
from domain.access.member import Role
from domain.chat.screens import Screen, Tap
from handlers.core.turn import OnTap
from handlers.routes import ROUTES
from models.base import Base
from models.tables.documents import Template
from models.tables.ideas import Idea, IdeaState
from models.tables.parking import ParkedRow
from models.tables.people import Account, Membership
from models.tables.queues import Inbox, InboxState, Job, JobState, Outbox
from services.accounts import flood_control
from tests.answered import reported
from tests.conftest import FACES
from tests.handlers.ideas.test_idea import suggested
from tests.handlers.secretariat.broadcast.broadcasting import drafts
from tests.issued import issue
from tests.published_forms import attach, publish
from tests.town import Human, Town
from texts.format import Formatter

CITY, ROADS, CHAMBER = "شهرداری مشهد", "ادارهٔ کل راه", "اتاق بازرگانی"
REPORTER, AUTHOR = "قناری گزارشی", "کبوتر ناشناس‌زاده"
IDEA, WORDS, ANSWER, QUESTION = "بازارچهٔ یاقوت", "پیام زبرجد", "رقم زمرد", "پرسش الماس"
SECRETS = (REPORTER, AUTHOR, QUESTION, ANSWER, WORDS, "سابقهٔ کارها:", "کنارگذاشته‌ها")
FORM = """
survey:
type | name | label
text | named | نام
"""
OWN = {
    "inbox",
    "outbox",
    "conversations",
    "drafts",
    "facts",
    "link_codes",
    "audit",
    "jobs",
    "accounts",
    "form_sheets",
    "files",
}
"""The tables in which a forger may write by buttons that are everybody's: own drafts, own codes, lines of the trail."""
NAMES = [route.name for route in ROUTES if isinstance(route, OnTap)]
# The platform never heard of these presses, so it takes no answer to them.
pytestmark = [pytest.mark.one_database, pytest.mark.refused("query is too old")]
_numbers = itertools.count(700_000_000)


async def office(town: Town) -> Human:
    """The office with a row of every kind, each with the number 1, and its secretary."""
    maryam = await town.secretary()
    reporter = await town.representative_of(CITY, REPORTER)
    author = await town.member(AUTHOR, Role.CONTACT, CITY)
    await town.member("رضا احمدی", Role.HEAD, ROADS)
    [number] = await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await reported(reporter, ANSWER)
    await suggested(author, IDEA, "بدون نام")
    await author.says("/question")
    await author.says(QUESTION)
    await author.taps("رد کردن", "ارسال")
    await drafts(maryam, "یک نقش", "نماینده‌ها", words=WORDS)
    await attach(town, await publish(town, FORM), role=Role.REPRESENTATIVE)
    await issue(town, 8, "فرم پر شود.", CITY, due="1398-07-20")
    async with town.app.db.write() as session:
        await session.execute(update(Idea).values(state=IdeaState.UNDER_STUDY))
        session.add(Template(kind="membership", hash="0" * 64, file_name="سربرگ.docx", at=town.clock.now()))
        until = town.clock.now() + timedelta(days=1)
        session.add(ParkedRow(kind="remind", row_id=1, error="ValueError", until=until))
        done = Job(kind="export", chat=maryam.user, person_id=1, state=JobState.DONE, created_at=town.clock.now())
        session.add(done)
        await session.flush()
        assert (number, done.id) == (1, 1)
    return maryam


async def ended(town: Town, human: Human) -> Human:
    """End whatever role somebody has."""
    async with town.app.db.write() as session:
        of_human = select(Account.person_id).where(Account.user == human.user).scalar_subquery()
        ends = update(Membership).where(Membership.person_id == of_human).values(ended_at=town.clock.now())
        await session.execute(ends)
    return human


async def forgers(town: Town, turn: int = 0) -> dict[str, Human]:
    """Somebody in every role but the secretariat's, and whoever had one: half of them on either platform, by turns.

    From here on nothing is sent: what they are answered stands in the outbox, and to send it takes as long again.
    """
    one, other = FACES if turn % 2 == 0 else FACES[::-1]
    people = {
        "representative": await town.representative_of(CHAMBER, "رویا نظری", on=one),
        "head": await town.member("حسن مرادی", Role.HEAD, CHAMBER, on=other),
        "contact": await town.member("زهرا کاظمی", Role.CONTACT, CHAMBER, on=one),
        "facilitator": await town.member("حمید توکلی", Role.FACILITATOR, on=other),
        "outside": await town.member("پویا رستمی", Role.OUTSIDE, on=one),
        "chair": await town.member("رئیس کارگروه", Role.CHAIR, on=other),
        "with a right to one audience": await town.member("نگار حیدری", Role.DEPUTY, CHAMBER, on=one),
        "stranger": town.person("علی کریمی", on=other),
        "ex-secretary": await ended(town, await town.member("نادر قاسمی", Role.SECRETARY, on=one)),
        "ex-representative": await ended(town, await town.representative_of(CITY, "مینا سلیمی", on=other)),
    }
    await people["stranger"].says("/start")
    own = Audience().then(Operator.PLUS, Part(PartKind.ROLE, (), Role.FACILITATOR.value))
    holder = select(Account.person_id).where(Account.user == people["with a right to one audience"].user)
    async with town.app.db.write() as session:
        right = update(Membership).where(Membership.person_id.in_(holder.scalar_subquery()))
        await session.execute(right.values(audience=own.to_json()))
    await town.app.messenger.finish()
    return people


async def everything(town: Town) -> dict[str, dict[Any, Any]]:
    """All rows that are no forger's own, by table and key."""
    found = {}
    async with town.app.db.read() as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in OWN:
                rows = (await session.execute(select(table))).mappings()
                keys = [column.name for column in table.primary_key]
                found[table.name] = {tuple(row[key] for key in keys): dict(row) for row in rows}
    return found


def changes(before: dict[str, dict[Any, Any]], after: dict[str, dict[Any, Any]]) -> list[str]:
    """The rows that changed, came or went."""
    told = []
    for table, rows in after.items():
        for key in rows.keys() | before[table].keys():
            was, now = before[table].get(key), rows.get(key)
            if was != now:
                told.append(f"{table} {key}: {was} → {now}")
    return told


WHO = (
    *("representative", "head", "contact", "facilitator", "outside", "chair", "with a right to one audience"),
    *("stranger", "ex-secretary", "ex-representative"),
)
ALWAYS = 10**9
AT_ONCE = 25
"""The buttons between two looks at whether the bot is still at work."""


async def press(town: Town, forgers: Iterable[Human], row: int) -> None:
    """Let each press every button for the rows of a number, all of them at once: a batch serves many chats."""
    for place in range(0, len(NAMES), AT_ONCE):
        async with town.app.db.write() as session:
            for forger, name in itertools.product(forgers, NAMES[place : place + AT_ONCE]):
                number = next(_numbers)
                sender = {"id": forger.chat.id, "first_name": "x", "is_bot": False}
                query = {"id": str(number), "from": sender, "data": Tap(name, row, 1).encode()}
                raw = json.dumps({"update_id": number, "callback_query": query})
                session.add(
                    Inbox(platform=forger.platform, update_id=number, chat=forger.user, raw=raw, arrived=time.time())
                )
        await town.taken_in()


async def answered(town: Town, human: Human) -> list[str]:
    """All that somebody was answered, whether it is sent yet or not."""
    voice = Formatter("fa", town.app.organisation.zone)
    async with town.app.db.read() as session:
        rows = await session.scalars(select(Outbox.screen).where(Outbox.chat == human.user, Outbox.screen != ""))
        return [voice.plain(Screen.from_json(row).text) for row in rows]


@pytest.mark.long
@pytest.mark.ci
@pytest.mark.parametrize("row", [1, 2, 10**12])
async def test_no_forged_press_changes_or_shows_what_is_not_its_senders(
    both: Town, monkeypatch: pytest.MonkeyPatch, row: int
) -> None:
    await office(both)
    people = await forgers(both, row)
    assert tuple(people) == WHO
    # Whoever presses without end has no answers: here each press is to be seen.
    for limit in ("STRANGERS", "MEMBERS", "MOST_UNSENT"):
        monkeypatch.setattr(flood_control, limit, ALWAYS)
    # Thousands of presses take their time on a busy machine.
    monkeypatch.setattr("tests.town.PATIENCE", 300.0)
    before = await everything(both)
    await press(both, people.values(), row)
    assert changes(before, await everything(both)) == []
    for who, forger in people.items():
        messages = await answered(both, forger)
        assert len(messages) > 100, who
        told = {word for word in SECRETS if any(word in message for message in messages)}
        # The chair reads answers, and each agency's people; who is behind an idea not even the chair.
        read = {REPORTER, AUTHOR, ANSWER} if row == 1 else {REPORTER, AUTHOR, ANSWER} & told
        assert told == (read if who == "chair" else set()), who
        assert not any(IDEA in message and AUTHOR in message for message in messages), who
    async with both.app.db.read() as session:
        assert await session.scalar(select(func.count()).where(Inbox.state == InboxState.FAILED)) == 0
        by_others = Job.id > 1, Job.chat != people["chair"].user
        started = set(await session.scalars(select(Job.kind).where(*by_others)))
        assert started <= {"status_picture"}

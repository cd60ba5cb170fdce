"""Updates that no messenger should send and some do: kept, logged, answered if possible, and in nobody's way."""

import re
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from domain.access.member import Role
from models.tables.queues import Inbox, InboxState
from sandbox.world.faults import Fault, FaultKind
from tests.issued import issue
from tests.town import Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
TEXT = "جدول منابع محله‌های هدف تکمیل شود."
DAY = 24 * 3600


def message(human: Human, **more: Any) -> dict[str, Any]:
    """Return a documented message with more in it, or with None for each key to leave out."""
    date = int(human.town.clock.now().timestamp())
    sender = {"id": human.chat.id, "is_bot": False, "first_name": human.chat.first_name}
    whole = {"message_id": 900, "from": sender, "chat": {"id": human.chat.id, "type": "private"}, "date": date}
    return {name: value for name, value in {**whole, **more}.items() if value is not None}


async def comes(human: Human, **content: Any) -> str:
    """Hand an update to the bot as it stands; return the new messages that the person sees."""
    human.marks()
    human.town.server.faces[human.platform].state.updates.put_raw(content)
    await human.town.quiet()
    return human.sees()


async def states(town: Town) -> list[InboxState]:
    """Return the states of the updates that were not simply done."""
    async with town.app.db.read() as session:
        return list(await session.scalars(select(Inbox.state).where(Inbox.state != InboxState.DONE)))


@pytest.mark.ci
@pytest.mark.parametrize(
    "content",
    [
        {},
        {"message": None},
        {"message": {}},
        {"message": []},
        {"message": {"chat": {"id": "x"}}},
        {"message": {"chat": {"id": 1001}, "from": {"id": 1001}, "text": ["سلام"]}},
        {"message": {"chat": {"id": 1001}, "from": {"id": 1001}, "text": "سلام", "date": "امروز"}},
        {"message": {"chat": {"id": 1001}, "from": {"id": 1001}, "photo": [{}]}},
        {"message": {"chat": {"id": 1001}, "from": {"id": 1001}, "document": {"file_size": "بزرگ"}}},
        {"message": {"chat": {"id": 1001}, "from": {"id": 1001}, "contact": {"phone_number": 5}}},
        {"edited_message": {"chat": {"id": 1001}}},
        {"callback_query": {"id": "7"}},
        {"callback_query": {"id": "7", "from": {"id": 1001}, "message": {"chat": None}, "data": 5}},
        {"my_chat_member": {"chat": {"id": 1001, "type": "private"}}},
        {"pre_checkout_query": {"id": "7", "from": {"id": 1001}}},
        {"a_kind_of_next_year": {"chat": {"id": 1001}}},
    ],
)
@pytest.mark.refused("query is too old")
async def test_an_update_with_something_missing_is_kept_and_the_next_is_answered(
    town: Town, content: dict[str, Any]
) -> None:
    sara = await town.representative_of(CITY)
    before = len(sara.messages())
    with capture_logs() as logs:
        await comes(sara, **content)
    assert "اقدام" in await sara.says("/tasks")
    kept = await states(town)
    assert kept in ([], [InboxState.UNREADABLE], [InboxState.FAILED])
    # An owner reads the kind and the place of the failure alone: no words of anybody, no signs of markup.
    async with town.app.db.read() as session:
        told = (await session.scalars(select(Inbox.error).where(Inbox.error != ""))).all()
    assert all(re.fullmatch(r"\w+( \w+:\d+)?", error) for error in told), told
    # What can't be read, or makes the bot stumble, is in the log.
    assert bool(kept) == any(line["log_level"] == "error" for line in logs)
    assert len(sara.messages()) - before in (1, 2)


@pytest.mark.parametrize("told", [{"file_size": "5"}, {"file_size": [5]}, {"mime_type": 5}, {"file_name": {}}])
async def test_a_file_that_is_told_of_strangely_is_taken_all_the_same(town: Town, told: dict[str, Any]) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.says("جدول تکمیل شد.")
    await sara.taps("رد کردن")
    await sara.sends_file("جدول.pdf", b"%PDF")
    sent = next(one["document"] for one in reversed(town.world.history(sara.chat)) if "document" in one)
    assert "۲ مورد" in await comes(sara, message=message(sara, document={"file_id": sent["file_id"], **told}))


async def test_fields_that_nobody_knows_change_nothing(town: Town) -> None:
    sara = await town.representative_of(CITY)
    seen = await comes(
        sara,
        message=message(sara, text="/tasks", sender_mood={"happy": True}, via_horse=5, entities=[{"type": "aura"}]),
        planet="زمین",
    )
    assert "اقدام" in seen
    assert await states(town) == []


async def test_a_tap_whose_message_has_no_date_or_is_not_told_does_what_the_button_says(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    face = town.server.faces[sara.platform]
    number, data = next(
        (shown["id"], button["callback_data"])
        for shown in sara.messages()
        for row in shown.get("inline_keyboard", ())
        for button in row
        if button["text"] == "در دست انجام"
    )
    sender = {"id": sara.chat.id, "is_bot": False, "first_name": "سارا"}
    chat = {"id": sara.chat.id, "type": "private"}
    told = {"id": face.state.press(sara.chat.id, number).id, "from": sender, "data": data}
    undated = {"message_id": number, "from": face.state.bot, "chat": chat, "text": "؟"}
    assert "چند درصد" in await comes(sara, callback_query={**told, "message": undated})
    back = face.state.press(sara.chat.id, number).id
    assert await comes(sara, callback_query={**told, "id": back})
    assert await states(town) == []


async def test_a_chat_whose_kind_is_not_told_is_nobody_s_own_unless_it_has_their_number(town: Town) -> None:
    sara, ali = await town.representative_of(CITY), town.person("علی کریمی")
    group = town.world.add_group("کارگروه", [sara.chat, ali.chat])
    await comes(sara, message=message(sara, text="/start", chat={"id": group.id}))
    # A group has one answer a minute.
    await town.clock.to("1398-07-13 18:02")
    await comes(ali, message=message(ali, text="/start", chat={"id": group.id}))
    said = [one["text"] for one in town.world.history(group) if one["from"] == "bot"]
    assert ["گفت‌وگوی خصوصی" in words for words in said] == [True, True]
    assert "خود را معرفی کنید" in await ali.says("/start")
    assert CITY in await comes(sara, message=message(sara, text="/start", chat={"id": sara.chat.id}))


@pytest.mark.refused("chat not found", "no such group or user")
async def test_names_that_no_column_takes_hold_up_nobody(town: Town) -> None:
    sara = await town.representative_of(CITY)
    sender = {"id": 987654, "is_bot": False, "first_name": "ر" * 300, "last_name": "ا" * 300}
    chat = {"id": 987654, "type": "private"}
    await comes(sara, message=message(sara, text="/start", chat=chat, **{"from": sender}))
    tapped = {"message_id": 900, "chat": {"id": sara.chat.id, "type": "private"}}
    me = {"id": sara.chat.id, "is_bot": False, "first_name": "سارا"}
    assert "با سلام" in await comes(
        sara, callback_query={"id": "7" * 300, "from": me, "message": tapped, "data": "menu:0:0:"}
    )
    assert await states(town) == []


async def test_a_contact_without_an_owner_is_nobody_s_proof(town: Town) -> None:
    maryam = await town.secretary()
    sara = town.person("سارا محمدی")
    await sara.says("/start")
    await sara.taps("ثبت‌نام", "تسهیلگر محله", "سرکار خانم")
    await sara.says("سارا محمدی", "تسهیلگر قلعه‌ساختمان")
    await comes(sara, message=message(sara, contact={"phone_number": "989151234567", "first_name": "سارا"}))
    assert "۰۹۱۵۱۲۳۴۵۶۷ (تأیید نشده)" in await sara.taps("بدون معرفی‌نامه")
    await sara.taps("ارسال")
    assert "(تأیید نشده)" in await maryam.taps("بررسی درخواست‌ها")


async def test_one_number_on_two_platforms_is_two_people(both: Town) -> None:
    sara = await both.representative_of(CITY)
    ali = await both.member("علی کریمی", Role.REPRESENTATIVE, CHAMBER, on="bale")
    assert sara.chat.id == ali.chat.id
    await issue(both, 7, TEXT, CITY, due="1398-07-20")
    await issue(both, 8, "غرفه‌های خالی گزارش شود.", CHAMBER, due="1398-07-20")
    await sara.starts_saying("/report")
    await ali.starts_saying("/report")
    await both.quiet()
    assert "مصوبهٔ ۷" in sara.sees()
    assert "مصوبهٔ ۸" in ali.sees()
    await sara.taps("در دست انجام")
    await ali.taps("انجام شده")
    await sara.says("۴۰", "جدول سه محله تکمیل شد.")
    assert "مانعی" in await ali.says("غرفه‌ها شمرده شد.")
    for person in (sara, ali):
        await person.taps("رد کردن")
        await person.sends_photo(f"عکس {person.platform}")
        await person.taps("ادامه", "ارسال")
    assert "جدول سه محله" in await sara.says("/history") or "جدول سه محله" in await sara.taps("گزارش شمارهٔ")
    assert "جدول" not in ali.everything()
    assert "غرفه" not in sara.everything()


@pytest.mark.ci
@pytest.mark.parametrize("kind", ["html", "cut_off", "gateway", "server_error", "drop"])
async def test_a_getupdates_that_gave_no_answer_is_asked_again(town: Town, kind: FaultKind) -> None:
    sara = await town.representative_of(CITY)
    town.server.faults.add(Fault(kind, method="getUpdates", times=2))
    with capture_logs() as logs:
        assert "اقدام" in await sara.says("/tasks")
    assert "a platform does not answer" in [line["event"] for line in logs]


@pytest.mark.parametrize("kind", ["html", "cut_off", "gateway"])
async def test_a_page_in_place_of_the_answer_to_a_message_is_no_answer(town: Town, kind: FaultKind) -> None:
    sara = await town.representative_of(CITY)
    before = len(sara.messages())
    town.server.faults.add(Fault(kind, method="sendMessage"))
    assert "اقدام" in await sara.says("/tasks")
    assert len(sara.messages()) == before + 1


async def test_an_update_that_comes_twice_is_answered_once(town: Town) -> None:
    sara = await town.representative_of(CITY)
    before = len(sara.messages())
    town.server.faults.add(Fault("duplicate_update"))
    await sara.says("/tasks")
    await sara.says("/help")
    assert len(sara.messages()) == before + 2


async def test_an_update_of_the_day_before_yesterday_is_answered(town: Town) -> None:
    sara = await town.representative_of(CITY)
    old = int(town.clock.now().timestamp()) - 2 * DAY
    assert "اقدام" in await comes(sara, message=message(sara, text="/tasks", date=old))
    assert await states(town) == []


async def test_nobody_speaks_in_anothers_private_chat(town: Town) -> None:
    sara = await town.representative_of(CITY)
    thief = {"id": 4711, "is_bot": False, "first_name": "Thief"}
    assert await comes(sara, message=message(sara, **{"from": thief, "text": "/tasks"})) == ""
    assert await states(town) == [InboxState.UNREADABLE]
    assert "اقدام" in await sara.says("/tasks")

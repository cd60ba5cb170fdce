"""A form from data, its words too, filled in a chat like any built-in form."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from domain.access.permissions import anyone
from domain.chat.screens import Screen, T
from domain.forms.form_json import form_from_json
from handlers.core.forms import form_filling
from handlers.core.forms.form_lookup import find_form
from handlers.core.turn import Filled, OnCommand, OnSent, Reply, Turn
from handlers.routes import REGISTRY
from models.tables.conversations import Conversation, Draft
from services.errors import Refused
from tests.town import Town

CITY = "شهرداری مشهد"
SURVEY = json.dumps(
    {
        "id": "x:12:3",
        "version": 3,
        "languages": ["fa", "en"],
        "title": {"fa": "سرشماری آب محله", "en": "Water of the quarter"},
        "questions": [
            {
                "name": "water",
                "type": {"kind": "choice"},
                "ask": {"fa": "خانه آب لوله‌کشی دارد؟", "en": "Is there piped water?"},
                "short": {"fa": "آب لوله‌کشی"},
                "options": {"yes": {"fa": "دارد", "en": "There is"}, "no": {"fa": "ندارد"}},
            },
            {
                "name": "source",
                "type": {"kind": "words", "most": 100},
                "when": "water = 'no'",
                "ask": {"fa": "آب از کجا می‌آید؟"},
                "short": {"fa": "منبع آب"},
            },
            {
                "name": "people",
                "type": {"kind": "number"},
                "constraint": "people <= 20",
                "ask": {"fa": "چند نفر در خانه زندگی می‌کنند؟"},
                "short": {"fa": "شمار افراد"},
                "refusal": {"fa": "در یک خانه بیش از ۲۰ نفر شمرده نمی‌شود."},
            },
            {
                "name": "visited",
                "type": {"kind": "day"},
                "constraint": "visited <= today()",
                "ask": {"fa": "روز بازدید را بنویسید."},
                "short": {"fa": "روز بازدید"},
            },
            {
                "name": "note",
                "type": {"kind": "words"},
                "required": False,
                "ask": {"en": "Anything else?"},
                "short": {"fa": "یادداشت"},
            },
        ],
    }
)
"""A form as a file would hold it."""


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Filled]:
    """Collect the answers that the survey's handler got; ``/survey`` opens the form by its id."""
    handed: list[Filled] = []

    async def begin(turn: Turn) -> Reply:
        form = await find_form(turn, "x:12:3")
        assert form
        return await form_filling.begin(turn, form, 7)

    async def store(turn: Turn, filled: Filled) -> Reply:
        handed.append(filled)
        return Screen(T("menu.button"))

    form = form_from_json(json.loads(SURVEY))
    monkeypatch.setitem(REGISTRY.sent, form.name, OnSent(form, store, anyone))
    monkeypatch.setitem(REGISTRY.commands, "survey", OnCommand("survey", begin, anyone))
    return handed


async def draft_of(town: Town) -> dict[str, Any]:
    async with town.app.db.read() as session:
        draft = (await session.scalars(select(Draft))).one()
        return {"form": draft.form, "subject": draft.subject, **draft.state}


async def test_a_survey_is_asked_refused_skipped_corrected_and_sent(town: Town, sent: list[Filled]) -> None:
    sara = await town.representative_of(CITY)
    first = await sara.says("/survey")
    assert "سرشماری آب محله، پرسش ۱" in first
    assert "خانه آب لوله‌کشی دارد؟" in first
    assert "یکی از گزینه‌های زیر" in await sara.says("شاید")
    # Where there is piped water nobody is asked where it comes from.
    assert "چند نفر در خانه زندگی می‌کنند؟" in await sara.taps("دارد")
    assert "در یک خانه بیش از ۲۰ نفر شمرده نمی‌شود." in await sara.says("۲۵")
    assert "روز بازدید را بنویسید." in await sara.says("۴")
    assert "این پاسخ پذیرفته نیست" in await sara.says("۲۰ مهر")
    assert "Anything else?" in await sara.says("امروز")
    summary = await sara.taps("رد کردن")
    for line in ("آب لوله‌کشی: دارد", "شمار افراد: ۴", "روز بازدید: شنبه ۱۳ مهر ۱۳۹۸", "یادداشت: بدون پاسخ"):
        assert line in summary
    assert "منبع آب" not in summary
    assert "شمار افراد: ۵" in await sara.taps("اصلاح شمار افراد") + await sara.says("۵")
    await sara.taps("اصلاح آب لوله‌کشی")
    assert "آب از کجا می‌آید؟" in await sara.says("ندارد")
    assert "منبع آب: چاه محله" in await sara.says("چاه محله")
    await sara.taps("ارسال")
    [filled] = sent
    assert filled.answers == {"water": "no", "source": "چاه محله", "people": 5, "visited": "2019-10-05"}
    assert (filled.form.name, filled.form.version, filled.subject_id) == ("x:12:3", 3, 7)


async def test_a_half_filled_survey_waits_and_is_resumed_by_its_title(town: Town, sent: list[Filled]) -> None:
    sara = await town.representative_of(CITY)
    await sara.says("/survey", "دارد", "۴")
    kept = await draft_of(town)
    assert (kept["form"], kept["subject"], kept["at"]) == ("x:12:3", "7", "visited")
    assert kept["answers"] == {"water": "yes", "people": 4}
    await sara.taps("بعداً ادامه می‌دهم")
    await sara.says("/start")
    assert "روز بازدید را بنویسید." in await sara.taps("سرشماری آب محله")
    assert sent == []


async def test_a_survey_that_is_gone_leaves_its_reader_at_the_menu(
    town: Town, sent: list[Filled], monkeypatch: pytest.MonkeyPatch
) -> None:
    sara = await town.representative_of(CITY)
    await sara.says("/survey", "دارد")
    with monkeypatch.context() as patch:
        patch.delitem(REGISTRY.sent, "x:12:3")
        assert "دیگر باز نیست" in await sara.taps("بعداً ادامه می‌دهم")
        await sara.says("/start")
        assert not any("سرشماری آب محله" in label for label in sara.buttons())
    assert "چند نفر" in await sara.says("/survey")
    assert sent == []


async def test_an_edited_message_corrects_a_survey_within_its_constraint(town: Town, sent: list[Filled]) -> None:
    sara = await town.representative_of(CITY)
    await sara.says("/survey", "دارد")
    number = await sara.starts_saying("۴")
    await town.quiet()
    assert "در یک خانه بیش از ۲۰ نفر شمرده نمی‌شود." in await sara.edits(number, "۴۰")
    assert "اصلاح شد" in await sara.edits(number, "۶")
    assert (await draft_of(town))["answers"]["people"] == 6
    assert sent == []


async def test_a_form_that_a_refusing_handler_opened_is_not_left_in_hand(
    town: Town, sent: list[Filled], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(turn: Turn) -> Reply:
        form = await find_form(turn, "x:12:3")
        assert form
        turn.notes.search = "آب"
        await form_filling.begin(turn, form, 8)
        raise Refused("common.stale")

    monkeypatch.setitem(REGISTRY.commands, "refuse", OnCommand("refuse", refuse, anyone))
    sara = await town.representative_of(CITY)
    refused = await sara.says("/refuse")
    assert "این دکمه مربوط به پیامی ق" in refused
    assert "سرشماری" not in refused
    async with town.app.db.read() as session:
        assert (await session.scalars(select(Draft))).all() == []
        conversation = await session.get(Conversation, sara.user)
    # Nothing but the keys of a representative was ever noted of this chat.
    assert conversation
    assert (conversation.draft_id, conversation.notes) == (None, {"lasting_keyboard": True})
    assert "سرشماری" not in await sara.says("ندارد")

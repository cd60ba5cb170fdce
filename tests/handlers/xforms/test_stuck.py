"""A question that takes no answer: the secretaries are told of it once, and of no other question."""

import itertools
import json
import time

import pytest
from sqlalchemy import select

from domain.chat.screens import Tap
from models.tables.conversations import Draft
from models.tables.queues import Inbox
from tests.handlers.xforms.conftest import Publish
from tests.town import Human, Town

CITY, TELL = "شهرداری مشهد", "نگه داشتن و خبر به دبیرخانه"
FORM = """
survey:
type | name | label::fa (fa) | required | constraint | constraint_message::fa (fa)
integer | count | شمار افراد | yes | . < 20 | کمتر از ۲۰ نفر شمرده می‌شود.
settings:
form_title
سرشماری خانه
"""
_numbers = itertools.count(700_000_000)


async def forge(town: Town, who: Human) -> None:
    """Press the button that tells the secretariat, as if each question of the one draft had it."""
    async with town.app.db.write() as session:
        draft = (await session.scalars(select(Draft))).one()
        for version in range(1, 12):
            number = next(_numbers)
            sender = {"id": who.chat.id, "first_name": "x", "is_bot": False}
            query = {"id": str(number), "from": sender, "data": Tap("f", draft.id, version, "stuck").encode()}
            raw = json.dumps({"update_id": number, "callback_query": query})
            session.add(Inbox(platform=who.platform, update_id=number, chat=who.user, raw=raw, arrived=time.time()))
    await town.quiet()


def told(maryam: Human) -> int:
    return sum("نتوانست پاسخ دهد" in message["text"] for message in maryam.messages())


@pytest.mark.refused("query is too old")
async def test_of_a_form_that_is_not_stuck_no_secretary_is_told(town: Town) -> None:
    """A passer-by wrote to every secretary as often as the button was pressed, which the form did not even have."""
    maryam, passer_by = await town.secretary(), town.person("رهگذر")
    await passer_by.says("/start")
    await passer_by.taps("ثبت‌نام", "نماینده")
    await forge(town, passer_by)
    assert told(maryam) == 0
    assert "دستگاه" in passer_by.everything()


async def test_a_secretary_is_told_once_a_day_of_a_form_in_which_somebody_is_stuck(
    town: Town, publish: Publish
) -> None:
    publish(FORM)
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await sara.says("/fill", "۲۵", "۲۶", "۲۷")
    for _ in range(3):
        await sara.taps(TELL, "ادامهٔ تکمیل")
    assert told(maryam) == 1
    await town.clock.to("1398-07-14")
    await sara.taps(TELL)
    assert told(maryam) == 2

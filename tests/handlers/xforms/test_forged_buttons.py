"""Forged buttons of a compiled form, which no message ever had: each question answers them in words."""

import itertools
import json
import time

import pytest
from sqlalchemy import func, select

from domain.chat.screens import Tap
from domain.forms.engine import State, World
from domain.forms.xforms.form import XForm
from models.tables.conversations import Draft
from models.tables.queues import Inbox, InboxState
from tests.handlers.xforms.conftest import Publish
from tests.town import Human, Town
from tests.xlsforms import NOW, program

pytestmark = pytest.mark.refused("query is too old")
ALL = """
survey:
type | name | label | parameters
text | text | Text
integer | count | Count
date | day | Day
select_one yn | one | One
select_multiple yn | many | Many
rank yn | order | Order
range | level | Level | start=1 end=5 step=1
geotrace | way | Way
image | photo | Photo
acknowledge | ok | Ok
begin_repeat | row | Row
text | cell | Cell
end_repeat
choices:
list_name | name | label
yn | y | Yes
yn | n | No
"""
ACTIONS = (
    *(
        "c=",
        "c=12",
        "c=x",
        "c=9999-99-99",
        "c=OK",
        "p=",
        "p=-1",
        "p=99999999999",
        "fix=",
        "fix=12",
        "add",
        "copy",
        "remove",
    ),
    *("undo", "help", "same", "whole", "other", "all", "clear", "back", "next", "skip", "empty", "nonsense"),
)
_numbers = itertools.count(800_000_000)


async def forges(town: Town, who: Human, draft: int, version: int, action: str) -> None:
    """Press a button of the question in hand that no message has."""
    number = next(_numbers)
    sender = {"id": who.chat.id, "first_name": "x", "is_bot": False}
    query = {"id": str(number), "from": sender, "data": Tap("f", draft, version, action).encode()}
    raw = json.dumps({"update_id": number, "callback_query": query})
    async with town.app.db.write() as session:
        session.add(Inbox(platform=who.platform, update_id=number, chat=who.user, raw=raw, arrived=time.time()))
    await town.quiet()


@pytest.mark.ci
@pytest.mark.long
async def test_no_question_fails_at_a_forged_button(town: Town, publish: Publish) -> None:
    publish(ALL)
    sara = await town.representative_of("شهرداری مشهد")
    await sara.says("/fill")
    form = XForm("form.1", program(ALL))
    places = form.fill(State(""), World(NOW)).asked()
    for name in (*places, "row[1]", ""):
        for action in ACTIONS:
            async with town.app.db.write() as session:
                draft = (await session.scalars(select(Draft))).one()
                # Wherever the last press led, the next one is made at this question.
                draft.state = {**draft.state, "at": name}
                version = form.fill(State(name), World(NOW)).number(name)
            await forges(town, sara, draft.id, version, action)
    async with town.app.db.read() as session:
        assert await session.scalar(select(func.count()).where(Inbox.state == InboxState.FAILED)) == 0
    assert "خطایی پیش آمد" not in sara.everything()

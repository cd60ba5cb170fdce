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
from models.tables.people import Account
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


async def press(town: Town, people: dict[str, Human], action: str) -> None:
    """Press a button that no message has, everybody at the question that is theirs."""
    form = XForm("form.1", program(ALL))
    nowhere = form.fill(State(""), World(NOW))
    async with town.app.db.write() as session:
        drafts = {draft.person_id: draft for draft in await session.scalars(select(Draft))}
        accounts = {account.chat: account.person_id for account in await session.scalars(select(Account))}
        for name, who in people.items():
            draft = drafts[accounts[who.user]]
            # Wherever the last press led, the next one is made at this question.
            draft.state = {**draft.state, "at": name}
            number = next(_numbers)
            data = Tap("f", draft.id, nowhere.number(name), action).encode()
            query = {"id": str(number), "from": {"id": who.chat.id, "first_name": "x", "is_bot": False}, "data": data}
            raw = json.dumps({"update_id": number, "callback_query": query})
            arrived = time.time()
            session.add(Inbox(platform=who.platform, update_id=number, chat=who.user, raw=raw, arrived=arrived))
    await town.quiet()


@pytest.mark.ci
async def test_no_question_fails_at_a_forged_button(town: Town, publish: Publish) -> None:
    publish(ALL)
    places = (*XForm("form.1", program(ALL)).fill(State(""), World(NOW)).asked(), "row", "row[1]", "")
    people = {}
    for place, name in enumerate(places):
        people[name] = await town.representative_of("شهرداری مشهد", f"نمایندهٔ {place}")
        await people[name].says("/fill")
    for action in ACTIONS:
        await press(town, people, action)
    async with town.app.db.read() as session:
        assert await session.scalar(select(func.count()).where(Inbox.state == InboxState.FAILED)) == 0
    for who in people.values():
        assert "خطایی پیش آمد" not in who.everything()

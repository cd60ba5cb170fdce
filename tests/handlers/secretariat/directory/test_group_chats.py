"""The working group's group chat: linked by a secretary, told of an issuance and of a week, never with names."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from models.tables.group_chats import GroupChat
from models.tables.queues import Operation, Outbox, OutboxState
from sandbox.world.faults import Fault
from sandbox.world.platform_state import Chat
from tests.handlers.secretariat.meetings.binalud import MINUTES, issues
from tests.town import Town

CITY = "شهرداری"


class Group:
    """A group of people and the bot."""

    def __init__(self, town: Town, title: str, members: list[Chat]) -> None:
        self.town, self.world = town, town.world
        self.chat = self.world.add_group(title, members)

    async def hears(self, who: Chat, words: str) -> list[str]:
        """Let somebody say words in the group; return the bot's answers."""
        before = len(self.told())
        self.world.say(who, words, group=self.chat)
        await self.town.quiet()
        return self.told()[before:]

    def told(self) -> list[str]:
        return [message["text"] for message in self.world.history(self.chat) if message["from"] == "bot"]

    def links(self) -> list[str]:
        """The addresses under the last message of the bot."""
        last = [message for message in self.world.history(self.chat) if message["from"] == "bot"][-1]
        return [button["url"] for row in last["inline_keyboard"] for button in row]


@pytest.mark.rows
async def test_a_linked_group_is_told_of_an_issuance_and_weekly_in_numbers(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    group = Group(town, "کارگروه اشتغال", [maryam.chat, sara.chat])
    assert "در گفت‌وگوی خصوصی پاسخ می‌دهد" in (await group.hears(sara.chat, "/group"))[0]
    [linked] = await group.hears(maryam.chat, f"/start@{town.face.username}")
    assert "این گروه به دبیرخانه متصل شد" in linked
    assert "هم‌اکنون متصل است" in (await group.hears(maryam.chat, "/group"))[0]
    before = len(group.told())
    await issues(maryam, MINUTES)
    [issued] = group.told()[before:]
    assert "ابلاغ شد (۴ مصوبه)" in issued
    assert CITY not in issued
    assert "start=group" in group.links()[0]
    await town.clock.to("1398-07-21 09:00")
    counts = group.told()[before + 1 :]
    assert [words for words in counts if "پیگیری مصوبه‌ها در این هفته" in words] == counts != []
    assert all("معوق:" in words and CITY not in words for words in counts)
    await town.clock.to("1398-07-21 11:00")
    assert group.told()[before + 1 :] == counts


@pytest.mark.ci
async def test_a_secretary_unlinks_in_the_group_or_in_the_private_chat(town: Town) -> None:
    maryam = await town.secretary()
    assert "هنوز هیچ گروهی متصل نیست" in await maryam.says("/group")
    group = Group(town, "کارگروه اشتغال", [maryam.chat])
    assert "این گروه متصل نیست" in (await group.hears(maryam.chat, "/ungroup"))[0]
    await group.hears(maryam.chat, "/group")
    assert "اتصال این گروه پایان یافت" in (await group.hears(maryam.chat, "/ungroup"))[0]
    await group.hears(maryam.chat, "/group")
    await maryam.says("/members")
    assert "• کارگروه اشتغال، از" in await maryam.taps("گروه‌های متصل")
    assert "اتصال «کارگروه اشتغال» پایان یافت" in await maryam.taps("قطع کارگروه اشتغال")
    told = group.told()
    await issues(maryam, MINUTES)
    assert group.told() == told


@pytest.mark.only_on("telegram", reason="Bale tells no bot that it was removed from a group")
async def test_a_group_that_the_bot_was_removed_from_is_off(town: Town) -> None:
    maryam = await town.secretary()
    group = Group(town, "کارگروه اشتغال", [maryam.chat])
    await group.hears(maryam.chat, "/group")
    town.world.remove_bot(group.chat, maryam.chat)
    await town.quiet()
    assert "دستیار از گروه «کارگروه اشتغال» برداشته شد، و اتصال آن پایان یافت" in maryam.everything()
    assert "هنوز هیچ گروهی متصل نیست" in await maryam.says("/group")


@pytest.mark.only_on("telegram", reason="only Telegram makes a supergroup of a group, with another number")
@pytest.mark.refused("group chat was upgraded")
async def test_a_group_whose_move_was_never_told_is_found_by_its_refusal(town: Town) -> None:
    maryam = await town.secretary()
    group = Group(town, "کارگروه اشتغال", [maryam.chat])
    new = town.world.add_group("کارگروه اشتغال", [maryam.chat])
    await group.hears(maryam.chat, "/group")
    town.face.faults.add(Fault("migrated", "sendMessage", None, group.chat.id, to=new.id))
    told = group.told()
    await issues(maryam, MINUTES)
    assert group.told() == told
    assert "ابلاغ شد" in town.world.history(new)[-1]["text"]
    async with town.app.db.read() as session:
        assert [one.chat for one in await session.scalars(select(GroupChat))] == [f"telegram:{new.id}"]


@pytest.mark.ci
@pytest.mark.only_on("telegram", reason="only Telegram makes a supergroup of a group, with another number")
async def test_a_group_that_became_a_supergroup_stays_linked(town: Town) -> None:
    maryam = await town.secretary()
    group = Group(town, "کارگروه اشتغال", [maryam.chat])
    new = town.world.add_group("کارگروه اشتغال", [maryam.chat])
    await group.hears(maryam.chat, "/group")
    moved = {"message_id": 900, "date": 0, "chat": group.chat.as_chat(), "from": maryam.chat.as_user()}
    town.face.state.updates.put_raw({"message": {**moved, "migrate_to_chat_id": new.id}})
    await town.quiet()
    told = group.told()
    await issues(maryam, MINUTES)
    assert group.told() == told
    assert "ابلاغ شد" in town.world.history(new)[-1]["text"]


@pytest.mark.rows
@pytest.mark.only_on("telegram", reason="only Telegram makes a supergroup of a group, with another number")
async def test_what_waits_for_a_group_follows_it_to_its_new_number(town: Town) -> None:
    maryam = await town.secretary()
    group = Group(town, "کارگروه اشتغال", [maryam.chat])
    await group.hears(maryam.chat, "/group")
    old, new = f"telegram:{group.chat.id}", town.world.add_group("کارگروه اشتغال", [maryam.chat])
    later = town.clock.now() + timedelta(days=1)
    async with town.app.db.write() as session:
        waiting = update(Outbox).where(Outbox.recipient == old, Outbox.operation == Operation.SEND)
        await session.execute(waiting.values(state=OutboxState.PENDING, not_before=later))
    moved = {"message_id": 900, "date": 0, "chat": group.chat.as_chat(), "from": maryam.chat.as_user()}
    town.face.state.updates.put_raw({"message": {**moved, "migrate_to_chat_id": new.id}})
    await town.quiet()
    async with town.app.db.read() as session:
        waits = set(await session.execute(select(Outbox.chat, Outbox.recipient).where(Outbox.not_before == later)))
    assert {tuple(row) for row in waits} == {(f"telegram:{new.id}", f"telegram:{new.id}")}


@pytest.mark.ci
@pytest.mark.only_on("bale", reason="Telegram tells the bot that it was removed before anything is refused")
@pytest.mark.refused("permission_denied")
async def test_a_group_that_refuses_a_message_is_off(town: Town) -> None:
    maryam = await town.secretary()
    group = Group(town, "کارگروه اشتغال", [maryam.chat])
    await group.hears(maryam.chat, "/group")
    town.world.remove_bot(group.chat, maryam.chat)
    await issues(maryam, MINUTES)
    assert "هنوز هیچ گروهی متصل نیست" in await maryam.says("/group")


@pytest.mark.only_on("telegram", reason="Bale has no topics in its groups")
async def test_an_answer_in_a_topic_of_a_forum_stands_in_that_topic(town: Town) -> None:
    maryam = await town.secretary()
    group = Group(town, "کارگروه اشتغال", [maryam.chat])
    await group.hears(maryam.chat, "/group")
    town.world.say(maryam.chat, "/group", group=group.chat, topic=45)
    await town.quiet()
    answers = [message for message in town.world.history(group.chat) if message["from"] == "bot"]
    assert [message.get("topic", 0) for message in answers] == [0, 45]


@pytest.mark.only_on("telegram", reason="Bale's words for it are not known")
@pytest.mark.refused("not enough rights to send", "chat not found")
async def test_a_group_that_silences_the_bot_stays_linked_and_one_that_is_gone_does_not(town: Town) -> None:
    maryam = await town.secretary()
    group = Group(town, "کارگروه اشتغال", [maryam.chat])
    await group.hears(maryam.chat, "/group")
    silenced = Fault("muted", "sendMessage", None, group.chat.id)
    town.face.faults.add(silenced)
    await issues(maryam, MINUTES)
    assert "در گروه «کارگروه اشتغال» اجازهٔ نوشتن ندارد" in maryam.everything()
    assert "• کارگروه اشتغال، از" in await maryam.says("/group")
    town.face.faults.clear()
    town.face.faults.add(Fault("chat_not_found", "sendMessage", None, group.chat.id))
    await town.clock.to("1398-07-21 09:00")
    assert "دستیار دیگر در آن نیست، و اتصال آن پایان یافت" in maryam.everything()
    assert "هنوز هیچ گروهی متصل نیست" in await maryam.says("/group")

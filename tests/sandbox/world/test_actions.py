"""Actions of people, and the updates by which Telegram would tell the bot of them."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from sandbox.http.server import SandboxServer
from sandbox.world.actions import ActionError
from sandbox.world.platform_state import Chat

if TYPE_CHECKING:
    from tests.sandbox.conftest import Bot

SHARE = {
    "keyboard": [[{"text": "ارسال شماره", "request_contact": True}], [{"text": "انصراف"}]],
    "one_time_keyboard": True,
}


async def test_a_key_shares_the_persons_own_number_and_the_keyboard_goes(
    bot: "Bot", server: SandboxServer, sara: Chat
) -> None:
    await bot.updates()
    await bot.gets("sendMessage", chat_id=sara.id, text="شمارهٔ همراه؟", reply_markup=SHARE)
    assert server.world.keyboard(sara) == {"rows": SHARE["keyboard"], "one_time_keyboard": True}

    server.world.press(sara, "ارسال شماره")

    (update,) = await bot.updates()
    contact = update["message"]["contact"]
    assert (contact["user_id"], contact["phone_number"]) == (sara.id, sara.phone)
    assert server.world.keyboard(sara) is None


async def test_a_key_says_its_words(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    await bot.updates()
    keys = {"keyboard": [[{"text": "اقدام‌های باز من"}]]}
    await bot.gets("sendMessage", chat_id=sara.id, text="x", reply_markup=keys)
    server.world.press(sara, "اقدام‌های باز من")
    (update,) = await bot.updates()
    assert update["message"]["text"] == "اقدام‌های باز من"
    assert server.world.keyboard(sara) is not None

    await bot.gets("sendMessage", chat_id=sara.id, text="x", reply_markup={"remove_keyboard": True})
    assert server.world.keyboard(sara) is None


async def test_another_persons_contact_and_a_forwarded_one(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    await bot.updates()
    maryam = server.world.add_person("مریم", "احمدی")
    server.world.share_contact(sara, maryam)
    server.world.share_contact(sara, maryam, forwarded_from=maryam)
    plain, forwarded = (update["message"] for update in await bot.updates())
    assert plain["contact"]["user_id"] == maryam.id
    assert "forward_origin" not in plain
    assert forwarded["forward_origin"]["sender_user"]["id"] == maryam.id


async def test_a_place_a_sticker_and_a_forwarded_text(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    await bot.updates()
    maryam = server.world.add_person("مریم")
    server.world.share_location(sara, 36.2972, 59.6067)
    server.world.send_sticker(sara)
    server.world.say(sara, "مهلت تمدید شد", forwarded_from=maryam)
    place, sticker, text = (update["message"] for update in await bot.updates())
    assert place["location"] == {"latitude": 36.2972, "longitude": 59.6067}
    assert sticker["sticker"]["type"] == "regular"
    assert text["forward_origin"]["sender_user"]["first_name"] == "مریم"


async def test_an_edit_and_a_reply(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    await bot.updates()
    said = server.world.say(sara, "۴۰ درصد")
    server.world.say(sara, "به این", reply_to=said["message_id"])
    server.world.edit(sara, said["message_id"], "۶۰ درصد /done")
    _, reply, edit = await bot.updates()
    assert reply["message"]["reply_to_message"]["text"] == "۴۰ درصد"
    assert edit["edited_message"]["text"] == "۶۰ درصد /done"
    assert edit["edited_message"]["entities"][0]["type"] == "bot_command"
    assert edit["edited_message"]["edit_date"] >= said["date"]


async def test_blocking_and_unblocking(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    await bot.updates()
    server.world.block(sara)
    server.world.block(sara)
    with pytest.raises(ActionError, match="blocked"):
        server.world.say(sara, "سلام")
    server.world.unblock(sara)
    changes = [
        (change["old_chat_member"]["status"], change["new_chat_member"]["status"])
        for change in (update["my_chat_member"] for update in await bot.updates())
    ]
    assert changes == [("member", "kicked"), ("kicked", "member")]


async def test_a_group_has_members_messages_and_answers(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    await bot.updates()
    maryam = server.world.add_person("مریم")
    group = server.world.add_group("کارگروه اشتغال", [sara, maryam])
    server.world.say(maryam, "/tasks", group=group)
    joined, said = await bot.updates()
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert said["message"]["chat"] == {"id": group.id, "type": "supergroup", "title": "کارگروه اشتغال"}
    assert said["message"]["from"]["first_name"] == "مریم"

    await bot.gets("sendMessage", chat_id=group.id, text="در گفتگوی خصوصی")
    assert [message["text"] for message in server.world.history(group)] == ["/tasks", "در گفتگوی خصوصی"]
    assert await bot.gets("getChatMemberCount", chat_id=group.id) == 3
    member = await bot.gets("getChatMember", chat_id=group.id, user_id=maryam.id)
    assert (member["status"], member["user"]["id"]) == ("member", maryam.id)
    creator = (await bot.gets("getChatAdministrators", chat_id=group.id))[0]
    assert (creator["status"], creator["user"]["id"]) == ("creator", sara.id)


async def test_copies_forwards_and_replies_of_the_bot(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    said = server.world.say(sara, "گزارش ما")
    here = {"chat_id": sara.id, "from_chat_id": sara.id, "message_id": said["message_id"]}
    await bot.gets("copyMessage", **here)
    await bot.gets("forwardMessage", **here)
    await bot.gets("sendMessage", chat_id=sara.id, text="x", reply_parameters={"message_id": said["message_id"]})
    await bot.gets(
        "sendMessage",
        chat_id=sara.id,
        text="y",
        reply_parameters={"message_id": 999, "allow_sending_without_reply": True},
    )
    copy, forward, reply, plain = server.world.history(sara)[-4:]
    assert (copy["text"], "forwarded_from" in copy) == ("گزارش ما", False)
    assert (forward["text"], forward["forwarded_from"]) == ("گزارش ما", "سارا")
    assert reply["reply_to"] == said["message_id"]
    assert "reply_to" not in plain


async def test_unread_counts_the_bots_messages_since_the_person_looked(
    bot: "Bot", server: SandboxServer, sara: Chat
) -> None:
    for _ in range(2):
        await bot.gets("sendMessage", chat_id=sara.id, text="x")
    assert server.world.unread(sara) == 2
    server.world.read(sara)
    assert server.world.unread(sara) == 0
    await bot.gets("sendMessage", chat_id=sara.id, text="x")
    server.world.say(sara, "سلام")
    assert server.world.unread(sara) == 0


async def test_settled_waits_for_what_the_bot_will_do(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    def answered() -> bool:
        return len(server.world.history(sara)) > 1

    with pytest.raises(TimeoutError):
        await server.world.wait_until(answered, within=0.01)
    waiting = asyncio.create_task(server.world.wait_until(answered))
    await bot.gets("sendMessage", chat_id=sara.id, text="با سلام")
    await waiting

    taken = asyncio.create_task(server.world.wait_until(lambda: server.world.unconfirmed == 0))
    await bot.updates()
    await bot.updates()
    await taken


async def test_the_transcript_has_every_call_with_its_answer(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    await bot.gets("sendMessage", chat_id=sara.id, text="x")
    await bot.refused("sendMessage", chat_id=sara.id, text="")
    await bot.uploads("sendDocument", {"document": ("گزارش.txt", b"12345")}, chat_id=str(sara.id))
    sent, refused, uploaded = server.world.transcript
    assert (sent.method, sent.params) == ("sendMessage", {"chat_id": sara.id, "text": "x"})
    assert refused.answer == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: message text is empty",
    }
    assert uploaded.params["document"] == {"name": "گزارش.txt", "size": 5}


async def test_what_a_messenger_would_not_allow(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    world = server.world
    sara_said = world.say(sara, "سلام")
    link = {"inline_keyboard": [[{"text": "پیوند", "url": "https://example.org"}]]}
    sent = await bot.gets("sendMessage", chat_id=sara.id, text="x", reply_markup=link)
    ask = {"keyboard": [[{"text": "مکان من", "request_location": True}]]}
    await bot.gets("sendMessage", chat_id=sara.id, text="x", reply_markup=ask)
    acts: list[tuple[Callable[[], object], str]] = [
        (lambda: world.tap(sara, sent["message_id"], "پیوند"), "no_button"),
        (lambda: world.tap(sara, sent["message_id"], "دیگر"), "no_button"),
        (lambda: world.tap(sara, 999, "x"), "no_message"),
        (lambda: world.press(sara, "دیگر"), "no_button"),
        (lambda: world.press(sara, "مکان من"), "no_button"),
        (lambda: world.edit(sara, sent["message_id"], "y"), "not_own"),
        (lambda: world.say(4, "x"), "no_person"),
        (lambda: world.say(sara, " \n"), "empty"),
        (lambda: world.edit(sara, sara_said["message_id"], "x" * 4097), "too_long"),
        (lambda: world.send_files(sara, [("a", b"x", "text/plain")], caption="x" * 1025), "too_long"),
        (lambda: world.add_person("سارا", id=sara.id), "id_taken"),
    ]
    for act, code in acts:
        with pytest.raises(ActionError) as error:
            act()
        assert error.value.code == code

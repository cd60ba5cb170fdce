"""Files attached on one platform and shown on the other: sent whole at first, then by the id given there."""

import pytest

from sandbox.world.actions import Call
from tests.issued import issue
from tests.town import PNG, Human, Town

CITY = "شهرداری مشهد"
KINDS = {"sendPhoto": "photo", "sendDocument": "document", "sendVoice": "voice"}
ATTACHED = [
    (("نقشه.png", PNG, "image/png"), "photo"),
    (("منابع.xlsx", b"numbers", "application/octet-stream"), "document"),
    (("گزارش.ogg", b"OggS", "audio/ogg"), "voice"),
]


def given(human: Human) -> dict[str, object]:
    """Return the way in which the bot last sent each file that is in somebody's chat."""
    calls: list[Call] = [call for call in human.world.transcript if call.params.get("chat_id") == human.chat.id]
    return {KINDS[call.method]: call.params[KINDS[call.method]] for call in calls if call.method in KINDS}


async def asked_for_files(both: Town, here: str, there: str) -> tuple[Human, Human]:
    """Return the secretary on one platform, and Sara on the other, whose report asks for files."""
    maryam, sara = await both.secretary(on=there), await both.representative_of(CITY, on=here)
    await issue(both, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.says("جدول تکمیل شد.")
    await sara.taps("رد کردن")
    return maryam, sara


@pytest.mark.parametrize(("here", "there"), [("telegram", "bale"), ("bale", "telegram")])
async def test_what_was_attached_on_one_platform_is_reviewed_on_the_other(both: Town, here: str, there: str) -> None:
    maryam, sara = await asked_for_files(both, here, there)
    for file, kind in ATTACHED:
        await sara.sends_files([file], kind)
    await sara.taps("ادامه", "ارسال")
    await maryam.says("/review")
    whole = given(maryam)
    assert whole["photo"] == {"name": "photo.jpg", "size": len(PNG)}
    assert whole["document"] == {"name": "منابع.xlsx", "size": 7}
    assert whole["voice"] == {"name": "voice.ogg", "size": 4}
    assert [kind for message in maryam.messages() for kind in whole if kind in message] == list(whole)
    await maryam.says("/review")
    assert {kind: type(file) for kind, file in given(maryam).items()} == dict.fromkeys(whole, str)


@pytest.mark.parametrize(("here", "there"), [("telegram", "bale"), ("bale", "telegram")])
async def test_a_file_with_line_ends_in_its_name_arrives_on_the_other_platform(
    both: Town, here: str, there: str
) -> None:
    maryam, sara = await asked_for_files(both, here, there)
    await sara.sends_file("منابع\r\nX-Other: \u202e1.xlsx", b"numbers")
    await sara.taps("ادامه", "ارسال")
    await maryam.says("/review")
    assert given(maryam)["document"] == {"name": "منابع X-Other: 1.xlsx", "size": 7}

"""Several people whose words come in one batch, in which one of them changes what the others have in hand."""

import re

import pytest
from sqlalchemy import func, select

from models.tables.conversations import Draft
from models.tables.meetings import Submission
from tests.bot.test_one_person import arrived, in_one_batch
from tests.issued import issue
from tests.town import Human, Town

CITY, RESOLUTION = "شهرداری مشهد", "جدول منابع تکمیل شود."


async def may_link(town: Town) -> tuple[Human, Human]:
    """Return Sara on both platforms as two people with a report begun each, and on Bale a code that links them."""
    telegram = await town.representative_of(CITY, on="telegram")
    bale = await town.representative_of(CITY, on="bale")
    await issue(town, 7, RESOLUTION, CITY, due="1398-07-20")
    await telegram.says("/link")
    [code] = re.findall(r"[۰-۹]{4}\s[۰-۹]{4}", telegram.sees())
    for chat in (telegram, bale):
        await chat.says("/report", "انجام شده")
    await bale.says("جدول‌ها فرستاده شد.", "کمبود نیرو", f"/link {code}")
    return telegram, bale


async def done(town: Town) -> str:
    """Return what is said to be done in the only draft that is left."""
    async with town.app.db.read() as session:
        [draft] = await session.scalars(select(Draft))
    return str(draft.state["answers"]["done"])


async def test_what_was_typed_just_before_two_accounts_are_linked_is_not_lost(
    both: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    telegram, bale = await may_link(both)
    async with in_one_batch(both, monkeypatch):
        await telegram.starts_saying("همهٔ جدول‌های خراسان")
        await arrived(both, 1)
        bale.starts_tapping("یکی شود")
    assert await done(both) == "جدول‌ها فرستاده شد."
    assert "همهٔ جدول‌های خراسان" in bale.sees()


async def test_what_is_typed_just_after_two_accounts_are_linked_is_an_answer_of_the_draft_that_stays(
    both: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    telegram, bale = await may_link(both)
    async with in_one_batch(both, monkeypatch):
        bale.starts_tapping("یکی شود")
        await arrived(both, 1)
        await telegram.starts_saying("همهٔ جدول‌های خراسان")
    # Bale's draft is further on, so Telegram has to show its question before words count.
    assert await done(both) == "جدول‌ها فرستاده شد."
    assert "در پیام‌رسان «بله» پیش رفته" in telegram.sees()


async def test_who_loses_a_role_sends_no_report_after_it_in_the_same_batch(
    both: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    both.names_in_words = True
    maryam, sara = await both.secretary(), await both.representative_of(CITY)
    await issue(both, 7, RESOLUTION, CITY, due="1398-07-20")
    await sara.says("/report", "انجام شده", "جدول فرستاده شد.")
    await sara.taps("رد کردن", "رد کردن")
    await maryam.says("/start", "سارا محمدی")
    await maryam.taps("سارا محمدی", "پایان دادن به این نقش")
    async with in_one_batch(both, monkeypatch):
        maryam.starts_tapping("بله، پایان یابد")
        await arrived(both, 1)
        sara.starts_tapping("ارسال")
    async with both.app.db.read() as session:
        assert await session.scalar(select(func.count(Submission.id))) == 0
    assert "ثبت شد" not in sara.sees()

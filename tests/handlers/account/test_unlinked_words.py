"""Words and files that wait for their place in a chat whose account is unlinked are said back there."""

import pytest

from tests.handlers.account.test_linking import CITY, TEXT, joined
from tests.issued import issue
from tests.town import Human, Town

SENT = "جدول محله‌ها را به آقای احمدی دادیم."


async def wrote(town: Town) -> tuple[Human, Human]:
    """Return Sara on Telegram, and on Bale, where words of hers wait for their place."""
    sara, on_bale = await joined(town)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await on_bale.says(SENT)
    assert "جای این متن" in "".join(await menu(on_bale))
    return sara, on_bale


async def menu(human: Human) -> list[str]:
    await human.says("/start")
    return human.buttons()


@pytest.mark.rows
async def test_words_without_a_place_are_said_back_where_one_parts_the_chat_itself(both: Town) -> None:
    _, on_bale = await wrote(both)
    await on_bale.says("/settings")
    seen = await on_bale.taps("حساب‌های من", "جدا کردن بله", "بله، جدا شود")
    assert "هنوز جایی ثبت نشده است" in seen
    assert SENT in seen


@pytest.mark.rows
async def test_words_without_a_place_are_said_back_where_another_chat_parts_it(both: Town) -> None:
    sara, on_bale = await wrote(both)
    await sara.says("/settings")
    on_bale.marks()
    await sara.taps("حساب‌های من", "جدا کردن بله", "بله، جدا شود")
    assert SENT in on_bale.sees()
    assert SENT not in sara.everything()


async def test_files_without_a_place_are_counted(both: Town) -> None:
    _, on_bale = await joined(both)
    await issue(both, 7, TEXT, CITY, due="1398-07-20")
    await on_bale.sends_photo(count=2)
    await on_bale.says("/settings")
    seen = await on_bale.taps("حساب‌های من", "جدا کردن بله", "بله، جدا شود")
    assert "۲ پیوست" in seen


@pytest.mark.rows
async def test_a_draft_of_the_parted_chat_goes_on_in_the_other(both: Town) -> None:
    sara, on_bale = await joined(both)
    await issue(both, 7, TEXT, CITY, due="1398-07-20")
    await on_bale.says("/report")
    await on_bale.taps("انجام شده")
    await on_bale.says(SENT)
    await on_bale.says("/settings")
    await on_bale.taps("حساب‌های من", "جدا کردن بله", "بله، جدا شود")
    await sara.says("/start")
    await sara.taps("ادامهٔ «گزارش پیشرفت»", "رد کردن")
    assert SENT in await sara.taps("رد کردن")

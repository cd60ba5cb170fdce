"""A form that somebody had under two names is asked for once when the two are joined."""

import pytest

from domain.access.member import Role
from models.tables.forms import FormRhythm
from tests.handlers.account.test_linking import CHAMBER, CITY, code_of
from tests.handlers.representative.forms.test_filling import ONE
from tests.published_forms import attach, publish
from tests.town import Human, Town


async def both_names(town: Town) -> tuple[Human, Human]:
    """Return Sara under two names, of whom everyone is asked one form."""
    sara = await town.representative_of(CITY)
    on_bale = await town.member("س. محمدی", Role.REPRESENTATIVE, CHAMBER, on="bale")
    await attach(town, await publish(town, ONE, "خبر محله"), rhythm=FormRhythm.ONCE)
    return sara, on_bale


async def begins(human: Human, words: str) -> None:
    await human.says("/data")
    await human.taps("خبر محله")
    await human.says(words)


async def joins(sara: Human, on_bale: Human) -> None:
    await on_bale.says(f"/link {await code_of(sara)}")
    await on_bale.taps("بله، یکی شود")


@pytest.mark.rows
async def test_what_one_name_has_sent_is_not_asked_of_the_other(both: Town) -> None:
    sara, on_bale = await both_names(both)
    await begins(on_bale, "آب شرب قطع است.")
    await on_bale.taps("ارسال")
    await joins(sara, on_bale)
    assert "در انتظار پر کردن" not in await sara.says("/data")


@pytest.mark.rows
@pytest.mark.parametrize("first", [True, False])
async def test_what_was_begun_under_one_name_and_sent_under_the_other_is_not_asked_again(
    both: Town, first: bool
) -> None:
    sara, on_bale = await both_names(both)
    begun, sent = (sara, on_bale) if first else (on_bale, sara)
    await begins(begun, "برق قطع است.")
    await begins(sent, "آب شرب قطع است.")
    await sent.taps("ارسال")
    await joins(sara, on_bale)
    seen = await sara.says("/data")
    assert "در انتظار پر کردن" not in seen
    assert "خبر محله: فرستاده‌شده، در انتظار بررسی" in seen
    # What was begun is kept, and can be read and deleted.
    await sara.says("/start")
    assert "برق قطع است." in await sara.taps("ادامهٔ «خبر محله»")


@pytest.mark.rows
async def test_a_correction_of_what_was_sent_is_still_a_draft(both: Town) -> None:
    sara, on_bale = await both_names(both)
    await begins(on_bale, "آب شرب قطع است.")
    await on_bale.taps("ارسال")
    await on_bale.taps("دیدن فرم پرشده", "اصلاح و ارسال دوباره", "اصلاح")
    await on_bale.says("آب شرب وصل شد.")
    await joins(sara, on_bale)
    assert "نیمه‌کاره" in await sara.says("/data")

"""An account that fell into other hands, and the operator who cuts it off."""

import pytest

from domain.access.member import Role
from services.accounts.lock_out import LockedOut, lock_out
from services.context import ActionContext
from services.errors import Refused
from tests.issued import issue
from tests.town import Human, Town

CITY = "شهرداری مشهد"


async def locked(town: Town, human: Human) -> LockedOut:
    async with town.app.db.write() as session:
        return await lock_out(ActionContext(session, town.app.organisation, None, town.clock.now()), human.user)


async def test_a_stolen_account_is_a_strangers_and_its_links_let_nobody_in(town: Town) -> None:
    maryam = await town.secretary()
    nader = await town.member("نادر قاسمی", Role.SECRETARY)
    await nader.says("/members")
    await nader.taps("دعوت تازه", "کارشناس دبیرخانه", "یک هفته", "ساختن دعوت‌نامه")
    link = nader.link()
    assert await locked(town, nader) == LockedOut(roles=1, goes_on=False, owner=False, secretaries=1)
    await town.quiet()
    assert "از دسترس خارج شد و نقش‌های آن پایان یافت" in maryam.everything()
    assert "نخست ثبت‌نام کنید" in await nader.says("/members")
    assert "باطل کرده است" in await town.person("سارق").opens_link(link)


async def test_who_has_another_account_goes_on_there(both: Town) -> None:
    await both.secretary()
    sara = await both.representative_of(CITY)
    on_bale = both.person("سارا محمدی", on="bale")
    digits = "".join(letter for letter in await sara.says("/link") if letter in "۰۱۲۳۴۵۶۷۸۹")[:8]
    await on_bale.says(f"/link {digits}")
    await on_bale.taps("بله، یکی شود")
    await issue(both, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    assert (await locked(both, sara)).goes_on
    await both.quiet()
    assert "نخست ثبت‌نام کنید" in await sara.says("/tasks")
    assert "جدول منابع" in await on_bale.says("/tasks")


async def test_an_owner_who_is_cut_off_is_to_be_taken_out_of_the_settings(town: Town) -> None:
    maryam = await town.secretary()
    done = await locked(town, maryam)
    assert (done.owner, done.secretaries) == (True, 0)
    await maryam.says("/start")
    assert maryam.buttons() == ["ثبت‌نام"]


async def test_an_account_that_nobody_has_is_refused(town: Town) -> None:
    stranger = town.person("کسی")
    with pytest.raises(Refused):
        await locked(town, stranger)

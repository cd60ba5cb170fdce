"""The right to one audience after the role of a secretary, or after another right: what was sent is out of reach."""

from typing import Any

import pytest
from sqlalchemy import select, update

from bot import job_worker
from domain.access.audience import Audience, Operator, Part, PartKind
from domain.access.member import Role
from models.tables.people import Account, Membership
from tests.handlers.secretariat.broadcast.broadcasting import drafts, finishes, sends
from tests.town import Human, Town

CITY, SOCIAL = "شهرداری مشهد", "دفتر امور اجتماعی"
NEWS, OTHER = "جلسه به سه‌شنبه افتاد.", "جلسه لغو شد؛ به این شماره زنگ بزنید."
NOT_YOURS = "برای نقش شما باز نیست"
EVERYONE, OUTSIDE = Part(PartKind.EVERYONE), Part(PartKind.OUTSIDE)
pytestmark = pytest.mark.rows


async def may_write_to(town: Town, human: Human, part: Part) -> None:
    """Give a person, by the role of a representative, the right to one part of the members."""
    async with town.app.db.write() as session:
        person = select(Account.person_id).where(Account.user == human.user).scalar_subquery()
        held = update(Membership).where(Membership.person_id == person, Membership.role == Role.REPRESENTATIVE)
        await session.execute(held.values(audience=Audience().then(Operator.PLUS, part).to_json()))


async def is_secretary_no_more(town: Town, human: Human) -> None:
    async with town.app.db.write() as session:
        person = select(Account.person_id).where(Account.user == human.user).scalar_subquery()
        held = update(Membership).where(Membership.person_id == person, Membership.role == Role.SECRETARY)
        await session.execute(held.values(ended_at=town.clock.now()))


async def test_who_was_a_secretary_changes_nothing_of_what_went_to_everybody(town: Town) -> None:
    await town.secretary()
    zahra = await town.representative_of(SOCIAL, "زهرا کریمی")
    await town.member("زهرا کریمی", Role.SECRETARY)
    sara = await town.representative_of(CITY)
    await may_write_to(town, zahra, OUTSIDE)
    await drafts(zahra)
    await sends(town, zahra, "۳")
    assert NEWS in sara.everything()
    await is_secretary_no_more(town, zahra)
    # The buttons under the old message are still there.
    assert NOT_YOURS in await zahra.taps("فهرست رؤیت‌ها")
    assert NOT_YOURS in await zahra.taps("پس گرفتن")
    await zahra.taps("اصلاح متن")
    await zahra.says(OTHER)
    await finishes(town, zahra)
    assert NEWS in sara.everything()
    assert OTHER not in sara.everything()
    assert NEWS not in await zahra.says("/broadcast")


async def test_what_was_sent_by_a_right_is_left_alone_once_that_is_another_one(town: Town) -> None:
    await town.secretary()
    zahra, sara = await town.representative_of(SOCIAL, "زهرا کریمی"), await town.representative_of(CITY)
    await may_write_to(town, zahra, EVERYONE)
    await zahra.opens("اطلاع‌رسانی")
    await zahra.taps("اطلاع‌رسانی تازه", "متن و پیوست")
    await zahra.says(NEWS)
    assert "سارا" in await zahra.taps("نام گیرندگان")
    await zahra.taps("بازگشت")
    await sends(town, zahra, "۳")
    assert NEWS in sara.everything()
    await zahra.opens("اطلاع‌رسانی")
    await zahra.taps("اطلاع‌رسانی تازه", "متن و پیوست")
    await zahra.says("پیام دوم")
    await may_write_to(town, zahra, OUTSIDE)
    assert NOT_YOURS in await zahra.taps("نام گیرندگان")
    await zahra.taps("اصلاح متن")
    await zahra.says(OTHER)
    await finishes(town, zahra)
    assert OTHER not in sara.everything()


async def test_a_ledger_that_was_asked_for_as_a_secretary_is_for_no_right(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.secretary()
    zahra = await town.representative_of(SOCIAL, "زهرا کریمی")
    await town.member("زهرا کریمی", Role.SECRETARY)
    await town.representative_of(CITY)
    await may_write_to(town, zahra, OUTSIDE)
    await drafts(zahra)
    await sends(town, zahra, "۳")
    talk = job_worker.Child.talk

    async def after_the_role(child: job_worker.Child, *arguments: Any) -> Any:
        await is_secretary_no_more(town, zahra)
        return await talk(child, *arguments)

    monkeypatch.setattr(job_worker.Child, "talk", after_the_role)
    assert NOT_YOURS in await zahra.taps("فهرست رؤیت‌ها", "فهرست در اکسل")
    assert not [message for message in zahra.messages() if "document" in message]


async def sent_by_a_right(town: Town) -> Human:
    """Return Zahra, who wrote to Sara by a right that is another one since, at the screen of what was sent."""
    await town.secretary()
    zahra = await town.representative_of(SOCIAL, "زهرا کریمی")
    await town.representative_of(CITY)
    await may_write_to(town, zahra, EVERYONE)
    await zahra.opens("اطلاع‌رسانی")
    await zahra.taps("اطلاع‌رسانی تازه", "متن و پیوست")
    await zahra.says(NEWS)
    await sends(town, zahra, "۳")
    return zahra


async def test_the_ledger_of_what_was_sent_by_a_right_is_not_read_once_that_is_another_one(town: Town) -> None:
    zahra = await sent_by_a_right(town)
    assert "سارا" in await zahra.taps("فهرست رؤیت‌ها")
    await zahra.taps("جست‌وجوی نام")
    await may_write_to(town, zahra, OUTSIDE)
    assert NOT_YOURS in await zahra.says("سارا")
    await zahra.says("/broadcast")
    await zahra.taps("۱")
    assert NOT_YOURS in await zahra.taps("فهرست رؤیت‌ها")


async def test_the_sheet_of_the_ledger_is_for_no_other_right(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    zahra = await sent_by_a_right(town)
    await zahra.taps("فهرست رؤیت‌ها")
    talk = job_worker.Child.talk

    async def after_the_right(child: job_worker.Child, *arguments: Any) -> Any:
        await may_write_to(town, zahra, OUTSIDE)
        return await talk(child, *arguments)

    monkeypatch.setattr(job_worker.Child, "talk", after_the_right)
    assert NOT_YOURS in await zahra.taps("فهرست در اکسل")
    assert NOT_YOURS in await zahra.taps("فهرست در اکسل")
    assert not [message for message in zahra.messages() if "document" in message]

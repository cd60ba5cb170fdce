"""Buttons of the days that a restoration took back: what they were for is gone, and their numbers are given anew."""

from pathlib import Path

from sqlalchemy import delete

from bot.backups.archive import back_up, restore
from domain.access.member import Role
from domain.chat.screens import Screen, T
from models.tables.queues import Outbox
from services.conversations import chat_state
from services.messaging import recipients
from tests.handlers.account.test_registration import fill
from tests.handlers.secretariat.broadcast.broadcasting import drafts, finishes
from tests.outgoing import post
from tests.town import Human, Town

CITY = "شهرداری مشهد"


async def asks_to_join(town: Town, name: str) -> Human:
    newcomer = town.person(name)
    await newcomer.says("/start")
    await newcomer.taps("ثبت‌نام", "نمایندهٔ دستگاه", CITY)
    await fill(newcomer, name=name, letter=True)
    await newcomer.taps("ارسال")
    return newcomer


async def backed_up(town: Town) -> Path:
    await town.stop_bot()
    archive = back_up(town.config(), town.folder / "backups", town.clock.now()).path
    await town.start_bot()
    return archive


async def restored(town: Town, archive: Path) -> None:
    await town.stop_bot()
    restore(town.config(), archive, force=True)
    await town.start_bot()


async def test_a_button_that_a_restoration_took_back_lets_nobody_else_in(town: Town) -> None:
    maryam = await town.secretary()
    await town.member("رضا احمدی", Role.HEAD, CITY)
    archive = await backed_up(town)
    await asks_to_join(town, "سارا محمدی")
    assert "سارا محمدی" in await maryam.taps("بررسی درخواست‌ها")
    await restored(town, archive)
    omid = await asks_to_join(town, "امید ناشناس")
    # Sara's request, which is gone, still stands in her chat.
    assert "پیامی قدیمی" in await maryam.taps("پذیرش")
    assert "پذیرفته شدید" not in omid.sees()
    assert "امید ناشناس" in await maryam.taps("بررسی درخواست‌ها")
    assert "پذیرفته شد" in await maryam.taps("پذیرش")
    assert "پذیرفته شدید" in omid.sees()


async def test_a_backup_that_keeps_no_message_takes_back_all_buttons(town: Town) -> None:
    maryam = await town.secretary()
    await town.member("رضا احمدی", Role.HEAD, CITY)
    async with town.app.db.write() as session:
        # As retention leaves an office in which nothing was sent for long.
        await session.execute(delete(Outbox))
    archive = await backed_up(town)
    await asks_to_join(town, "سارا محمدی")
    await maryam.taps("بررسی درخواست‌ها")
    await restored(town, archive)
    omid = await asks_to_join(town, "امید ناشناس")
    assert "پیامی قدیمی" in await maryam.taps("پذیرش")
    assert "پذیرفته شدید" not in omid.sees()


async def test_a_message_that_was_changed_after_the_backup_shows_no_button_that_holds(town: Town) -> None:
    maryam = await town.secretary()
    await town.member("رضا احمدی", Role.HEAD, CITY)
    await maryam.says("/members")
    archive = await backed_up(town)
    await asks_to_join(town, "سارا محمدی")
    # The request comes in the place of the menu, which the backup knows.
    await maryam.taps("دستگاه‌ها و افراد", "درخواست‌های عضویت")
    await restored(town, archive)
    omid = await asks_to_join(town, "امید ناشناس")
    assert "پیامی قدیمی" in await maryam.taps("پذیرش")
    assert "پذیرفته شدید" not in omid.sees()


async def test_what_was_shown_before_the_backup_still_works_after_the_restoration(town: Town) -> None:
    maryam = await town.secretary()
    await town.member("رضا احمدی", Role.HEAD, CITY)
    sara = await asks_to_join(town, "سارا محمدی")
    await maryam.taps("بررسی درخواست‌ها")
    archive = await backed_up(town)
    await restored(town, archive)
    assert "پذیرفته شد" in await maryam.taps("پذیرش")
    assert "پذیرفته شدید" in sara.sees()


async def test_the_secretaries_learn_that_roles_that_ended_are_back(town: Town) -> None:
    maryam = await town.secretary()
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    archive = await backed_up(town)
    await maryam.says("/members")
    await maryam.taps("دبیرخانه", "زهرا کریمی", "پایان دادن به این نقش", "بله، پایان یابد")
    maryam.marks()
    await restored(town, archive)
    await town.quiet()
    seen = maryam.sees()
    assert "از نسخهٔ پشتیبان شنبه ۱۳ مهر ۱۳۹۸" in seen
    assert "سمت‌هایی که پس از آن پایان یافته بود دوباره برقرار است" in seen
    await maryam.taps("دستگاه‌ها و افراد", "دبیرخانه")
    assert any("زهرا کریمی" in label for label in maryam.buttons())
    await town.restart_bot()
    await town.quiet()
    assert zahra.everything().count("از نسخهٔ پشتیبان") == 1


async def test_what_was_broadcast_after_the_backup_is_not_broadcast_again_unasked(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await drafts(maryam)
    await maryam.taps("پیش‌نمایش و ارسال", "ارسال در زمان دیگر")
    await maryam.says("دوشنبه ۹:۳۰ صبح")
    archive = await backed_up(town)
    await town.clock.to("1398-07-15 09:31")
    await finishes(town, maryam)
    await restored(town, archive)
    await finishes(town, maryam)
    assert sara.everything().count("جلسه به سه‌شنبه افتاد.") == 1
    assert "شاید پیش‌تر فرستاده شده باشد" in maryam.everything()
    assert "جلسه به سه‌شنبه افتاد." in await maryam.taps("اطلاع‌رسانی ۱")


async def test_words_answer_no_question_that_was_open_when_the_backup_was_made(town: Town) -> None:
    maryam = await town.secretary()
    await town.member("رضا احمدی", Role.HEAD, CITY)
    await asks_to_join(town, "سارا محمدی")
    await maryam.taps("بررسی درخواست‌ها", "نپذیرفتن")
    archive = await backed_up(town)
    await maryam.says("نامهٔ معرفی نیست.")
    await restored(town, archive)
    assert "نپذیرفتن درخواست" not in await maryam.says("نادر را فردا خبر کنید.")
    assert "سارا محمدی" in await maryam.taps("نپذیرفتن")
    assert "دلیل: مهر ندارد." in await maryam.says("مهر ندارد.")


async def test_who_had_blocked_the_bot_when_the_backup_was_made_is_written_to_again(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    async with town.app.db.write() as session:
        await chat_state.mark_unreachable(session, {sara.user})
    archive = await backed_up(town)
    await restored(town, archive)
    async with town.app.db.write() as session:
        [person] = await recipients.answering_for(session, [1])
        await post(session, person.id, Screen(T("menu.members")), town.clock.now())
    town.app.messenger.wake()
    await town.quiet()
    assert "دستگاه‌ها و افراد" in sara.everything()

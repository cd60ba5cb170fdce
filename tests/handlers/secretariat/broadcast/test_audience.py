"""The audience of a broadcast, step by step; the right of one member to one audience; and what cannot be sent."""

import pytest
from sqlalchemy import select, update

from domain.access.member import Role
from models.tables.agencies import ActorKind, Agency, Group, GroupMember
from models.tables.people import Membership
from tests.answered import reported
from tests.handlers.secretariat.broadcast.broadcasting import drafts, finishes, sends
from tests.issued import issue
from tests.town import Human, Town

CITY, ROADS, SOCIAL = "شهرداری مشهد", "اداره کل راه و شهرسازی", "دفتر امور اجتماعی"
NEWS = "جلسه به سه‌شنبه افتاد."


@pytest.mark.rows
async def test_parts_are_added_narrowed_and_left_out_and_shown_by_name(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await town.representative_of(ROADS, "رضا کریمی")
    await town.member("نرگس احمدی", Role.HEAD, ROADS)
    await maryam.opens("اطلاع‌رسانی")
    assert "در مجموع ۴ نفر" in await maryam.taps("اطلاع‌رسانی تازه", "همهٔ اعضا")
    assert "در مجموع ۲ نفر" in await maryam.taps("محدود کردن به", "یک نقش", "نماینده‌ها")
    assert "تنها چه کسانی بمانند؟" in await maryam.taps("محدود کردن به")
    await maryam.taps("انصراف")
    await maryam.opens("اطلاع‌رسانی")
    await maryam.taps("اطلاع‌رسانی ۱", "گیرندگان")
    assert "چه کسانی از گیرندگان کم شوند؟" in await maryam.taps("کم کردن")
    await maryam.taps("دستگاه‌های انتخاب‌شده")
    await maryam.says("راه و شهر")
    seen = await maryam.taps(ROADS, "ادامه")
    assert f"بدون {ROADS}" in seen
    assert "در مجموع ۱ نفر" in seen
    seen = await maryam.taps("نام گیرندگان")
    assert "سارا محمدی، نمایندهٔ شهرداری مشهد" in seen
    assert "رضا" not in seen
    await maryam.taps("بازگشت", "گیرندگان")
    assert "در مجموع ۲ نفر" in await maryam.taps("حذف آخرین مورد")


@pytest.mark.rows
async def test_owners_of_a_resolution_the_silent_ones_and_the_overdue(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await town.representative_of(ROADS, "رضا کریمی")
    await town.representative_of("بهزیستی", "علی موسوی")
    await issue(town, 7, "جدول منابع", CITY, ROADS, due="1398-07-20")
    await sara.opens("اقدام‌های باز من")
    assert "در مجموع ۲ نفر" in await _part(maryam, "مسئولان یک مصوبه", "جدول منابع")
    await sara.taps("مصوبهٔ ۷")
    await sara.taps("فاقد عملکرد")
    await sara.says("در این دوره کاری نبود.")
    if "ارسال" in sara.buttons():
        await sara.taps("ارسال")
    seen = await _part(maryam, "گزارش‌نداده‌های یک مصوبه", "جدول منابع")
    assert "در مجموع ۱ نفر" in seen
    assert "با این ترکیب هنوز کسی" in await _part(maryam, "دارندگان اقدام معوق")
    await town.clock.to("1398-07-22 09:00")
    assert "در مجموع ۱ نفر" in await _part(maryam, "دارندگان اقدام معوق")


async def _part(secretary: Human, *taps: str) -> str:
    await secretary.opens("اطلاع‌رسانی")
    return await secretary.taps("اطلاع‌رسانی تازه", *taps)


@pytest.mark.rows
async def test_a_kind_of_agency_hears_and_no_other(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(ROADS, "رضا کریمی")
    hasan = await town.member("حسن ناظمی", Role.HEAD, CITY)
    async with town.app.db.write() as session:
        kind = ActorKind(name="شهرداری‌ها")
        session.add(kind)
        await session.flush()
        await session.execute(update(Agency).where(Agency.name == CITY).values(kind_id=kind.id))
    seen = await drafts(maryam, "یک نوع دستگاه", "شهرداری‌ها")
    assert "دستگاه‌های نوع «شهرداری‌ها»" in seen
    await sends(town, maryam, "۲")
    assert NEWS in sara.everything()
    assert NEWS in hasan.everything()
    assert NEWS not in reza.everything()


@pytest.mark.rows
async def test_the_facilitators_of_chosen_neighbourhoods_hear_once_each(town: Town) -> None:
    maryam = await town.secretary()
    mohsen = await town.member("محسن صادقی", Role.FACILITATOR, "محلهٔ گلشهر")
    nadia = await town.member("نادیا کرمی", Role.FACILITATOR, "محلهٔ قائم")
    async with town.app.db.write() as session:
        await session.execute(update(Agency).values(neighbourhood=True))
        session.add(Agency(name="محلهٔ طلاب", name_fold="محله طلاب", neighbourhood=True))
        # Mohsen has another neighbourhood beside his own, and is one person all the same.
        other = select(Membership).where(Membership.role == Role.FACILITATOR).order_by(Membership.id).limit(1)
        of_mohsen = (await session.scalars(other)).one()
        tollab = (await session.scalars(select(Agency).where(Agency.name == "محلهٔ طلاب"))).one()
        session.add(
            Membership(
                person_id=of_mohsen.person_id, agency_id=tollab.id, role=Role.FACILITATOR, since=town.clock.now()
            )
        )
    await maryam.opens("اطلاع‌رسانی")
    await maryam.taps("اطلاع‌رسانی تازه", "تسهیلگران محله‌های انتخاب‌شده", "محلهٔ گلشهر", "محلهٔ طلاب", "ادامه")
    assert "تسهیلگران محلهٔ گلشهر، محلهٔ طلاب" in maryam.sees()
    assert "در مجموع ۱ نفر" in maryam.sees()
    await maryam.taps("تأیید گیرندگان")
    await maryam.says(NEWS)
    await sends(town, maryam, "۱")
    assert mohsen.everything().count(NEWS) == 1
    assert NEWS not in nadia.everything()


@pytest.mark.rows
async def test_the_owners_of_a_resolution_hear_but_not_their_heads(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(ROADS, "رضا کریمی")
    hasan = await town.member("حسن ناظمی", Role.HEAD, CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-07-20")
    assert "مسئولان" in await drafts(maryam, "مسئولان یک مصوبه", "جدول منابع")
    await sends(town, maryam, "۱")
    assert NEWS in sara.everything()
    assert NEWS not in hasan.everything() + reza.everything()


@pytest.mark.rows
async def test_nobody_is_left_when_the_planned_hour_comes_and_the_draft_stays(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-07-20")
    await drafts(maryam, "گزارش‌نداده‌های یک مصوبه", "جدول منابع")
    await maryam.taps("پیش‌نمایش و ارسال", "ارسال در زمان دیگر")
    await maryam.says("فردا ساعت ۹:۳۰")
    await reported(sara, "جدول فرستاده شد.")
    await town.clock.to("1398-07-14 09:31")
    await town.quiet()
    assert "گیرنده‌ای نداشت و فرستاده نشد" in maryam.everything()
    assert NEWS not in sara.everything()
    seen = await maryam.taps("اطلاع‌رسانی ۱")
    assert "پیش‌نویس" in seen
    assert NEWS in seen
    await maryam.taps("گیرندگان", "افزودن", "همهٔ اعضا", "تأیید گیرندگان")
    await sends(town, maryam, "۲")
    assert NEWS in sara.everything()


async def test_a_group_names_the_agencies_that_have_nobody(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    async with town.app.db.write() as session:
        group = Group(name="مدعوین", name_fold="مدعوین")
        session.add_all([group, Agency(name="کمیته امداد", name_fold="کمیته امداد")])
        await session.flush()
        for agency in (1, 2):
            session.add(GroupMember(group_id=group.id, agency_id=agency, joined_at=town.clock.now()))
    seen = await _part(maryam, "یک گروه", "مدعوین")
    assert "گروه «مدعوین»" in seen
    assert "۱ دستگاه هنوز عضوی ندارد: کمیته امداد" in seen


async def test_who_has_two_rights_is_asked_by_which_to_write(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(SOCIAL)
    await town.member("علی موسوی", Role.OUTSIDE)
    async with town.app.db.write() as session:
        of_sara = (await session.scalars(select(Membership).where(Membership.role == Role.REPRESENTATIVE))).one()
        roads = Agency(name=ROADS, name_fold=ROADS)
        session.add(roads)
        await session.flush()
        session.add(
            Membership(
                person_id=of_sara.person_id, agency_id=roads.id, role=Role.REPRESENTATIVE, since=town.clock.now()
            )
        )
    for agency, audience in ((SOCIAL, "رابط‌های کمیته‌های دیگر"), (ROADS, "همهٔ اعضا")):
        await maryam.opens("دستگاه‌ها و افراد")
        await maryam.taps("دستگاه‌ها", agency, "سارا محمدی", "حق اطلاع‌رسانی", "دادن حق اطلاع‌رسانی", audience)
    await sara.opens("اطلاع‌رسانی")
    seen = await sara.taps("اطلاع‌رسانی تازه")
    assert "پیام برای کدام فرستاده شود" in seen
    assert f"۱. {SOCIAL}\n• رابط‌های کمیته‌های دیگر" in seen
    assert f"۲. {ROADS}\n• همهٔ اعضا" in seen
    seen = await sara.taps(f"۲. {ROADS}")
    assert "همهٔ اعضا" in seen
    assert "رابط‌های" not in seen
    await sara.taps("متن و پیوست")
    await sara.says(NEWS)
    assert f"فرستنده: {ROADS}" in await sara.taps("پیش‌نمایش و ارسال")


@pytest.mark.rows
async def test_the_social_affairs_office_writes_to_the_outside_contacts_and_to_nobody_else(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(SOCIAL)
    ali = await town.member("علی موسوی", Role.OUTSIDE)
    assert "برای نقش شما باز نیست" in await sara.says("/broadcast")
    await maryam.opens("دستگاه‌ها و افراد")
    await maryam.taps("دستگاه‌ها", SOCIAL, "سارا محمدی", "حق اطلاع‌رسانی", "دادن حق اطلاع‌رسانی")
    seen = await maryam.taps("رابط‌های کمیته‌های دیگر")
    assert "حق اطلاع‌رسانی داده شد" in seen
    assert "حق اطلاع‌رسانی داد" in sara.everything()
    await sara.opens("اطلاع‌رسانی")
    assert "رابط‌های کمیته‌های دیگر" in await sara.taps("اطلاع‌رسانی تازه")
    assert "گیرندگان" not in sara.buttons()
    await sara.taps("متن و پیوست")
    await sara.says("مصوبه‌ها پیوست است.")
    maryam.marks()
    await sends(town, sara, "۱")
    assert "مصوبه‌ها پیوست است.\n\nفرستنده: دفتر امور اجتماعی" in ali.everything()
    assert maryam.sees() == ""
    await ali.taps("رؤیت شد")

    await sara.opens("اطلاع‌رسانی")
    await sara.taps("اطلاع‌رسانی تازه", "متن و پیوست")
    await sara.says("پیام دوم")
    await sara.taps("پیش‌نمایش و ارسال", "ارسال در زمان دیگر")
    await sara.says("فردا ساعت ۹")
    await maryam.taps("گرفتن این حق")
    assert "پایان یافت" in sara.everything()
    assert "برای نقش شما باز نیست" in await sara.says("/broadcast")
    await town.clock.to("1398-07-14 09:30")
    await finishes(town, maryam)
    assert "پیام دوم" not in ali.everything()
    assert "دیگر برقرار نیست" in sara.everything()


async def test_an_audience_of_nobody_is_not_sent_to(town: Town) -> None:
    maryam = await town.secretary()
    seen = await drafts(maryam, "رابط‌های کمیته‌های دیگر")
    assert "با این ترکیب هنوز کسی پیام را نمی‌گیرد" in seen
    assert "گیرنده‌ای ندارد" in await maryam.taps("پیش‌نمایش و ارسال")


async def test_an_empty_text_and_a_video_that_is_too_big_are_refused_and_nothing_is_lost(town: Town) -> None:
    town.app.organisation.download_mb = 1
    maryam = await town.secretary()
    await drafts(maryam, words="")
    assert "پیام خالی فرستاده نمی‌شود" in await maryam.says("\u200c\u200f")
    seen = await maryam.sends_files([("فیلم.mp4", b"0" * (2**20 * 21), "video/mp4")], "video")
    assert "بزرگ‌تر از" in seen
    assert "۳۵۰۰" in await maryam.says("بلند " * 720)
    # What comes at the same moment is the tail that a messenger cut off.
    await town.clock.to("1398-07-13 18:30")
    assert NEWS in await maryam.says(NEWS)


@pytest.mark.ci
@pytest.mark.parametrize(
    ("options", "answer"),
    [("بله", "از ۲ تا ۶ گزینه"), ("\n".join("۱۲۳۴۵۶۷"), "۷ گزینه"), ("بله\n" + "خیر " * 20, "بلند است")],
)
async def test_options_that_no_question_can_have_are_refused(town: Town, options: str, answer: str) -> None:
    maryam = await town.secretary()
    await drafts(maryam)
    await maryam.taps("افزودن پرسش")
    await maryam.says("می‌آیید؟")
    assert answer in await maryam.says(options)
    assert "می‌آیید؟ (بله، خیر)" in await maryam.says("بله\nخیر\nبله")


@pytest.mark.rows
async def test_a_second_secretary_is_told_who_has_sent_it_and_nobody_gets_it_twice(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    hamid = await town.member("حمید نیک‌پی", Role.SECRETARY)
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await maryam.taps("پیش‌نمایش و ارسال")
    await hamid.says("/broadcast")
    await hamid.taps("جلسه به سه‌شنبه")
    await hamid.taps("پیش‌نمایش و ارسال")
    await maryam.taps("ارسال به ۱ نفر")
    seen = await hamid.taps("ارسال به ۱ نفر")
    assert "مریم رضایی این اطلاع‌رسانی را در" in seen
    await finishes(town, maryam)
    assert sara.everything().count(NEWS) == 1


async def test_a_draft_that_was_changed_after_the_preview_is_looked_at_again_before_it_goes(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    hamid = await town.member("حمید نیک‌پی", Role.SECRETARY)
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await maryam.taps("پیش‌نمایش و ارسال")
    await hamid.says("/broadcast")
    await hamid.taps("جلسه به سه‌شنبه", "متن و پیوست")
    await hamid.says("جلسه لغو شد.")
    assert "پس از پیش‌نمایش تغییر کرده" in await maryam.taps("ارسال به ۱ نفر")
    assert NEWS not in sara.everything()

"""A broadcast from the draft to its end: preview, files, an hour for it, stop, undo, correction, restart."""

import pytest
from sqlalchemy import update

from domain.access.member import Role
from models.tables.queues import StoredFile
from services.broadcast import running
from tests.handlers.secretariat.broadcast.broadcasting import drafts, finishes, sends
from tests.town import PNG, Town

CITY, ROADS = "شهرداری مشهد", "اداره کل راه و شهرسازی"
NEWS = "جلسه به سه‌شنبه افتاد."
AGENCIES = ("شهرداری مشهد", "اداره کل راه و شهرسازی", "بهزیستی", "کمیته امداد", "اتاق اصناف")
NAMES = ("سارا محمدی", "رضا کریمی", "نرگس احمدی", "علی موسوی", "لیلا حسینی")


@pytest.mark.rows
async def test_maryam_sends_to_all_representatives_what_she_saw_in_the_preview(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    mahnaz = await town.member("مهناز فرهمند", Role.CHAIR)
    seen = await drafts(maryam, "یک نقش", "نماینده‌ها")
    assert "همهٔ نماینده‌ها" in seen
    assert "۱ نفر" in seen
    seen = await maryam.taps("پیش‌نمایش و ارسال")
    assert seen.startswith(f"{NEWS}\n")
    assert "حدود ۱ ثانیه" in seen
    await maryam.taps("رؤیت شد")
    sara.marks()
    mahnaz.marks()
    await maryam.taps("ارسال به ۱ نفر")
    assert sara.sees() == NEWS
    assert sara.buttons() == ["رؤیت شد"]
    assert mahnaz.sees() == ""
    assert "ارسال پایان یافت" in await finishes(town, maryam)
    assert "رسید: ۱ از ۱ نفر" in maryam.everything()


async def test_bold_and_a_link_arrive_as_they_were_written(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await drafts(maryam, words="")
    if town.face.name == "bale":
        await maryam.says("خبر *مهم* در [سایت](https://example.ir)")
    else:
        styles = [
            {"type": "bold", "offset": 4, "length": 3},
            {"type": "text_link", "offset": 11, "length": 4, "url": "https://example.ir"},
        ]
        town.world.say(maryam.chat, "خبر مهم در سایت", styles=styles)
        await town.quiet()
    await sends(town, maryam, "۲")
    message = sara.messages()[-1]
    assert message["text"] == "خبر مهم در سایت"
    kinds = [(each["type"], each["offset"], each.get("url")) for each in message["entities"]]
    assert kinds == [("bold", 4, None), ("text_link", 11, "https://example.ir")]


@pytest.mark.parametrize("kind", ["photo", "document", "voice"])
async def test_a_file_goes_with_its_words_and_buttons_below_it(town: Town, kind: str) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await drafts(maryam, words="")
    name = {"photo": "a.png", "document": "نامه.pdf", "voice": "voice.ogg"}[kind]
    await maryam.sends_files([(name, PNG, "image/png")], kind, "دعوت‌نامه پیوست است.")
    sara.marks()
    await sends(town, maryam, "۲")
    assert "دعوت‌نامه پیوست است." in sara.sees()
    message = sara.messages()[-1]
    assert message[kind]["file_id"]
    assert sara.buttons() == ["رؤیت شد"]
    await sara.taps("رؤیت شد")
    assert sara.buttons() == ["رؤیت شما ثبت شد"]


@pytest.mark.ci
@pytest.mark.rows
async def test_an_album_comes_with_its_buttons_in_a_message_of_their_own_and_goes_back_whole(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await drafts(maryam, words="")
    await maryam.sends_photo("سه نمای طرح", count=3)
    before = len(sara.messages())
    await sends(town, maryam, "۲")
    *album, last = sara.messages()[before:]
    assert len(album) == 3
    assert len({message["media_group_id"] for message in album}) == 1
    assert "دکمهٔ زیر را بزنید" in last["text"]
    assert sara.buttons() == ["رؤیت شد"]
    await maryam.taps("پس گرفتن", "بله، پس گرفته شود")
    await finishes(town, maryam)
    assert len(sara.messages()) == before


@pytest.mark.refused("wrong file identifier", "wrong remote file")
async def test_an_album_whose_ids_the_platform_has_forgotten_is_uploaded_again(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await drafts(maryam, "یک نقش", "نماینده‌ها", words="")
    await maryam.sends_photo("سه نمای طرح", count=3)
    async with town.app.db.write() as session:
        await session.execute(update(StoredFile).values(ids={f"{town.face.name}:photo": "forgotten"}))
    before = len(sara.messages())
    await sends(town, maryam, "۱")
    assert len(sara.messages()) == before + 4


async def test_it_waits_for_its_hour_and_asks_then_who_is_addressed(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await maryam.taps("پیش‌نمایش و ارسال", "ارسال در زمان دیگر")
    assert "گذشته است" in await maryam.says("امروز ساعت ۱۷")
    assert "ساعت آن را هم بنویسید" in await maryam.says("شنبه")
    assert "دوشنبه ۱۵ مهر ۱۳۹۸، ساعت ۰۹:۳۰" in await maryam.says("دوشنبه ۹:۳۰ صبح")
    reza = await town.representative_of(ROADS, "رضا کریمی")
    await town.clock.to("1398-07-15 09:00")
    sara.marks()
    reza.marks()
    await town.clock.to("1398-07-15 09:31")
    assert sara.sees() == reza.sees() == NEWS
    assert "رسید: ۲ از ۲ نفر" in await finishes(town, maryam)


async def test_an_hour_in_the_quiet_hours_is_said_not_to_be_that_of_the_sending(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await maryam.taps("پیش‌نمایش و ارسال", "ارسال در زمان دیگر")
    assert "از دوشنبه ۱۵ مهر ۱۳۹۸، ساعت ۰۷:۰۰ به گیرندگان" in await maryam.says("فردا ساعت ۲۳")


async def test_its_hour_is_taken_back_and_it_stays_a_draft(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await maryam.taps("پیش‌نمایش و ارسال", "ارسال در زمان دیگر")
    await maryam.says("فردا ساعت ۹")
    assert "زمان‌بندی لغو شد" in await maryam.taps("لغو زمان‌بندی")
    await town.clock.to("1398-07-14 09:30")
    assert NEWS not in sara.everything()
    assert "پیش‌نویس" in await maryam.opens("اطلاع‌رسانی")


async def test_without_a_receipt_and_a_question_it_is_a_message_without_buttons(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await drafts(maryam, "یک نقش", "نماینده‌ها", words="")
    await maryam.sends_photo("دو نما", count=2)
    await maryam.taps("افزودن پرسش")
    await maryam.says("کدام بهتر است؟", "نخست\nدوم")
    assert "زیر پیام دکمهٔ «رؤیت شد» نمی‌آید" in await maryam.taps("بدون دکمهٔ «رؤیت شد»")
    assert "کدام بهتر است؟" not in await maryam.taps("حذف پرسش")
    before = len(sara.messages())
    seen = await sends(town, maryam, "۱")
    assert "رسید: ۱ از ۱ نفر" in seen
    assert "رؤیت:" not in seen
    assert [("inline_keyboard" in message) for message in sara.messages()[before:]] == [False, False]
    await maryam.taps("اصلاح متن")
    await maryam.says("دو نمای تازه")
    await finishes(town, maryam)
    assert "دو نمای تازه" in sara.everything()
    assert len(sara.messages()) == before + 2


@pytest.mark.rows
async def test_it_is_stopped_before_anybody_has_it_and_nobody_gets_it(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await town.clock.to("1398-07-13 22:00")
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    assert "ساعت سکوت" in await maryam.taps("پیش‌نمایش و ارسال")
    await maryam.taps("ارسال به ۱ نفر")
    assert "مانده: ۱ نفر" in maryam.sees()
    await maryam.taps("توقف")
    assert "فرستاده نشد: ۱ نفر" in await finishes(town, maryam)
    sara.marks()
    await town.clock.to("1398-07-14 09:00")
    assert NEWS not in sara.sees()
    assert "متوقف" in await maryam.taps("فهرست رؤیت‌ها")


@pytest.mark.rows
async def test_what_arrived_is_deleted_and_what_waits_is_never_sent_when_it_is_undone(both: Town) -> None:
    maryam, sara = await both.secretary(), await both.representative_of(CITY)
    reza = await both.representative_of(ROADS, "رضا کریمی", on="bale")
    await drafts(maryam)
    await sends(both, maryam, "۳")
    assert NEWS in sara.everything()
    assert NEWS in reza.everything()
    assert "از همه پس گرفته شود" in await maryam.taps("پس گرفتن")
    await maryam.taps("بله، پس گرفته شود")
    assert "پس گرفته شد: ۳ نفر" in await finishes(both, maryam)
    assert NEWS not in sara.everything()
    assert NEWS not in reza.everything()


@pytest.mark.refused("message can't be deleted")
async def test_after_two_days_it_is_changed_to_taken_back(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await sends(town, maryam, "۱")
    await town.clock.to("1398-07-16 09:00")
    await maryam.taps("پس گرفتن", "بله، پس گرفته شود")
    sara.marks()
    await finishes(town, maryam)
    assert "پس گرفته شد" in sara.everything()
    assert NEWS not in sara.everything()


async def test_an_old_drafts_button_tells_what_became_of_it_and_offers_no_second_sending(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await sends(town, maryam, "۱")
    seen = await maryam.taps("پیش‌نمایش و ارسال")
    assert "مریم رضایی این اطلاع‌رسانی را" in seen
    assert not any("ارسال به" in button for button in maryam.buttons())


@pytest.mark.rows
async def test_a_corrected_text_edits_what_arrived_and_what_waits(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await sends(town, maryam, "۱")
    await sara.taps("رؤیت شد")
    before = len(sara.messages())
    await maryam.taps("اصلاح متن")
    assert "متن اصلاح شد" in await maryam.says("جلسه به چهارشنبه افتاد.")
    await finishes(town, maryam)
    assert len(sara.messages()) == before
    assert "جلسه به چهارشنبه افتاد." in sara.everything()
    assert NEWS not in sara.everything()
    assert sara.buttons() == ["رؤیت شما ثبت شد"]

    await town.clock.to("1398-07-13 22:00")
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await sends(town, maryam, "۱")
    await maryam.taps("اصلاح متن")
    await maryam.says("جلسه لغو شد.")
    # What waits for the morning takes no place among what may go: the sender has nothing left to look at.
    await finishes(town, maryam)
    await town.clock.to("1398-07-14 09:00")
    assert sara.everything().count("جلسه لغو شد.") == 1
    assert NEWS not in sara.everything()


async def test_a_correction_under_a_photo_keeps_the_photo(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await drafts(maryam, "یک نقش", "نماینده‌ها", words="")
    await maryam.sends_photo("نقشهٔ طرح")
    await sends(town, maryam, "۱")
    await maryam.taps("اصلاح متن")
    assert "تنها متن" in await maryam.sends_photo("عکس دیگر")
    assert "بلندتر از آن است" in await maryam.says("بلند " * 300)
    await maryam.says("نقشهٔ درست طرح")
    before = len(sara.messages())
    await finishes(town, maryam)
    assert len(sara.messages()) == before
    assert "نقشهٔ درست طرح" in sara.everything()


async def test_a_draft_is_thrown_away_only_after_a_yes(town: Town) -> None:
    maryam = await town.secretary()
    await drafts(maryam)
    await maryam.taps("حذف پیش‌نویس", "بازگشت")
    assert NEWS in maryam.sees()
    await maryam.taps("حذف پیش‌نویس", "بله، حذف شود")
    assert "هنوز پیامی فرستاده نشده است" in maryam.sees()
    assert "موارد بالا" not in maryam.sees()


@pytest.mark.ci
@pytest.mark.refused("message to delete not found", "message not found")
async def test_who_cleared_the_chat_does_not_keep_the_others_from_being_undone(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(ROADS, "رضا کریمی")
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await sends(town, maryam, "۲")
    town.world._state.remove(sara.chat, [sara.messages()[-1]["id"]])
    await maryam.taps("پس گرفتن", "بله، پس گرفته شود")
    await finishes(town, maryam)
    assert NEWS not in sara.everything() + reza.everything()


@pytest.mark.ci
@pytest.mark.durable
@pytest.mark.rows
async def test_a_restart_in_the_middle_carries_on_and_nobody_gets_it_twice(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "SLICE", 2)
    maryam = await town.secretary()
    people = [await town.representative_of(agency, name) for agency, name in zip(AGENCIES, NAMES, strict=True)]
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await maryam.taps("پیش‌نمایش و ارسال")
    await town.app.ticks.stop()
    await maryam.taps("ارسال به ۵ نفر")
    assert [human.everything().count(NEWS) for human in people] == [1, 1, 0, 0, 0]
    await town.stop_bot()
    await town.start_bot()
    assert "رسید: ۵ از ۵ نفر" in await finishes(town, maryam)
    assert [human.everything().count(NEWS) for human in people] == [1] * 5

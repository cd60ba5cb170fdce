"""A representative reads what the agency owes, and puts a stray file where it belongs."""

from domain.people import Role
from tests.notified import notify
from tests.town import Town


async def test_open_tasks_are_listed_with_what_is_overdue_first(town: Town) -> None:
    sara = await town.representative_of("شهرداری مشهد")
    await notify(town, 7, "جدول منابع محله‌های هدف تکمیل شود.", "شهرداری مشهد", due="1398-07-20")
    await notify(town, 4, "نمایندهٔ تام‌الاختیار معرفی شود.", "شهرداری مشهد", due="1398-07-12")
    await notify(town, 9, "برای دیگران است.", "اتاق بازرگانی", due="1398-07-12")
    seen = await sara.opens("اقدام‌های باز من")
    assert "۲ اقدام در انتظار پاسخ شماست و مهلت ۱ مورد گذشته است" in seen
    assert seen.index("مصوبهٔ ۴") < seen.index("مصوبهٔ ۷")
    assert "۷ روز مانده" in seen
    assert "برای دیگران" not in seen
    opened = await sara.taps("مصوبهٔ ۷")
    assert "جدول منابع محله‌های هدف تکمیل شود." in opened
    assert "تا شنبه ۲۰ مهر ۱۳۹۸" in opened
    assert {"ثبت گزارش", "پاسخ با نامه", "فاقد عملکرد", "ارجاع به همکار"} <= set(sara.buttons())

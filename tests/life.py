"""The life of one member with an unmistakable name, number and words, by which everything of hers is found again."""

from domain.access.member import Role
from tests.answered import reported
from tests.handlers.secretariat.broadcast.broadcasting import drafts, sends
from tests.issued import issue
from tests.town import Human, Town

NAME, WORDS = "مهتاب قناری‌زاده", "زمردگون"
CITY, CHAMBER = "شهرداری نیشابور", "اتاق بازرگانی"


async def lived(town: Town, maryam: Human) -> Human:
    """Let Mahtab register, report, ask, suggest, help, stand in, be called and written to; then she is in a draft."""
    town.names_in_words = True
    await town.member("رضا احمدی", Role.HEAD, CITY)
    chamber = await town.representative_of(CHAMBER, "نرگس صالحی")
    mahtab = town.person(NAME)
    await mahtab.says("/start")
    await mahtab.taps("ثبت‌نام", "نمایندهٔ دستگاه", CITY, "سرکار خانم مهندس")
    await mahtab.says(NAME, "کارشناس اشتغال")
    await mahtab.shares_phone()
    await mahtab.taps("معرفی‌نامه دارم")
    await mahtab.says("۹۸/۱۲۳", "۱۳۹۸/۰۷/۱۰")
    await mahtab.sends_photo()
    await mahtab.taps("ادامه", "ارسال")
    await maryam.taps("بررسی درخواست‌ها", "پذیرش")
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await issue(town, 9, "سالن کار آماده شود.", CHAMBER, due="1398-07-25", partners=(CITY,))
    await reported(mahtab, f"جدول را {NAME} {WORDS} تکمیل کرد.")
    await issue(town, 8, "بازارچه برپا شود.", CITY, due="1398-07-25")
    await mahtab.says("/question")
    await mahtab.says(f"من {NAME} هستم، {WORDS}؟")
    await mahtab.sends_file(f"نامهٔ {NAME}.pdf", b"%PDF-1.4 letter")
    await mahtab.taps("ادامه", "ارسال")
    await mahtab.says("/idea")
    await mahtab.taps("کار در خانه")
    await mahtab.says(f"بازارچهٔ {WORDS} در هر محله؛ با احترام، مهتاب  قناري زاده")
    await mahtab.taps("رد کردن", "با نام من", "ارسال")
    await mahtab.says("/tasks")
    await mahtab.taps("همکاری با دیگران (۱)", "مصوبهٔ ۹", "ارسال مشارکت")
    await mahtab.says(f"سهم شهرداری آماده است. {NAME}")
    await mahtab.taps("رد کردن", "ارسال")
    await drafts(maryam, "یک نقش", "نماینده‌ها", words=f"{NAME} رابط این کار است.")
    await sends(town, maryam, "۲")
    await mahtab.taps("رؤیت شد")
    await mahtab.says("/link")
    await chamber.says("/question")
    await chamber.says(f"شمارهٔ {NAME} همان {mahtab.chat.phone} است؟")
    await chamber.taps("رد کردن", "ارسال")
    await mahtab.says("/report")
    await mahtab.taps("در دست")
    await mahtab.says("۴۰ درصد", f"نیمی از {WORDS}، {NAME}")
    return mahtab

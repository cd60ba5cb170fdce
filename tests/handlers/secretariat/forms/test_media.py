"""Pictures and sounds beside questions: they come along with the form as files, and are shown with the questions."""

from tests.handlers.secretariat.forms.test_form_upload import all_forms
from tests.published_forms import attach
from tests.town import PNG, Human, Town
from tests.xlsforms import workbook

SIGNS = """
survey:
type | name | label | media::image | media::audio
text | sign | این تابلو چه می‌گوید؟ | sign.png |
text | noise | این صدا چیست؟ | | noise.ogg
text | why | چرا؟
settings:
form_id | form_title
signs | تابلوها
"""
OGG = b"OggS" + b"\x00" * 60


def shown(human: Human) -> list[str]:
    """Return the kinds of files that the last message has."""
    message = human.world.history(human.chat)[-1]
    return [kind for kind in ("photo", "voice", "video", "document") if kind in message]


async def uploads(maryam: Human) -> str:
    await maryam.says("/forms")
    await maryam.taps("فرم تازه")
    return await maryam.sends_file("تابلوها.xlsx", workbook(SIGNS))


async def test_what_came_along_is_shown_with_its_question(town: Town) -> None:
    maryam = await town.secretary()
    seen = await uploads(maryam)
    assert "تصویر، صدا یا ویدئوی ۱ پرسش در ستون" in seen
    assert "sign.png" in seen
    await maryam.taps("افزودن فایل‌های همراه")
    await maryam.sends_file("sign.png", PNG, mime="image/png")
    await maryam.sends_file("noise.ogg", OGG, mime="audio/ogg")
    seen = await maryam.taps("ادامه")
    assert "همراه فرم نیامده است" not in seen
    assert "این تابلو چه می‌گوید؟" in await maryam.taps("امتحان فرم")
    assert shown(maryam) == ["photo"]
    assert "این صدا چیست؟" in await maryam.says("ایست")
    assert shown(maryam) == ["voice"]
    # A tap leads from a question with a file to one without, and back.
    assert "چرا؟" in await maryam.taps("رد کردن")
    assert shown(maryam) == []
    assert "این صدا چیست؟" in await maryam.taps("بازگشت")
    assert shown(maryam) == ["voice"]
    assert len(await all_forms(town)) == 1


async def test_without_its_file_a_question_is_asked_by_its_words(town: Town) -> None:
    maryam = await town.secretary()
    await uploads(maryam)
    assert "این تابلو چه می‌گوید؟" in await maryam.taps("امتحان فرم")
    assert shown(maryam) == []


async def test_a_new_version_keeps_the_pictures_of_the_one_before(town: Town) -> None:
    maryam = await town.secretary()
    await uploads(maryam)
    await maryam.taps("افزودن فایل‌های همراه")
    await maryam.sends_photo()
    await maryam.taps("ادامه")
    await maryam.taps("انتشار")
    await maryam.taps("فرستادن نسخهٔ تازه")
    seen = await maryam.sends_file("تابلوها.xlsx", workbook(SIGNS.replace("چرا؟", "برای چه؟")))
    assert "sign.png" not in seen
    await maryam.taps("جایگزینی با این نسخه")
    await attach(town, (await all_forms(town))[0].id)
    await maryam.says("/data")
    await maryam.taps("پر کردن: تابلوها")
    assert shown(maryam) == ["photo"]


async def test_what_the_form_has_no_place_for_is_refused_in_words(town: Town) -> None:
    maryam = await town.secretary()
    await uploads(maryam)
    await maryam.taps("افزودن فایل‌های همراه")
    await maryam.sends_file("other.png", PNG, mime="image/png")
    assert "فرم فایلی به نام «\u2068other.png\u2069» ندارد" in await maryam.taps("ادامه")
    await maryam.sends_file("sign.png", b"no picture at all", mime="image/png")
    assert "تصویر نیست یا آسیب دیده است" in await maryam.taps("ادامه")

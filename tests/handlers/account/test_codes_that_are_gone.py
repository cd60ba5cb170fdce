"""Codes that were typed and not used, when their row is gone: the number of that row may be another's by then."""

from tests.handlers.account.test_linking import CITY, code_of
from tests.town import Town


async def test_a_code_that_is_gone_joins_nobody_to_whoever_makes_the_next(both: Town) -> None:
    maryam = await both.secretary()
    omid = await both.representative_of(CITY, "امید دانا")
    stranger, second = both.person("ناشناس بی‌نام", on="bale"), both.person("امید دانا", on="bale")
    code = await code_of(omid)
    assert "بله، یکی شود" in "".join([await stranger.says(f"/link {code}"), *stranger.buttons()])
    await second.says(f"/link {code}")
    await second.taps("بله، یکی شود")
    # With the account that is parted go the codes of its person.
    await omid.taps("من نبودم، جدا کن")
    await code_of(maryam)
    seen = await stranger.taps("بله، یکی شود")
    assert "دو حساب شما یکی شد" not in seen
    assert "مصوبه" not in await stranger.says("/members")

"""Attendance that two secretaries record at once."""

from domain.access.member import Role
from tests.handlers.secretariat.planning.test_invitees import invited
from tests.handlers.secretariat.planning.test_plans import BODY
from tests.town import Town


async def test_of_two_taps_on_whoever_came_the_second_makes_no_delegate(town: Town) -> None:
    maryam, _, _ = await invited(town)
    goli = await town.member("گلی صادقی", Role.SECRETARY)
    await town.clock.to("1398-08-20 14:00")
    for secretary in (maryam, goli):
        await secretary.says("/meetings")
        await secretary.taps(BODY, "حضور و غیاب")
    assert "۱ حاضر" in await maryam.taps("سارا محمدی: غایب")
    assert "۱ حاضر، ۰ با نماینده" in await goli.taps("سارا محمدی: غایب")
    assert "۰ حاضر، ۱ با نماینده" in await goli.taps("سارا محمدی: حاضر")

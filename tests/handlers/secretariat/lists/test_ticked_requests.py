"""Requests to join that are approved by ticks, and one that is changed between its tick and the approval."""

import pytest

from domain.access.member import Role
from services.context import ActionContext
from services.directory import facilitators, neighbourhoods, registration
from tests.bot.linked import person_id
from tests.town import Human, Town

PLACES = ("محلهٔ گلشهر", "محلهٔ طلاب", "محلهٔ قائم")


async def asks(town: Town, who: Human, *names: str) -> None:
    """Let a facilitator choose neighbourhoods, of which the new ones wait for the secretariat."""
    async with town.app.db.write() as session:
        listed = {row.name: row.id for row in (await neighbourhoods.by_key(session)).values()}
        context = ActionContext(session, town.app.organisation, await person_id(town, who), town.clock.now())
        await registration.choose_neighbourhoods(context, [listed[name] for name in names])


async def held(town: Town, who: Human) -> list[str]:
    async with town.app.db.read() as session:
        return [name for _, name in await facilitators.of_person(session, await person_id(town, who))]


@pytest.mark.parametrize("when", ["before the tick", "after the tick"])
async def test_a_tick_approves_what_was_seen_and_nothing_asked_for_since(town: Town, when: str) -> None:
    """Ali asks for a further neighbourhood while Maryam ticks him and Hasan."""
    maryam = await town.secretary()
    ali, hasan = [await town.member(name, Role.FACILITATOR) for name in ("علی کریمی", "حسن رضایی")]
    async with town.app.db.write() as session:
        boss = await person_id(town, maryam)
        context = ActionContext(session, town.app.organisation, boss, town.clock.now())
        await neighbourhoods.add(context, [(name, "") for name in PLACES])
    await asks(town, ali, "محلهٔ طلاب")
    await asks(town, hasan, "محلهٔ گلشهر")
    await maryam.says("/members")
    await maryam.taps("درخواست", "پذیرش چند نفر با هم")
    assert [label for label in maryam.buttons() if "علی کریمی" in label and "۱ محله: محلهٔ طلاب" in label]
    if when == "before the tick":
        await asks(town, ali, "محلهٔ طلاب", "محلهٔ قائم")
    await maryam.taps("علی کریمی", "حسن رضایی", "ادامه")
    if when == "after the tick":
        await asks(town, ali, "محلهٔ طلاب", "محلهٔ قائم")
    seen = await maryam.taps("پذیرش افراد انتخاب‌شده")
    assert "۱ نفر پذیرفته شدند" in seen
    assert "علی کریمی، تسهیلگر، ۱ محله: محلهٔ طلاب: پس از انتخاب شما تغییر کرده است" in seen
    assert await held(town, ali) == []
    assert await held(town, hasan) == ["محلهٔ گلشهر"]
    assert "محله‌ها: محلهٔ طلاب، محلهٔ قائم" in await maryam.taps("درخواست بعدی")
    await maryam.taps("پذیرش")
    assert await held(town, ali) == ["محلهٔ طلاب", "محلهٔ قائم"]

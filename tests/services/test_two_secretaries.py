"""Two secretaries who decide about the same thing at the same moment: one of them holds, and the other is told."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.settings.config import Config
from domain.access.member import Member, Membership, Role
from domain.chat.rich_text import RichText
from models.database import Session
from models.tables.broadcasts import Broadcast
from models.tables.correspondence import LetterKind, RepresentativeList, SecretariatLetter
from models.tables.ideas import Idea, IdeaState, IdeaSubject
from models.tables.organisation import Audit
from services import facts, office_settings
from services.broadcast import broadcasts, content, running
from services.correspondence import appointments, letter_fields, letters
from services.errors import Refused
from services.ideas import ideas
from services.ideas.ideas import AlreadySet, NewIdea
from tests.services.broadcast.test_running import written
from tests.services.desk import Desk

pytestmark = pytest.mark.rows
CONFIGURED = Config.model_validate(
    {"telegram": {"token": "1:a"}, "secretariat": {"name": "دبیرخانهٔ کارگروه", "owners": ("telegram:1",)}}
).office
Act = Callable[[Session, int], Awaitable[object]]


async def at_once(desk: Desk, *acts: Act) -> Sequence[object]:
    """Let each secretary act in a transaction of her own; the first one holds hers until the second waits for it."""
    secretaries = [await desk.person(name, None, role=Role.SECRETARY) for name in ("مریم رضایی", "زهرا کریمی")]
    acted = asyncio.Event()

    async def do(place: int) -> object:
        if place:
            await acted.wait()
        async with desk.db.write() as session:
            try:
                outcome = await acts[place](session, secretaries[place])
            finally:
                # Also when the first one is refused, the second must have its turn.
                acted.set()
            if not place:
                await desk.until_blocked()
            return outcome

    return list(await asyncio.gather(do(0), do(1), return_exceptions=True))


async def test_of_two_states_of_an_idea_the_second_is_told(desk: Desk) -> None:
    sara = await desk.person("سارا محمدی", await desk.agency("شهرداری"))
    async with desk.db.write() as session:
        idea = await ideas.send(desk.context(session, sara), NewIdea(IdeaSubject.OTHER, "مجوزها یک‌جا داده شود."))

    def decides(state: IdeaState) -> Act:
        return lambda session, who: ideas.decide(desk.context(session, who), idea.id, idea.version, state, "سپاس")

    _, second = await at_once(desk, decides(IdeaState.ACCEPTED), decides(IdeaState.REJECTED))
    assert isinstance(second, AlreadySet)
    async with desk.db.read() as session:
        assert (await session.get_one(Idea, idea.id)).state is IdeaState.ACCEPTED


async def test_of_two_who_send_a_broadcast_one_does_and_so_of_two_who_undo_it(desk: Desk) -> None:
    maryam = await desk.person("نرگس احمدی", None, role=Role.SECRETARY)
    desk.organisation.links = {"telegram": "t.me/{}"}
    broadcast = await written(desk, _member(maryam))

    async def sends(session: Session, who: int) -> None:
        await broadcasts.send(desk.context(session, who), _member(who), broadcast.id, broadcast.version)
        await running.begin(desk.context(session, who), broadcast.id)

    def undoes(session: Session, who: int) -> Awaitable[object]:
        return broadcasts.undo(desk.context(session, who), _member(who), broadcast.id)

    _, second = await at_once(desk, sends, sends)
    assert isinstance(second, broadcasts.AlreadySent)
    _, second = await at_once(desk, undoes, undoes)
    assert isinstance(second, broadcasts.AlreadySent)


async def test_of_two_who_write_one_draft_the_second_is_told(desk: Desk) -> None:
    maryam = await desk.person("نرگس احمدی", None, role=Role.SECRETARY)
    desk.organisation.links = {"telegram": "t.me/{}"}
    draft = await written(desk, _member(maryam))

    def writes(words: str) -> Act:
        given = {"words": RichText.plain(words).to_json(), "files": []}
        return lambda session, who: broadcasts.write(
            desk.context(session, who), _member(who), draft.id, given, draft.content
        )

    _, second = await at_once(desk, writes("جلسه سه‌شنبه است."), writes("جلسه چهارشنبه است."))
    assert isinstance(second, broadcasts.WrittenMeanwhile)
    async with desk.db.read() as session:
        kept = await session.get_one(Broadcast, draft.id)
        assert content.words_of(kept).words == "جلسه سه‌شنبه است."


def _member(person_id: int) -> Member:
    return Member(person_id, person_id, memberships=(Membership(person_id, Role.SECRETARY),))


async def test_of_two_numbers_of_a_letter_the_first_stays(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    async with desk.db.write() as session:
        letter = SecretariatLetter(
            kind=LetterKind.FOLLOW_UP, agency_id=city, hash="h", file_name="نامه.docx", made_at=desk.now()
        )
        session.add(letter)
        await session.flush()
        number = letter.id

    def numbers(words: str) -> Act:
        return lambda session, who: letters.send(desk.context(session, who), [number], [words], desk.today)

    _, second = await at_once(desk, numbers("۱۲"), numbers("۱۳"))
    assert isinstance(second, Refused)
    async with desk.db.read() as session:
        assert (await session.get_one(SecretariatLetter, number)).number == "۱۲"


async def test_the_chair_is_asked_once_about_one_list(desk: Desk) -> None:
    await desk.person("سارا محمدی", await desk.agency("شهرداری"))
    await desk.person("رضا صادقی", None, role=Role.CHAIR)

    def asks(session: Session, who: int) -> Awaitable[object]:
        return appointments.ask(desk.context(session, who))

    _, second = await at_once(desk, asks, asks)
    assert isinstance(second, Refused)
    async with desk.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(RepresentativeList)) == 1


async def test_two_who_name_the_first_signatory_both_do_and_the_later_stays(desk: Desk) -> None:
    def names(name: str) -> Act:
        return lambda session, who: letter_fields.set_signatory(desk.context(session, who), name, "دبیر")

    assert await at_once(desk, names("حسین محمدی"), names("علی اکبری")) == [None, None]
    async with desk.db.read() as session:
        assert await letter_fields.signatory(session) == ("علی اکبری", "دبیر")


async def test_two_settings_at_once_are_both_kept_and_of_one_the_later_says_what_was_there(desk: Desk) -> None:
    desk.organisation.configured = CONFIGURED

    def names(words: str) -> Act:
        return lambda session, who: office_settings.change(desk.context(session, who), "name", {"name": words})

    def invites(session: Session, who: int) -> Awaitable[object]:
        return office_settings.change(desk.context(session, who), "invitation", {"invitation_text": "بفرمایید."})

    await at_once(desk, names("دبیرخانهٔ یک"), invites)
    async with desk.db.read() as session:
        kept = await office_settings.chosen(session)
    assert {name: one["values"] for name, one in kept.items()} == {
        "name": {"name": "دبیرخانهٔ یک"},
        "invitation": {"invitation_text": "بفرمایید."},
    }
    _, before = await at_once(desk, names("دبیرخانهٔ دو"), names("دبیرخانهٔ سه"))
    assert isinstance(before, office_settings.Setting)
    assert before.values == {"name": "دبیرخانهٔ دو"}
    async with desk.db.read() as session:
        assert await session.scalar(select(func.count()).where(Audit.subject == "setting")) == 4


async def test_a_change_during_the_planning_anew_is_planned_too_also_in_the_same_moment(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.organisation.configured = CONFIGURED
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)

    async def changes(words: str) -> None:
        async with desk.db.write() as session:
            await office_settings.change(desk.context(session, maryam), "name", {"name": words})

    await changes("دبیرخانهٔ یک")
    refresh = office_settings.refresh

    async def refreshed(session: Session, organisation: Any) -> None:
        await refresh(session, organisation)
        monkeypatch.setattr(office_settings, "refresh", refresh)
        await changes("دبیرخانهٔ دو")

    monkeypatch.setattr(office_settings, "refresh", refreshed)
    await office_settings.replan(desk.db, desk.organisation, desk.now())
    async with desk.db.read() as session:
        assert await facts.get(session, office_settings.CHANGED)
    await office_settings.replan(desk.db, desk.organisation, desk.now())
    async with desk.db.read() as session:
        assert not await facts.get(session, office_settings.CHANGED)

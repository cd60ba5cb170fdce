"""Questions as the digest counts them, and two secretaries who answer at the same moment."""

import asyncio
from datetime import timedelta

import pytest

from domain.access.member import Role
from services.ideas import questions
from services.ideas.questions import AlreadyAnswered, QuestionState, Unanswered
from tests.services.desk import Desk


async def ask(desk: Desk, person_id: int, words: str) -> int:
    async with desk.db.write() as session:
        return (await questions.ask(desk.context(session).acting(person_id), None, words, [])).id


async def answer(desk: Desk, person_id: int, question_id: int, words: str) -> None:
    async with desk.db.write() as session:
        await questions.answer(desk.context(session).acting(person_id), question_id, words, [])


async def counted(desk: Desk) -> Unanswered:
    async with desk.db.read() as session:
        return await questions.unanswered(session)


async def test_the_oldest_that_waits_is_counted_from_its_first_unanswered_words(desk: Desk) -> None:
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    sara = await desk.person("سارا محمدی", await desk.agency("شهرداری مشهد"))
    assert await counted(desk) == Unanswered(0, None)
    first = await ask(desk, sara, "جلسه کی است؟")
    began = desk.now()
    desk.wait(timedelta(hours=1))
    await ask(desk, sara, "و کجاست؟")
    assert await counted(desk) == Unanswered(2, began)
    await answer(desk, maryam, first, "شنبه.")
    desk.wait(timedelta(hours=1))
    async with desk.db.write() as session:
        await questions.ask_on(desk.context(session).acting(sara), first, "صبح؟", [])
    assert await counted(desk) == Unanswered(2, began + timedelta(hours=1))
    async with desk.db.write() as session:
        question = await questions.own(session, sara, first, lock=True)
        await questions.close(desk.context(session).acting(sara), question)
        assert questions.state_of(question) is QuestionState.CLOSED
    assert (await counted(desk)).count == 1


async def test_of_two_answers_at_once_one_is_the_answer(desk: Desk) -> None:
    secretaries = [await desk.person(name, None, role=Role.SECRETARY) for name in ("مریم رضایی", "رضا احمدی")]
    sara = await desk.person("سارا محمدی", await desk.agency("شهرداری مشهد"))
    question_id = await ask(desk, sara, "جلسه کی است؟")
    both = [answer(desk, secretary, question_id, "شنبه.") for secretary in secretaries]
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    [refused] = [outcome for outcome in outcomes if outcome is not None]
    assert isinstance(refused, AlreadyAnswered)
    assert refused.state is QuestionState.ANSWERED
    with pytest.raises(AlreadyAnswered):
        await answer(desk, secretaries[0], question_id, "یکشنبه.")
    assert sum("پاسخ داد" in words for words in await desk.written_to(sara)) == 1

"""Ideas that are alike, of which each may have become as long as a thread is."""

from collections.abc import Iterable

import pytest

from domain.persian import similarity
from domain.persian.text import fold
from models.tables.ideas import Idea, IdeaSubject
from services.ideas import idea_search
from tests.services.desk import Desk

TEXT = "بازار هفتگی صنایع دستی در بوستان کوهسنگی برپا شود."


async def test_of_long_threads_only_what_is_compared_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sara = await desk.person("سارا محمدی")
    read: list[int] = []

    def most_alike(text: str, others: Iterable[tuple[int, str]], most: int) -> list[int]:
        found = list(others)
        read.extend(len(words) for _, words in found)
        return similarity.most_alike(text, found, most)

    monkeypatch.setattr(idea_search, "most_alike", most_alike)
    async with desk.db.write() as session:
        for more in ("", " و ".join(["غرفه"] * 20_000)):
            idea = Idea(person_id=sara, subject=IdeaSubject.OTHER, text=TEXT, sent_at=desk.now())
            idea.text_fold = fold(f"{TEXT} {more}")
            session.add(idea)
        await session.flush()
        first = await session.get_one(Idea, 1)
        second = await session.get_one(Idea, 2)
        assert [one.id for one in await idea_search.similar(session, second, 5)] == [1]
        await idea_search.similar(session, first, 5)
    assert max(read) <= similarity.COMPARED

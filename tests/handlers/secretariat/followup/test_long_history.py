"""A task of which very much was reported: its card shows the latest, and loads no more."""

from sqlalchemy import event, insert

from models.tables.meetings import Submission, SubmissionKind, Verdict
from tests.answered import reported
from tests.issued import issue
from tests.town import Town

CITY = "شهرداری مشهد"


async def test_a_card_loads_no_more_than_the_versions_that_it_shows(town: Town) -> None:
    """Additions to an answer have no end, and each card read all of them."""
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    [number] = await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    earlier = {"obligation_id": number, "person_id": 1, "kind": SubmissionKind.REPORT, "verdict": Verdict.ACCEPTED}
    async with town.app.db.write() as session:
        await session.execute(insert(Submission), [{**earlier, "supplement": True, "sent_at": town.clock.now()}] * 500)
    await reported(sara, "جدول فرستاده شد.")
    loaded = set[int]()

    def note(submission: Submission, _: object) -> None:
        loaded.add(submission.id)

    event.listen(Submission, "load", note)
    try:
        assert "نسخه‌های این اقدام" in await maryam.says("/review")
    finally:
        event.remove(Submission, "load", note)
    assert 0 < len(loaded) < 20

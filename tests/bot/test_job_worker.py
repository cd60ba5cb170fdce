"""The job worker among several chats."""

from sqlalchemy import select

from models.tables.queues import Inbox
from services.queues import inbox, jobs
from tests.town import Town


async def test_who_asks_for_many_files_waits_for_who_asks_for_one(town: Town) -> None:
    maryam = await town.secretary("مریم حسینی")
    sara = await town.representative_of("شهرداری مشهد", "سارا کریمی")
    async with town.app.db.write() as session:
        for who in (maryam, maryam, maryam, sara):
            await jobs.start(session, "roster.template", who.user, None, {}, town.clock.now())
    await town.quiet()
    async with town.app.db.read() as session:
        ended = select(Inbox.chat).where(Inbox.platform == inbox.JOBS).order_by(Inbox.id)
        assert list(await session.scalars(ended)) == [maryam.user, sara.user, maryam.user, maryam.user]

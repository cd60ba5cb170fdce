"""The message that shows how far a job is, when it is kept no more: the job goes on, and its end is shown below."""

from sqlalchemy import delete

from domain.chat.screens import T
from models.tables.queues import Outbox
from services.messaging import job_progress
from tests.services.desk import Desk


async def test_a_job_outlives_the_row_of_the_message_that_shows_it(desk: Desk) -> None:
    maryam = await desk.person("مریم رضایی", None)
    async with desk.db.write() as session:
        context = desk.context(session, maryam)
        job = await job_progress.start(context, "export", f"telegram:{maryam}", {}, "export.stop")
        await job_progress.show(context, job, 10, 100)
        await session.execute(delete(Outbox))
    async with desk.db.write() as session:
        context = desk.context(session, maryam)
        await job_progress.show(context, job, 50, 100)
        assert not await job_progress.close(context, job, T("export.finished"))
    assert not await desk.written_to(maryam)

"""Letters that are still being written while one of their agencies is merged into another."""

from typing import Any

import pytest
from sqlalchemy import select

from bot import job_worker
from models.tables.agencies import Agency
from models.tables.correspondence import LetterItem, SecretariatLetter
from services.context import ActionContext
from services.directory import agency_merge
from tests.issued import issue
from tests.town import Town

CITY, TWIN, ROADS = "شهرداری مشهد", "شهرداری کلانشهر مشهد", "ادارهٔ کل راه"
pytestmark = pytest.mark.rows


async def test_letters_come_although_an_agency_was_merged_while_they_were_written(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    maryam = await town.secretary()
    await issue(town, 3, "آمار محلات هدف ارسال شود", CITY, TWIN, ROADS, due="1398-07-20")
    await issue(town, 7, "جدول منابع تهیه شود", TWIN, due="1398-07-20")
    await town.clock.to("1398-08-02 10:00")
    talk = job_worker.Child.talk

    async def merging(child: job_worker.Child, *arguments: Any) -> Any:
        async with town.app.db.write() as session:
            context = ActionContext(session, town.app.organisation, None, town.clock.now())
            ids = {agency.name: agency.id for agency in await session.scalars(select(Agency))}
            if TWIN in ids:
                seen = await agency_merge.preview(context, ids[CITY], ids[TWIN])
                await agency_merge.merge(context, ids[CITY], ids[TWIN], seen.stamp)
        return await talk(child, *arguments)

    monkeypatch.setattr(job_worker.Child, "talk", merging)
    await maryam.says("/letters")
    await maryam.taps("نامه به همهٔ دستگاه‌های معوق")
    seen = await maryam.taps("ساختن ۳ نامه")
    assert "۲ نامه در این فایل فشرده است" in seen
    assert "۱ نامه نگه داشته نشد، چون دستگاه آن در این میان در دستگاه دیگری ادغام شد" in seen
    assert await maryam.downloads(".zip")
    async with town.app.db.read() as session:
        rows = await session.scalars(select(Agency.name).join(SecretariatLetter).join(LetterItem))
        assert sorted(rows) == sorted([CITY, ROADS])

"""A person who is forgotten, whatever tables there are by then."""

from sqlalchemy import func, select

from models import Base
from models.tables.people import Account
from services.accounts import forgetting
from tests.services.any_rows import make_first_rows, make_row
from tests.services.desk import Desk


async def test_no_row_that_names_an_account_keeps_it_from_being_forgotten(desk: Desk) -> None:
    await desk.person("مریم رضایی")
    await desk.issue(3, "تا پایان مهر", await desk.agency("شهرداری مشهد"))
    sara = await desk.person("سارا محمدی")
    columns = [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "accounts" for key in column.foreign_keys)
    ]
    async with desk.db.write() as session:
        await make_first_rows(session, desk)
        account = await session.scalar(select(Account.id).where(Account.person_id == sara))
        for number, column in enumerate(columns):
            await make_row(session, desk, column, account or 0, number)
    await forgetting.forget(desk.db, desk.organisation, sara)
    async with desk.db.read() as session:
        for column in columns:
            assert await session.scalar(select(func.count()).where(column == account)) == 0, column
        assert await session.get(Account, account) is None

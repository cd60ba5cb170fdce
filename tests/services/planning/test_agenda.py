"""The agenda of a planned meeting: what is overdue is proposed for it."""

from services.planning import agenda
from tests.services.desk import Desk


async def test_what_is_overdue_is_proposed_in_dictionary_order(desk: Desk) -> None:
    """«پ» comes before «ت» and «گ» before «ل», wherever Unicode has them."""
    for number, name in enumerate(("تأمین اجتماعی", "لوله‌کشی گاز", "پارک‌ها", "گمرک"), 1):
        await desk.issue(number, "تا پایان مهر ۱۳۹۸", await desk.agency(name))
    desk.to("1398-08-10")
    async with desk.db.read() as session:
        proposed = await agenda.overdue(session, desk.today)
    assert [name for row in proposed for name in row.agencies] == ["پارک‌ها", "تأمین اجتماعی", "گمرک", "لوله‌کشی گاز"]

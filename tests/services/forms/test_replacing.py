"""A form that is replaced while thirty people fill it in."""

from domain.forms.compiled.form_data import to_data
from models.tables.conversations import Draft
from models.tables.forms import FormOrigin
from services.forms import drafters, library
from tests.services.desk import Desk
from tests.xlsforms import form

ONE = "survey:\ntype|name|label\ntext|word|چه خبر؟"
PEOPLE = 30


async def test_each_of_thirty_with_a_draft_is_asked_once_and_nobody_without_a_role(desk: Desk) -> None:
    city = await desk.agency("شهرداری مشهد")
    people = [await desk.person(f"شخص {number}", city) for number in range(PEOPLE)]
    left = await desk.person("سارا محمدی")
    async with desk.db.write() as session:
        context = desk.context(session)
        for tables in (ONE, f"{ONE}\ndate|day|چه روزی؟"):
            reading = {
                "id": "news", "title": "خبر محله", "version": "", "languages": [""], "questions": 1, "repeats": 0,
                "data": to_data(form(tables)), "xml_hash": "", "hash": "0" * 64, "name": "خبر.xlsx",
            }  # fmt: skip
            known = await library.named(session, "news")
            kept, _ = await library.keep(context, reading, known.id if known else 0, FormOrigin.UPLOADED)
            if known is None:
                await library.publish(context, kept.form_id, 1)
                for person in (*people, left):
                    session.add(Draft(person_id=person, form="form.1", subject="1.0.0.", updated_at=desk.now()))
        replaced = await library.publish(context, 1, (await library.get(session, 1)).version)
        assert replaced
        assert await drafters.tell_replaced(context, replaced) == PEOPLE
    for person in people:
        [asked] = await desk.written_to(person)
        assert "نسخهٔ تازه‌ای دارد" in asked
    assert await desk.written_to(left) == []

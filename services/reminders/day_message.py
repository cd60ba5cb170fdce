"""The one message of a day of each person, written with what waits of earlier days, forms and begun answers."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables.meetings import Obligation
from services.context import ActionContext
from services.isolation import NotNowError
from services.messaging import outbox
from services.messaging.notify import PERSON, notify
from services.reminders import unsent_reminders
from services.reminders.messages import message
from services.reminders.messages.message import Digest
from services.reminders.unsent_reminders import NOTHING, Read


async def heard(session: AsyncSession, person_ids: Collection[int], today: date) -> set[int]:
    """Those of some people who have had today's message."""
    keys = {unsent_reminders.day_key(person_id, today): person_id for person_id in person_ids}
    return {keys[key] for key in await outbox.known_keys(session, keys)}


async def write(
    context: ActionContext, digests: dict[int, Digest], late: Collection[int] = (), known: Read = NOTHING
) -> int:
    """Write today's message to each person of a digest, and an unsent one of an earlier day anew to those in ``late``.

    ``known`` is what was read of the unsent ones. Nobody among them has had today's message. Returns the number of
    messages. Raises NotNowError.
    """
    today = context.today
    withdrawn = await unsent_reminders.withdraw(context, {*digests, *late}, known)
    for person_id, digest in withdrawn.items():
        digests.setdefault(person_id, Digest(digest.person)).join(digest)
    await message.add_forms(context, digests)
    await message.note_drafts(context.session, digests)
    written = await notify(
        context,
        [digest.person for digest in digests.values()],
        lambda person: message.screen(digests[person.id], today, context.organisation),
        group_key=unsent_reminders.group_key(PERSON),
        dedupe_key=unsent_reminders.day_key(PERSON, today),
        # The earlier reminder is withdrawn above already, because its obligations are taken over.
        supersede=False,
    )
    if {one.person_id for one in written} != digests.keys():
        # Somebody else wrote one of them meanwhile: nothing of this slice may count as said, and it is done again.
        raise NotNowError("a reminder of today was written beside this tick")
    again = {view.id for digest in withdrawn.values() for view in (*digest.own, *digest.helping)}
    if again:
        await context.session.execute(update(Obligation).where(Obligation.id.in_(again)).values(reminded_on=today))
    return len(written)

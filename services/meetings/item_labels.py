"""The labels of a resolution's sub-items, which owners, obligations and forms name: where they change, these follow."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from domain.chat.screens import Screen, T
from domain.deadlines import periods
from domain.persian.text import fold
from models.tables.followup import ExtensionState
from models.tables.forms import FormAssignment
from models.tables.meetings import OPEN_STATES, Obligation, Resolution
from services import audit
from services.context import ActionContext
from services.messaging import buttons, recipients, secretary_notices
from services.messaging.notify import notify
from services.messaging.secretary_notices import NoticeKind
from services.obligations import extensions, transitions
from services.reminders import unsent_reminders
from texts import wording

Item = Mapping[str, Any]


def moved(before: Sequence[Item], after: Sequence[Item]) -> dict[str, str]:
    """The new label of each old one, "" for that of a sub-item that is gone; no two get the same.

    A sub-item is known again by its words, else by its label, else, where as many are left, by its place among them.
    """
    keys: list[Callable[[Item], Any]] = [
        lambda item: (item["label"], fold(item["text"])),
        lambda item: fold(item["text"]),
        lambda item: item["label"],
    ]
    old, new = dict(enumerate(before)), dict(enumerate(after))
    found = {item["label"]: "" for item in before}
    for key in keys:
        for place, item in list(old.items()):
            match = next((one for one in new if key(new[one]) == key(item)), None)
            if match is not None:
                found[item["label"]] = new.pop(match)["label"]
                del old[place]
    if len(old) == len(new):
        found |= {one["label"]: other["label"] for one, other in zip(old.values(), new.values(), strict=True)}
    return found


async def carry_over(context: ActionContext, resolution: Resolution, before: Sequence[Item]) -> None:
    """Let owners, obligations and forms follow from the labels of ``before`` to those that a resolution has now.

    Those of a sub-item that is gone are of the whole. Where an agency has an obligation of the whole already, the one
    of the part that is gone ends, and with it a request for more time.
    """
    session = context.session
    labels = moved(before, resolution.items)
    for owner in resolution.owners:
        owner.item = labels.get(owner.item, "")
    forms = select(FormAssignment).where(FormAssignment.resolution_id == resolution.id, FormAssignment.item != "")
    for form in await session.scalars(forms):
        form.item = labels.get(form.item, "")
    rows = await session.scalars(
        select(Obligation)
        .where(Obligation.resolution_id == resolution.id)
        .order_by(Obligation.id)
        .with_for_update(of=Obligation)
        .execution_options(populate_existing=True)
    )
    every = rows.all()
    whole = {(one.agency_id, one.period) for one in every if not one.item}
    changed: dict[Obligation, str] = {}
    needless: dict[Obligation, str] = {}
    for obligation in every:
        label = labels.get(obligation.item, "")
        of = (obligation.agency_id, obligation.period)
        if label == obligation.item:
            continue
        if not label and of in whole:
            needless |= {obligation: obligation.item} if obligation.state in OPEN_STATES else {}
            label = _unused(obligation.item, set(labels.values()), {one.item for one in every})
        elif not label:
            whole.add(of)
        changed[obligation] = label
    for obligation in changed:
        # Two labels may have changed places, and no two of an agency may be equal even for a moment.
        obligation.item = f"~{obligation.id}"
    await session.flush()
    for obligation, label in changed.items():
        obligation.item = label
    for obligation in needless:
        transitions.close(obligation)
    await session.flush()
    await unsent_reminders.refresh(context, list(needless))
    of_whole = {(one.agency_id, one.period): one for one in every if not one.item}
    for obligation, label in needless.items():
        await _end_request(context, resolution, obligation, label, of_whole[obligation.agency_id, obligation.period])


async def _end_request(
    context: ActionContext, resolution: Resolution, part: Obligation, label: str, whole: Obligation
) -> None:
    """Withdraw the request for more time for a part that ended; its owner is told, and may ask for the whole."""
    request = await extensions.pending(context.session, part.id)
    if request is None:
        return
    until = request.until
    await extensions.withdraw(context, part.id)
    audit.record(context, ExtensionState.WITHDRAWN.value, "extension", request.id)
    await secretary_notices.decided(context, NoticeKind.EXTENSIONS)
    title = wording.resolution_name(resolution.number, label, resolution.meeting.number)
    told = [T("extension.told_part_gone", title=title, until=until)]
    if whole.state in OPEN_STATES:
        due = wording.due_date(whole.due, periods.kind(resolution.deadline), context.today)
        told.append(T("extension.ask_for_whole", due=due))
    people = await recipients.answering_for(context.session, [part.agency_id])
    await notify(context, people, Screen(T("form.lines", lines=told), ((buttons.to_task(whole.id),),)))


def _unused(label: str, now: Collection[str], ever: Collection[str]) -> str:
    """The label under which an ended obligation stays: its own, unless a sub-item is called so now."""
    unused = label
    while unused in now or (unused != label and unused in ever):
        unused += "*"
    return unused

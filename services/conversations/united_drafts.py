"""Two drafts of one form about one subject, of two persons that become one: one stays, and nothing typed is lost."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables.conversations import Conversation, Draft
from models.tables.forms import FormRow


async def unite(session: AsyncSession, own: Draft, other: Draft) -> tuple[Draft, tuple[str, ...]]:
    """Keep the fuller draft, in every chat that has either in hand, and delete the other one.

    The one that stays gets what it lacks: answers outside of rows, files, and rows that came by Excel. Returns it, and
    the words for which it has others.
    """
    rows = {draft.id: await _rows(session, draft) for draft in (own, other)}
    lesser, fuller = sorted(
        (other, own), key=lambda draft: len(draft.state.get("answers", ())) + sum(rows[draft.id].values())
    )
    fuller.state, left = _united(fuller.state, lesser.state)
    for repeat in rows[lesser.id]:
        moved = update(FormRow).where(FormRow.draft_id == lesser.id, FormRow.repeat == repeat)
        last = rows[fuller.id].get(repeat, 0)
        await session.execute(moved.values(draft_id=fuller.id, number=FormRow.number + last))
    await session.execute(update(Conversation).where(Conversation.draft_id == lesser.id).values(draft_id=fuller.id))
    await session.flush()
    await session.execute(delete(Draft).where(Draft.id == lesser.id))
    return fuller, left


async def _rows(session: AsyncSession, draft: Draft) -> dict[str, int]:
    """The last number of the rows that came by Excel, by repeat."""
    found = await session.execute(
        select(FormRow.repeat, func.max(FormRow.number)).where(FormRow.draft_id == draft.id).group_by(FormRow.repeat)
    )
    return dict(found.all())


def _united(state: Mapping[str, Any], lesser: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    answers, left = dict(state.get("answers", {})), []
    for name, value in lesser.get("answers", {}).items():
        kept = answers.get(name)
        if kept in (None, "", []):
            # A row has the number of another one in the draft that stays.
            if "[" not in name:
                answers[name] = value
                continue
        elif _are_files(kept) and _are_files(value):
            known = {file.get("hash") for file in kept}
            answers[name] = [*kept, *(file for file in value if file.get("hash") not in known)]
            continue
        # The name of an option that was tapped, and came in no message, would say nothing.
        if isinstance(value, str) and value != kept and (name in lesser.get("sources", {}) or not _is_name(value)):
            left.append(value)
    united = {**state, "answers": answers}
    if "skipped" in state:
        united["skipped"] = [name for name in state["skipped"] if name not in answers]
    if "files" in lesser:
        united["files"] = {**lesser["files"], **state.get("files", {})}
    if "sources" in lesser:
        # The edit of a message whose words have no place here must not put them in the place of others.
        taken = {name: ids for name, ids in lesser["sources"].items() if name not in state.get("answers", {})}
        united["sources"] = taken | state.get("sources", {})
    return united, tuple(left)


def _is_name(value: str) -> bool:
    return value.isascii() and value.isidentifier()


def _are_files(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) and "hash" in one for one in value)

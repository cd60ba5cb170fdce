"""The outbox: messages committed with their cause, claimed by platform, then completed or retried.

A claim looks at each lane by rounds: the first row of every recipient, then the second of each. A recipient with
thousands of rows so holds up nobody else, and no query has to look through them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Row,
    Select,
    Subquery,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
    type_coerce,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from models.base import Moment, table_of
from models.database import Session
from models.many_rows import ManyRows
from models.tables.people import Person
from models.tables.queues import Lane, Operation, Outbox, OutboxState, is_group

LONGEST_HINT = 60.0
SLACK = timedelta(minutes=1)
"""The time by which a row may be ahead of the clock without being another clock's."""
STRIPPED = "stripped"
"""The content of a message that lost its buttons, which no screen's digest is."""
# Statements are built once, because building one costs more than running it. The state is a literal as in the partial
# indexes, because a parameter would not match them.
_OUTBOX = table_of(Outbox)
_NEXT_ROUND = (
    select(func.coalesce(func.max(_OUTBOX.c.round) + literal_column("1"), literal_column("0")))
    .where(
        text("outbox.state = 'pending'"),
        _OUTBOX.c.recipient == bindparam("to", type_=_OUTBOX.c.recipient.type),
        _OUTBOX.c.lane == bindparam("in_lane", type_=_OUTBOX.c.lane.type),
    )
    .scalar_subquery()
) + bindparam("behind", type_=Integer)
_INSERT = ManyRows(insert(_OUTBOX).values(round=_NEXT_ROUND))
_INSERT_NEW = {
    dialect.dialect.name: dialect.insert(_OUTBOX)
    .values(round=_NEXT_ROUND)
    .on_conflict_do_nothing(index_elements=["dedupe_key"])
    .returning(_OUTBOX.c.id, _OUTBOX.c.person_id)
    for dialect in (postgresql, sqlite)
}
_recent = (
    select(_OUTBOX.c.id, _OUTBOX.c.message_id, _OUTBOX.c.screen, _OUTBOX.c.shows)
    .where(
        _OUTBOX.c.chat == bindparam("chat"), _OUTBOX.c.message_id.is_not(None), _OUTBOX.c.operation == Operation.SEND
    )
    .order_by(_OUTBOX.c.message_id.desc())
    .limit(bindparam("among"))
    .subquery()
)
_strip = _OUTBOX.alias("strip").c
_ASKING = (
    select(_recent.c.id, _recent.c.message_id)
    .where(
        _recent.c.screen.contains(bindparam("form_button")),
        _recent.c.shows != STRIPPED,
        # The next answer may come while the strip of the last one still waits.
        ~exists().where(
            _strip.target_id == _recent.c.id, _strip.operation == Operation.STRIP, text("strip.state = 'pending'")
        ),
    )
    .order_by(_recent.c.message_id.desc())
)
RECENT = 60
"""The latest messages of a chat among which those of a form are looked for."""
_EDITS = (Operation.EDIT, Operation.CAPTION)
"""The operations of which only a message's latest counts."""
_TARGET, _PERSON = _OUTBOX.alias("target"), table_of(Person)
_row, _target = _OUTBOX.c, _TARGET.c
_newer, _waiting, _resting = (_OUTBOX.alias(name).c for name in ("newer", "waiting", "resting"))


def _may_go(row: ReadOnlyColumnCollection[str, Any]) -> ColumnElement[bool]:
    return or_(row.not_before.is_(None), row.not_before <= bindparam("now", type_=Moment))


def _first_of(lane: Lane) -> Select[tuple[int]]:
    """Select the rows of a lane that go first, with those to groups or without; only the last lane has strips."""
    strips = [or_(_waiting.operation != Operation.STRIP, bindparam("strips", type_=Boolean))]
    first: Subquery = (
        select(_waiting.id)
        .where(
            text("waiting.state = 'pending'"),
            _waiting.platform == bindparam("platform"),
            _waiting.lane == lane,
            _may_go(_waiting),
            _waiting.retry_at <= bindparam("seconds"),
            _waiting.id.not_in(bindparam("known", expanding=True)),
            or_(
                bindparam("groups", type_=Boolean),
                _waiting.recipient.not_like(bindparam("platform", type_=_waiting.recipient.type).concat(":-%")),
            ),
            *(strips if lane is Lane.BROADCAST else ()),
        )
        .order_by(_waiting.round, _waiting.id)
        .limit(bindparam("most"))
        .subquery()
    )
    return select(first.c.id)


_SUPERSEDED = exists().where(
    _newer.target_id == _row.target_id,
    _newer.operation.in_(_EDITS),
    _newer.id > _row.id,
    _newer.state.in_((OutboxState.PENDING, OutboxState.SENT)),
    _may_go(_newer),
)
_RESTS = exists().where(
    text("resting.state = 'pending' AND resting.retry_at > 0"),
    _resting.platform == _row.platform,
    _resting.recipient == _row.recipient,
    _resting.retry_at > bindparam("seconds"),
)
_DUE = (
    select(
        _row.id,
        _row.person_id,
        _row.chat,
        _row.lane,
        _row.recipient,
        _row.operation,
        _row.language,
        _row.screen,
        _row.callback_id,
        _row.group_key.label("group_key"),
        _row.attempts,
        _row.created_at,
        _row.target_id,
        _target.message_id.label("target_message"),
        _target.album_ids.label("target_album"),
        _target.shows.label("target_shows"),
        _target.media.label("target_media"),
        _target.state.label("target_state"),
        _target.not_before.label("target_not_before"),
        _target.chat.label("target_chat"),
        type_coerce(case((_row.operation.in_(_EDITS), _SUPERSEDED), else_=False), Boolean).label("superseded"),
        _RESTS.label("rests"),
        _PERSON.c.language.label("person_language"),
        _PERSON.c.settings,
    )
    .outerjoin(_TARGET, _target.id == _row.target_id)
    .outerjoin(_PERSON, _PERSON.c.id == _row.person_id)
    .where(_row.id.in_(union_all(*(_first_of(lane) for lane in Lane))))
    .order_by(_row.lane, _row.round, _row.id)
)
_BY_ID = update(_OUTBOX).where(_OUTBOX.c.id == bindparam("row"))
_CHANGE, _CHANGE_PENDING = ManyRows(_BY_ID), ManyRows(_BY_ID.where(text("outbox.state = 'pending'")))
_TEXTS_SHOWN = (
    select(_row.chat, _row.message_id, func.max(_row.id).label("row"), func.max(_row.lane).label("lane"))
    .where(
        _row.chat.in_(bindparam("chats", expanding=True)),
        _row.message_id.in_(bindparam("messages", expanding=True)),
        _row.operation == Operation.SEND,
        _row.media.is_(False),
    )
    .group_by(_row.chat, _row.message_id)
)

Change = Mapping[str, Any]
"""New values of a row by column; ``row`` is its id. All changes of one call have the same columns."""


async def add(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows in their order, one after the other, without ORM objects."""
    await _INSERT.execute(session, [_placed(row, 0) for row in rows])


async def asking(session: Session, chat: str, draft_id: int) -> Sequence[Row[int, int]]:
    """Find the recent messages of a chat whose form's buttons stay so far, the latest first: row and number."""
    wanted = {"chat": chat, "form_button": f'"f:{draft_id}:', "among": RECENT}
    return (await session.execute(_ASKING, wanted)).all()


async def add_new(session: Session, rows: Sequence[Mapping[str, Any]]) -> Sequence[Row[int, int | None]]:
    """Insert rows in one statement, except those whose ``dedupe_key`` is there already; return (id, person) of each."""
    behind = Counter[tuple[str, Lane]]()
    placed = []
    for row in rows:
        # The one statement does not see the rows that it inserts itself.
        place = row["recipient"], row["lane"]
        placed.append(_placed(row, behind[place]))
        behind[place] += 1
    return (await session.execute(_INSERT_NEW[session.get_bind().dialect.name], placed)).all()


def _placed(row: Mapping[str, Any], behind: int) -> dict[str, Any]:
    # Somebody's hundreds of groups are as many recipients: they come behind everybody's first row.
    behind += is_group(row["recipient"])
    return {**row, "to": row["recipient"], "in_lane": row["lane"], "behind": behind}


async def claim(
    session: Session,
    platform: str,
    now: datetime,
    seconds: float,
    known: Collection[int],
    most: int,
    *,
    strips: bool = True,
    groups: bool = True,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Claim up to ``most`` messages of each lane that a platform is to send now.

    Replies come first, and in a lane the first message of each recipient before anybody's second. ``known`` are the
    rows that the caller has claimed already, strips are left for an idle moment unless ``strips``, and rows to groups
    are left out unless ``groups``. By ``seconds``, real time, failed rows rest: they are not claimed, and the others of
    their recipients tell by ``rests``. A row ends by ``complete`` or goes on by ``retry``.
    """
    wanted = {
        "platform": platform,
        "now": now,
        "seconds": seconds,
        "known": list(known),
        "most": most,
        "strips": strips,
        "groups": groups,
    }
    return (await session.execute(_DUE, wanted)).all()


async def complete(session: Session, changes: Sequence[Change]) -> None:
    """End claimed rows with their outcomes."""
    await _CHANGE.execute(session, changes)


async def retry(session: Session, changes: Sequence[Change]) -> None:
    """Leave claimed rows to a later claim, except those that were withdrawn while they were tried."""
    await change_pending(session, changes)


async def change_pending(session: Session, changes: Sequence[Change]) -> None:
    """Change rows, except those that have ended meanwhile."""
    await _CHANGE_PENDING.execute(session, changes)


async def shorten_waits(session: Session, seconds: float) -> None:
    """Let no row rest for longer than ``LONGEST_HINT`` from now on, at a start.

    What an earlier run stored in real seconds may be of another clock, so it is but a hint.
    """
    latest = seconds + LONGEST_HINT
    late = text("outbox.state = 'pending' AND outbox.retry_at > 0"), _OUTBOX.c.retry_at > latest
    await session.execute(update(_OUTBOX).where(*late).values(retry_at=latest))


async def bring_back(session: Session, now: datetime) -> int:
    """Bring rows that a clock ahead of the right one wrote to the present, and return their number.

    What held them back does so for as long as it would have.
    """
    ahead = select(_row.id, _row.created_at, _row.not_before).where(
        text("outbox.state = 'pending'"), _row.created_at > now + SLACK
    )
    rows = (await session.execute(ahead)).all()
    changes = [
        {
            "row": row.id,
            "created_at": now,
            "not_before": row.not_before and row.not_before - (row.created_at - now),
        }
        for row in rows
    ]
    await change_pending(session, changes)
    return len(changes)


async def skip(session: Session, rows: Iterable[int], reason: str) -> None:
    """End rows that are still pending without sending them."""
    await change_pending(session, [{"row": row, "state": OutboxState.SKIPPED, "reason": reason} for row in rows])


async def note_shown(session: Session, changes: Sequence[Change]) -> None:
    """Record the contents of messages that were edited."""
    await _CHANGE.execute(session, changes)


class Shown(NamedTuple):
    """The row of a message that shows a text; a notice came unasked, as a reminder does."""

    row: int
    notice: bool


async def texts_shown(session: Session, messages: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Shown]:
    """Find the rows of messages that show a text and no file, by (chat, message). Others are not among the keys."""
    wanted = list(messages)
    values = {"chats": [chat for chat, _ in wanted], "messages": [message for _, message in wanted]}
    return {
        (row.chat, row.message_id): Shown(row.row, row.lane != Lane.REPLY)
        for row in await session.execute(_TEXTS_SHOWN, values)
    }

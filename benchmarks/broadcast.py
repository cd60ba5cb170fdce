"""Duration of a broadcast to 1,000 people beside Telegram's rate limit, and the delay of others' answers meanwhile.

    python benchmarks/broadcast.py [runs]

The limit of 30 messages a second is on. What it allows is the time for the broadcast and the replies sent meanwhile,
less the first second's; the targets are 5 % over that, and 0.3 s for 99 of 100 answers.
"""

import asyncio
import statistics
import sys
from datetime import UTC, datetime

import fill_databases
from harness import Server, crowd, dabir
from sqlalchemy import func, select
from sqlalchemy.engine import URL
from steps import FORM, tap_to_form

from domain.access.audience import Audience, Operator, Part, PartKind
from domain.access.member import Role
from domain.chat.rich_text import RichText
from models import Broadcast, Membership, Outbox
from models.broadcasts import BroadcastState
from models.database import Database
from models.queues import Lane, Operation, OutboxState

PEOPLE = 1000
AUTHOR = 2
PER_SECOND = 30
SECONDS = 45
ANY_HOUR = {"DABIR_REMINDERS__QUIET_FROM": "00:00", "DABIR_REMINDERS__QUIET_TO": "00:00"}


class Sent:
    """The database of a run, which tells afterwards when each message was sent."""

    url: URL

    async def prepare(self, db: Database) -> None:
        """Fill the database, with a broadcast that begins at once to all representatives but the first, who taps."""
        self.url = db.url
        await fill_databases.fill(db, members=PEOPLE + 1, obligations=PEOPLE + 1, first_user=2000)
        now = datetime.now(UTC)
        audience = Audience().then(Operator.PLUS, Part(PartKind.ROLE, name=Role.REPRESENTATIVE))
        audience = audience.then(Operator.MINUS, Part(PartKind.AGENCY, (1,)))
        content = {"words": RichText.plain("جلسه به سه‌شنبه افتاد.").to_json(), "files": []}
        async with db.write() as session:
            session.add(Membership(person_id=AUTHOR, role=Role.SECRETARY, since=now))
            session.add(
                Broadcast(
                    author_id=AUTHOR,
                    decided_by=AUTHOR,
                    state=BroadcastState.SCHEDULED,
                    audience=audience.to_json(),
                    content=content,
                    send_at=now,
                    created_at=now,
                )
            )

    async def read(self) -> tuple[int, float, int]:
        """The number of broadcast messages, the seconds from the first to the last, and the other calls meanwhile."""
        db = Database(self.url.render_as_string(hide_password=False))
        sent = Outbox.state == OutboxState.SENT
        async with db.read() as session:
            row = (
                await session.execute(
                    select(func.count(), func.min(Outbox.sent_at), func.max(Outbox.sent_at)).where(
                        sent, Outbox.lane == Lane.BROADCAST
                    )
                )
            ).one()
            count, first, last = row
            others = await session.scalar(
                select(func.count()).where(
                    sent,
                    Outbox.lane != Lane.BROADCAST,
                    Outbox.operation != Operation.TOAST,
                    Outbox.sent_at.between(first, last),
                )
            )
        await db.close()
        return count, (last - first).total_seconds(), others or 0


def measure() -> tuple[float, float, float, float]:
    """Measure a broadcast: its seconds, those that the limit allows, and the delay of answers (p50, p99)."""
    sent = Sent()
    with crowd() as server:
        server.order(people=PEOPLE + 1, seconds=0)
        with dabir(sent.prepare, server, DABIR_LIMITS__TELEGRAM_PER_SECOND=str(PER_SECOND), **ANY_HOUR):
            result = _taps(server)
            count, took, others = asyncio.run(sent.read())
    if count < PEOPLE:
        raise SystemExit(f"only {count} messages of {PEOPLE} were sent in {SECONDS} s")
    return took, (count + others - PER_SECOND) / PER_SECOND, result["p50"], result["p99"]


def _taps(server: Server) -> dict[str, float]:
    server.order(people=1, seconds=60, most=1, lines=["/start"])
    tap_to_form(server, 1)
    found: dict[str, float] = server.order(people=1, seconds=SECONDS, taps=True, pause=0.2, expected=[FORM])
    return found


def main(runs: int = 3) -> None:
    ratios = []
    for number in range(runs):
        took, allowed, p50, p99 = measure()
        ratios.append(took / allowed)
        print(f"run {number + 1}  {took:6.1f} s for {allowed:6.1f} s that the limit allows", end="   ")
        print(f"answers p50 {p50:6.3f} s   p99 {p99:6.3f} s")
    print(f"broadcast / limit: median {statistics.median(ratios):.3f}, from {min(ratios):.3f} to {max(ratios):.3f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))

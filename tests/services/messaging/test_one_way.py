"""The rule of one way to send: by the sources, only notify and the direct replies write rows of the outbox."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ROOMS = ("bot", "handlers", "scheduler", "services")
WRITE = {
    "services.messaging.outbox.row",
    "services.messaging.outbox.write",
    "services.messaging.outbox.amend",
    "services.queues.outbox.add",
}
"""The functions that make rows."""
TABLE = "models.tables.queues.Outbox"
HOMES = ("services/messaging/", "services/queues/")
DIRECT_REPLIES = ("bot/inbound/file_fetcher.py", "bot/inbound/worker.py", "bot/outbound/messenger.py")
"""They answer the turn itself, or tell its chat that what it sent waits or that an answer could not be sent."""
KNOW_THE_TABLE = (
    "services/broadcast/messages.py",  # finds its messages to correct and to mark them
    "services/broadcast/next_work.py",  # looks until when its messages are held
    "services/broadcast/outcomes.py",  # takes the outcomes of its messages over into its ledger
    "services/broadcast/progress.py",  # counts its messages that still wait by platform
    "services/broadcast/running.py",  # finds its messages to take them back
    "bot/demo/seed.py",  # waits until everything is sent
    "services/retention.py",  # deletes what ended long ago
    "services/accounts/forgetting.py",  # deletes the messages of a person who is erased
    "services/accounts/scrub.py",  # takes that person's name out of the others
    "services/accounts/personal_data.py",  # hands out what a person was sent
    "services/meetings/notice_receipts.py",  # counts who was sent a notice
)


def sources() -> list[str]:
    """Return the files of the rooms, without the homes of the outbox."""
    paths = (str(path.relative_to(ROOT)) for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return [path for path in paths if not path.startswith(HOMES)]


def used_by(path: str) -> set[str]:
    return set(named((ROOT / path).read_text(encoding="utf-8")))


def named(source: str) -> Iterator[str]:
    """Return the full names of all that a source imports, or reads from a module that it imports."""
    tree = ast.parse(source)
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            known |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Import):
            known |= {name.asname: name.name for name in node.names if name.asname}
    yield from known.values()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            path = ast.unparse(node)
            head, _, rest = path.partition(".")
            yield f"{known.get(head, head)}.{rest}"


@pytest.mark.parametrize(
    "source",
    [
        "from services.messaging import outbox\noutbox.write(session, [])",
        "from services.messaging import outbox as rows\nrows.write(session, [])",
        "from services.messaging.outbox import write",
        "import services.messaging.outbox\nservices.messaging.outbox.write(session, [])",
        "import services.messaging.outbox as rows\nrows.write(session, [])",
    ],
)
def test_however_a_writer_is_imported_it_is_found(source: str) -> None:
    assert "services.messaging.outbox.write" in set(named(source))


def test_whoever_has_something_to_say_calls_notify() -> None:
    assert {path for path in sources() if WRITE & used_by(path)} - set(DIRECT_REPLIES) == set()


def test_the_table_is_known_in_its_homes_alone() -> None:
    assert {path for path in sources() if TABLE in used_by(path)} - set(KNOW_THE_TABLE) == set()


@pytest.mark.parametrize("path", [*DIRECT_REPLIES, *KNOW_THE_TABLE])
def test_every_exception_is_needed(path: str) -> None:
    assert (WRITE | {TABLE}) & used_by(path)

"""The command `dabir`, as an operator types it."""

import asyncio
import json
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import delete
from typer.testing import CliRunner, Result

from bot.cli.main import app
from bot.cli.reading_table import UNREADABLE
from bot.monitoring import clock_guard
from bot.platforms import transport
from bot.settings.loading import load
from domain.access.member import Role
from models import process_lock, schema
from models.database import Database
from models.tables.organisation import Holiday
from models.tables.parking import ParkedRow
from models.tables.people import Account, Membership, Person
from models.tables.queues import StoredFile
from sandbox.bale.differences import Differences
from sandbox.http.server import SandboxServer
from sandbox.world.faults import Fault
from services import facts, office_settings
from services.files.file_store import FileStore
from tests.databases import Tables

ROOT = Path(__file__).parents[3]
TOKEN = "123456789:" + "Sara" * 9
BALE_TOKEN = "555555555:" + "Reza" * 9
MINUTES = """صورتجلسهٔ سومین نشست کارگروه آزمایش
تاریخ: ۱۳۹۸/۰۷/۱۳
ردیف	متن مصوبه	مسئول	مهلت
۱	مقرر شد فهرست کارگاه‌ها به دبیرخانه ارسال شود.	شهرداری	دو هفته
"""


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, without settings from outside."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith("DABIR_"):
            monkeypatch.delenv(name)


@pytest.fixture
async def telegram() -> AsyncIterator[SandboxServer]:
    async with _server("telegram", TOKEN) as server:
        yield server


@pytest.fixture
async def bale() -> AsyncIterator[SandboxServer]:
    async with _server("bale", BALE_TOKEN) as server:
        yield server


@asynccontextmanager
async def _server(name: str, token: str, differences: Differences | None = None) -> AsyncIterator[SandboxServer]:
    """Serve one platform alone, whose only bot has this token."""
    server = SandboxServer(None, token=token, faces=(name,), differences=differences)
    await server.start()
    yield server
    await server.stop()


def root(server: SandboxServer) -> str:
    """Return the address that a bot is given."""
    return next(iter(server.faces.values())).url


def dabir(*arguments: str, types: str | None = None) -> Result:
    return CliRunner().invoke(app, arguments, input=types)


async def dabir_beside(*arguments: str, types: str | None = None) -> Result:
    """Run `dabir` while a server runs in this process: the command has a loop of its own."""
    return await asyncio.to_thread(dabir, *arguments, types=types)


async def init(telegram: SandboxServer, bale: SandboxServer, types: Sequence[str]) -> Result:
    """Run `dabir init` on the platforms of two servers, with these lines typed."""
    addresses = ("--telegram-url", root(telegram), "--bale-url", root(bale))
    return await dabir_beside("init", *addresses, types="".join(f"{line}\n" for line in types))


def office_database(tables: Tables) -> Database:
    """Return the database that ``config_for`` names by default, with its tables."""
    tables.put(Path("data/dabir.db"))
    return Database("sqlite+aiosqlite:///data/dabir.db")


def config_for(
    *servers: SandboxServer,
    tokens: Sequence[str] = (TOKEN, BALE_TOKEN),
    database: str = "sqlite:///data/dabir.db",
    owners: str = '"telegram:1000"',
    more: str = "",
    reminders: str = "",
) -> None:
    """Return a config.toml for the platforms of these servers; ``more`` is added to the last one's section."""
    parts = []
    for server, token in zip(servers, tokens, strict=False):
        (name,) = server.faces
        parts.append(f'[{name}]\nbase_url = "{root(server)}"\ntoken = "{token}"\n{more}\n')
    parts.append(f'[secretariat]\nowners = [{owners}]\n[database]\nurl = "{database}"\n')
    parts.append(f"[reminders]\n{reminders}\n")
    Path("config.toml").write_text("".join(parts))
    Path("config.toml").chmod(0o640)


def everything_here() -> list[Path]:
    return list(Path().rglob("*"))


def test_a_deadline_in_json_is_alone_on_standard_output() -> None:
    arguments = ["deadline", "دو هفته", "--on", "۱۳۹۸/۷/۱۳", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", "from bot.cli.main import main; main()", *arguments],
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    told = json.loads(done.stdout.decode())
    assert list(told) == ["kind", "due", "rule", "assumed", "rhythm", "reason"]
    assert (told["kind"], told["due"], told["rhythm"], told["reason"]) == ("date", "1398-07-27", None, None)
    assert done.stderr == b""


def test_a_demo_on_a_taken_port_says_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-c", "from bot.cli.main import main; main()", "demo", "--port", str(port)],
            env={"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} is taken")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("inherited", [signal.SIG_DFL, signal.SIG_IGN], ids=["heard", "ignored"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_that_waits_for_a_sandbox_s_clock_can_be_stopped(
    number: signal.Signals, inherited: signal.Handlers
) -> None:
    """Also where whoever started it ignores SIGINT, as a script does for what it starts in the background."""
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    Path("config.toml").write_text(
        f'[telegram]\ntoken = "{TOKEN}"\n[secretariat]\nowners = ["telegram:1000"]\n[clock]\nurl = "{url}"\n'
    )
    own = signal.signal(signal.SIGINT, inherited)
    try:
        running = subprocess.Popen(
            [sys.executable, "-c", "from bot.cli.main import main; main()", "run"],
            env={"PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
            text=True,
        )
    finally:
        signal.signal(signal.SIGINT, own)
    with running:
        try:
            assert running.stderr
            assert "the sandbox's clock does not answer" in running.stderr.readline()
            running.send_signal(number)
            assert running.wait(20) == 0
        finally:
            running.kill()


@pytest.mark.parametrize("command", [["run"], ["restore", "kept.tar.gz", "--force"], ["demo", "--folder", "data"]])
async def test_a_second_dabir_on_one_database_is_refused_with_one_sentence(
    telegram: SandboxServer, command: Sequence[str]
) -> None:
    config_for(telegram)
    impatient = "from models import process_lock; process_lock.PATIENCE = 0.1"
    async with process_lock.sole_process("sqlite:///data/dabir.db"):
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", f"{impatient}; from bot.cli.main import main; main()", *command],
            env={"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("Another Dabir works on sqlite")
    assert "Traceback" not in done.stderr


def test_a_rhythm_is_told_with_its_first_day() -> None:
    told = json.loads(dabir("deadline", "مستمر تا دهم هر ماه", "--on", "1398/07/13", "--json").stdout)
    assert (told["kind"], told["due"]) == ("recurring", "1398-08-10")
    assert told["rhythm"] == {"every": 1, "unit": "month", "day": 10}


def test_a_dash_is_a_phrase_too() -> None:
    assert json.loads(dabir("deadline", "-", "--on", "1398/07/13", "--json").stdout)["kind"] == "none"


def test_a_phrase_that_no_rule_covers_is_an_answer_and_no_failure() -> None:
    done = dabir("deadline", "پس از بهبود هوا", "--on", "1398/07/13", "--json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["kind"], told["due"]) == (0, "unknown", None)
    assert told["reason"]


def test_people_are_told_the_day_in_words() -> None:
    assert "۲۷ مهر ۱۳۹۸" in dabir("deadline", "دو هفته", "--on", "1398/07/13").stdout


def test_a_day_that_is_none_is_refused() -> None:
    done = dabir("deadline", "دو هفته", "--on", "1398/13/45")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "--on 1398/13/45 is not a day of the Jalali calendar. It should be one like 1398/07/13.\n"


def test_minutes_in_json() -> None:
    Path("minutes.txt").write_text(MINUTES, encoding="utf-8")
    told = json.loads(dabir("minutes", "minutes.txt", "--json").stdout)
    assert list(told) == ["meeting", "resolutions", "duties", "passed_over", "doubts"]
    assert told["meeting"]["date"] == "1398-07-13"
    (resolution,) = told["resolutions"]
    assert (resolution["responsible"], resolution["deadline"]["due"]) == (["شهرداری"], "1398-07-27")


def test_minutes_for_people_show_owner_deadline_and_doubts() -> None:
    Path("minutes.txt").write_text(MINUTES.replace("شهرداری", "").replace("فهرست", "[/]"), encoding="utf-8")
    told = dabir("minutes", "minutes.txt").stdout
    assert "شنبه ۱۳ مهر ۱۳۹۸" in told
    assert "[/]" in told
    assert "مسئول این مصوبه روشن نیست" in " ".join(re.sub(r"[│┃]", " ", told).split())


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("none.txt", None, "none.txt cannot be read: No such file or directory."),
        ("empty.txt", b"", "empty.txt cannot be read: it is empty."),
        (
            "broken.docx",
            b"PK\x03\x04 cut",
            "broken.docx cannot be read: it is damaged",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(name: str, data: bytes | None, sentence: str) -> None:
    if data is not None:
        Path(name).write_bytes(data)
    done = dabir("minutes", name, "--json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(sentence)


def test_every_reason_to_refuse_a_file_has_its_sentence() -> None:
    sources = [*ROOT.glob("domain/minutes/**/*.py"), *ROOT.glob("services/document_reading/*.py")]
    raised = {code for path in sources for code in re.findall(r'Unreadable\(\s*"(\w+)"', path.read_text("utf-8"))}
    assert raised
    assert raised <= set(UNREADABLE)


def test_run_refuses_a_wrong_configuration_and_names_each_slip() -> None:
    Path("config.toml").write_text('[telegrm]\n[reminders]\ndays_before = "three"\n')
    done = dabir("run")
    assert done.exit_code == 2
    assert "did you mean [telegram]?" in done.stderr
    assert "[reminders] days_before" in done.stderr


def test_a_backup_goes_out_and_comes_back() -> None:
    Path("config.toml").write_text(f'[telegram]\ntoken = "{TOKEN}"\n')
    Path("data/files").mkdir(parents=True)
    with closing(sqlite3.connect("data/dabir.db")) as database:
        database.execute("CREATE TABLE report (who TEXT)")
    assert dabir("backup", "kept.tar.gz").stdout == "kept.tar.gz\n"
    refused = dabir("restore", "kept.tar.gz")
    assert refused.exit_code == 1
    assert "--force" in refused.stderr
    assert dabir("restore", "kept.tar.gz", "--force").stdout == "kept.tar.gz is back in its place.\n"
    Path("data/dabir.db").rename("data/dabir.db-wal")
    told = dabir("restore", "kept.tar.gz", "--force")
    assert "kept as data/dabir.db-wal.aside" in told.stderr
    assert told.stdout == "kept.tar.gz is back in its place.\n"


@pytest.mark.ci
async def test_what_the_bot_writes_is_for_its_own_account_alone(telegram: SandboxServer) -> None:
    """Under any mask that it is started with: the database holds names and numbers."""
    config_for(telegram)
    before = set(everything_here())
    running = await asyncio.create_subprocess_exec(
        *[sys.executable, "-c", "from bot.cli.main import main; main()", "run"],
        env={"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        umask=0o022,
    )
    assert running.stderr
    async for line in running.stderr:
        if b"running" in line:
            break
    made = [path for path in everything_here() if path not in before]
    running.send_signal(signal.SIGTERM)
    assert await running.wait() == 0
    assert {"data", "dabir.db", "dabir.db-wal"} <= {path.name for path in made}
    open_to_others = {path: stat.filemode(path.stat().st_mode) for path in made if path.exists()}
    assert all(mode.endswith("------") for mode in open_to_others.values()), open_to_others


async def test_doctor_warns_of_files_that_others_may_read(telegram: SandboxServer) -> None:
    config_for(telegram)
    os.makedirs("data/files", mode=0o700)
    assert "permissions" not in (await dabir_beside("doctor")).stdout
    os.rmdir("data/files")
    os.makedirs("data/files", mode=0o755)
    assert "may read data/files: chmod -R go-rwx data/files" in (await dabir_beside("doctor")).stdout
    # A copy of config.example.toml is for everybody, until somebody thinks of the tokens in it.
    os.chmod("config.toml", 0o644)
    assert "may read config.toml: chmod -R o-rwx config.toml" in (await dabir_beside("doctor")).stdout


async def test_doctor_misses_files_that_the_database_keeps(telegram: SandboxServer, tables: Tables) -> None:
    """A relative folder, and Dabir started in another one."""
    config_for(telegram)
    db = office_database(tables)
    here, elsewhere = sha256(b"a photo").hexdigest(), sha256(b"a letter").hexdigest()
    async with db.write() as session:
        session.add_all(StoredFile(hash=one, size=7, stored_at=datetime.now(UTC)) for one in (here, elsewhere))
    await db.close()
    FileStore(Path("data/files")).write(b"a photo")
    told = (await dabir_beside("doctor")).stdout
    assert f"1 of 2 files that the database keeps are not in {os.getcwd()}/data/files: is [storage] files right" in told


async def test_doctor_finds_a_machine_in_order(telegram: SandboxServer, bale: SandboxServer) -> None:
    config_for(telegram, bale, owners='"telegram:1000", "bale:1000"')
    done = await dabir_beside("doctor")
    assert done.exit_code == 0, done.output
    lines = [line.split(maxsplit=2) for line in done.stdout.splitlines()]
    states = {subject: state for state, subject, _ in lines}
    assert states.pop("database") == "warn", "there is none before the first run"
    assert states.pop("space") in ("ok", "warn")
    assert states.pop("libreoffice") in ("ok", "warn")
    assert states.pop("tesseract") in ("ok", "warn")
    assert any(told == "hour = '09:00' (default)" for _, subject, told in lines if subject == "setting")
    well = ("setting", "python", "time", "font", "configuration", "files", "telegram", "bale", "clock", "limits")
    assert states == dict.fromkeys(well, "ok")
    limits = [told for _, subject, told in lines if subject == "limits"]
    assert limits == [
        "telegram: 30 messages a second; a chat 5 at once, then 1 a second; a group 20 a minute",
        "bale: 10 messages a second; a chat 5 at once, then 1 a second; a group 20 a minute",
    ]


async def test_doctor_tells_of_parked_rows_and_lets_them_be_tried_again(
    telegram: SandboxServer, tables: Tables
) -> None:
    config_for(telegram)
    db = office_database(tables)
    now = datetime(2019, 10, 5, tzinfo=UTC)
    async with db.write() as session:
        session.add(ParkedRow(kind="remind", row_id=7, error="ValueError", until=now))
    await db.close()
    told = (await dabir_beside("doctor")).stdout
    assert "failed: 1 of remind" in told
    assert re.search(r"ok +size +database \d\.\d MB; files 0\.0 MB, 0 of them", told)
    assert (await dabir_beside("doctor", "--retry-parked")).stdout.startswith("1 parked rows")
    assert "of remind" not in (await dabir_beside("doctor")).stdout


async def test_doctor_counts_who_is_only_on_a_platform_that_is_not_set_up(
    telegram: SandboxServer, tables: Tables
) -> None:
    config_for(telegram)
    db = office_database(tables)
    now = datetime(2019, 10, 5, tzinfo=UTC)
    async with db.write() as session:
        for number, platforms in enumerate((["bale"], ["bale", "telegram"], ["telegram"])):
            person = Person(created_at=now)
            session.add(Membership(person=person, role=Role.SECRETARY, since=now))
            for platform in platforms:
                user = f"{platform}:{number}"
                session.add(Account(person=person, platform=platform, user=user, chat=user, last_active_at=now))
    await db.close()
    told = (await dabir_beside("doctor")).stdout
    assert "1 people with a role are only on bale, which is not set up" in told


async def test_doctor_tells_that_scheduled_work_waits_for_a_wrong_clock(
    telegram: SandboxServer, tables: Tables
) -> None:
    config_for(telegram)
    db = office_database(tables)
    async with db.write() as session:
        await facts.put(session, clock_guard.WRONG, {"ahead": 86400 * 365.0, "platform": "telegram"})
    await db.close()
    assert "scheduled work waits: dabir run found this clock 365 days" in (await dabir_beside("doctor")).stdout


async def test_doctor_tells_the_source_of_each_setting(telegram: SandboxServer, tables: Tables) -> None:
    config_for(telegram, reminders='hour = "08:30"\ndays_before = 4')
    db = office_database(tables)
    changed = {"values": {"days_before": 5}, "file": {"days_before": 4}, "by": None, "at": "2019-10-05T09:00:00+00:00"}
    async with db.write() as session:
        await facts.put(session, office_settings.FACT, {"before": changed})
    await db.close()
    told = [line.split(maxsplit=2)[1:] for line in (await dabir_beside("doctor")).stdout.splitlines()]
    settings = [words for subject, words in told if subject == "setting"]
    assert len(settings) == len(office_settings.SETTINGS)
    assert {"hour = '08:30' (file)", "days_before = 5 (chat)", "weekly_day = 5 (default)"} <= set(settings)


@pytest.mark.parametrize(("days", "warned"), [(59, True), (90, False)])
async def test_doctor_warns_when_the_certain_calendar_ends_soon(
    telegram: SandboxServer, days: int, warned: bool, tables: Tables
) -> None:
    config_for(telegram)
    db = office_database(tables)
    # The doctor goes by the machine's clock, and days later is told from days sooner in any hour of it.
    estimated = datetime.now(UTC).date() + timedelta(days=days)
    async with db.write() as session:
        await session.execute(delete(Holiday))
        session.add(Holiday(day=estimated, name="عید فطر", estimated=True))
    await db.close()
    told = (await dabir_beside("doctor")).stdout
    ends = f"the certain calendar ends on {estimated - timedelta(days=1)}; /holidays is to confirm what follows"
    assert (f"warn holidays      {ends}" in told) is warned
    assert ("holidays" in told) is warned


@pytest.mark.refused("Unauthorized", "Not Found")
async def test_doctor_knows_a_token_that_belongs_to_the_other_platform(
    telegram: SandboxServer, bale: SandboxServer
) -> None:
    config_for(telegram, bale, tokens=(BALE_TOKEN, TOKEN))
    done = await dabir_beside("doctor")
    assert done.exit_code == 1
    assert "the token is of a bot on bale: it goes under [bale]" in done.stdout
    assert "the token is of a bot on telegram: it goes under [telegram]" in done.stdout


async def test_doctor_looks_at_one_platform_while_the_other_is_down(
    telegram: SandboxServer, bale: SandboxServer
) -> None:
    config_for(telegram, bale)
    await telegram.stop()
    done = await dabir_beside("doctor")
    assert done.exit_code == 1
    assert "ok   bale          @" in done.stdout
    assert "fail telegram" in done.stdout


@pytest.mark.parametrize("kind", ["http", "socks5"])
async def test_doctor_says_that_a_proxy_does_not_answer(bale: SandboxServer, kind: str) -> None:
    proxy = f'proxy = "{kind}://sara:hunter2@127.0.0.1:9"'
    config_for(bale, tokens=(BALE_TOKEN,), owners='"bale:1000"', more=proxy)
    done = await dabir_beside("doctor")
    assert done.exit_code == 1
    assert "fail bale          the proxy does not answer" in done.stdout
    assert "hunter2" not in done.output


async def test_doctor_tells_a_filters_page_from_a_bot_api(telegram: SandboxServer) -> None:
    telegram.faults.add(Fault("html", method="getMe"))
    config_for(telegram)
    done = await dabir_beside("doctor")
    assert "something that no Bot API gives, perhaps the page of a filter: is a proxy needed?" in done.stdout


async def test_doctor_says_how_wrong_the_clock_is(bale: SandboxServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "read_date", lambda _: datetime.now(UTC) + timedelta(minutes=5, seconds=0.5))
    config_for(bale, tokens=(BALE_TOKEN,), owners='"bale:1000"')
    assert "warn clock         300 seconds behind bale's" in (await dabir_beside("doctor")).stdout


@pytest.mark.parametrize("told", ["", "yesterday", "Sat, 05 Oct 2019 25:61:00 GMT", None])
async def test_doctor_goes_on_when_a_server_tells_no_time_that_can_be_read(
    bale: SandboxServer, monkeypatch: pytest.MonkeyPatch, told: str | None
) -> None:
    read_date = transport.read_date
    monkeypatch.setattr(transport, "read_date", lambda _: read_date(told))
    config_for(bale, tokens=(BALE_TOKEN,), owners='"bale:1000"')
    assert "bale told no time to compare with" in (await dabir_beside("doctor")).stdout


async def test_doctor_tells_an_old_schema_from_a_new_one(telegram: SandboxServer, postgres_url: str) -> None:
    config_for(telegram, database=postgres_url)

    assert "is empty; dabir run brings it to" in (await dabir_beside("doctor")).stdout
    database = Database(postgres_url)
    await schema.upgrade(database)
    await database.close()
    assert f"at migration {schema.newest()}" in (await dabir_beside("doctor")).stdout


async def test_doctor_says_that_a_database_does_not_answer(telegram: SandboxServer) -> None:
    config_for(telegram, database="postgresql://sara:hunter2@127.0.0.1:9/office")

    done = await dabir_beside("doctor")
    assert done.exit_code == 1
    assert "127.0.0.1:9/office does not answer: " in done.stdout
    assert "hunter2" not in done.output

    done = await dabir_beside("run")
    assert done.exit_code == 1
    assert done.stderr.startswith("[database] url: postgresql+asyncpg://sara:***@127.0.0.1:9/office does not answer: ")
    assert "hunter2" not in done.output


@pytest.mark.parametrize("beside", [None, b""])
@pytest.mark.parametrize("command", ["run", "doctor", "lock-out telegram:1"])
def test_a_log_whose_database_is_gone_is_kept_and_nothing_starts_beside_it(command: str, beside: bytes | None) -> None:
    Path("config.toml").write_text(f'[telegram]\ntoken = "{TOKEN}"\nbase_url = "http://127.0.0.1:9"\n')
    database, log = Path("data/dabir.db"), Path("data/dabir.db-wal")
    log.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(database)) as office:
        office.execute("PRAGMA journal_mode=WAL")
        office.execute("CREATE TABLE report (agency, done)")
        office.commit()
        left = log.read_bytes()
    database.unlink()
    log.write_bytes(left)
    if beside is not None:
        database.write_bytes(beside)
    done = dabir(*command.split())
    assert done.exit_code == 1
    said = " ".join(done.output.split())
    assert "dabir.db is gone, and what was written last may stand in dabir.db-wal, which is left" in said
    assert "dabir restore --force" in said
    assert log.read_bytes() == left
    assert (database.read_bytes() if database.exists() else None) == beside


async def test_doctor_says_that_a_database_cannot_be_made(telegram: SandboxServer) -> None:
    config_for(telegram, database="sqlite:///config.toml/dabir.db")
    done = await dabir_beside("doctor")
    assert done.exit_code == 1
    assert "config.toml/dabir.db cannot be made: Not a directory" in done.stdout


async def test_doctor_warns_of_nobody_being_an_owner(telegram: SandboxServer) -> None:
    config_for(telegram, owners="")
    assert "[secretariat] owners is empty: nobody becomes a secretary" in (await dabir_beside("doctor")).stdout


@pytest.mark.refused("Unauthorized")
async def test_doctor_fails_on_a_token_that_is_of_no_bot(telegram: SandboxServer) -> None:
    config_for(telegram, tokens=("987654321:" + "Reza" * 9,))
    done = await dabir_beside("doctor")
    assert done.exit_code == 1
    assert "the token is of no bot" in done.stdout


@pytest.mark.parametrize("code", [400, 401, 403, 404])
@pytest.mark.refused("Token not found", "Unauthorized", "Forbidden", "Not Found")
async def test_doctor_fails_on_a_token_that_is_of_no_bot_however_bale_says_so(code: int) -> None:
    async with _server("bale", BALE_TOKEN, Differences(unknown_token=code)) as bale:
        config_for(bale, tokens=("987654321:" + "Reza" * 9,), owners='"bale:1000"')
        assert "the token is of no bot" in (await dabir_beside("doctor")).stdout


async def test_doctor_says_what_it_cannot_reach_and_keeps_secrets(telegram: SandboxServer) -> None:
    config_for(telegram)
    await telegram.stop()
    done = await dabir_beside("doctor")
    assert done.exit_code == 1
    assert "gave no answer of a Bot API" in done.stdout
    assert TOKEN not in done.output


def test_doctor_without_settings_says_which_are_missing() -> None:
    done = dabir("doctor")
    assert done.exit_code == 1
    assert "No platform is set up: set [telegram] token, or DABIR_TELEGRAM__TOKEN, or [bale] token" in done.stdout


@pytest.mark.refused("Unauthorized", "Not Found")
async def test_init_asks_until_the_answers_hold_and_writes_a_file_that_loads(
    telegram: SandboxServer, bale: SandboxServer
) -> None:
    stranger = "987654321:" + "Zahra" * 7
    types = [
        *("eitaa", "both"),
        *("hello", stranger, BALE_TOKEN, TOKEN),  # Telegram's token
        *("nobody", "bale:1000", "telegram:۱۰۰۰"),  # the owner there
        *(BALE_TOKEN, "-"),  # Bale, without an owner
        "دبیرخانهٔ اشتغال",
    ]
    done = await init(telegram, bale, types)
    assert done.exit_code == 0, done.output
    assert "It should be telegram, bale or both." in done.stdout
    assert "It should be the token that @BotFather gave" in done.stdout
    assert "Telegram knows no bot with this token." in done.stdout
    assert "This is the token of a bot on Bale; Telegram needs one of its own." in done.stdout
    assert "It should be a number, such as 1000." in done.output
    assert TOKEN not in done.output
    assert BALE_TOKEN not in done.output
    config = load(Path("config.toml"))
    tokens = {name: section.token.get_secret_value() for name, section in config.platforms.items()}
    assert tokens == {"telegram": TOKEN, "bale": BALE_TOKEN}
    assert config.secretariat.owners == ("telegram:1000",)
    assert config.secretariat.name == "دبیرخانهٔ اشتغال"
    assert stat.S_IMODE(os.stat("config.toml").st_mode) == 0o600


async def test_init_finds_the_owner_by_the_code_that_they_send(telegram: SandboxServer, bale: SandboxServer) -> None:
    maryam = bale.world.add_person("مریم", "رضایی", id=1000)
    reza = bale.world.add_person("رضا", id=1001)

    loop = asyncio.get_running_loop()

    async def say(code: str) -> None:
        bale.world.say(reza, "سلام")
        bale.world.say(maryam, code)

    def code_sent(question: str, *_: object, **__: object) -> str:
        if code := re.search(r"^Send (\d{6}) to @dabir_bale_bot and press Enter", question):
            asyncio.run_coroutine_threadsafe(say(code[1]), loop).result()
            return ""
        return {"Where": "bale", "Token": BALE_TOKEN}.get(question.split()[0], "دبیرخانه")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("typer.prompt", code_sent)
        done = await init(telegram, bale, [])
    assert done.exit_code == 0, done.output
    assert "It came from مریم رضایی, number 1000." in done.stdout
    assert load(Path("config.toml")).secretariat.owners == ("bale:1000",)
    assert bale.world.unconfirmed == 2, "the bot itself gets both"


async def test_init_without_a_network_asks_for_a_proxy_and_goes_on(
    telegram: SandboxServer, bale: SandboxServer
) -> None:
    address = telegram.url
    await telegram.stop()
    types = ["telegram", TOKEN, "http://127.0.0.1:9", "", "1000", ""]
    done = await dabir_beside("init", "--telegram-url", address, types="\n".join([*types, ""]))
    assert "gave no answer of a Bot API" in done.stdout
    assert "the proxy does not answer" in done.stdout
    assert "kept without a check" in done.stdout
    section = load(Path("config.toml")).telegram
    assert section
    assert section.proxy
    assert section.proxy.get_secret_value() == "http://127.0.0.1:9"


def test_init_refuses_an_address_before_it_asks_for_a_token() -> None:
    done = dabir("init", "--bale-url", "127.0.0.1:8081/bale")
    assert done.exit_code == 2
    assert "--bale-url: it should be the root of Bale's Bot API, without /bot" in " ".join(done.output.split())
    assert "Where is the bot" not in done.output


def test_init_overwrites_nothing_without_asking() -> None:
    Path("config.toml").write_text("# mine\n")
    assert dabir("init", types="n\n").exit_code == 1
    assert Path("config.toml").read_text() == "# mine\n"


def test_the_command_starts_without_the_heavy_libraries() -> None:
    heavy = "{'aiohttp', 'pydantic', 'sqlalchemy', 'telegram', 'lxml'}"
    program = f"import sys, bot.cli; print(sorted({heavy} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.ci
async def test_backups_for_a_key_are_made_by_themselves_shown_and_put_back(telegram: SandboxServer) -> None:
    public = dabir("backup-key", "maryam.key").stdout.splitlines()[0]
    config_for(telegram, reminders=f'[backup]\nfolder = "kept"\nrecipients = ["{public}"]')
    running = await asyncio.create_subprocess_exec(
        *[sys.executable, "-c", "from bot.cli.main import main; main()", "run"],
        env={"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
    )
    assert running.stderr
    async for line in running.stderr:
        if b"old backups were deleted" in line:
            break
    running.send_signal(signal.SIGTERM)
    assert await running.wait() == 0
    (archive,) = [path for path in everything_here() if path.suffix == ".age"]
    told = (await dabir_beside("doctor")).stdout
    assert re.search(rf"ok +backup +{archive.name}, [\d.]+ MB, for 1 keys", told)
    refused = await dabir_beside("restore", str(archive), "--force")
    assert (refused.exit_code, "--key" in refused.stderr) == (1, True)
    done = await dabir_beside("restore", str(archive), "--force", "--key", "maryam.key")
    assert done.stdout == f"{archive} is back in its place.\n"


def test_a_recipient_that_is_no_key_is_refused_by_name(telegram: SandboxServer) -> None:
    config_for(telegram, reminders='[backup]\nrecipients = ["maryam"]')
    assert "[backup] recipients" in dabir("backup", "kept").stderr

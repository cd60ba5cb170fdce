"""Settings: the values read, the order of their sources, and the names of mistakes."""

import os
import re
import tomllib
from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest

from bot.settings.config import Config, keys
from bot.settings.loading import ConfigError, load
from bot.settings.sections import PlatformSection, Telegram
from domain.chat.screens import T
from domain.reminder_plan import ReminderSettings, from_stored
from texts.format import voice

TOKEN = "123456789:" + "Sara" * 9
SET_UP = f'[telegram]\ntoken = "{TOKEN}"\n'
EXAMPLE = Path(__file__).parents[3] / "config.example.toml"
Write = Callable[[str], Path]


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("DABIR_"):
            monkeypatch.delenv(name)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str) -> Path:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def telegram(path: Path | None) -> PlatformSection:
    return load(path).platforms["telegram"]


def refused(path: Path | None = None) -> str:
    with pytest.raises(ConfigError) as caught:
        load(path)
    return str(caught.value)


@pytest.mark.parametrize(
    "written",
    ["telegram:1000,telegram:2000", '["telegram:1000", "telegram:2000"]', "['telegram:1000','telegram:2000']"],
)
def test_owners_are_taken_as_the_error_writes_them_too(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("DABIR_TELEGRAM__TOKEN", TOKEN)
    monkeypatch.setenv("DABIR_SECRETARIAT__OWNERS", written)
    assert load(None).secretariat.owners == ("telegram:1000", "telegram:2000")


def test_variables_suffice_without_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIR_TELEGRAM__TOKEN", TOKEN)
    monkeypatch.setenv("DABIR_SECRETARIAT__OWNERS", "telegram:1000, telegram:2000")
    monkeypatch.setenv("DABIR_SECRETARIAT__WEEKEND", "friday")
    monkeypatch.setenv("DABIR_DATABASE__URL", "postgresql://dabir@localhost/dabir")
    monkeypatch.setenv("DABIR_TEST_TOWN", "a switch of the tests, no setting")
    config = load(None)
    assert list(config.platforms) == ["telegram"]
    assert config.platforms["telegram"].token.get_secret_value() == TOKEN
    assert config.secretariat.owners == ("telegram:1000", "telegram:2000")
    assert config.secretariat.weekend == {4}
    assert config.database.url.get_secret_value() == "postgresql+asyncpg://dabir@localhost/dabir"


def test_a_variable_overrides_its_key_and_no_other(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(f'[telegram]\ntoken = "{TOKEN}"\n[reminders]\nhour = "10:30"\ndays_before = 5')
    monkeypatch.setenv("DABIR_REMINDERS__DAYS_BEFORE", "2")
    reminders = load(path).reminders
    assert (reminders.days_before, reminders.hour) == (2, time(10, 30))


def test_an_empty_variable_counts_as_not_set(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIR_TELEGRAM__PROXY", "")
    assert telegram(write(SET_UP)).proxy is None


def test_bale_alone_suffices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIR_BALE__TOKEN", TOKEN)
    monkeypatch.setenv("DABIR_SECRETARIAT__OWNERS", "bale:1000")
    monkeypatch.setenv("DABIR_PRIVACY__PERSONAL_DATA_ON", "bale")
    config = load(None)
    assert {name: section.base_url for name, section in config.platforms.items()} == {"bale": "https://tapi.bale.ai"}
    assert config.privacy.personal_data_on == ("bale",)


def test_without_a_platform_it_is_said_what_to_set(write: Write) -> None:
    sentence = "No platform is set up: set [telegram] token, or DABIR_TELEGRAM__TOKEN, or [bale] token, or "
    assert refused().startswith(sentence)
    assert refused(write('[secretariat]\nowners = ["bale:1000"]')).startswith(sentence)


def test_a_platform_that_is_named_but_not_set_up_is_told_once_for_each_place(write: Write) -> None:
    elsewhere = '[secretariat]\nowners = ["telegram:1", "bale:1000"]\n[privacy]\npersonal_data_on = ["bale"]'
    there = "but bale is not set up: set [bale] token, or DABIR_BALE__TOKEN, or take it out."
    assert refused(write(SET_UP + elsewhere)).splitlines() == [
        f"[secretariat] owners has bale:1000, {there}",
        f"[privacy] personal_data_on has bale, {there}",
    ]
    assert load(write(f'[bale]\ntoken = "{TOKEN}"\n{SET_UP}{elsewhere}')).privacy.personal_data_on == ("bale",)


def test_made_by_hand_it_reads_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIR_SECRETARIAT__NAME", "دبیرخانهٔ دیگر")
    config = Config.model_validate({"telegram": {"token": TOKEN}})
    assert config.secretariat.name == "دبیرخانه"


def test_who_names_no_secretariat_is_greeted_by_one_assistant() -> None:
    secretariat = Config.model_validate({"telegram": {"token": TOKEN}}).secretariat
    greeting = voice("fa", secretariat.timezone).plain(T("registration.hello", office=secretariat.name))
    assert greeting.startswith("با سلام و احترام. دستیار دبیرخانه هستم")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[telegrm]", "[telegrm] is not a setting; did you mean [telegram]?"),
        ("[webhook]", "[webhook] is not a setting; the sections are [telegram], [bale], [database], "),
        ('[telegram]\ntokn = "x"', "[telegram] tokn is not a setting; did you mean [telegram] token?"),
        ("[storage]\nowners = []", "[storage] owners is not a setting; did you mean [secretariat] owners?"),
        ('[storage]\nbucket = "s3"', "[storage] bucket is not a setting; the keys here are files."),
        ("reminders = 3", "[reminders] has to be a section with the keys days_before, hour, "),
        (
            "[reminders]\ndays_before = 99",
            "days_before: input should be less than or equal to 30.",
        ),
        ('[reminders]\nhour = "9 o\'clock"', 'It should be a time of day, such as "09:00".'),
        (
            '[reminders]\nweekly_day = "samedi"',
            "weekly_day: 'samedi' is not the name of a weekday.",
        ),
        ('[reminders]\nsilent_periods = ["12-31/01-14"]', "12-31 is not a day of the Jalali year."),
        ('[reminders]\nsilent_periods = ["01-01/06-31", "06-30/12-29"]', "less than 30 days of the year to remind"),
        ('[reminders]\nquiet_to = "07:00Z"', "the zone is that of [secretariat] timezone."),
        ('[reminders]\nsilent_periods = ["Nowruz"]', "'Nowruz' is not two days with a stroke between."),
        (
            '[secretariat]\nweekend = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]',
            "[secretariat] weekend: a week needs a working day.",
        ),
        ('[secretariat]\nowners = ["1000"]', 'It should be a list of accounts, such as ["telegram:1000", "bale:'),
        ('[secretariat]\nowners = ["eitaa:1000"]', 'It should be a list of accounts, such as ["telegram:1000", "'),
        ('[privacy]\npersonal_data_on = ["eitaa"]', "personal_data_on: input should be 'telegram' or 'bale'. It "),
        ('[bale]\nproxy = "ftp://host"', "[bale] proxy: this is not an http or socks5 proxy."),
        ('[secretariat]\ntimezone = "Mars/Olympus"', "It should be a name of the time zone database"),
        ('[telegram]\nbase_url = "api.telegram.org"', "this is not an http or https address."),
        ('[telegram]\nbase_url = "https://host/bot"', "the path /bot is added by Dabir itself."),
        ('[telegram]\nproxy = "ftp://host"', "this is not an http or socks5 proxy."),
        ('[database]\nurl = "mysql://host/dabir"', "this is neither a SQLite nor a PostgreSQL address."),
        ('[database]\nurl = "postgresql://dabir:a@b@host/dabir"', "in a password @ is written %40"),
        ('[database]\nurl = "postgresql://dabir:a@host:5432b/dabir"', "[database] url: its parts cannot be told apart"),
        ('[clock]\nurl = "http://192.0.2.7:8081"', "only this machine itself may set the clock."),
        ("[telegram", "is not TOML: "),
    ],
)
def test_a_slip_in_the_file_is_named_with_what_would_be_right(write: Write, text: str, sentence: str) -> None:
    assert sentence in refused(write(text))


def test_the_rules_get_the_rhythm_that_was_set(write: Write) -> None:
    own = 'weekly_day = "sunday"\nquiet_to = "06:30"\nsilent_periods = ["01-01/01-13", "12-29/01-04"]'
    settings = from_stored(load(write(f'[telegram]\ntoken = "{TOKEN}"\n[reminders]\n{own}')).office)
    assert settings == ReminderSettings(weekday=6, quiet_to=time(6, 30), silent=(((1, 1), (1, 13)), ((12, 29), (1, 4))))


def test_every_slip_is_told_at_once(write: Write) -> None:
    told = refused(write('[telegram]\n[eitaa]\ntoken = "x"\n[reminders]\ndays_before = "three"'))
    assert "[telegram] token, or DABIR_TELEGRAM__TOKEN, is missing;" in told
    assert "[eitaa] is not a setting" in told
    assert "[reminders] days_before" in told


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere.toml").endswith("nowhere.toml cannot be read: No such file or directory.")


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        (
            "[database]\nurl = 'sqlite:///{}/folder'",
            "[database] url: this is a folder, and a database is a file in one",
        ),
        ("[storage]\nfiles = '{}/file'", "[storage] files: this is a file. It should be a folder"),
        ("[backup]\nfolder = '{}/file'", "[backup] folder: this is a file. It should be a folder"),
    ],
)
def test_a_folder_in_place_of_a_file_is_said_and_a_file_in_place_of_a_folder(
    write: Write, tmp_path: Path, setting: str, sentence: str
) -> None:
    """Docker makes a folder of a file that it is to mount and does not find; each start ended in a traceback."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    assert sentence in refused(write(SET_UP + setting.format(tmp_path)))


def test_a_file_in_another_encoding_is_said(tmp_path: Path) -> None:
    other = tmp_path / "config.toml"
    other.write_bytes("# کارگروه".encode("cp1256", "replace"))
    assert "config.toml cannot be read: it is not UTF-8." in refused(other)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("DABIR_TELEGRAM_TOKEN", "did you mean DABIR_TELEGRAM__TOKEN?"),
        ("DABIR_TELEGRAM", "DABIR_TELEGRAM is not a setting; "),
        ("DABIR_COLOUR__SCHEME", "config.example.toml has them all."),
    ],
)
def test_a_misspelt_variable_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, sentence: str) -> None:
    monkeypatch.setenv("DABIR_TELEGRAM__TOKEN", TOKEN)
    monkeypatch.setenv(name, "x")
    assert sentence in refused()


def test_a_wrong_value_names_the_variable_it_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DABIR_TELEGRAM__TOKEN", TOKEN)
    monkeypatch.setenv("DABIR_LIMITS__UPLOAD_MB", "much")
    assert refused().startswith("DABIR_LIMITS__UPLOAD_MB: ")


def test_secrets_are_in_no_error_and_no_print(write: Write) -> None:
    secrets = write(
        '[telegram]\ntoken = "hunter2"\nproxy = "hunter2"\n[database]\nurl = "mysql://dabir:hunter2@host/dabir"'
    )
    with pytest.raises(ConfigError) as caught:
        load(secrets)
    assert len(caught.value.problems) == 3
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert TOKEN not in repr(Telegram.model_validate({"token": TOKEN}))


def test_the_example_names_every_key_and_no_other() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    uncommented = re.sub(r"^# (\w+ = |\[\w+\]$)", r"\1", text, flags=re.MULTILINE)
    assert {name: set(table) for name, table in tomllib.loads(uncommented).items()} == {
        name: set(section) for name, section in keys().items()
    }
    assert all(description for section in keys().values() for description in section.values())


def test_the_example_loads_and_shows_the_defaults() -> None:
    example = load(EXAMPLE)
    defaults = Config(telegram=example.telegram, bale=example.bale).model_copy(
        update={"secretariat": example.secretariat.model_copy(update={"owners": ()})}
    )
    assert example.secretariat.owners == ("telegram:1000",)
    assert example.model_copy(update={"secretariat": defaults.secretariat}) == defaults

"""Exports from the command line: the same files as in chat, into a folder."""

import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.app import organisation_of
from bot.settings.config import Config
from domain.chat.screens import T, Text
from domain.dates.clock import SystemClock
from domain.persian.text import fold
from models.database import Database, DatabaseError, Session, cause
from services import audit, office_settings
from services.context import ActionContext
from services.directory import agencies
from services.errors import Refused
from services.export import choices, export
from services.export.export import ExportRequest, ExportResult
from services.export.scope import Scope
from services.files.file_store import FileStore
from services.forms import library
from services.job_context import JobContext
from texts.format import voice
from texts.wording import meeting_name

NO_LIMIT = 2**63
_MONTH = re.compile(r"(1[34]\d\d)[/-](0?[1-9]|1[0-2])")


class ExportError(Exception):
    """The reason for which no file was written, as a sentence; ``wrong`` when the request itself was wrong."""

    def __init__(self, sentence: str, *, wrong: bool = False) -> None:
        super().__init__(sentence)
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Wish:
    """The scope as it was typed: at most one of a meeting's number, two months, a kind of agency and an agency.

    ``form`` and ``labels`` are for forms: one of them by its title or id, and in words.
    """

    meeting: int | None = None
    since: str | None = None
    until: str | None = None
    actor: str | None = None
    agency: str | None = None
    form: str | None = None
    labels: bool = False


async def export_to(
    config: Config, kind: str, folder: Path, wish: Wish, progress: Callable[[int, int], None], *, personal: bool
) -> ExportResult:
    """Write an export into a folder and return its files; none is there before all of it is. Raises ExportError."""
    db = Database(config.database.url.get_secret_value())
    organisation = organisation_of(config, SystemClock())
    now = datetime.now(UTC)
    try:
        async with db.read() as session:
            await office_settings.refresh(session, organisation)
            scope, label = await _scope(session, wish)
            scope = await _of_form(session, scope, kind, wish)
        kind = "form" if wish.labels else kind
        speaks = voice(config.secretariat.language, config.secretariat.timezone)
        request = ExportRequest(kind, scope, speaks.plain(label), personal)
        context = JobContext(
            address=db.address,
            office=organisation.name,
            store=FileStore(config.storage.files),
            zone=organisation.zone,
            language=organisation.language,
            now=now,
            most_bytes=NO_LIMIT,
            progress=progress,
        )
        with _beside(folder) as unfinished:
            made = await export.make(request, context, Path(unfinished))
            async with db.write() as session:
                asked = {"kind": kind, "scope": scope.to_json(), "personal": personal}
                audit.record(ActionContext(session, organisation, None, now), "export", "command", 0, **asked)
            paths = [Path(shutil.move(path, folder / path.name)) for path in made.paths]
        for path in paths:
            # It holds what agencies reported, and names.
            path.chmod(0o600)
    except Refused as refused:
        raise ExportError(voice("en", organisation.zone).plain(refused.text)) from None
    except DatabaseError as error:
        raise ExportError(f"[database] url: {cause(error)}.") from None
    except OSError as error:
        raise ExportError(f"{folder} cannot be written to: {error.strerror}.") from None
    finally:
        await db.close()
    return ExportResult(paths, made.notes)


def _beside(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """Make the folder, and a place in it for files that are not finished."""
    folder.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix=".dabir-export-", dir=folder)


def notes_of(made: ExportResult, config: Config) -> list[str]:
    """The remarks on the files for their reader, in English."""
    return [voice("en", config.secretariat.timezone).plain(note) for note in made.notes]


async def _scope(session: Session, wish: Wish) -> tuple[Scope, Text]:
    """The scope of a wish, and its name. Raises ExportError for what is not there, or for two scopes at once."""
    period = wish.since or wish.until
    if sum(map(bool, (wish.meeting, period, wish.actor, wish.agency))) > 1:
        raise ExportError("Choose one of --meeting, --from and --to, --actor, --agency.", wrong=True)
    if wish.meeting:
        meeting = await choices.meeting_numbered(session, wish.meeting)
        if meeting is None:
            raise ExportError(f"--meeting {wish.meeting}: no issued meeting has this number.", wrong=True)
        name = meeting_name(meeting.title, meeting.number)
        return Scope(meeting=meeting.id), name if isinstance(name, Text) else T("export.of.meeting", name=name)
    if period:
        since, until = _month("--from", wish.since or period), _month("--to", wish.until or period)
        if until < since:
            raise ExportError("--to is before --from.", wrong=True)
        months = {name: T("export.month", **_named(month)) for name, month in (("since", since), ("until", until))}
        return Scope.of_months(since, until), T("export.of.period", **months)
    if wish.actor:
        kinds = await agencies.kinds_named(session, wish.actor)
        if len(kinds) != 1:
            raise ExportError(f"--actor {wish.actor}: {len(kinds)} kinds of agencies have this name.", wrong=True)
        return Scope(kind=kinds[0].id), T("export.of.actor", name=kinds[0].name)
    if wish.agency:
        agency = await agencies.by_name(session, wish.agency)
        if agency is None:
            raise ExportError(f"--agency {wish.agency}: no agency has this name.", wrong=True)
        return Scope(agency=agency.id), T("export.of.agency", name=agency.name)
    return Scope(), T("export.of.all")


async def _of_form(session: Session, scope: Scope, kind: str, wish: Wish) -> Scope:
    """The scope of one form. Raises ExportError for what is not there, or for a kind that has no forms alone."""
    if (wish.form or wish.labels) and kind != "forms":
        raise ExportError("--form and --labels go with `dabir export forms`.", wrong=True)
    if not wish.form:
        return scope
    found = await library.found(session, wish.form)
    same = [form for form in found if fold(form.name) == fold(wish.form)]
    if len(one := same or found) != 1:
        raise ExportError(f"--form {wish.form}: {len(one)} forms have this title or id.", wrong=True)
    return replace(scope, form=one[0].id)


def _month(option: str, words: str) -> int:
    found = _MONTH.fullmatch(words)
    if found is None:
        raise ExportError(f"{option} {words} is not a Jalali month. It should be one like 1398/07.", wrong=True)
    return int(found[1]) * 100 + int(found[2])


def _named(month: int) -> dict[str, str | int]:
    return {"month": choices.month_name(month), "year": month // 100}

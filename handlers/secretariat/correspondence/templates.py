"""Word templates of the secretariat's documents («قالب‌ها»): the fields, the file in use, its replacement."""

from __future__ import annotations

from domain.chat.incoming import Attachment
from domain.chat.screens import Button, File, Personal, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Files
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative.free_text import guesses
from services.errors import Refused
from services.queues import jobs
from services.templates import kinds, store
from services.templates.kinds import KINDS
from services.templates.store import Current
from texts import wording

FORM = Form("templates.put", (Question("file", Files(most=1)),), at_once=True)


async def show(turn: Turn) -> Reply:
    """Show the kinds of templates (/templates)."""
    rows = [(Button(T(f"templates.kind.{kind}"), Tap("template", arg=kind)),) for kind in KINDS]
    return Screen(T("templates.all"), (*rows, (menu_button(),)))


async def show_below(turn: Turn, tap: Tap) -> Reply:
    """Show the kinds of templates."""
    return await show(turn)


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """Show one kind: the file in use, and the fields that it may name."""
    return _card(await store.current(turn.context, tap.arg))


async def download(turn: Turn, tap: Tap) -> Reply:
    """Send the template in use («دریافت قالب»)."""
    turn.fresh = True
    in_use = await store.current(turn.context, tap.arg)
    name = in_use.file_name or f"{turn.voice.plain(T(f'templates.kind.{tap.arg}'))}.docx"
    return Screen(T("templates.file"), ((_replace_button(tap.arg),), (_back_button(tap.arg),)), File(in_use.hash, name))


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the organisation's own template."""
    in_use = await store.current(turn.context, tap.arg)
    return await form_filling.begin(turn, FORM, tap.arg, anew=True, version=in_use.version)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Start the job that checks the template and fills it with samples."""
    (file,) = filled.answers["file"]
    return await _start_check(turn, filled.subject, file["hash"], file["name"], filled.about["version"])


async def read(turn: Turn, file: Attachment) -> Reply:
    """Keep a template that was sent anywhere, and ask of which document it is."""
    guesses.keep(turn, file)
    return _which()


async def ask_which(turn: Turn, tap: Tap) -> Reply:
    """Ask of which document a file that came unasked is the template («قالب نامه یا گزارش است»)."""
    return _which()


def _which() -> Screen:
    rows = [(Button(T(f"templates.kind.{kind}"), Tap("template.of", 1, 0, kind)),) for kind in KINDS]
    return Screen(T("sent_file.which_template"), (*rows, (menu_button(),)))


async def read_kept(turn: Turn, tap: Tap) -> Reply:
    """Start checking the kept file as the template of the chosen document."""
    kind = tap.arg
    if kind not in KINDS:
        raise Refused("common.stale")
    [file], _ = guesses.take(turn, tap.id)
    in_use = await store.current(turn.context, kind)
    return await _start_check(turn, kind, file["hash"], file["name"], in_use.version)


async def _start_check(turn: Turn, kind: str, digest: str, name: str, version: int) -> Screen:
    params = {
        "kind": kind,
        "hash": digest,
        "file_name": name,
        "version": version,
        "shipped": store.default(turn.context, kind),
        "fields": kinds.sample(kind),
        "names": kinds.words(kind),
    }
    await jobs.start(turn.session, "template.check", turn.incoming.chat, turn.member.person_id, params, turn.now)
    return Screen(T("templates.checking"))


async def checked(turn: Turn, job_id: int) -> Reply:
    """Show the template filled with samples, or its faults."""
    try:
        result = await jobs.result(turn.session, job_id)
    except Refused as refused:
        kind = (await jobs.params(turn.session, job_id))["kind"]
        other = _replace_button(kind, T("templates.other_file"))
        return Screen(refused.text, ((other,), (Button(T("templates.again"), Tap("templates")),), (menu_button(),)))
    kind = result["kind"]
    lines: list[Text | str] = [T("templates.preview")]
    if result["unused"]:
        words = [KINDS[kind][name].word for name in result["unused"]]
        lines += ["", T("templates.unused", fields=wording.comma_separated(words))]
    use = Button(T("templates.use"), Tap("template.use", job_id))
    name = f"{turn.voice.plain(T('templates.preview_name'))}.docx"
    file = File(result["preview"], name, personal=False)
    buttons = ((use,), (_replace_button(kind, T("templates.other_file")),), (_back_button(kind),))
    return Screen(T("form.lines", lines=lines), buttons, file)


async def use(turn: Turn, tap: Tap) -> Reply:
    """Use the checked template from now on («به کار بردن»)."""
    result = await jobs.result(turn.session, tap.id)
    if "preview" not in result:
        raise Refused("common.stale")
    turn.fresh = True
    in_use = await store.replace(turn.context, result["kind"], result["hash"], result["file_name"], result["version"])
    return _card(in_use, T("templates.used"))


async def reset(turn: Turn, tap: Tap) -> Reply:
    """Go back to Dabir's own template."""
    return _card(await store.replace(turn.context, tap.arg, "", "", tap.version), T("templates.reset"))


def _card(in_use: Current, news: Text | None = None) -> Screen:
    kind = in_use.kind
    lines: list[Text | Personal | str] = [*((news, "") if news else ()), T("templates.title", kind=_label(kind)), ""]
    if in_use.own:
        by = wording.colleague_name(in_use.by.title, in_use.by.name) if in_use.by else T("templates.nobody")
        lines.append(T("templates.own", name=in_use.file_name, at=in_use.at, by=by))
    else:
        lines.append(T("templates.dabirs"))
    lines += ["", T("templates.fields"), *_fields(kind), "", T("templates.how")]
    rows = [(Button(T("templates.download"), Tap("template.get", arg=kind)),), (_replace_button(kind),)]
    if in_use.own:
        rows.append((Button(T("templates.reset_button"), Tap("template.reset", 0, in_use.version, kind)),))
    return Screen(T("form.lines", lines=lines), (*rows, (Button(T("templates.back"), Tap("templates")),)))


def _fields(kind: str) -> list[Text]:
    lines = []
    for field in KINDS[kind].values():
        name = _braced(field.word)
        if field.columns:
            columns = wording.comma_separated([column.word for column in field.columns.values()])
            lines.append(T("templates.rows", name=field.word, columns=columns))
        else:
            lines.append(T("templates.field", name=name))
    return lines


def _braced(word: str) -> str:
    return f"{{{{ {word} }}}}"


def _label(kind: str) -> Text:
    return T(f"templates.kind.{kind}")


def _replace_button(kind: str, label: Text | None = None) -> Button:
    return Button(label or T("templates.replace"), Tap("template.put", arg=kind))


def _back_button(kind: str) -> Button:
    return Button(T("templates.back_to", kind=_label(kind)), Tap("template", arg=kind))

"""The page of one form: what it is, its versions, and the buttons to publish, replace, withdraw and download it."""

from collections.abc import Awaitable, Callable, Sequence

from domain.chat.screens import Button, File, Screen, T, Tap, Text
from domain.forms.compiled.differences import Differences, differences
from domain.forms.occasion import TRIAL
from handlers.core.forms import form_filling, form_view
from handlers.core.forms.form_filling import in_hand
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from handlers.representative.forms import stored
from models.tables.forms import FormOrigin, FormState, FormVersion, OfficeForm
from services.forms import assignments, drafters, library, missing
from services.forms.library import Changed
from services.messaging import recipients
from texts import wording
from texts.answer_summary import clip

MOST = 8
"""Questions that a kind of difference names; the rest is a number."""
SHORT = 60
"""Characters of a question's label in a difference."""


def list_button() -> Button:
    """Return the button to the list of all forms."""
    return Button(T("form_desk.back"), Tap("forms"))


def clock(turn: Turn) -> dict[str, str]:
    """Return the moment and the zone in which a form is tried, as a job's parameters."""
    return {"now": turn.now.isoformat(), "zone": str(turn.organisation.zone)}


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show a form as it is now."""
    await turn.leave()
    return await screen(turn, tap.id)


async def screen(turn: Turn, form_id: int, news: Text | None = None) -> Screen:
    """Return the page of a form, under the ``news`` of the last act."""
    form = await library.get(turn.session, form_id)
    used, last = await library.in_use(turn.session, form_id), await library.newest(turn.session, form_id)
    lines: list[Text | str] = [news, ""] if news else []
    lines += [T("form_desk.card", title=clip(form.title, 200), state=T(f"form_desk.state.{form.state}"))]
    lines += ["", *await _described(turn, form, used or last)]
    if used:
        lines.append(await _published(turn, used))
    lines += await _attached(turn, form)
    sent, waiting = await library.count(turn.session, form_id)
    if sent:
        lines.append(T("form_desk.sent_waiting" if waiting else "form_desk.sent", sent=sent, waiting=waiting))
    if used and last is not used:
        lines += ["", T("form_desk.newer", number=last.number), *await _changes(turn, used, last)]
    asked = form.state is FormState.PUBLISHED
    silent = await missing.of_form(turn.session, form_id, turn.today) if asked else []
    rows = _buttons(form, used, last, silent=len(silent), reads_only=not turn.member.secretary)
    return Screen(T("form.lines", lines=lines), rows)


async def _described(turn: Turn, form: OfficeForm, version: FormVersion) -> list[Text | str]:
    lines: list[Text | str] = [T("form_desk.version", number=version.number, version_name=version_name(version.name))]
    if form.origin is FormOrigin.TABLE:
        lines = [T("form_desk.version_of_table", number=version.number)]
    key = "form_desk.size_repeats" if version.repeats else "form_desk.size"
    lines.append(T(key, questions=version.questions, repeats=version.repeats))
    _, first = await library.first_rows(turn.session, version.id)
    if first:
        lines.append(T("form_desk.begins", count=sum(first.values())))
    return [*lines, *language_line(version.languages)]


def version_name(name: str) -> str | int:
    """Return what a form calls its version, a number as one, so that it is shown in the reader's digits."""
    return int(name) if name.isdecimal() and len(name) < 16 and str(int(name)) == name else name or "-"


def language_line(languages: Sequence[str]) -> list[Text]:
    """Return the line that names the languages of a form of several."""
    codes = [code for code in languages if code]
    if len(codes) < 2:
        return []
    names = [T(f"form_desk.language.{code}") if code in ("fa", "en") else code for code in codes]
    return [T("form_desk.languages", languages=wording.comma_separated(names))]


async def _attached(turn: Turn, form: OfficeForm) -> list[Text]:
    names = [assignments.name_of(one) for one in await assignments.of_form(turn.session, form.id)]
    if not names:
        return [T("form_desk.unattached")] if form.state is FormState.PUBLISHED else []
    # A name has commas of its own.
    shown = "؛ ".join(turn.voice.plain(name) for name in names[:MOST])
    more = len(names) - MOST
    return [T("form_desk.attached", names=T("form_desk.and_more", names=shown, count=more) if more > 0 else shown)]


async def _published(turn: Turn, used: FormVersion) -> Text:
    people = await recipients.people(turn.session, [used.published_by] if used.published_by else [])
    if not people:
        return T("form_desk.published", at=used.published_at)
    name = wording.colleague_name(people[0].title, people[0].name)
    return T("form_desk.published_by", at=used.published_at, name=name)


async def _changes(turn: Turn, used: FormVersion, last: FormVersion) -> list[Text]:
    """Return the lines of what a new version changes."""
    old, new = await library.compiled(turn.session, used.id), await library.compiled(turn.session, last.id)
    changes = differences(old, new, turn.voice.language)
    before, after = await library.first_rows(turn.session, used.id), await library.first_rows(turn.session, last.id)
    lines = [] if changes.none else _change_lines(changes)
    if before != after:
        count = sum(after[1].values())
        lines.append(T("form_desk.change.begins" if count else "form_desk.change.begins_blank", count=count))
    return lines or [T("form_desk.change.none")]


def _change_lines(changes: Differences) -> list[Text]:
    kinds = (
        ("added", changes.added),
        ("removed", changes.removed),
        ("retyped", changes.retyped),
        ("reworded", changes.reworded),
    )
    lines = [T(f"form_desk.change.{kind}", names=_names(names)) for kind, names in kinds if names]
    for question, gone in changes.gone_choices[:MOST]:
        lines.append(T("form_desk.change.choices", question=clip(question, SHORT), names=_names(gone)))
    return lines


def _names(names: tuple[str, ...]) -> Text | str | int:
    shown = wording.comma_separated([f"«{clip(name, SHORT)}»" for name in names[:MOST]])
    return T("form_desk.and_more", names=shown, count=len(names) - MOST) if len(names) > MOST else shown


def _buttons(
    form: OfficeForm, used: FormVersion | None, last: FormVersion, *, silent: int, reads_only: bool
) -> tuple[tuple[Button, ...], ...]:
    def button(key: str, route: str, arg: str = "") -> Button:
        return Button(T(key), Tap(route, form.id, form.version, arg))

    filled = Button(T("form_desk.filled"), Tap("form.filled", form.id))
    answers: list[tuple[Button, ...]] = []
    if used:
        answers.append((filled, Button(T("form_rows.button"), Tap("form.rows", form.id))))
    if silent:
        answers.append((Button(T("form_missing.button", count=silent), Tap("form.missing", form.id)),))
    if reads_only:
        return (
            *answers,
            (button("form_desk.download", "form.file"),),
            (list_button(), menu_button()),
        )
    rows: list[tuple[Button, ...]] = []
    if last is not used:
        publish = "form_desk.publish_new" if used else "form_desk.publish"
        rows.append((button(publish, "form.publish"), button("form_desk.discard", "form.discard")))
    if form.state is FormState.WITHDRAWN:
        rows.append((button("form_desk.restore", "form.restore"),))
    elif form.state is FormState.PUBLISHED:
        rows.append((button("form_desk.replace", "form.put"), button("form_desk.withdraw", "form.withdraw")))
    if used:
        rows += [(Button(T("form_desk.targets"), Tap("form.targets", form.id)),), *answers]
    rows.append((button("form_desk.try", "form.try"), button("form_desk.download", "form.file")))
    return (*rows, (list_button(), menu_button()))


async def publish(turn: Turn, tap: Tap) -> Reply:
    """Publish the newest version («انتشار»، «جایگزینی»)."""

    async def publishing() -> Text:
        replaced = await library.publish(turn.context, tap.id, tap.version)
        asked = await drafters.tell_replaced(turn.context, replaced) if replaced else 0
        if asked:
            return T("form_desk.replaced_asked", count=asked)
        return T("form_desk.replaced_now" if replaced else "form_desk.published_now")

    return await _changed(turn, tap.id, publishing)


async def withdraw(turn: Turn, tap: Tap) -> Reply:
    """Withdraw the form; the page has the button to take that back («کنار گذاشتن»)."""

    async def withdrawing() -> Text:
        form = await library.withdraw(turn.context, tap.id, tap.version)
        told = await drafters.tell_closed(turn.context, form)
        return T("form_desk.withdrawn_told" if told else "form_desk.withdrawn_now", count=told)

    return await _changed(turn, tap.id, withdrawing)


async def restore(turn: Turn, tap: Tap) -> Reply:
    """Take the withdrawal back («بازگرداندن فرم»)."""

    async def restoring() -> Text:
        form = await library.restore(turn.context, tap.id, tap.version)
        told = await drafters.tell_closed(turn.context, form, open_again=True)
        return T("form_desk.restored_told" if told else "form_desk.restored_now", count=told)

    return await _changed(turn, tap.id, restoring)


async def discard(turn: Turn, tap: Tap) -> Reply:
    """Drop the version that is not published («دور انداختن»)."""
    try:
        stays = await library.discard(turn.context, tap.id, tap.version)
    except Changed as changed:
        turn.toast = changed.text
        return await screen(turn, tap.id, changed.text)
    if stays:
        return await screen(turn, tap.id, T("form_desk.discarded"))
    return Screen(T("form_desk.discarded"), ((list_button(), menu_button()),))


async def _changed(turn: Turn, form_id: int, change: Callable[[], Awaitable[Text]]) -> Screen:
    """Make a change and show the form with the news of it, or as somebody else left it meanwhile."""
    try:
        news = await change()
    except Changed as changed:
        turn.toast = news = changed.text
    return await screen(turn, form_id, news)


async def trial(turn: Turn, tap: Tap) -> Reply:
    """Let the secretary answer the newest version, of which nothing is kept («امتحان فرم»)."""
    turn.fresh = True
    version = await library.newest(turn.session, tap.id)
    form, heading = await stored.ready(turn.session, version.id), turn.voice.plain(T("form_desk.trial"))
    answers, rows = await library.first_rows(turn.session, version.id)
    screen = await form_filling.begin(
        turn, form, TRIAL, answers=answers, rows=rows, heading=heading, anew=True, office_form=tap.id
    )
    if not rows:
        return screen
    return await form_view.screen(turn, in_hand(turn), T("form_fill.first_rows", count=sum(rows.values())))


async def download(turn: Turn, tap: Tap) -> Reply:
    """Send the workbook of the version in use, and of the newest where that is another («دریافت فایل اکسل»)."""
    turn.fresh = True
    used, last = await library.in_use(turn.session, tap.id), await library.newest(turn.session, tap.id)
    back = (Button(T("form_desk.to_form"), Tap("form", tap.id)), menu_button())
    both = list(dict.fromkeys(version for version in (used, last) if version))
    return [
        Screen(
            T("form_desk.file", title=clip(version.title, 200), number=version.number),
            (back,) if version is both[-1] else (),
            File(version.file_hash, version.file_name, personal=False),
        )
        for version in both
    ]

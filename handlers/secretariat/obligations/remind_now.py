"""The secretary's reminder at once, after its receivers were shown («یادآوری اکنون»)."""

from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Reply, Turn
from services.directory import agencies
from services.errors import Refused
from services.reminders import reminders_now
from services.reminders.reminders_now import AgencyReminder, ReminderScope
from texts.answer_summary import clip, enumerated

NAME, PEOPLE = 100, 120
"""Characters of an agency's name, and of its people's names; eight rows of both fit one message."""
AGAIN = "again"


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Show who would be reminded of what, and who cannot be reached; nothing is sent yet."""
    reach, offset = _reach(tap)
    concerns = await reminders_now.plan(turn.context, reach, tap.id)
    if not concerns:
        if reach is ReminderScope.AGENCY:
            # Of one that was merged since, that is what has to be said.
            await agencies.get(turn.session, tap.id)
        return Screen(T(f"now.nothing.{reach.name.lower()}"), (_back(tap.id, reach),))
    reached = [concern for concern in concerns if concern.people]
    fresh = [concern for concern in reached if not concern.told(turn.today)]
    lines: list[Text | str] = [T("now.title"), _count("now.count", reached)]
    if len(reached) < len(concerns):
        lines.append(T("now.unreached", count=len(concerns) - len(reached)))
    for concern in concerns[offset : offset + PAGE]:
        lines += ["", _row(turn, concern)]
    if until := reminders_now.held_until(turn.context):
        lines += ["", T("now.quiet", at=until)]
    rows: list[tuple[Button, ...]] = []
    if fresh:
        lines += ["", T("now.next_step")]
        rows.append((Button(_count("now.send", fresh), Tap("now.send", tap.id, arg=reach.value)),))
    if reached and len(fresh) < len(reached):
        lines += ["", T("now.told_today" if fresh else "now.all_told_today")]
        rows.append((Button(T("now.again"), Tap("now.send", tap.id, arg=f"{reach.value}.{AGAIN}")),))
    if not reached:
        lines += ["", T("now.nobody")]
    moves = page_buttons(len(concerns), offset, lambda first: Tap("now", tap.id, arg=f"{reach.value}.{first}"))
    rows += [moves] if moves else []
    return Screen(T("form.lines", lines=lines), (*rows, _back(tap.id, reach)))


async def send(turn: Turn, tap: Tap) -> Reply:
    """Remind them; what was said today already is asked about once more instead."""
    reach, _ = _reach(tap)
    again = tap.arg.endswith(AGAIN)
    incoming = turn.incoming
    press = f"{incoming.chat}:{incoming.message_id}:{tap.arg}"
    sent = await reminders_now.send(turn.context, reach, tap.id, press, again=again)
    if not sent.people:
        turn.toast = T("now.nothing_sent")
        return await ask(turn, Tap("now", tap.id, arg=reach.value))
    lines: list[Text | str] = [T("now.sent", people=sent.people, tasks=sent.obligations)]
    if until := reminders_now.held_until(turn.context):
        lines.append(T("now.quiet", at=until))
    return Screen(T("form.lines", lines=lines), (_back(tap.id, reach),))


def _reach(tap: Tap) -> tuple[ReminderScope, int]:
    """Return the reach that a button carries, and the first row of its page. Raises Refused for no button of ours."""
    letter, _, rest = tap.arg.partition(".")
    if letter not in list(ReminderScope):
        raise Refused("common.stale")
    return ReminderScope(letter), Tap("", arg=rest).place


def _count(key: str, concerns: list[AgencyReminder]) -> Text:
    people = {person.id for concern in concerns for person in concern.people}
    tasks = sum(len(concern.views) for concern in concerns)
    return T(key, agencies=len(concerns), people=len(people), tasks=tasks)


def _row(turn: Turn, concern: AgencyReminder) -> Text:
    agency, count = clip(concern.agency, NAME), len(concern.views)
    if not concern.people:
        return T("now.row_unreached", agency=agency, count=count)
    names = enumerated([f"{person.title} {person.name}".strip() for person in concern.people], PEOPLE)
    key = "now.row_told" if concern.told(turn.today) else "now.row"
    return T(key, agency=agency, count=count, names=Personal(names, T("privacy.withheld")))


def _back(subject_id: int, reach: ReminderScope) -> tuple[Button, ...]:
    if reach is ReminderScope.ONE:
        return Button(T("chase.back"), Tap("chase", subject_id)), menu_button()
    if reach is ReminderScope.AGENCY:
        return Button(T("tasks.to_status"), Tap("status.agency", subject_id)), menu_button()
    return Button(T("now.to_status"), Tap("status")), menu_button()

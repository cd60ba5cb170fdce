"""The start of a chat: /start, the menu that fits the person, and the answer to what nothing waits for."""

from collections.abc import Mapping, Sequence

from domain.access import permissions
from domain.access.member import Role
from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from handlers.account import deep_links, linking, registration
from handlers.core.forms import form_leaving
from handlers.core.turn import Reply, Turn
from handlers.representative.free_text import unsolicited
from handlers.secretariat import holidays
from handlers.secretariat.meetings.review import resolution_edit
from services.accounts import linking as link_service
from services.directory import members, welcome
from services.directory import registration as requests
from services.errors import Refused
from services.forms import occasions
from services.forms.occasions import Due
from services.messaging import buttons, group_chats, secretary_notices
from services.messaging.secretary_notices import NoticeKind
from services.obligations import obligations
from services.reminders.messages import chair_work
from texts import wording
from texts.answer_summary import clip

OF_AN_AGENCY = ("tasks", "report", "history", "duties")
SECTIONS = {
    "decisions": ("minutes", "meetings", "resolutions"),
    "pursuit": ("calls", "letters", "extensions", "behalf"),
    "exchange": ("questions", "ideas", "services", "broadcast"),
    "own": (*OF_AN_AGENCY, "idea", "question"),
}
"""The commands that share a button of a secretary's menu, by its name."""
OF_A_SECRETARY = (
    "review",
    "status",
    "decisions",
    "pursuit",
    "exchange",
    "members",
    "forms",
    "export",
    "own",
    "holidays",
)
OF_THE_SECRETARIAT = ("meetings", "resolutions", "status", "letters", "forms", "export", "broadcast")
"""The commands of the secretariat that others may have: a chair reads, a member may have the right to an audience."""
OF_ALL = ("idea", "question", "services", "settings", "help")
"""The buttons of the menu; each is shown to those who may use its command."""


async def show(turn: Turn) -> Reply:
    """Answer /start, with or without the code of an invitation or a link; a form in hand is put by and waits."""
    code, news = turn.incoming.text.strip(), None
    if await requests.greet_owner(turn.context, turn.member, turn.incoming.user):
        turn.member = await members.reload(turn.session, turn.member)
        news = T("start.owner", office=turn.organisation.name)
    if screens := await deep_links.open_link(turn, code):
        return screens
    if link_code := link_service.code_in(code):
        return await linking.show_code_owner(turn, link_code)
    if code and code not in (group_chats.WORD, registration.JOIN_WORD):
        return await registration.open_invitation(turn, code)
    return await _menu(turn, news)


async def menu(turn: Turn, tap: Tap) -> Reply:
    """Show the menu that fits the person, or a section of it, and put the form in hand by."""
    await turn.leave()
    if tap.arg in SECTIONS and turn.member.secretary:
        counts: dict[str, int] = {}
        await _role_lines(turn, counts)
        rows = (*_in_pairs(turn, SECTIONS[tap.arg], counts), (buttons.MENU,))
        return Screen(T("form.alone", title=T(f"menu.{tap.arg}")), rows)
    return await _menu(turn)


async def run_command(turn: Turn, tap: Tap) -> Reply:
    """Run the command that a menu button stands for."""
    route = turn.registry.commands.get(tap.arg)
    if route is None:
        raise Refused("common.stale")
    turn.allow(route.rule)
    await turn.leave()
    return await route.handler(turn)


async def stray(turn: Turn) -> Reply:
    """Answer an input that nothing waits for: offer what it may be meant for, else show the menu."""
    for offer in (resolution_edit.offer, holidays.offer, unsolicited.offer):
        if reply := await offer(turn):
            return reply
    return await _menu(turn, T("start.courtesy" if unsolicited.courteous(turn) else "start.stray"))


async def _menu(turn: Turn, news: Text | None = None) -> Screen:
    if turn.member.stranger:
        return await registration.welcome(turn)
    greeting = wording.greeting("start.greeting", "start.greeting_bare", turn.member.title, turn.member.name)
    lines: list[Text | Personal | str] = [greeting, ""]
    if news:
        lines += [news, ""]
    counts: dict[str, int] = {}
    due = await occasions.of_member(turn.session, turn.member, turn.today)
    waiting_forms = [one for one in due if one.waits]
    lines += await _role_lines(turn, counts, has_forms=bool(waiting_forms))
    lines += _forms_line(waiting_forms)
    rows = [
        *unsolicited.menu_row(turn),
        *await form_leaving.half_filled(turn),
        *_forms(turn, due, len(waiting_forms)),
        *_commands(turn, counts),
        *_agencies(turn),
    ]
    if permissions.chairs(turn.member) and (waiting := await chair_work.waiting_list(turn.session)):
        lines.append(T("start.nominees", count=len(waiting.memberships), at=waiting.asked_at))
        rows.insert(0, (chair_work.open_button(waiting.id),))
    if permissions.facilitates(turn.member):
        rows.append((welcome.MINE,))
    rows.append((Button(T("start.me"), Tap("me")),))
    return Screen(T("start.lines", lines=lines), tuple(rows))


async def _role_lines(turn: Turn, counts: dict[str, int], *, has_forms: bool = False) -> list[Text | str]:
    """Return a line for each role, with what waits there; note in ``counts`` how much of it each command opens.

    To somebody for whom forms wait it is not said that there is nothing to do.
    """
    lines: list[Text | str] = []
    active, places = turn.member.active, turn.member.neighbourhoods
    if len(places) > 1:
        of_places = await obligations.open_counts(turn.session, [held.agency_id or 0 for held in places], turn.today)
        owed, overdue = (sum(of_place[which] for of_place in of_places.values()) for which in (0, 1))
        role = T("start.facilitates", count=len(places))
        lines.append(_state_line(role, owed, overdue, has_forms=has_forms))
    for membership in turn.member.memberships:
        if len(places) > 1 and membership in places:
            continue
        role = members.role_in(membership.role, membership.agency)
        if membership == active and membership.agency_id is not None:
            views = await obligations.open_of_agency(turn.session, membership.agency_id)
            counts["tasks"] = len(views)
            overdue = sum(view.overdue(turn.today) for view in views)
            lines.append(_state_line(role, len(views), overdue, has_forms=has_forms))
        else:
            lines.append(T("start.role", role=role))
    if not turn.member.of_agency:
        idle = (role for role in (Role.FACILITATOR, Role.OUTSIDE) if turn.member.has(role))
        lines += [T(f"registration.next.{role}") for role in idle]
    if turn.member.secretary:
        kinds = (
            (NoticeKind.REPORTS, "start.reports", "review"),
            (NoticeKind.REQUESTS, "start.requests", "members"),
            (NoticeKind.QUESTIONS, "start.questions", "questions"),
            (NoticeKind.EXTENSIONS, "start.extensions", "extensions"),
            (NoticeKind.IDEAS, "start.ideas", "ideas"),
            (NoticeKind.FORMS, "start.filled_forms", "forms"),
        )
        for kind, key, command in kinds:
            if waiting := await secretary_notices.waiting(turn.session, kind):
                counts[command] = waiting
                lines.append(T(key, count=waiting))
    return lines


def _state_line(role: Text, owed: int, overdue: int, *, has_forms: bool) -> Text:
    key = "overdue" if overdue else "owed" if owed else "role" if has_forms else "owes_nothing"
    return T(f"start.{key}", role=role, count=owed, overdue=overdue)


def _forms_line(waiting: Sequence[Due]) -> list[Text]:
    """Return the line that says how many forms wait, and which day is the next one."""
    days = [one.due for one in waiting if one.due]
    if not waiting:
        return []
    return [T("start.forms_due", count=len(waiting), due=min(days)) if days else T("start.forms", count=len(waiting))]


def _forms(turn: Turn, due: Sequence[Due], waiting: int) -> list[tuple[Button, ...]]:
    """Return the button to the forms that the person has to fill in; a facilitator always has it."""
    if not due and not permissions.facilitates(turn.member):
        return []
    title = T("menu.data")
    label = T("form_fill.menu_count", title=title, count=waiting) if waiting else title
    return [(Button(label, Tap("data")),)]


def _commands(turn: Turn, counts: Mapping[str, int]) -> list[tuple[Button, ...]]:
    if turn.member.secretary:
        return _in_pairs(turn, (*OF_A_SECRETARY, *OF_ALL[-2:]), counts)
    return _in_pairs(turn, (*OF_AN_AGENCY, *OF_THE_SECRETARIAT, *OF_ALL), counts)


def _in_pairs(turn: Turn, names: Sequence[str], counts: Mapping[str, int]) -> list[tuple[Button, ...]]:
    """Return the buttons of sections, and of the commands that the person may use, two in a row.

    A button tells how much waits behind it.
    """
    commands = turn.registry.commands
    labelled = [
        Button(_menu_label(name, counts), Tap("menu", arg=name) if name in SECTIONS else Tap("go", arg=name))
        for name in names
        if name in SECTIONS or (name in commands and commands[name].rule(turn.member))
    ]
    return [tuple(labelled[place : place + 2]) for place in range(0, len(labelled), 2)]


def _menu_label(name: str, counts: Mapping[str, int]) -> Text:
    label, count = T(f"menu.{name}"), sum(counts.get(part, 0) for part in SECTIONS.get(name, (name,)))
    return T("menu.counted", label=label, count=count) if count else label


def _agencies(turn: Turn) -> list[tuple[Button, ...]]:
    """Return buttons for the other agencies that the person represents."""
    return [
        (Button(T("start.act_for", agency=clip(membership.agency, 24)), Tap("active", membership.id)),)
        for membership in turn.member.other_agencies
    ]


async def choose_agency(turn: Turn, tap: Tap) -> Reply:
    """Make another of the person's agencies the active one, and show the menu («کار برای …»)."""
    membership = await members.activate(turn.session, turn.member.person_id, tap.id)
    turn.member = await members.reload(turn.session, turn.member)
    turn.toast = T("start.acting_for", agency=membership.agency.name if membership.agency else "")
    await turn.leave()
    return await _menu(turn)

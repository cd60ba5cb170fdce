"""The search by words that nothing asked for: resolutions, agencies and people that the person may see."""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from domain.access import permissions
from domain.chat.mentions import SAYS_NOTHING, SHORTEST
from domain.chat.screens import Button, Personal, Rows, Screen, T, Tap, Text
from domain.persian.colloquial import written
from domain.persian.search import matching
from domain.persian.text import folded_words
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Reply, Turn
from handlers.representative.free_text import into_form
from services.directory import agencies, member_search, members
from services.meetings import resolution_search
from services.meetings.resolution_search import Filter
from services.obligations import obligation_search
from texts import wording
from texts.answer_summary import clip

LONGEST = 60
"""The most characters of a text that may be searched for by those who see everything; of others it may tell something
when it is shorter.
"""
QUESTION_MARKS = frozenset("?؟")
_ASIDE = folded_words("""
سلام لطفا وضعیت شماره تلفن همراه خانم آقای اقای جناب سرکار گزارش پاسخ جواب نتیجه مهلت بند مصوبه شد شده چی چه به کجا رسید
رسیده آمد نیامد داد داده نداد نداده ندادند هنوز کی کیا کیست چیست است را برای درباره در مورد از ما پیگیری نمایش
بده بدهید کو و مصوبات نماینده نمایندگان چنده چند است به رو می خوام خواهم خواهیم گردم دنبال بزن کن کنم کنید بفرست بفرستید
نشانم نشان برام برایم یادآوری تمدید
""")
"""Words around those that are searched for: «وضعیت شهرداری»، «بند ۳ به کجا رسید؟»."""
_SOUGHT = re.compile(
    r"\bدنبال (?P<of>.{2,60}?) می ?گرد"
    r"|\b(?:مصوبه|بند)(?: ?ا?ی)? که (?:درباره|راجع به|در مورد|مربوط به)(?: ی)? (?P<about>.{2,60}?) (?:بود|است|هست|داشت)"
)
MOST_SOUGHT = 120
_TELLS = re.compile(r"\b(?:شده?|شدند|گرفت|رفت|(?!ن?می )\w+[دت]ی?م|نیست|ندار\w+|مانده)\W*$")
FIRST = 4
"""Rows of each kind on the first screen."""
SHORT = 90


class Found(NamedTuple):
    """A row that a search found: its line, and the button that opens it, None for who may only read its name."""

    line: Text | Personal
    button: Button | None


Loader = Callable[[Turn, str, int, int], Awaitable[tuple[list[Found], int]]]


def may_find(turn: Turn, text: str) -> bool:
    """Tell whether a text may be words to search for: short, on one line and no question."""
    longest = LONGEST if permissions.reads_all(turn.member) else into_form.TELLING
    return not turn.member.stranger and 1 < len(text) <= longest and not ({"\n"} | QUESTION_MARKS) & set(text)


def may_find_asked(turn: Turn, text: str) -> bool:
    """Tell whether the question of somebody who sees everything may name what to search for."""
    return permissions.reads_all(turn.member) and len(text) <= LONGEST and "\n" not in text


def terms(text: str) -> str:
    """Return the words of a text that name something, those around them left out."""
    words = (word.strip("؟?،,.!:") for word in written(text).split())
    return " ".join(word for word in words if word and word not in _ASIDE)


async def named_in(turn: Turn, text: str, ways: Rows) -> Screen | None:
    """Search for the one word of a sentence that finds resolutions, else agencies or people; None when none does.

    ``ways`` lead to what else may have been meant. Only for those who see everything: of others a sentence may tell
    something.
    """
    if not permissions.reads_all(turn.member):
        return None
    words = [word for word in terms(text).split() if len(word) >= SHORTEST and word not in SAYS_NOTHING]
    for load in _KINDS.values():
        for word in words:
            if (await load(turn, word, 0, 1))[1]:
                return await results(turn, word, ways)
    return None


async def results(turn: Turn, words: str, ways: Rows = ()) -> Screen | None:
    """Search everything, and return the first of each kind; None when nothing is found."""
    lines: list[Text | Personal | str] = [T("find.head", words=words)]
    buttons: list[tuple[Button, ...]] = []
    for kind, load in _KINDS.items():
        found, total = await load(turn, words, 0, FIRST)
        if not total:
            continue
        lines += ["", T(f"find.{kind}", count=total), *(row.line for row in found)]
        buttons += [(row.button,) for row in found if row.button]
        if total > FIRST:
            buttons.append((Button(T(f"find.all_{kind}", count=total), Tap("find", arg=f"{kind}.0")),))
    if len(lines) == 1:
        return None
    turn.notes.search = words
    return Screen(T("form.lines", lines=[*lines, "", *_ask_line(turn)]), (*buttons, *ways, *_ways_on(turn)))


def tells(turn: Turn, text: str, about: Sequence[int]) -> bool:
    """Tell whether a few words that name a task tell something of it: of those who see everything none do."""
    return bool(about) and not permissions.reads_all(turn.member) and bool(_TELLS.search(written(text)))


def sought(text: str) -> str:
    """Return the words that a sentence looks for: «دنبال مصوبهٔ پل می‌گردم»; "" for a sentence that does not."""
    found = _SOUGHT.search(written(text)) if len(text) <= MOST_SOUGHT else None
    return terms(found["of"] or found["about"]) if found else ""


def nothing(turn: Turn, words: str, ways: Rows, text: str = "") -> Screen:
    """Return the screen of a search that found nothing, with ``ways`` to what may have been meant.

    ``text`` is all that was typed, where it is more than the words; it may go to the secretariat.
    """
    turn.notes.search = text or words
    return Screen(T("find.nothing", words=clip(words, 200)), (*ways, *_ways_on(turn)))


async def page(turn: Turn, tap: Tap) -> Reply:
    """Show a page of one kind of what was found; ``tap.arg`` is the kind and the first place."""
    kind, _, first = tap.arg.partition(".")
    words, load = turn.notes.search, _KINDS.get(kind)
    if not words or load is None:
        return Screen(T("find.gone"), ((menu_button(),),))
    offset = int(first) if first.isdecimal() and len(first) < 9 else 0
    found, total = await load(turn, words, offset, PAGE)
    lines: list[Text | Personal | str] = [T("find.head", words=words), "", T(f"find.{kind}", count=total)]
    moves = page_buttons(total, offset, lambda place: Tap("find", arg=f"{kind}.{place}"))
    rows = [(row.button,) for row in found if row.button]
    return Screen(
        T("form.lines", lines=[*lines, *(row.line for row in found)]),
        (*rows, *((moves,) if moves else ()), *_ways_on(turn)),
    )


def _ask_line(turn: Turn) -> list[Text]:
    return [T("question.offer")] if permissions.asks_secretariat(turn.member) else []


def _ways_on(turn: Turn) -> Rows:
    """Return the buttons that send the words to the secretariat, and to the menu."""
    if not permissions.asks_secretariat(turn.member):
        return ((menu_button(),),)
    ask, tell = Tap("question.new", arg="found"), Tap("idea.new", arg="found")
    return ((Button(T("menu.question"), ask), Button(T("menu.idea"), tell)), (menu_button(),))


async def _resolutions(turn: Turn, words: str, offset: int, most: int) -> tuple[list[Found], int]:
    """Find resolutions: all of them for who reads all, else the obligations of the person's own agencies."""
    if permissions.reads_all(turn.member):
        rows, total = await resolution_search.listed(turn.session, Filter.ALL, offset, most, search=words)
        return [_named(one.number, "", one.meeting.number, one.text, Tap("res", one.id)) for one in rows], total
    views = await obligation_search.of_agencies(turn.session, turn.member.agency_ids, words)
    return [
        _named(view.number, view.item, view.meeting_number, view.text, Tap("task", view.id))
        for view in views[offset : offset + most]
    ], len(views)


def _named(number: int, item: str, meeting: int | None, text: str, tap: Tap) -> Found:
    title = wording.resolution_name(number, item, meeting)
    return Found(T("find.resolution", title=title, text=clip(" ".join(text.split()), SHORT)), Button(title, tap))


async def _agencies(turn: Turn, words: str, offset: int, most: int) -> tuple[list[Found], int]:
    """Find agencies: all of them for who reads all, else the person's own."""
    if permissions.reads_all(turn.member):
        found = await agencies.browse(turn.session, words, neighbourhoods=True)
        opens = "agency" if turn.member.secretary else "status.agency"
    else:
        own = [(held.agency_id or 0, held.agency, ()) for held in turn.member.of_agency]
        found, opens = matching(own, words), "status.page"
    rows = [
        Found(T("find.agency", name=agency.name), Button(clip(agency.name, 40), Tap(opens, agency.id)))
        for agency in found[offset : offset + most]
    ]
    return rows, len(found)


async def _people(turn: Turn, words: str, offset: int, most: int) -> tuple[list[Found], int]:
    """Find people by name: all of them for who reads all, else the colleagues in the person's own agencies."""
    among = None if permissions.reads_all(turn.member) else turn.member.agency_ids
    found, total = await member_search.named(turn.session, words, among, offset, most)
    rows = []
    for one in found:
        name, role = members.colleague(one.person), members.role_of(one)
        button = Button(name, Tap("person", one.id)) if turn.member.secretary else None
        rows.append(Found(T("find.person", name=name, role=role), button))
    return rows, total


_KINDS: dict[str, Loader] = {"resolutions": _resolutions, "agencies": _agencies, "people": _people}

"""The services, places and facilities that agencies offer: browsed by kind and neighbourhood, searched (/services)."""

import re
from typing import Any

from domain.access import permissions
from domain.access.neighbourhoods import bare_name
from domain.chat.screens import Button, Screen, T, Tap, Text, row_number
from domain.forms.engine import Form, Question
from domain.forms.form_words import Label
from domain.forms.offers import OfferKind
from domain.forms.types.answer_types import Pick
from handlers.core import attachments
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons, page_of
from handlers.core.turn import PAGE, Filled, Listing, Reply, Turn
from handlers.representative.forms import filled_card
from services.directory import neighbourhoods
from services.forms import offers
from services.forms.offers import Offer
from texts.answer_summary import clip

FIND = Form("offers.find_form", (Question("offer", Pick("offers")),), at_once=True)
HOOD = Form("offers.hood_form", (Question("hood", Pick("offers.hoods")),), at_once=True)
ALL = "all"
MAP = "https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=17/{0}/{1}"
_POINT = re.compile(r"(-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?) \S+ \S+")


async def show(turn: Turn) -> Reply:
    """List all offers (/services)."""
    return await _list_screen(turn, 0, ALL, 0)


async def page(turn: Turn, tap: Tap) -> Reply:
    """List the offers for one neighbourhood (``tap.id``) or for all; ``tap.arg`` is the kind and the first place."""
    await turn.leave()
    kind, _, offset = tap.arg.partition(".")
    return await _list_screen(turn, tap.id, kind, row_number(offset))


async def _list_screen(turn: Turn, hood_id: int, kind: str, offset: int) -> Screen:
    only = OfferKind(kind) if kind in tuple(OfferKind) else None
    hood = (await neighbourhoods.get(turn.session, hood_id)).name if hood_id else ""
    found = await offers.listed(turn.session, turn.voice.language, kind=only, hood=hood)
    lines: list[Text | str] = [T("offers.head", count=len(found), kind=T(f"offers.kinds.{only or ALL}"))]
    if await offers.is_cut(turn.session):
        lines.append(T("offers.cut", most=offers.MOST))
    if hood:
        lines.append(T("offers.of_hood", hood=bare_name(hood)))
    if not found:
        lines += ["", T("offers.none_here" if hood or only else "offers.none")]
    shown = found[offset : offset + PAGE]
    for offer in shown:
        lines += ["", _line(offer)]
    rows = [(Button(_label(turn, offer), Tap("offer", offer.filled_id, 0, str(offer.offered.row))),) for offer in shown]
    moves = page_buttons(len(found), offset, lambda first: Tap("offers", hood_id, 0, f"{only or ALL}.{first}"))
    kinds = tuple(
        Button(T(f"offers.kinds.{other}"), Tap("offers", hood_id, 0, other))
        for other in (ALL, *OfferKind)
        if other != (only or ALL)
    )
    narrow = [
        Button(T("offers.find_form.title"), Tap("offers.find")),
        Button(T("offers.hood_form.title"), Tap("offers.hood")),
    ]
    if hood_id:
        narrow[1:] = [Button(T("offers.every_hood"), Tap("offers", 0, 0, only or ALL))]
    tail = (moves, kinds, tuple(narrow)) if found or hood or only else ()
    return Screen(T("form.lines", lines=lines), (*rows, *(row for row in tail if row), (menu_button(),)))


def _line(offer: Offer) -> Text:
    said = offer.offered
    about: dict[str, Any] = {
        "title": clip(said.title, 100),
        "kind": T(f"offers.kind.{said.kind}"),
        "subject": clip(said.subject, 60),
        "place": clip(said.hood, 80) or T("offers.everywhere"),
    }
    # What a facilitator tells of is sent for the very neighbourhood.
    if said.hood and bare_name(said.hood) == bare_name(offer.agency):
        return T("offers.row_here", **about)
    return T("offers.row", **about, agency=_agency(offer))


def _label(turn: Turn, offer: Offer) -> str:
    return clip(f"{offer.offered.title}، {offer.agency}" if offer.agency else offer.offered.title, 60)


async def find(turn: Turn, tap: Tap) -> Reply:
    """Ask for an offer, by words of its title, subject, neighbourhood or agency («جست‌وجو»)."""
    return await form_filling.begin(turn, FIND, anew=True)


async def listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the offers that a search finds."""
    found = await offers.listed(turn.session, turn.voice.language, search=search)
    return page_of([(offer.id, _label(turn, offer)) for offer in found], offset)


async def find_sent(turn: Turn, filled: Filled) -> Reply:
    """Show the offer that was chosen."""
    return await _card(turn, *offers.place_of(filled.answers["offer"]["id"]))


async def ask_for_hood(turn: Turn, tap: Tap) -> Reply:
    """Ask for the neighbourhood whose offers are to be seen («انتخاب محله»)."""
    return await form_filling.begin(turn, HOOD, anew=True)


async def hood_listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the neighbourhoods that a search finds, a facilitator's own first."""
    own = {held.agency_id for held in turn.member.neighbourhoods}
    found = sorted(await neighbourhoods.named(turn.session, search), key=lambda named: named.id not in own)
    return page_of(found, offset)


async def hood_sent(turn: Turn, filled: Filled) -> Reply:
    """List the offers for the neighbourhood that was chosen."""
    return await _list_screen(turn, filled.answers["hood"]["id"], ALL, 0)


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """Show one offer with all that its agency said of it."""
    return await _card(turn, tap.id, tap.place)


async def _card(turn: Turn, filled_id: int, row: int) -> Screen:
    offer = await offers.get(turn.session, filled_id, row, turn.voice.language)
    found = await offers.row_of(turn.session, offer)
    lines: list[Label] = [_head(offer), "", *await filled_card.row_lines(turn, found)]
    if once := await filled_card.once_lines(turn, found):
        lines += ["", *once]
    rows: list[tuple[Button, ...]] = []
    if point := next((point for value in found.answers.values() if (point := _POINT.fullmatch(str(value)))), None):
        rows.append((Button(T("offers.map"), url=MAP.format(*point.groups())),))
    if found.files:
        rows.append((Button(T("offers.photos"), Tap("offer.photos", filled_id, 0, str(row))),))
    if permissions.asks_secretariat(turn.member):
        rows.append((Button(T("offers.ask"), Tap("question.new", filled_id, 0, f"offer.{row}")),))
    rows.append((Button(T("offers.to_list"), Tap("offers", 0, 0, offer.offered.kind)), menu_button()))
    return Screen(T("form.lines", lines=lines), tuple(rows))


def _head(offer: Offer) -> Text:
    said = offer.offered
    return T("offers.card", title=said.title, kind=T(f"offers.kind.{said.kind}"), agency=_agency(offer))


def _agency(offer: Offer) -> Text | str:
    return clip(offer.agency, 80) or T("offers.own")


async def show_photos(turn: Turn, tap: Tap) -> Reply:
    """Send the pictures and files of the offer («تصویرها»)."""
    offer = await offers.get(turn.session, tap.id, tap.place, turn.voice.language)
    turn.fresh = True
    files = (await offers.row_of(turn.session, offer)).files
    back = Button(T("offers.back"), Tap("offer", tap.id, 0, tap.arg))
    sent = Screen(T("offers.photos_sent"), ((back, menu_button()),))
    return [*attachments.screens(_head(offer), list(files.values())), sent]

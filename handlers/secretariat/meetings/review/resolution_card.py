"""The card of one resolution: its text, owners, deadline and doubts, and the buttons to change it."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.chat.screens import Button, File, Rows, Screen, T, Tap, Text
from domain.deadlines import DeadlineKind, Rhythm, describe_rhythm, periods
from domain.minutes import Doubt
from domain.minutes.language import name_matching
from domain.minutes.language.name_matching import Matcher
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from handlers.secretariat.followup.status import resolution_totals
from handlers.secretariat.meetings.review import relation_lines, taken_texts
from models.tables.meetings import MeetingState, Owner, Resolution, ResolutionState
from services.conversations.notes import DeadlinePhrase
from services.directory import known_names
from services.errors import Refused
from services.meetings import meetings, owner_changes, resolutions
from services.obligations import history, resolution_status, status
from texts import wording
from texts.answer_summary import clip

LONGEST = 1400
"""Characters of a resolution's text, which leave room for its owners, sub-items and doubts in the same message."""
LONGEST_ITEM, LONGEST_NAME, LONGEST_DOUBT, LONGEST_REMARK = 170, 70, 160, 300
MOST_ITEMS, MOST_OWNERS, MOST_DOUBTS = 8, 12, 5
LABEL = 24
"""Characters of a name on a button."""


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show a resolution as it is now."""
    await turn.leave()
    return await screen(turn, tap.id)


async def unchanged(turn: Turn, tap: Tap) -> Resolution | None:
    """Return the resolution of a button; None, with a toast, when it changed after the button was drawn."""
    resolution = await resolutions.get(turn.session, tap.id)
    if resolution.version == tap.version:
        return resolution
    turn.toast = T("common.stale")
    return None


async def picture(turn: Turn, tap: Tap) -> Reply:
    """Show the part of a picture that a resolution was read from («دیدن تصویر این مصوبه»); ``place`` is the doubt."""
    resolution = await resolutions.get(turn.session, tap.id)
    doubts_read = resolution.doubts[tap.place : tap.place + 1]
    if not doubts_read or not (digest := doubts_read[0]["params"].get("picture")):
        raise Refused("common.stale")
    turn.fresh = True
    name = turn.voice.plain(T("reading.picture_name", number=resolution.number))
    text = T("reading.picture_of", number=resolution.number, text=clip(_opening(resolution), 700))
    back = Button(T("reading.picture_back", number=resolution.number), Tap("res", resolution.id))
    return Screen(text, ((back,),), File(digest, name, "photo"))


async def screen(turn: Turn, resolution_id: int, news: Text | None = None) -> Screen:
    """Return the card; the chair's has no buttons that change anything."""
    resolution = await resolutions.get(turn.session, resolution_id)
    if turn.member.secretary and resolution.state is ResolutionState.READ:
        # A date that is typed at this card is taken for its deadline.
        turn.notes.phrase = DeadlinePhrase(resolution.id, "")
    matcher = await known_names.load(turn.session, turn.organisation)
    place, total = await resolutions.place(turn.session, resolution)
    state = T(f"resolution.state.{resolution.state}")
    lines: list[Text | str] = [news, ""] if news else []
    lines.append(T("resolution.head", number=resolution.number, place=place, total=total, state=state))
    lines += ["", clip(_opening(resolution), LONGEST), *_items(resolution)]
    lines += ["", *_owners(resolution, matcher), "", *_deadline(turn, resolution), *map(_reference, resolution.refers)]
    if resolution.remark:
        lines.append(T("resolution.remark", text=clip(resolution.remark, LONGEST_REMARK)))
    if resolution.state is ResolutionState.ACTIVE and (
        at := await history.text_changed_at(turn.session, resolution.id)
    ):
        lines.append(T("resolution.text_changed", at=at))
    lines += await relation_lines.lines(turn, resolution)
    if resolution.template:
        lines.append(T("resolution.template_line", name=resolution.template["name"]))
    if resolution.state is ResolutionState.READ and (asked := doubts(resolution, matcher)):
        lines += ["", T("resolution.doubts"), *asked[:MOST_DOUBTS]]
    if resolution.state in (ResolutionState.ACTIVE, ResolutionState.CLOSED):
        lines += await _totals(turn, resolution)
    return Screen(T("form.lines", lines=lines), await _buttons(turn, resolution, matcher))


def deadline_meaning(deadline: dict[str, Any], due: date | None) -> Text:
    """Return the meaning of a deadline in words: «تا شنبه ۲۷ مهر ۱۳۹۸»."""
    kind = periods.kind(deadline)
    match kind:
        case DeadlineKind.RECURRING:
            rhythm = deadline["rhythm"]
            words = describe_rhythm(Rhythm.from_json(rhythm))
            return T("resolution.means.recurring", rhythm=words, due=due)
        case DeadlineKind.UNKNOWN:
            return T("resolution.means.unknown", reason=deadline["reason"])
        case DeadlineKind.NEXT_MEETING if due is None:
            return T("resolution.means.next_meeting")
        case DeadlineKind.CONTINUOUS | DeadlineKind.NONE:
            return T(f"resolution.means.{kind}")
    return T("resolution.means.immediate" if kind is DeadlineKind.IMMEDIATE else "resolution.means.date", due=due)


def _opening(resolution: Resolution) -> str:
    """Return the text up to the part that the sub-items repeat."""
    text = resolution.text
    if resolution.items and text.endswith(resolution.items[-1]["text"]):
        start = text.find(resolution.items[0]["text"])
        label = text.rfind("\n", 0, max(start, 0))
        return text[:label].strip() if label > 0 else text
    return text


def _items(resolution: Resolution) -> list[Text | str]:
    lines: list[Text | str] = [
        T("resolution.item", label=item["label"], text=clip(item["text"], LONGEST_ITEM))
        for item in resolution.items[:MOST_ITEMS]
    ]
    if lines:
        lines = ["", T("resolution.items"), *lines]
    if len(resolution.items) > MOST_ITEMS:
        lines.append(T("resolution.more", count=len(resolution.items) - MOST_ITEMS))
    return lines


def _owners(resolution: Resolution, matcher: Matcher) -> list[Text | str]:
    if not resolution.owners:
        return [T("resolution.no_owners")]
    lines: list[Text | str] = [T("resolution.owners")]
    lines += [owner_line(owner, matcher) for owner in resolution.owners[:MOST_OWNERS]]
    if len(resolution.owners) > MOST_OWNERS:
        lines.append(T("resolution.more", count=len(resolution.owners) - MOST_OWNERS))
    return lines


def owner_line(owner: Owner, matcher: Matcher) -> Text:
    """Return an owner's line: linked, matched with certainty, matched by guess, or new."""
    match = matcher.of(owner)
    if name_matching.linked(owner):
        name: Text | str = clip(owner_changes.called(owner), LONGEST_NAME)
    elif match is None:
        name = T(f"resolution.owner.new_{name_matching.kind_of(owner.name)}", name=clip(owner.name, LONGEST_NAME))
    elif match.sure:
        name = clip(match.known.name, LONGEST_NAME)
    else:
        guess = clip(match.known.name, LONGEST_NAME)
        name = T("resolution.owner.perhaps", name=clip(owner.name, LONGEST_NAME), guess=guess)
    if owner.item:
        name = T("resolution.owner.of_item", item=owner.item, name=name)
    return T("resolution.owner.partner" if owner.partner else "resolution.owner.lead", name=name)


def _deadline(turn: Turn, resolution: Resolution) -> list[Text | str]:
    meaning = deadline_meaning(resolution.deadline, resolution.due)
    if resolution.phrase:
        lines: list[Text | str] = [T("resolution.deadline", phrase=resolution.phrase, meaning=meaning)]
    else:
        lines = [T("resolution.deadline_bare", meaning=meaning)]
    if resolution.due and (off := wording.day_off(resolution.due, turn.organisation.calendar)):
        lines.append(off)
    lines += [T("resolution.assumed", assumed=assumed) for assumed in resolution.deadline.get("assumed", ())]
    if periods.kind(resolution.deadline) is DeadlineKind.CONTINUOUS:
        lines.append(T("resolution.check_in_is" if resolution.check_in else "resolution.check_in_is_not"))
    return lines


def _reference(refers: dict[str, Any]) -> Text:
    if refers["meeting"] is None or refers["resolution"] is None:
        return T("resolution.refers_once", number=refers["resolution"] or refers["meeting"] or 0)
    return T("resolution.refers", meeting=refers["meeting"], number=refers["resolution"])


def doubts(resolution: Resolution, matcher: Matcher) -> list[Text]:
    """Return all doubts about a resolution that a secretary has to decide, a sentence each."""
    read = [clip(Doubt(doubt["code"], doubt["params"]).sentence, LONGEST_DOUBT) for doubt in resolution.doubts]
    guessed = [(owner, matcher.unsure(owner)) for owner in resolution.owners]
    return [
        *(T("resolution.doubt", doubt=sentence) for sentence in read),
        *(T("resolution.doubt_owner", name=owner.name, guess=guess.name) for owner, guess in guessed if guess),
    ]


async def _totals(turn: Turn, resolution: Resolution) -> list[Text | str]:
    tally = await status.tally_of_resolution(turn.session, resolution.id, turn.today)
    return ["", *resolution_totals(resolution, tally)]


async def _buttons(turn: Turn, resolution: Resolution, matcher: Matcher) -> Rows:
    rows: list[tuple[Button, ...]] = []
    if turn.member.secretary and resolution.meeting.state in meetings.IN_HAND:
        rows += _verdict_buttons(resolution, matcher)
        if resolution.state not in (ResolutionState.DROPPED, ResolutionState.CLOSED):
            rows += _edit_buttons(resolution)
        rows += await relation_lines.buttons(turn, resolution)
    if turn.member.secretary and resolution.meeting.state is MeetingState.REVIEW:
        rows += taken_texts.rows(resolution)
    if turn.member.secretary and resolution.state is ResolutionState.ACTIVE:
        rows.append((Button(T("form_attach.of_resolution_button"), Tap("res.forms", resolution.id)),))
    if resolution.state in (ResolutionState.ACTIVE, ResolutionState.CLOSED):
        rows.append((Button(T("resolution.who"), Tap("status.resolution", resolution.id)),))
    rows.append(await _neighbour_buttons(turn, resolution))
    if resolution.state in resolutions.BINDING:
        up = Button(T("resolution.list"), Tap("resolutions", resolution.meeting_id))
    elif turn.member.secretary:
        up = Button(T("reading.back"), Tap("reading", resolution.meeting_id))
    else:
        up = Button(T("meeting.open"), Tap("meeting", resolution.meeting_id))
    return tuple(row for row in (*rows, (up, menu_button())) if row)


def _verdict_buttons(resolution: Resolution, matcher: Matcher) -> list[tuple[Button, ...]]:
    number, version = resolution.id, resolution.version
    match resolution.state:
        case ResolutionState.DROPPED:
            return [(Button(T("reading.undo"), Tap("res.drop", number, version)),)]
        case ResolutionState.ACCEPTED:
            return [(Button(T("reading.drop"), Tap("res.drop", number, version)),)]
        case ResolutionState.READ:
            accept = Button(T("reading.accept"), Tap("res.accept", number, version))
            drop = Button(T("reading.drop"), Tap("res.drop", number, version))
            return [*_doubt_buttons(resolution, matcher), (accept, drop)]
    closing = T("resolution.reopen" if resolution.state is ResolutionState.CLOSED else "resolution.close")
    own = [Button(T("own_status.button"), Tap("res.status", number))] if resolution_status.may_set(resolution) else []
    if resolution.set_status:
        own.append(Button(T("own_status.take_back"), Tap("res.status_back", number, version)))
    rows = [(Button(closing, Tap("res.close", number, version)),), *([tuple(own)] if own else [])]
    if resolution.set_status:
        rows.append((Button(T("own_status.history_button"), Tap("res.status_history", number)),))
    return rows


def _doubt_buttons(resolution: Resolution, matcher: Matcher) -> list[tuple[Button, ...]]:
    """Return a button for each doubt that one tap can decide."""
    rows: list[tuple[Button, ...]] = []
    unsure = [owner for owner in resolution.owners if matcher.unsure(owner)]
    for owner in unsure:
        name = clip(owner.name, LABEL)
        same, fresh = T("reading.same"), T("reading.fresh")
        if len(unsure) > 1:
            same, fresh = T("reading.same_of", name=name), T("reading.fresh_of", name=name)
        rows.append((Button(same, Tap("owner.same", owner.id, resolution.version)),))
        rows.append((Button(fresh, Tap("owner.fresh", owner.id, resolution.version)),))
    for index, doubt in enumerate(resolution.doubts):
        if doubt["params"].get("picture"):
            rows.append((Button(T("reading.picture"), Tap("res.picture", resolution.id, 0, str(index))),))
        if doubt["code"] == "owner_in_text":
            label = T("reading.add_named", name=clip(doubt["params"]["name"], LABEL))
            rows.append((Button(label, Tap("res.named", resolution.id, resolution.version, str(index))),))
    return rows


def _edit_buttons(resolution: Resolution) -> list[tuple[Button, ...]]:
    number = resolution.id
    rows: list[tuple[Button, ...]] = [
        (Button(T("reading.text"), Tap("res.text", number)), Button(T("reading.owners"), Tap("owners", number))),
        (
            Button(T("reading.deadline"), Tap("res.deadline", number)),
            Button(T("reading.items"), Tap("res.items", number)),
        ),
    ]
    rows.append((Button(T("reading.remark"), Tap("res.remark", number)),))
    template = Button(T("resolution.template"), Tap("res.template", number))
    if periods.kind(resolution.deadline) is DeadlineKind.CONTINUOUS:
        asked = T("resolution.check_in_off" if resolution.check_in else "resolution.check_in_on")
        rows.append((template, Button(asked, Tap("res.check_in", number, resolution.version))))
    else:
        rows.append((template,))
    if resolution.state in meetings.UNDECIDED:
        merge = Button(T("reading.merge"), Tap("res.merge", number, resolution.version))
        rows.append((Button(T("reading.split"), Tap("res.split", number)), merge))
    return rows


async def _neighbour_buttons(turn: Turn, resolution: Resolution) -> tuple[Button, ...]:
    row = []
    for step, key in ((-1, "resolution.before"), (1, "resolution.after")):
        if other := await resolutions.neighbour(turn.session, resolution, step):
            row.append(Button(T(key), Tap("res", other.id)))
    return tuple(row)

"""A stored form opened to be filled in: begun, gone on with, corrected, or carried into its new version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.chat.screens import Button, Screen, T, Tap, Text, row_number
from domain.forms.compiled.carry_over import Carried, CarryOver
from domain.forms.engine import State
from domain.forms.occasion import NEIGHBOURHOOD, Occasion
from domain.forms.xforms.files import answering
from domain.forms.xforms.form import XForm, XFormFilling
from handlers.core.forms import form_filling, form_view
from handlers.core.forms.form_filling import in_hand
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from handlers.representative.forms import filled_card, stored
from models.tables.forms import FilledForm, FormVersion
from models.tables.meetings import Verdict
from services.conversations import drafts
from services.conversations.drafts import Draft
from services.errors import Refused, existing
from services.forms import filling, library, occasions, own_rows
from services.forms.occasions import Due
from texts import wording
from texts.answer_summary import clip

SHORT = 300
"""Characters of the reviewer's words over a question."""


async def open_one(turn: Turn, tap: Tap) -> Reply:
    """Open an occasion: go on with its draft, begin its form, or show what was sent («پر کردن فرم»)."""
    due = await occasions.find(turn.session, turn.member, turn.today, wanted(tap))
    if draft := await filling.draft_of(turn.session, turn.member.person_id, due.occasion):
        return await _go_on(turn, due, draft.id, filling.version_in(draft.form))
    before = await filling.get(turn.session, due.filled_id) if due.filled_id else None
    if not due.is_open:
        return await filled_card.screens(turn, existing(before), 0)
    mends = due.occasion.part or (before is not None and filling.verdict(before) is Verdict.RETURNED)
    return await _begin(turn, due, before if mends else None)


def wanted(tap: Tap) -> Occasion:
    """Return the occasion that a button names. Raises Refused for one that names none."""
    words = tap.arg.split(".")
    if len(words) < 2 or not all(word == "0" or row_number(word) for word in words[:2]):
        raise Refused("common.stale")
    period = "".join(word for word in words[2:] if word != "p")
    return Occasion(tap.id, int(words[0]), int(words[1]), period, part="p" in words[2:])


async def again(turn: Turn, tap: Tap) -> Reply:
    """Open what was sent to be corrected: before its review, or when it was returned («اصلاح و ارسال دوباره»)."""
    before = await filling.get(turn.session, tap.id)
    if not filling.may_read(turn.member, before):
        raise Refused("common.not_yours")
    if not filled_card.correctable(turn, before):
        return await filled_card.screens(turn, before, 0)
    occasion = Occasion(before.assignment_id, before.obligation_id or 0, before.agency_id or 0)
    due = await occasions.find(turn.session, turn.member, turn.today, occasion)
    due = due.of_period(before.period)
    if draft := await filling.draft_of(turn.session, turn.member.person_id, due.occasion):
        return await _go_on(turn, due, draft.id, filling.version_in(draft.form))
    return await _begin(turn, due, before)


async def on_behalf(turn: Turn, occasion: Occasion, channel: str) -> Reply:
    """Open the form of an obligation for a secretary who enters what came by another way than the chat."""
    due = await occasions.on_behalf(turn.session, occasion)
    draft = await filling.draft_of(turn.session, turn.member.person_id, due.occasion)
    if draft:
        draft.about = {**draft.about, drafts.CHANNEL: channel}
        return await _go_on(turn, due, draft.id, filling.version_in(draft.form))
    return await _begin(turn, due, None, channel=channel)


async def _go_on(turn: Turn, due: Due, draft_id: int, version_id: int) -> Reply:
    """Go on with a draft; one of a version that was replaced meanwhile is asked about first."""
    version = await library.version(turn.session, version_id)
    if version.replaced_at:
        carry = Button(T("form_fill.carry"), Tap("fill.carry", draft_id))
        go_on = Button(T("form_fill.keep_old"), Tap("f", draft_id, 0, "open"))
        return Screen(T("form_fill.replaced", title=clip(version.title, 200)), ((carry,), (go_on,), (menu_button(),)))
    turn.fresh = True
    return await form_filling.begin(turn, await stored.ready(turn.session, version_id), due.occasion.subject)


async def _begin(turn: Turn, due: Due, before: FilledForm | None, channel: str = "") -> Reply:
    """Begin the form: with what is corrected, with the rows of the last period where that is wanted, or blank."""
    assignment = await filling.assignment_of(turn.session, due.occasion)
    version = existing(await library.in_use(turn.session, assignment.form_id))
    about: dict[str, Any] = {"heading": turn.voice.plain(_heading(turn, due))}
    if channel:
        about[drafts.CHANNEL] = channel
    news = None
    if before:
        about["replaces"] = before.id
        words = before.submission.words if before.submission else before.words
        news = T("tasks.returned", words=clip(words, SHORT)) if words else None
    elif assignment.carry_over and not due.occasion.part:
        before = await filling.before(turn.session, due.occasion, turn.member.person_id)
        news = T("form_fill.carried_over") if before else None
    turn.fresh = True
    answers, counts = await library.first_rows(turn.session, version.id)
    if before is None and counts and not due.occasion.part:
        first = Earlier(version.id, answers, counts, {}, own_rows.Source())
        news = T("form_fill.first_rows", count=sum(counts.values()))
        return await _prefilled(turn, version, due.occasion.subject, first, about, news, skipped=())
    if before is None:
        form = await stored.ready(turn.session, version.id)
        known = _known(turn, form, due.occasion.subject)
        return await form_filling.begin(turn, form, due.occasion.subject, answers=known, **about)
    # Of the period before only what answers a question and is right is carried over; a correction has all of it.
    whole = "replaces" in about
    files = before.files if whole else answering(before.files)
    rows = own_rows.Source(filled_id=before.id, wrong=whole)
    earlier = Earlier(before.version_id, filling.anew(before.answers), before.rows, files, rows)
    return await _prefilled(turn, version, due.occasion.subject, earlier, about, news)


def _known(turn: Turn, form: XForm, subject: str) -> dict[str, str]:
    """Return the answers that the occasion itself gives: the neighbourhood, where the form has a place for it."""
    occasion = existing(Occasion.parse(subject))
    places = {held.agency_id: held.agency for held in turn.member.neighbourhoods}
    named = [one for one in form.program.form.root.children if one.name == NEIGHBOURHOOD and not one.is_asked]
    return {NEIGHBOURHOOD: places[occasion.agency_id]} if named and occasion.agency_id in places else {}


def _heading(turn: Turn, due: Due) -> Text:
    """Return the words over each question: for which task, place and period the form is filled in."""
    parts: list[Text | str] = []
    if due.what:
        parts.append(due.what)
    if due.place:
        parts.append(due.place)
    period = occasions.period_name(due.occasion.period, turn.voice.language)
    if period and not due.occasion.obligation_id:
        parts.append(period)
    lines = [wording.comma_separated(parts)] if parts else []
    return T("form.lines", lines=[*lines, T("form_fill.part_heading")] if due.occasion.part else lines)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The beginning of a draft: answers of a version, counts of rows, files, rows that stand by themselves, words that
    were no answers, what is gathered and not confirmed, and the messages that answers came from.

    What was ``begun`` by its person stands in no other place.
    """

    version_id: int
    answers: Mapping[str, str]
    counts: Mapping[str, int]
    files: Mapping[str, Any]
    rows: own_rows.Source
    rejected: Mapping[str, str] = field(default_factory=dict)
    pending: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    begun: bool = False


async def way_between(turn: Turn, before: int, now: int) -> CarryOver | None:
    """Return the way of answers from one version, by its id, into another; None where both are the same."""
    if before == now:
        return None
    old, new = [await stored.ready(turn.session, one) for one in (before, now)]
    return CarryOver(old.program.form, new.program.form, turn.voice.language)


def converting(way: CarryOver | None) -> own_rows.Convert | None:
    """Return what converts a row that stands by itself to another version, None where there is no need."""
    if way is None:
        return None

    def convert(repeat: str, values: Mapping[str, str]) -> tuple[str, dict[str, str], tuple[str, ...]]:
        whole = way.carry({f"{repeat}[1]/{name}": value for name, value in values.items()}, {})
        moved = way.moves.reference(repeat)
        return moved, {name.removeprefix(f"{moved}[1]/"): one for name, one in whole.answers.items()}, whole.lost

    return convert


async def _prefilled(
    turn: Turn,
    version: FormVersion,
    subject: str,
    earlier: Earlier,
    about: dict[str, Any],
    news: Text | None,
    skipped: tuple[str, ...] | None = None,
) -> Screen:
    """Open a form with answers and rows in it; what could not be carried over is told.

    What was left blank is not asked again, unless ``skipped`` says what was skipped.
    """
    way = await way_between(turn, earlier.version_id, version.id)
    kept = way.carry(earlier.answers, earlier.counts) if way else Carried(dict(earlier.answers), dict(earlier.counts))
    gathered = way.carry(earlier.pending, {}) if way else Carried(dict(earlier.pending), {})
    form = await stored.ready(turn.session, version.id)
    answers = {**kept.answers, **_known(turn, form, subject)}
    if skipped is None:
        skipped = tuple(left_blank(form.fill(State("", answers, rows=kept.rows), turn.world)))
    elif way:
        skipped = tuple(map(way.moves.reference, skipped))
    skipped = tuple(name for name in skipped if name not in kept.lost_at)
    await form_filling.begin(
        turn, form, subject, answers=answers, rows=kept.rows, skipped=skipped, kept=earlier.begun, **about
    )
    opened = in_hand(turn)
    if isinstance(opened.filling, XFormFilling):
        files = {**opened.filling.state.files, **earlier.files}
        rejected = way.moves.answers(earlier.rejected) if way else earlier.rejected
        rejected = {name: words for name, words in rejected.items() if opened.filling.question(name)}
        pending = {name: value for name, value in gathered.answers.items() if opened.filling.question(name)}
        sources = way.moves.answers(earlier.sources) if way else earlier.sources
        sources = {name: ids for name, ids in sources.items() if name in opened.filling.state.answers}
        changes = {"files": files, "rejected": rejected, "pending": pending, "sources": sources}
        opened.move_to(opened.filling.with_state(**changes))
    of_rows = await own_rows.copy(turn.session, earlier.rows, opened.draft.id, converting(way))
    lines = [*([news] if news else []), *told_of_lost((*kept.lost, *gathered.lost, *of_rows))]
    return await form_view.screen(turn, opened, T("form.lines", lines=lines) if lines else None)


def told_of_lost(labels: Iterable[str]) -> list[Text]:
    """Return the line that names the questions whose answers could not be carried over; none where all could."""
    names = [f"«{clip(label, 60)}»" for label in dict.fromkeys(labels)]
    return [T("form_fill.lost", names=wording.comma_separated(names[:10]))] if names else []


def left_blank(filled: XFormFilling, inside: tuple[str, ...] = ("",)) -> list[str]:
    """Return the questions without an answer that need none, of the whole form or ``inside`` some rows."""
    blank = [name for name in filled.asked() if name.startswith(inside) and not filled.has(name)]
    return [name for name in blank if (question := filled.question(name)) and not question.required]


async def carry(turn: Turn, tap: Tap) -> Reply:
    """Carry a draft of a replaced version into the one in use («بردن پاسخ‌ها به نسخهٔ تازه»)."""
    draft = await drafts.get(turn.session, turn.member.person_id, tap.id)
    version_id = filling.version_in(draft.form) if draft else 0
    if draft is None or not version_id:
        raise Refused("form.gone")
    before = await library.version(turn.session, version_id)
    version = existing(await library.in_use(turn.session, before.form_id))
    occasion = existing(Occasion.parse(draft.subject))
    if turn.member.secretary and "channel" in draft.about:
        await occasions.on_behalf(turn.session, occasion)
    else:
        await occasions.find(turn.session, turn.member, turn.today, occasion)
    turn.fresh = True
    if version.id == version_id:
        return await form_filling.begin(turn, await stored.ready(turn.session, version_id), draft.subject)
    return await _moved(turn, draft, version, version_id)


async def _moved(turn: Turn, draft: Draft, version: FormVersion, old_id: int) -> Screen:
    state = State.from_json(draft.state)
    rejected = {**state.rejected, **state.lines_put_by().get("rejected", {})}
    rows = own_rows.Source(draft_id=draft.id)
    begun = drafts.is_answered(state.answers, draft.about)
    earlier = Earlier(
        old_id, state.answers, state.rows, state.files, rows, rejected, state.pending, state.sources, begun
    )
    await turn.leave()
    about = {name: value for name, value in draft.about.items() if name != drafts.BEGUN}
    screen = await _prefilled(turn, version, draft.subject, earlier, about, T("form_fill.carried"), state.skipped)
    await drafts.remove(turn.session, draft.id)
    return screen

"""The merge of two agencies that are one («ادغام با دستگاه دیگر»): chosen, seen through and confirmed."""

from domain.chat.screens import Button, Screen, T, Tap, Text, row_number
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Pick
from handlers.core.forms import form_filling
from handlers.core.turn import PAGE, Filled, Reply, Turn
from models.tables.meetings import ObligationState
from services.directory import agencies, agency_merge
from services.directory.agency_merge import Preview, Twin
from texts import wording
from texts.answer_summary import clip

FORM = Form("agencies.merge_form", (Question("agency", Pick("agencies")),), at_once=True)


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the agency that is the same one."""
    agency = await agencies.get(turn.session, tap.id)
    return await form_filling.begin(turn, FORM, agency.id, heading=agency.name, anew=True)


async def chosen(turn: Turn, filled: Filled) -> Reply:
    """Show all that the merge would move, before anything is moved."""
    return await _preview_screen(turn, filled.subject_id, filled.answers["agency"]["id"])


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show the preview again, with the two agencies the other way round."""
    return await _preview_screen(turn, tap.id, tap.place)


async def merge(turn: Turn, tap: Tap) -> Reply:
    """Merge the two; a preview that has grown old is shown anew."""
    other, _, stamp = tap.arg.partition("-")
    merged = await agency_merge.merge(turn.context, tap.id, row_number(other), stamp)
    agency = await agencies.get(turn.session, tap.id)
    lines: list[Text | str] = [T("agencies.merged", name=agency.name, alias=merged.names[1])]
    if merged.twins:
        lines.append(T("agencies.merged_twins", count=len(merged.twins)))
    return Screen(T("agencies.lines", lines=lines), ((Button(agency.name, Tap("agency", agency.id)),),))


async def _preview_screen(turn: Turn, into_id: int, other_id: int) -> Screen:
    seen = await agency_merge.preview(turn.context, into_id, other_id)
    into, other = seen.names
    lines: list[Text | str] = [T("agencies.merge_head", name=into, other=other), ""]
    moved = [T(f"agencies.merge_count.{kind}", count=count) for kind, count in seen.counts.items() if count]
    lines += [T("agencies.merge_moves"), *moved] if moved else [T("agencies.merge_nothing", other=other)]
    if seen.twins:
        lines += ["", T("agencies.merge_twins"), *(_twin_line(seen, twin) for twin in seen.twins[:PAGE])]
    if len(seen.twins) > PAGE:
        lines.append(T("agencies.merge_more", count=len(seen.twins) - PAGE))
    lines += ["", T("agencies.merge_warning", name=into, other=other)]
    sure = Button(T("agencies.merge_sure"), Tap("agency.united", into_id, arg=f"{other_id}-{seen.stamp}"))
    swap = Button(T("agencies.merge_swap", other=clip(other, 30)), Tap("agency.unite", other_id, arg=str(into_id)))
    return Screen(T("agencies.lines", lines=lines), ((sure,), (swap,), (Button(into, Tap("agency", into_id)),)))


def _twin_line(seen: Preview, twin: Twin) -> Text:
    resolution = twin.kept.resolution
    state = twin.kept.state
    return T(
        "agencies.merge_twin",
        title=wording.resolution_name(resolution.number, twin.kept.item, resolution.meeting.number),
        kept=seen.names[0] if twin.kept.agency_id == seen.into.id else seen.names[1],
        state=T(f"agencies.merge_state.{state if state is not ObligationState.RETURNED else ObligationState.OPEN}"),
    )

"""A resolution amends, repeals or repeats one of an earlier meeting («پیوند با مصوبهٔ پیشین»)."""

from __future__ import annotations

from domain.chat.screens import T, Tap
from domain.forms.engine import Finish, Form, Question
from domain.forms.types.answer_types import Choice, Pick
from handlers.core.forms import form_filling
from handlers.core.turn import Filled, Reply, Turn
from handlers.secretariat.meetings.review import resolution_card as card
from models.tables.meetings import RelationKind
from services.meetings import relations, resolutions
from services.meetings.relations import name_of
from texts import wording
from texts.answer_summary import clip

FORM = Form(
    "relation.form",
    (Question("earlier", Pick("resolutions")), Question("kind", Choice(tuple(RelationKind)))),
    finish=Finish.RECORD,
)


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the earlier resolution and for the way in which this one bears on it; the word may name it already."""
    resolution = await resolutions.get(turn.session, tap.id)
    heading = turn.voice.plain(wording.resolution_name(resolution.number, ""))
    answers: dict[str, object] = {}
    if tap.place:
        earlier = await resolutions.get(turn.session, tap.place)
        answers["earlier"] = {"id": earlier.id, "label": clip(turn.voice.plain(name_of(earlier)), 60)}
        if kind := relations.expected(resolution):
            answers["kind"] = kind.value
    return await form_filling.begin(turn, FORM, resolution.id, answers=answers, heading=heading, anew=True)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Keep the relation («ثبت»); of an issued resolution it is in force at once."""
    resolution = await resolutions.get(turn.session, filled.subject_id)
    kind = RelationKind(filled.answers["kind"])
    relation = await relations.relate(turn.context, resolution, filled.answers["earlier"]["id"], kind)
    return await card.screen(turn, resolution.id, T("relation.applied" if relation.applied_at else "relation.kept"))


async def remove(turn: Turn, tap: Tap) -> Reply:
    """Remove a relation that is not in force yet; ``version`` is the relation."""
    resolution = await resolutions.get(turn.session, tap.id)
    await relations.remove(turn.context, resolution, tap.version)
    return await card.screen(turn, resolution.id, T("relation.removed"))

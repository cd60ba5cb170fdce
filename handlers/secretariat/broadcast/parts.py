"""The question for one part of an audience: its kind, and which row of that kind."""

from domain.access.audience import Part, PartKind
from domain.access.member import Role
from domain.forms.answer_types import Choice, Pick
from domain.forms.engine import Form, Question
from domain.forms.expressions import Equals, OneOf
from handlers.core.turn import PAGE, Filled, Listing, Turn
from services.directory import neighbourhoods
from texts.answer_summary import clip

KINDS = tuple(kind.value for kind in PartKind)
OF_RESOLUTIONS = (PartKind.OWNERS.value, PartKind.SILENT.value)
PART = Form(
    "audience.add",
    (
        Question("what", Choice(KINDS)),
        Question("role", Choice(tuple(role.value for role in Role)), when=Equals("what", PartKind.ROLE.value)),
        Question("kind", Pick("kinds"), when=Equals("what", PartKind.ACTOR_KIND.value)),
        Question("group", Pick("groups"), when=Equals("what", PartKind.GROUP.value)),
        Question("agency", Pick("agencies"), when=Equals("what", PartKind.AGENCY.value)),
        Question("hood", Pick("bc.hoods"), when=Equals("what", PartKind.NEIGHBOURHOOD.value)),
        Question("resolution", Pick("resolutions"), when=OneOf("what", OF_RESOLUTIONS)),
    ),
    at_once=True,
)
_PICKED = ("kind", "group", "agency", "hood", "resolution")


def part_of(filled: Filled) -> Part:
    """Return the part that the answers of the form name."""
    kind = PartKind(filled.answers["what"])
    if kind is PartKind.ROLE:
        return Part(kind, name=filled.answers["role"])
    picked = next((filled.answers[name] for name in _PICKED if name in filled.answers), None)
    return Part(kind, picked["id"], clip(picked["label"], 120)) if picked else Part(kind)


async def neighbourhoods_listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the neighbourhoods that a search finds."""
    rows = await neighbourhoods.browse(turn.session, search)
    return Listing([(row.id, row.name) for row in rows[offset : offset + PAGE]], len(rows))

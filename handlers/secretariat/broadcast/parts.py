"""The question for one part of an audience: its kind, and which row of that kind."""

from domain.access.audience import Part, PartKind
from domain.access.member import Role
from domain.forms.engine import Form, Question
from domain.forms.expressions import Expression, one_of
from domain.forms.types.answer_types import Choice, Pick, Picks
from handlers.core.turn import Filled
from texts.answer_summary import enumerated

KINDS = tuple(kind.value for kind in PartKind)
LONGEST_NAME = 120
"""The most characters of what the rows of a part are called together."""
OF_RESOLUTIONS = (PartKind.OWNERS.value, PartKind.SILENT.value)
PART = Form(
    "audience.add",
    (
        Question("what", Choice(KINDS)),
        Question(
            "role", Choice(tuple(role.value for role in Role)), when=Expression(f"what = '{PartKind.ROLE.value}'")
        ),
        Question("kind", Pick("kinds"), when=Expression(f"what = '{PartKind.ACTOR_KIND.value}'")),
        Question("group", Pick("groups"), when=Expression(f"what = '{PartKind.GROUP.value}'")),
        Question("agencies", Picks("agencies"), when=Expression(f"what = '{PartKind.AGENCY.value}'")),
        Question("hoods", Picks("neighbourhoods"), when=Expression(f"what = '{PartKind.NEIGHBOURHOOD.value}'")),
        Question("resolution", Pick("resolutions"), when=one_of("what", OF_RESOLUTIONS)),
    ),
    at_once=True,
)


def part_of(filled: Filled) -> Part:
    """Return the part that the answers of the form name."""
    answers, kind = filled.answers, PartKind(filled.answers["what"])
    if kind is PartKind.ROLE:
        return Part(kind, name=answers["role"])
    single = [answers[name] for name in ("kind", "group", "resolution") if name in answers]
    rows = [*single, *answers.get("agencies", ()), *answers.get("hoods", ())]
    return Part(kind, tuple(row["id"] for row in rows), enumerated([row["label"] for row in rows], LONGEST_NAME))

"""Follow-up letters («نامهٔ پیگیری»): an agency's open and overdue items, and which reminder it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.deadlines import DeadlineKind
from domain.persian.search import Named, matching
from models.tables.agencies import Agency
from models.tables.correspondence import LetterKind, SecretariatLetter
from models.tables.followup import ExtensionState
from models.tables.meetings import OPEN_STATES, Obligation, ObligationState
from services.context import ActionContext
from services.correspondence import letter_fields, letters
from services.correspondence.letter_fields import phrase
from services.correspondence.letters import LAST_ORDINAL, Draft
from services.directory import agencies
from services.errors import Refused
from services.obligations import extensions, obligations
from services.obligations.obligations import View
from texts import wording
from texts.answer_summary import clip

LONGEST = 220
"""Characters of an item's text in a letter; the agency has the whole text since it was notified."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A follow-up letter before it is made: its items, and the agency's earlier letters about any of them.

    ``ordinal`` says which reminder it is, worked out from the earlier ones. ``unsent`` are the agency's letters that
    have no number yet, and so are not among these. ``newest`` is the id of the last one that was made, 0 for none.
    """

    agency_id: int
    agency: str
    items: Sequence[View]
    earlier: Sequence[SecretariatLetter]
    unsent: Sequence[SecretariatLetter]
    newest: int

    @property
    def ordinal(self) -> int:
        """One more than the latest of the earlier ones, at most the last that has a name."""
        return min(LAST_ORDINAL, 1 + max((letter.ordinal for letter in self.earlier), default=0))

    def overdue(self, today: date) -> int:
        """Count the items that are overdue."""
        return sum(view.overdue(today) for view in self.items)


async def plan(context: ActionContext, agency_id: int, *, overdue_only: bool = False) -> Plan:
    """Plan the letter of one agency. Raises Refused for one that gets none, or owes nothing to be reminded of."""
    agency = await agencies.get(context.session, agency_id)
    if agency.secretariat or agency.neighbourhood or agency.retired_at:
        raise Refused("letters.gets_none", agency=agency.name)
    views = await obligations.open_of_agency(context.session, agency.id)
    items = [view for view in views if (view.overdue(context.today) if overdue_only else _asked_for(view))]
    if not items:
        raise Refused("letters.owes_nothing", agency=agency.name)
    earlier = await letters.follow_ups(context.session, agency.id, [view.id for view in items])
    made = await letters.made(context.session, LetterKind.FOLLOW_UP, [agency.id])
    unsent = [letter for letter in made if not letter.number]
    return Plan(agency.id, agency.name, items, earlier, unsent, made[-1].id if made else 0)


async def owing(session: AsyncSession, search: str) -> list[Named]:
    """The agencies that can get a follow-up letter, of those that a search finds."""
    views = await obligations.views(session, *letters.GETS_LETTERS, Obligation.state.in_(OPEN_STATES))
    asked = {view.agency_id for view in views if _asked_for(view)}
    rows = await session.execute(select(Agency.id, Agency.name, Agency.aliases).where(Agency.id.in_(asked)))
    return matching(rows, search)


async def late(session: AsyncSession, today: date) -> dict[int, list[View]]:
    """The overdue items of each agency that has any, the longest overdue first."""
    views = await obligations.views(
        session,
        Obligation.state.in_(OPEN_STATES),
        Obligation.due < today,
        *letters.GETS_LETTERS,
    )
    return obligations.by_agency(views)


async def draft(context: ActionContext, planned: Plan, ordinal: int) -> Draft:
    """The letter of a plan as that reminder, ready to be written."""
    agency = await agencies.get(context.session, planned.agency_id)
    last = planned.earlier[-1] if planned.earlier else None
    name = phrase(f"official_letter.ordinal.{ordinal}")
    reference = phrase("official_letter.reference", number=last.number, day=last.day) if last and last.day else ""
    history = await extensions.history(context.session, [view.id for view in planned.items])
    extended = {
        number: granted[-1].new_due
        for number, rows in history.items()
        if (granted := [row for row in rows if row.state is ExtensionState.GRANTED and row.new_due])
    }
    key = "overdue" if planned.overdue(context.today) else "open"
    fields = {
        **await letter_fields.agency_fields(context, agency),
        "subject": phrase(f"official_letter.follow_up.subject.{ordinal}"),
        "ordinal": name,
        "reference": reference,
        "body": phrase(f"official_letter.follow_up.body.{key}", today=context.today),
        "closing": phrase(f"official_letter.follow_up.closing.{ordinal}"),
        "items": [
            _row(place, view, extended.get(view.id), context.today) for place, view in enumerate(planned.items, 1)
        ],
    }
    return Draft(
        LetterKind.FOLLOW_UP,
        agency.id,
        fields,
        letter_fields.file_name(phrase("official_letter.follow_up.file", agency=clip(agency.name, 70), ordinal=name)),
        tuple(view.id for view in planned.items),
        ordinal,
    )


def _asked_for(view: View) -> bool:
    """Tell whether an agency can be asked for an answer: it has a date, or went back, or is for the next meeting."""
    return bool(view.due) or view.state is ObligationState.RETURNED or view.kind is DeadlineKind.NEXT_MEETING


def _row(place: int, view: View, extended: date | None, today: date) -> dict[str, str]:
    return {
        "row": phrase("official_letter.number", number=place),
        "resolution": letter_fields.words(wording.resolution_name(view.number, view.item, view.meeting_number)),
        "text": clip(" ".join(view.text.split()), LONGEST),
        "due": phrase("official_letter.date", day=view.due) if view.due else _without_date(view),
        "state": "\n".join(_states(view, extended, today)),
    }


def _without_date(view: View) -> str:
    return letter_fields.words(wording.due_date(None, view.kind, date.min))


def _states(view: View, extended: date | None, today: date) -> list[str]:
    lines = []
    if view.due:
        days = (view.due - today).days
        key = "over" if days < 0 else "today" if not days else "left"
        lines.append(phrase(f"official_letter.state.{key}", days=abs(days)))
    if extended:
        lines.append(phrase("official_letter.state.extended", day=extended))
    if view.state is ObligationState.RETURNED:
        lines.append(phrase("official_letter.state.returned"))
    return lines or [phrase("official_letter.state.open")]

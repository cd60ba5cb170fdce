"""The conversion of a duty into a resolution with owners and a deadline («تبدیل به اقدام»)."""

from collections.abc import Collection

from domain.chat.screens import T
from models.tables.meetings import Meeting, MeetingState, Owner, Resolution, ResolutionState
from services import audit
from services.context import ActionContext
from services.errors import Refused
from services.meetings import owner_notices, resolutions
from services.meetings.owner_notices import OwnerNotice
from services.obligations import creation, duties


async def convert(context: ActionContext, duty_id: int, phrase: str, agency_ids: Collection[int]) -> Resolution:
    """Make a binding resolution of a duty, for some agencies of its kind, who are told.

    Raises Refused when it became one already, its meeting is not issued, the phrase is not understood or too late, or
    an agency is not of the kind any more.
    """
    duty = await duties.get(context.session, duty_id)
    if duty.resolution_id:
        made = await resolutions.get(context.session, duty.resolution_id)
        if made.state in (ResolutionState.ACTIVE, ResolutionState.CLOSED):
            raise Refused("duty.converted_already", number=made.number)
    meeting = await context.session.get(Meeting, duty.meeting_id) if duty.meeting_id else None
    if meeting is None or meeting.state is not MeetingState.ISSUED:
        raise Refused("duty.no_meeting")
    names = dict(await duties.agencies_of(context.session, duty.kind_id))
    if not agency_ids or not set(agency_ids) <= set(names):
        raise Refused("duty.other_kind")
    deadline = resolutions.interpret_deadline(context.organisation, meeting, phrase, context.today)
    resolution = await resolutions.add(context, meeting, duty.text, phrase, deadline)
    for place, agency_id in enumerate(agency_ids):
        context.session.add(Owner(resolution_id=resolution.id, agency_id=agency_id, name=names[agency_id], place=place))
    resolution.state = ResolutionState.ACTIVE
    duty.resolution_id = resolution.id
    await context.session.flush()
    made_ids = await creation.make(context, resolution.id)
    if not made_ids:
        raise Refused("duty.past", phrase=phrase)
    audit.record(context, "convert", "duty", duty.id, resolution=resolution.id)
    head = T("duty.told", title=meeting.title or T("meeting.untitled"))
    await owner_notices.tell(context, OwnerNotice(meeting.id, head, made_ids))
    return resolution

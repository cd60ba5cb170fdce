"""The link that a member gives to a colleague who is not registered yet, so that a role can be handed over."""

from domain.chat.screens import Button, Screen, T, Tap
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from services.directory import invitations, members
from services.errors import Refused


async def show(turn: Turn, tap: Tap) -> Reply:
    """Make the link, and show it in a message to be passed on («پیوند برای همکار»)."""
    membership = await members.get(turn.session, tap.id)
    if membership.person_id != turn.member.person_id or membership.agency_id is None:
        raise Refused("common.not_yours")
    invitation = await invitations.for_colleague(turn.context, membership)
    links = [
        T("invitation.link_on", platform=T(f"platform.{name}"), link=link)
        for name, link in invitations.links(turn.organisation, invitation).items()
    ]
    role, office = invitations.role_of(invitation), turn.organisation.name
    letter = T("invitation.letter_many", role=role, office=office, link=links, until=invitation.expires_at)
    back = Button(T("membership.back"), Tap("me.one", membership.id))
    return [Screen(T("membership.link_made"), ((back, menu_button()),)), Screen(letter)]

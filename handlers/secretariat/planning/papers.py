"""The documents of a planned meeting in Word and PDF: its agenda, which its invitees can be sent, and a letter."""

from __future__ import annotations

from domain.chat.screens import Button, Screen, T, Tap
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from handlers.secretariat.correspondence import made_before
from handlers.secretariat.planning import plan_card
from services.correspondence import letters
from services.correspondence.letters import AlreadyMade
from services.errors import Refused
from services.planning import invitees, papers, plans
from services.planning.papers import Paper
from services.queues import jobs


async def make(turn: Turn, tap: Tap) -> Reply:
    """Start the job that writes the agenda or the letter."""
    if tap.arg not in list(Paper):
        raise Refused("common.stale")
    plan = await plans.get(turn.session, tap.id)
    await papers.make(turn.context, turn.incoming.chat, plan, Paper(tap.arg))
    turn.toast = T("paper.coming")
    return None


async def ready(turn: Turn, job_id: int) -> Reply:
    """Send the files; the agenda can then be sent to all who are invited."""
    try:
        result = await jobs.result(turn.session, job_id)
    except Refused as refused:
        return Screen(refused.text, ((Button(T("templates.again"), Tap("templates")),), (menu_button(),)))
    plan = await plans.get(turn.session, result["plan"])
    files = papers.files(result)
    screens = [Screen(T("paper.ready"), file=file) for file in files[:-1]]
    rows: list[tuple[Button, ...]] = []
    if result["paper"] == Paper.AGENDA and turn.member.secretary:
        invited = invitees.tally(await invitees.listed(turn.session, plan.id)).invited
        if invited:
            rows.append((Button(T("paper.share", count=invited), Tap("plan.share", plan.id, job_id)),))
    rows.append((plan_card.open_button(plan),))
    text = T("paper.ready") if result["pdf"] else T("paper.no_pdf")
    return [*screens, Screen(text, tuple(rows), files[-1])]


async def write_letters(turn: Turn, tap: Tap) -> Reply:
    """Start the job that writes the letter of invitation to each agency; they get a number as other letters do.

    ``version`` is the newest of the letters that were made before and are made again.
    """
    plan = await plans.get_editable(turn.context, tap.id)
    drafts = await papers.invitations(turn.context, plan)
    if not drafts:
        raise Refused("paper.no_agency")
    try:
        await letters.make(turn.context, turn.incoming.chat, drafts, papers.archive_name(plan), known=tap.version)
    except AlreadyMade as refused:
        again = Tap("plan.letters", plan.id, made_before.newest(refused))
        return made_before.screen(refused, again, plan_card.open_button(plan))
    return Screen(T("letters.coming", count=len(drafts)), ((plan_card.open_button(plan),),))


async def share(turn: Turn, tap: Tap) -> Reply:
    """Send the agenda to everybody who is invited; ``version`` is the job that wrote it."""
    plan = await plans.get_editable(turn.context, tap.id)
    result = await jobs.result(turn.session, tap.version)
    if result.get("plan") != plan.id or result["paper"] != Paper.AGENDA:
        raise Refused("common.stale")
    if not await papers.is_current(turn.context, plan, await jobs.params(turn.session, tap.version)):
        raise Refused("paper.outdated")
    count = await invitees.share(turn.context, plan, papers.files(result))
    turn.fresh = True
    return await plan_card.screen(turn, plan, T("paper.shared", count=count) if count else T("paper.shared_before"))

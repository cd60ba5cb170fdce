"""Routes of planned meetings: the secretariat's, and the replies of those who are invited."""

from domain.access import permissions
from handlers.core.turn import OnJob, OnSent, OnTap, Route, Source
from handlers.representative import deadline_calendar, meeting_reply
from handlers.secretariat.planning import agenda, attendance, invitees, papers, plan_card, plan_edit

ROUTES: list[Route] = [
    # Planned meetings, which the chair reads too.
    OnTap("plan", plan_card.show, permissions.reads_all),
    OnTap("plans", plan_edit.page, permissions.reads_all),
    OnTap("plan.replies", invitees.replies, permissions.reads_all),
    OnTap("plan.calendar", plan_edit.calendar_file, permissions.reads_all),
    OnTap("plan.paper", papers.make, permissions.reads_all),
    OnJob("meeting.paper", papers.ready, permissions.reads_all),
    OnTap("plan.letters", papers.write_letters, permissions.secretary),
    OnTap("plan.share", papers.share, permissions.secretary),
    # Secretariat: plan, move, cancel.
    OnTap("plan.new", plan_edit.ask, permissions.secretary),
    OnSent(plan_edit.NEW, plan_edit.made, permissions.secretary),
    Source("plan.bodies", plan_edit.bodies),
    OnSent(plan_edit.DAY_OFF, plan_edit.day_off_decided, permissions.secretary),
    OnTap("plan.move", plan_edit.move, permissions.secretary),
    OnSent(plan_edit.MOVE, plan_edit.moved, permissions.secretary),
    OnTap("plan.cancel", plan_edit.cancel, permissions.secretary),
    OnTap("plan.number", plan_edit.number, permissions.secretary),
    OnSent(plan_edit.NUMBER, plan_edit.numbered, permissions.secretary),
    OnTap("meeting.next", plan_edit.quick, permissions.secretary),
    OnSent(plan_edit.QUICK, plan_edit.quickly_made, permissions.secretary),
    # Secretariat: agenda.
    OnTap("agenda", agenda.show, permissions.secretary),
    OnTap("agenda.propose", agenda.propose, permissions.secretary),
    OnTap("agenda.tick", agenda.tick, permissions.secretary),
    OnTap("agenda.ideas", agenda.propose_ideas, permissions.secretary),
    OnTap("agenda.idea", agenda.tick_idea, permissions.secretary),
    OnTap("agenda.add", agenda.add, permissions.secretary),
    OnSent(agenda.OWN, agenda.added, permissions.secretary),
    OnTap("agenda.item", agenda.show_item, permissions.secretary),
    OnTap("agenda.up", agenda.up, permissions.secretary),
    OnTap("agenda.down", agenda.down, permissions.secretary),
    OnTap("agenda.reword", agenda.reword, permissions.secretary),
    OnSent(agenda.REWORD, agenda.reworded, permissions.secretary),
    OnTap("agenda.remove", agenda.remove, permissions.secretary),
    # Secretariat: invitees.
    OnTap("invitees", invitees.show, permissions.secretary),
    OnTap("invitees.add", invitees.add, permissions.secretary),
    OnSent(invitees.GROUP, invitees.group_chosen, permissions.secretary),
    OnSent(invitees.AGENCY, invitees.agency_chosen, permissions.secretary),
    OnTap("invitees.drop", invitees.drop, permissions.secretary),
    OnTap("invitees.send", invitees.send, permissions.secretary),
    OnTap("invitees.remind", invitees.remind, permissions.secretary),
    # Secretariat: attendance.
    OnTap("attendance", attendance.show, permissions.secretary),
    OnTap("attendance.turn", attendance.cycle, permissions.secretary),
    OnTap("attendance.record", attendance.record, permissions.secretary),
    # Whoever has deadlines takes them into a calendar.
    OnTap("tasks.calendar", deadline_calendar.send, permissions.owes),
    # Whoever is invited replies.
    OnTap("rsvp", meeting_reply.reply, permissions.member),
    OnSent(meeting_reply.DELEGATE, meeting_reply.delegated, permissions.member),
]

"""The table of rights: every row of the routing table with every role."""

import pytest

from domain.access import permissions
from domain.access.member import OF_AGENCY, Member, Membership, Role
from handlers.core.turn import OnCommand, OnJob, OnSent, OnTap
from handlers.routes import ROUTES

R = Role
STRANGER = None
Who = frozenset[Role | None]

ANYONE: Who = frozenset({STRANGER, *Role})
MEMBERS: Who = frozenset(Role)
AGENCY: Who = frozenset({R.REPRESENTATIVE, R.DEPUTY, R.CONTACT, R.HEAD, R.FACILITATOR})
ANSWERING: Who = frozenset({R.REPRESENTATIVE, R.DEPUTY, R.CONTACT, R.FACILITATOR, R.SECRETARY})
REPRESENTING: Who = ANSWERING - {R.SECRETARY}
OWING: Who = AGENCY | {R.SECRETARY}
READING: Who = OWING | {R.CHAIR}
READING_ALL: Who = frozenset({R.SECRETARY, R.CHAIR})
ASKING: Who = MEMBERS - {R.SECRETARY}
SECRETARIAT: Who = frozenset({R.SECRETARY})
CHAIR: Who = frozenset({R.CHAIR})

# /command, tap, [form], <end of a job>
TABLE: dict[Who, str] = {
    ANYONE: """
        bc.seen bc.answer notice.seen
        /start menu go join join.withdraw [registration] /help
        /link link.ask link.yes link.no link.enter [linking] link.join link.undo
    """,
    MEMBERS: """
        profile me me.one leave leave.sure handover [membership]
        /settings settings.hours [settings.hours] settings.no_quiet settings.language
        /idea idea idea.list idea.new [idea] idea.files idea.more [idea.more] idea.withdraw idea.withdraw_sure
        idea.others idea.other idea.other_files
        link.code accounts accounts.cut accounts.cut_sure accounts.messages
        rsvp [rsvp.delegate_form]
        /services offers offers.find [offers.find_form] offers.hood [offers.hood_form] offer offer.photos
        <form.sheet.write> <form.sheet.read>
        /data data fill fill.carry fill.parts fill.take filled filled.again filled.files
        sheet.send sheet.stop stray stray.drop stray.put find
    """,
    AGENCY: "active tasks.of duties.ask me.colleague settings.agency",
    frozenset({R.FACILITATOR}): "mine mine.choose mine.withdraw [mine]",
    ANSWERING: """
        /report report report.choose [report] letter [letter] nothing [answer.nothing] [answer.no_opinion]
        [answer.no_experience] not_ours [answer.not_ours]
        hand [answer.hand] hand.invite [answer.invite] again snooze [reminder.snooze] checkin
        [checkin.stopped_form] extension [extension]
        ext.withdraw contribs.take duty.answer
    """,
    ASKING: """
        /question question question.list question.new [question] question.files question.more [question.more]
        question.close
    """,
    OWING: "/tasks tasks tasks.calendar helping /history history /duties",
    READING: "<status_picture> status.page task task.template history.open contribs contribs.files",
    REPRESENTING: "away away.new [leave] away.end contribute [contribution]",
    READING_ALL: """
        <meeting.paper> <export> <broadcast.ledger> <list.write>
        form.missing notice.receipts list.sheet status.find [lists.find_status]
        /meetings meetings meeting meeting.source
        meeting.signed duty.kinds duty.kind duty.one duty.table duty.silent
        plan plans plan.replies plan.calendar plan.paper
        /resolutions resolutions resolutions.find [resolution.find_form] res res.status_history
        /status status status.meetings status.agency status.resolution status.picture status.due chase
        /export export export.meeting export.stop [export]
        /forms forms form.find [form_desk.find] form form.file form.filled form.rows export.form
        nominees.list
        /broadcast bc bc.open bc.names bc.show bc.sample bc.ledger bc.find [ledger.find] bc.excel
    """,
    CHAIR: "nominees.ok nominees.back [nominees.return]",
    SECRETARIAT: """
        <hoods.template> <hoods.read> <roster.links> <roster.template> <roster.read> <minutes> <sheet.write>
        <sheet.read> <letters.write> <sms.write> <template.check> <audit.write> <form.read>
        bc.new bc.audience bc.part [audience.add] bc.part_back bc.write [broadcast.words_form] bc.ask
        [broadcast.clash_form] [broadcast.ask_form] bc.unask bc.receipt bc.discard bc.discard_sure bc.preview bc.send
        bc.when [broadcast.when_form] bc.unwhen bc.stop bc.undo bc.undo_sure bc.correct [broadcast.correct_form]
        bc.remind bc.right bc.right_ask bc.right_end
        /members members /group chats chats.cut people silent person person.end person.end_sure
        requests request.ok request.no [members.refusal] request.match [members.match]
        agencies [agencies] agency card [agencies.card] agency.retire agency.merge
        [agencies.merge_form] agency.unite agency.united enlist [agencies.enlist]
        groups [groups] group group.add [groups.add] group.copy [groups.copy] group.past group.past_all
        group.drop [groups.drop] group.aliases [groups.aliases] group.name [groups.name]
        hoods hoods.find [hoods] hoods.add [hoods.add] [hoods.twins] hoods.invite hoods.import
        hoods.give [hood_import] hoods.template hoods.kept hoods.take
        facilitators [facilitators] facilitator.of [facilitators.of]
        hood hood.card [hoods.card]
        hood.people [hoods.assign] hood.retire outside outside.find [outside] outside.invite
        invite invite.now invite.all [invitation] invitations invitation invitation.picture invitation.revoke
        invitations.sheet
        roster roster.give [roster] roster.kept roster.template roster.take
        /ideas ideas ideas.states ideas.subjects ideas.find [ideas.find] ideas.open ideas.files
        ideas.answer [ideas.answer] ideas.set [ideas.reject] ideas.duplicate [ideas.duplicate]
        /questions questions questions.find [questions.find] questions.open questions.files
        questions.answer [questions.answer] [questions.addition] questions.close
        many [lists.accept] [lists.grant] [lists.let_in] [lists.open_review] [lists.open_extension] [lists.find_call]
        form.remind
        /review review review.next review.accept review.back [review.back] review.agree [review.agree] [review.disagree]
        /behalf behalf behalf.form [review.behalf_form]
        /minutes minutes [minutes] minutes.stop minutes.anew minutes.kept
        reading reading.doubt reading.clear reading.list meeting.details [meeting.details] meeting.discard
        passed passed.one passed.make passed.choose passed.add passed.undo
        sheet sheet.back [sheet] sheet.take notify [notify] notify.unheard
        meeting.withdraw meeting.mend meeting.next [meeting.next_form]
        plan.new [plan.new_form] [plan.day_off] plan.move [plan.move_form] plan.cancel plan.share plan.minutes plan.link
        meeting.sign [meeting.signed_form] res.relate [relation.form] res.unrelate
        plan.number [plan.number_form] plan.letters
        agenda agenda.propose agenda.tick agenda.ideas agenda.idea agenda.add [agenda.own_form] agenda.item
        agenda.up agenda.down agenda.reword [agenda.reword_form] agenda.remove
        invitees invitees.add [invitees.group_form] [invitees.agency_form] invitees.drop invitees.send invitees.remind
        attendance attendance.turn attendance.record
        res.accept res.drop res.text [reading.text_form] [reading.issued_text_form]
        res.remark [reading.remark_form]
        res.items [reading.items_form] [reading.issued_items_form] res.deadline
        [reading.deadline_form] res.deadline_take res.split [reading.split_form] res.merge res.add [reading.add_form]
        owners owner owner.same owner.fresh owner.partner owner.out owner.choose [reading.owner_form] owner.add
        [reading.owner_add_form] res.named res.picture res.close res.check_in
        duty.convert [duty.form] duty.ask
        res.status [own_status.form] res.status_back res.template [resolution.template_form]
        /letters letters letters.pick [letters.pick] letters.plan letters.make letters.late letters.late_make
        letters.signatory [letters.signatory] letters.unsent letters.sent letters.one letters.number [letters.number]
        letters.numbers [letters.numbers] letters.drop letters.correct [letters.correct_form] letters.unsend
        notices notices.of notices.make notices.pick [letters.notice_pick]
        nominees nominees.ask nominees.make nominees.letter
        /calls calls call call.card call.log call.undo call.promise [calls.promise] call.note [calls.note]
        calls.sms calls.sms_write calls.sentence [calls.sentence] calls.sentence_back
        /templates templates template template.get template.kept template.of
        template.put [templates.put] template.use template.reset
        /extensions extensions ext.grant ext.other [extension.other] ext.refuse [extension.refusal]
        date [chase.date_form] move [chase.move_form] escalate [escalation]
        now now.send
        office office.one office.ask office.reset [office.name] [office.weekend] [office.hour] [office.hours]
        [office.silent] [office.before] [office.weekly] [office.quiet] [office.checkins] [office.meetings]
        [office.escalation] [office.letter] [office.invitation] [office.opening] [office.row] [office.reminder]
        form.shipped form.take_shipped form.new form.put [form_desk.upload]
        form.kept form.stop form.report form.keep form.column form.typed form.columns form.all_columns
        form.table_rows form.of_table
        form.tables [form_desk.tables]
        form.targets form.attach form.attach_to [form_attach.form] [form_attach.sure] form.detach form.attach_again
        res.forms filled_forms filled.accept filled.back [form_fill.back] form.try
        form.publish form.discard form.withdraw form.restore form.guesses form.name [form_table.name]
        /audit audit audit.one audit.find [audit.find] audit.excel [audit.excel]
        many.calls many.forms many.ideas [lists.log_calls] [lists.accept_forms] [lists.decide_ideas]
        /health health health.retry health.update
        /holidays holidays holidays.add [holidays.new] holidays.remove holidays.confirm
    """,
}
EXPECTED = {name: who for who, names in TABLE.items() for name in names.split()}


def member(role: Role | None) -> Member:
    """Return a member who holds one role, for agency 1 when it is an agency's role."""
    held = () if role is None else (Membership(1, role, 1 if role in OF_AGENCY else None),)
    return Member(person_id=1, account_id=1, memberships=held)


def name_of(route: OnCommand | OnTap | OnSent | OnJob) -> str:
    match route:
        case OnCommand():
            return f"/{route.name}"
        case OnTap():
            return route.name
        case OnSent():
            return f"[{route.form.name}]"
        case OnJob():
            return f"<{route.kind}>"


GUARDED = {name_of(route): route for route in ROUTES if isinstance(route, OnCommand | OnTap | OnSent | OnJob)}


def test_every_action_has_its_line_in_the_table() -> None:
    assert set(GUARDED) == set(EXPECTED)


@pytest.mark.parametrize("role", [STRANGER, *Role], ids=lambda role: role.value if role else "stranger")
def test_every_action_by_this_role(role: Role | None) -> None:
    allowed = {name for name, route in GUARDED.items() if route.rule(member(role))}
    assert allowed == {name for name, who in EXPECTED.items() if role in who}


def test_every_rule_is_a_plain_function_of_the_domain() -> None:
    assert {route.rule.__module__ for route in GUARDED.values()} == {permissions.__name__}


@pytest.mark.parametrize("role", list(Role))
def test_an_agencys_affairs_are_its_own(role: Role) -> None:
    own = role in OF_AGENCY
    assert permissions.sees_agency(member(role), 1) == (own or role in READING_ALL)
    assert permissions.sees_agency(member(role), 2) == (role in READING_ALL)
    assert permissions.answers_for(member(role), 1) == (own and role is not Role.HEAD)
    assert not permissions.answers_for(member(role), 2)


def test_two_roles_may_do_what_either_may() -> None:
    both = Member(1, 1, memberships=(Membership(1, Role.HEAD, 1), Membership(2, Role.CHAIR)))
    for name, route in GUARDED.items():
        assert route.rule(both) == bool(EXPECTED[name] & {Role.HEAD, Role.CHAIR}), name


def test_a_facilitator_of_no_neighbourhood_yet_answers_for_none() -> None:
    nowhere = Member(1, 1, memberships=(Membership(1, Role.FACILITATOR),))
    assert permissions.owes(nowhere)
    assert not permissions.of_agency(nowhere)
    assert not permissions.answers_for(nowhere, 1)
    assert nowhere.active is None

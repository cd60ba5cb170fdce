"""Routes of representatives: obligations, answers, reminders."""

from domain.access import permissions
from handlers.core.turn import OnCommand, OnSent, OnTap, Route, Source
from handlers.ideas import question
from handlers.representative import duties, extension, partner_tasks, snooze, status_page, tasks
from handlers.representative.free_text import into_form, search, unsolicited
from handlers.representative.submissions import (
    checkin,
    closing_answers,
    contributions,
    duty_answers,
    history,
    letter,
    progress_report,
)

ROUTES: list[Route] = [
    # Representatives: open obligations.
    OnCommand("tasks", tasks.show, permissions.owes),
    OnTap("tasks", tasks.page, permissions.owes),
    OnTap("tasks.of", tasks.switch_agency, permissions.of_agency),
    OnTap("task", tasks.show_one, permissions.reads_obligations),
    OnTap("task.template", tasks.template, permissions.reads_obligations),
    OnTap("status.page", status_page.ask, permissions.reads_obligations),
    OnTap("helping", partner_tasks.page, permissions.owes),
    OnCommand("duties", duties.show, permissions.owes),
    OnTap("duties.ask", duties.ask_for_kind, permissions.of_agency),
    # Representatives: answers.
    OnCommand("report", progress_report.start, permissions.answers),
    OnTap("report.choose", progress_report.choose, permissions.answers),
    OnTap("report", progress_report.ask, permissions.answers),
    OnSent(progress_report.FORM, progress_report.sent, permissions.answers),
    OnTap("letter", letter.ask, permissions.answers),
    OnSent(letter.FORM, letter.sent, permissions.answers),
    OnTap("nothing", closing_answers.nothing, permissions.answers),
    OnSent(closing_answers.NOTHING, closing_answers.nothing_sent, permissions.answers),
    OnSent(closing_answers.NO_OPINION, closing_answers.nothing_sent, permissions.answers),
    OnSent(closing_answers.NO_EXPERIENCE, closing_answers.nothing_sent, permissions.answers),
    OnTap("not_ours", closing_answers.not_ours, permissions.answers),
    OnSent(closing_answers.NOT_OURS, closing_answers.not_ours_sent, permissions.answers),
    OnTap("hand", closing_answers.hand_over, permissions.answers),
    OnSent(closing_answers.HAND, closing_answers.hand_over_sent, permissions.answers),
    OnTap("hand.invite", closing_answers.invite, permissions.answers),
    OnSent(closing_answers.INVITE, closing_answers.invite_sent, permissions.answers),
    Source("task.colleagues", closing_answers.colleagues),
    OnCommand("history", history.show, permissions.owes),
    OnTap("history", history.page, permissions.owes),
    OnTap("history.open", history.show_one, permissions.reads_obligations),
    OnTap("again", history.correct, permissions.answers),
    # Words and files that nothing asked for.
    OnTap("stray", unsolicited.show, permissions.member),
    OnTap("stray.drop", unsolicited.drop, permissions.member),
    OnTap("stray.put", into_form.put, permissions.member),
    OnTap("find", search.page, permissions.member),
    # Questions to the secretariat.
    OnCommand("question", question.show, permissions.asks_secretariat),
    OnTap("question.list", question.page, permissions.asks_secretariat),
    OnTap("question.new", question.ask, permissions.asks_secretariat),
    OnSent(question.FORM, question.sent, permissions.asks_secretariat),
    OnTap("question", question.show_one, permissions.asks_secretariat),
    OnTap("question.files", question.show_files, permissions.asks_secretariat),
    OnTap("question.more", question.ask_more, permissions.asks_secretariat),
    OnSent(question.MORE, question.more_sent, permissions.asks_secretariat),
    OnTap("question.close", question.close, permissions.asks_secretariat),
    # Representatives: the part of a partner.
    OnTap("contribute", contributions.ask, permissions.represents),
    OnSent(contributions.FORM, contributions.sent, permissions.represents),
    OnTap("contribs", contributions.show, permissions.reads_obligations),
    OnTap("contribs.files", contributions.files, permissions.reads_obligations),
    OnTap("contribs.take", contributions.take, permissions.answers),
    # Representatives: more time.
    OnTap("extension", extension.ask, permissions.answers),
    OnTap("ext.withdraw", extension.withdraw, permissions.answers),
    OnSent(extension.FORM, extension.sent, permissions.answers),
    # Representatives: reminders.
    OnTap("snooze", snooze.ask, permissions.answers),
    OnSent(snooze.FORM, snooze.sent, permissions.answers),
    OnTap("checkin", checkin.answer, permissions.answers),
    OnSent(checkin.STOPPED, checkin.stopped, permissions.answers),
    OnTap("duty.answer", duty_answers.answer, permissions.answers),
]

"""The whole bot at a glance: who may do what, and which function answers. A test tries every row with every role."""

from domain import rules
from handlers import checkin, closing, duties, guide, history, letter, report, settings, snooze, start, tasks
from handlers.registry import OnCommand, OnSent, OnTap, Registry, Route, Source
from handlers.secretariat import on_behalf, review

ROUTES: list[Route] = [
    OnCommand("start", start.show, rules.anyone),
    OnTap("menu", start.menu, rules.anyone),
    # What an agency owes, and its answers.
    OnCommand("tasks", tasks.show, rules.reads_obligations),
    OnTap("tasks", tasks.page, rules.reads_obligations),
    OnTap("tasks.of", tasks.switch, rules.of_agency),
    OnTap("task", tasks.show_one, rules.reads_obligations),
    OnTap("task.template", tasks.template, rules.reads_obligations),
    OnCommand("report", report.start, rules.answers),
    OnTap("report.choose", report.choose, rules.answers),
    OnTap("report", report.ask, rules.answers),
    OnSent(report.FORM, report.sent, rules.answers),
    OnTap("letter", letter.ask, rules.answers),
    OnSent(letter.FORM, letter.sent, rules.answers),
    OnTap("nothing", closing.nothing, rules.answers),
    OnSent(closing.NOTHING, closing.nothing_sent, rules.answers),
    OnTap("not_ours", closing.not_ours, rules.answers),
    OnSent(closing.NOT_OURS, closing.not_ours_sent, rules.answers),
    OnTap("hand", closing.hand, rules.answers),
    OnSent(closing.HAND, closing.handed, rules.answers),
    Source("task.colleagues", closing.colleagues),
    OnCommand("history", history.show, rules.reads_obligations),
    OnTap("history", history.page, rules.reads_obligations),
    OnTap("history.open", history.show_one, rules.reads_obligations),
    OnTap("again", history.again, rules.answers),
    OnCommand("duties", duties.show, rules.reads_obligations),
    # Between reminders.
    OnTap("snooze", snooze.ask, rules.answers),
    OnTap("checkin", checkin.answer, rules.answers),
    # The secretariat's side of the answers.
    OnCommand("review", review.show, rules.secretary),
    OnTap("review", review.opened, rules.secretary),
    OnTap("review.next", review.following, rules.secretary),
    OnTap("review.accept", review.accept, rules.secretary),
    OnTap("review.back", review.give_back, rules.secretary),
    OnSent(review.BACK, review.given_back, rules.secretary),
    OnCommand("behalf", on_behalf.start, rules.secretary),
    OnTap("behalf", on_behalf.tapped, rules.secretary),
    OnSent(on_behalf.FORM, on_behalf.chosen, rules.secretary),
    Source("behalf.agencies", on_behalf.owing),
    Source("behalf.obligations", on_behalf.owed_by),
    # One's own place.
    OnCommand("settings", settings.show, rules.member),
    OnTap("settings.hours", settings.ask_hours, rules.member),
    OnSent(settings.HOURS, settings.set_hours, rules.member),
    OnTap("settings.no_quiet", settings.clear_hours, rules.member),
    OnTap("settings.language", settings.language, rules.member),
    OnTap("settings.agency", settings.activate, rules.of_agency),
    OnCommand("help", guide.show, rules.anyone),
]

REGISTRY = Registry(ROUTES, stray=start.stray, edited=history.edited)

"""The messages of a meeting to those who are invited: its details, the buttons of a reply, its calendar file."""

from collections.abc import Sequence

from domain.chat.screens import Button, File, Personal, Screen, T, Tap, Text
from models.tables.planning import AgendaItem, Invitee, MeetingPlan, PlanState, Rsvp
from services.context import ActionContext
from services.messaging.recipients import Recipient
from services.organisation import Organisation
from services.planning import calendar_file, plans
from texts import wording
from texts.answer_summary import clip
from texts.format import voice

MOST_ITEMS, LONGEST = 12, 160
"""The items of an agenda in a message, and the characters of each; the document has all of them."""

REPLIES = {"yes": Rsvp.COMING, "no": Rsvp.DECLINED, "other": Rsvp.DELEGATE}
"""The replies by the words that their buttons carry."""


def title(plan: MeetingPlan) -> Text | str:
    """The name of a meeting: «جلسهٔ ۶، کارگروه اشتغال»."""
    return T("plan.title", number=plan.number, body=plan.body) if plan.number else plan.body


def when(organisation: Organisation, plan: MeetingPlan) -> Text:
    """The day of a meeting, with the hour once it is set."""
    if not plan.time:
        return T("plan.day_only", day=plan.day)
    return T("plan.moment", at=plans.starts_at(organisation, plan))


def details(organisation: Organisation, plan: MeetingPlan) -> list[Text | str]:
    """The lines that say which meeting it is, when and where."""
    lines: list[Text | str] = [T("plan.head", title=title(plan)), T("plan.when", when=when(organisation, plan))]
    if plan.place:
        lines.append(T("plan.where", place=plan.place))
    return lines


def agenda(items: Sequence[AgendaItem]) -> list[Text | str]:
    """The lines of an agenda."""
    if not items:
        return []
    lines: list[Text | str] = ["", T("plan.agenda_head")]
    lines += [
        T("plan.agenda_item", place=place, text=clip(" ".join(item.text.split()), LONGEST))
        for place, item in enumerate(items[:MOST_ITEMS], 1)
    ]
    if len(items) > MOST_ITEMS:
        lines.append(T("plan.agenda_more", count=len(items) - MOST_ITEMS))
    return lines


def invitation(organisation: Organisation, plan: MeetingPlan, person: Recipient, news: Text) -> Screen:
    """The message that invites a person, or tells what became of the meeting, with the buttons of a reply."""
    dear = wording.greeting("rsvp.dear", "rsvp.dear_bare", person.title, person.name)
    lines = [dear, news, "", *details(organisation, plan), *agenda(plan.agenda), "", T("rsvp.please")]
    return Screen(T("form.lines", lines=lines), reply_buttons(plan))


def cancelled(organisation: Organisation, plan: MeetingPlan, person: Recipient, news: Text) -> Screen:
    """The message that tells a person of a cancelled meeting."""
    dear = wording.greeting("rsvp.dear", "rsvp.dear_bare", person.title, person.name)
    return Screen(T("form.lines", lines=[dear, news, "", *details(organisation, plan)]))


def answered(organisation: Organisation, plan: MeetingPlan, invitee: Invitee, news: Text | None = None) -> Screen:
    """The invitation as it stands after a reply, which can be changed until the meeting begins."""
    lines: list[Text | str] = [news, ""] if news else []
    lines += [*details(organisation, plan), *agenda(plan.agenda), "", reply(invitee), T("rsvp.changeable")]
    return Screen(T("form.lines", lines=lines), reply_buttons(plan, invitee.reply))


def reply(invitee: Invitee) -> Text:
    """The line that says what a person replied."""
    if invitee.reply is Rsvp.DELEGATE and invitee.delegate:
        name = Personal(invitee.delegate["name"], T("privacy.withheld"))
        return T("rsvp.own.delegate", name=name, post=invitee.delegate["post"])
    return T(f"rsvp.own.{invitee.reply}")


def reply_buttons(plan: MeetingPlan, given: Rsvp = Rsvp.WAITING) -> tuple[tuple[Button, ...], ...]:
    """The buttons of a reply, one below the other; the reply that was given is marked."""
    return tuple(
        (Button(T(f"rsvp.chosen.{one}" if one is given else f"rsvp.{one}"), Tap("rsvp", plan.id, plan.sequence, word)),)
        for word, one in REPLIES.items()
    )


def calendar(context: ActionContext, plan: MeetingPlan) -> Screen:
    """The message with a meeting's calendar file, which is written into the store."""
    return Screen(T(f"plan.calendar.{plan.state}"), file=calendar_document(context, plan))


def calendar_document(context: ActionContext, plan: MeetingPlan) -> File:
    """Write the calendar file of a meeting as it stands into the store."""
    organisation = context.organisation
    say = voice(organisation.language, organisation.zone).plain
    cancelled = plan.state is PlanState.CANCELLED
    event = calendar_file.Event(
        uid=plan.uid,
        begins=plans.starts_at(organisation, plan) if plan.time else plan.day,
        title=say(title(plan)),
        sequence=plan.sequence,
        place=plan.place,
        details="\n".join(f"{place}. {item.text}" for place, item in enumerate(plan.agenda, 1)),
        organiser=organisation.name,
        cancelled=cancelled,
    )
    written = organisation.store.write(calendar_file.write([event], context.now, cancels=cancelled))
    return File(written, f"{say(T('plan.calendar.file'))}.ics", personal=False)

"""The sheet of broadcasts: a line for each person who was addressed, with the outcome, the receipt and the answer."""

from typing import Any

from sqlalchemy import Select, false, select

from domain.chat.rich_text import RichText
from domain.chat.screens import T, Text
from models.tables.agencies import Agency
from models.tables.broadcasts import Broadcast, Delivery
from models.tables.people import Membership, Person
from services.broadcast import ledger
from services.export.tables import Column, ExportContext, Line, Shape, Sheet


def _deliveries(export: ExportContext) -> Select[*tuple[Any, ...]]:
    # A broadcast is of no meeting.
    within = export.scope.at_moment(Broadcast.started_at, export.zone)
    if export.scope.meeting:
        within.append(false())
    if of_agency := export.scope.of_agency():
        held = select(Membership.person_id).join(Agency, Agency.id == Membership.agency_id)
        within.append(Delivery.person_id.in_(held.where(Membership.ended_at.is_(None), *of_agency)))
    return (
        select(
            Delivery.id,
            Broadcast.id.label("broadcast"),
            Broadcast.started_at.label("sent_at"),
            Broadcast.sender.label("office"),
            Broadcast.content,
            Broadcast.question,
            Person.name,
            Delivery.state,
            Delivery.reason,
            Delivery.delivered_at,
            Delivery.acknowledged_at,
            Delivery.answer,
            Delivery.answered_at.label("replied_at"),
        )
        .join(Broadcast, Broadcast.id == Delivery.broadcast_id)
        .join(Person, Person.id == Delivery.person_id)
        .where(*within)
    )


def _office(line: Line) -> Text | str:
    return line["office"] or T("book.secretariat")


def _words(line: Line) -> str:
    return RichText.from_json(line["content"].get("words", ())).words


def _outcome(line: Line) -> Text:
    return ledger.outcome_of(line["state"], line["reason"])


def _answer(line: Line) -> str:
    options, answer = line["question"].get("options", ()), line["answer"]
    return options[answer] if answer is not None and answer < len(options) else ""


LEDGER = Sheet(
    "ledger",
    _deliveries,
    (
        Column("broadcast", 9, Shape.NUMBER),
        Column("sent_at", 16, Shape.MOMENT),
        Column("office", 24, made=_office),
        Column("message", 60, made=_words),
        Column("name", 24),
        Column("outcome", 24, made=_outcome),
        Column("delivered_at", 16, Shape.MOMENT),
        Column("acknowledged_at", 16, Shape.MOMENT),
        Column("reply", 24, made=_answer),
        Column("replied_at", 16, Shape.MOMENT),
    ),
)

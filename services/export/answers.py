"""The latest answer of obligations, as documents name its parts."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import T
from models.tables.meetings import Submission, SubmissionKind, Verdict


async def latest(session: AsyncSession, obligation_ids: Collection[int]) -> dict[int, Mapping[str, Any]]:
    """The parts of each obligation's latest answer that nobody replaced; supplements are no answers of their own."""
    counts = (
        Submission.obligation_id.in_(obligation_ids),
        Submission.supplement.is_(False),
        Submission.former_agency_id.is_(None),
        Submission.verdict != Verdict.REPLACED,
    )
    last = select(func.max(Submission.id)).where(*counts).group_by(Submission.obligation_id)
    rows = await session.execute(
        select(Submission.obligation_id, Submission.kind, Submission.answers, Submission.id, Submission.verdict).where(
            Submission.id.in_(last)
        )
    )
    return {
        obligation_id: {"answer": number, "kind": kind, "verdict": verdict, **parts(kind, answers)}
        for obligation_id, kind, answers, number, verdict in rows
    }


def parts(kind: SubmissionKind, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of an answer: progress (a text), percent, done, obstacles, letter_number and letter_date."""
    found: dict[str, Any] = {name: answers.get(name) for name in ("percent", "done", "obstacles")}
    found["done"] = found["done"] or answers.get("word") or answers.get("reason")
    if status := answers.get("status"):
        form = "checkin" if kind is SubmissionKind.CHECK_IN else "report"
        found["progress"] = T(f"{form}.status.{status}")
    if kind is SubmissionKind.LETTER:
        found["letter_number"] = answers.get("number")
        found["letter_date"] = date.fromisoformat(answers["date"]) if answers.get("date") else None
    return found

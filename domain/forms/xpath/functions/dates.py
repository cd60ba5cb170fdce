"""Functions of dates and times."""

from __future__ import annotations

from datetime import datetime
from math import isnan, nan

from domain.forms.xpath import moments
from domain.forms.xpath.context import Context
from domain.forms.xpath.registry import strict
from domain.forms.xpath.values import DateNumber, Value, to_text

INVALID = "Invalid Date"


@strict("today", 0, 0)
def today(context: Context) -> Value:
    day = context.environment.now.astimezone(context.zone)
    return _of(day.replace(hour=0, minute=0, second=0, microsecond=0))


@strict("now", 0, 0)
def now(context: Context) -> Value:
    return _of(context.environment.now.astimezone(context.zone))


@strict("date", 1, 1)
def date(context: Context, value: Value) -> Value:
    """Read a date from a text or from days since 1970. A blank stays blank."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return _of(moments.from_days(value, context.zone) if not isnan(value) else None)
    text = to_text(value)
    padded = moments.pad(text)
    return _of(moments.read(padded, context.zone) if padded else None) if text else ""


@strict("date-time", 1, 1)
def date_time(context: Context, value: Value) -> Value:
    return date(context, value)


@strict("decimal-date-time", 1, 1)
def decimal_date_time(context: Context, value: Value) -> Value:
    moment = _moment(context, value)
    return nan if moment is None else moments.days_of(moment)


@strict("decimal-time", 1, 1)
def decimal_time(context: Context, value: Value) -> Value:
    fraction = moments.time_of_day(to_text(value), context.zone)
    return nan if fraction is None else fraction


@strict("format-date", 2, 2)
def format_date(context: Context, value: Value, pattern: Value) -> Value:
    """Write a date, and its time where the pattern has letters for it."""
    moment = moments.read(to_text(value), context.zone)
    return moments.formatted(moment, to_text(pattern)) if moment else ""


@strict("format-date-time", 2, 2)
def format_date_time(context: Context, value: Value, pattern: Value) -> Value:
    return format_date(context, value, pattern)


def _moment(context: Context, value: Value) -> datetime | None:
    if isinstance(value, float):
        return None if isnan(value) else moments.from_days(value, context.zone)
    return moments.read(to_text(value), context.zone)


def _of(moment: datetime | None) -> DateNumber:
    if moment is None:
        return DateNumber.of(nan, INVALID)
    return DateNumber.of(moments.days_of(moment), moments.write(moment))

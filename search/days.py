"""``2024``, ``2024-01..2024-06``, ``past-30-days``, ``last-month`` -> the first and the last day meant."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from index.query import Between

Days = tuple[date | None, date | None]
DAY = timedelta(days=1)

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_PAST = re.compile(r"past-(\d{1,4})-(day|week|month|year)s?")
_UNITS = ("day", "week", "month", "year")


def read_days(text: str, today: date) -> Days | None:
    """The first and last day (both included, None is open) that ``text`` means; None where it means none.

    A year, a month, a day, two of these joined by ``..`` (either may be left out), or a time that is
    counted from ``today``.
    """
    text = text.strip().lower().replace(" ", "-")
    if ".." not in text:
        return read_period(text) or read_relative(text, today)
    first, last = (read_period(part) if part else (None, None) for part in text.split("..", 1))
    if first is None or last is None or (first[0] is None and last[1] is None):
        return None
    return first[0], last[1]


def read_period(text: str) -> tuple[date, date] | None:
    """The first and last day of a year, a month or a day in ISO 8601."""
    match = _DAY.fullmatch(text)
    if not match or not text.isascii():
        return None
    year, month, day = (int(group) if group else None for group in match.groups())
    try:
        first = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if day is not None:
        return first, first
    last_month = month or 12
    return first, date(first.year, last_month, monthrange(first.year, last_month)[1])


def read_relative(text: str, today: date) -> tuple[date, date] | None:
    """``today``, ``yesterday``, ``this-week``, ``last-month``, ``past-30-days``, … seen from ``today``."""
    if text in ("today", "yesterday"):
        day = today - timedelta(days=text == "yesterday")
        return day, day
    if match := _PAST.fullmatch(text):
        return step_back(today, int(match[1]), match[2]), today
    which, _, unit = text.partition("-")
    if which not in ("this", "last") or unit not in _UNITS:
        return None
    first = first_day(today, unit)
    if which == "last":
        return step_back(first, 1, unit), first - timedelta(days=1)
    return first, today


def step_back(day: date, number: int, unit: str) -> date:
    """So many days, weeks, months or years earlier; never before the first day there is."""
    try:
        earlier: date = day - relativedelta(**{f"{unit}s": number})
    except (ValueError, OverflowError):
        return date.min
    return earlier


def first_day(day: date, unit: str) -> date:
    """The first day of the week (Monday), month or year that ``day`` lies in."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def write_days(start: date | None, end: date | None) -> str:
    """The shortest text that ``read_days`` reads back."""
    if start and end:
        for text in (f"{start:%Y}".zfill(4), start.isoformat()[:7], start.isoformat()):
            if read_period(text) == (start, end):
                return text
    return f"{start or ''}..{end or ''}"


def days_between(name: str, days: Days) -> Between:
    """The clause for ``issued:``, ``before:`` (the days before all these) or ``after:`` (those after all)."""
    start, end = days
    if name == "before" and start:
        return Between("issued", None, max(start, date.min + DAY) - DAY)
    if name == "after" and end:
        return Between("issued", min(end, date.max - DAY) + DAY, None)
    return Between("issued", start, end)

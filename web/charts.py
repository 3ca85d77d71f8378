"""Counts by year or month -> the bars of a small chart, each with the address of what it stands for.

Lengths are in the units of the drawing: a bar is 10 wide and at most 100 high. Empty years keep their place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from .addresses import Address, write_address
from .present import say_month

STEP = 10
MAX_BARS = 60
TICKS = 5
ALL_NAMED = 12
FEW_YEARS = 4
DECADE = 10

Choose = Callable[[Sequence[str]], Address]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; ``query`` is the address of its statements, empty when there are none."""

    name: str
    count: int
    x: int
    height: int
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from left to right; ``ticks`` name places at even distances; ``unit`` is a bar's time."""

    unit: str
    width: int
    bars: tuple[Bar, ...]
    ticks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time with its name, its values in the facet, and how many statements it holds."""

    name: str
    values: tuple[str, ...]
    count: int


def chart_time(years: Mapping[str, int], months: Mapping[str, int], address: Address) -> Chart | None:
    """By month where the years are few or one is chosen, by decade where they are many, else by year.

    None when there is nothing to compare.
    """
    dated = {year: count for year, count in years.items() if is_year(year)}
    chosen = sorted(filter(is_year, address.filters.get("year", ()))) or sorted(dated)
    if not chosen:
        return None
    if int(chosen[-1]) - int(chosen[0]) < FEW_YEARS and len(months) > 1:
        return draw("month", spans_of_months(chosen[0], chosen[-1], months), "month", address)
    return chart_years(years, address)


def chart_years(years: Mapping[str, int], address: Address) -> Chart | None:
    """By year, or by decade where the years are many; None when there are fewer than two."""
    dated = {year: count for year, count in years.items() if is_year(year)}
    return draw(*spans_of_years(dated), "year", address) if len(dated) > 1 else None


def is_year(value: str) -> bool:
    """Four digits; what is not known is no year."""
    return len(value) == 4 and value.isascii() and value.isdigit()


def spans_of_months(first: str, last: str, months: Mapping[str, int]) -> list[Span]:
    """The months of these years, in several years only from the first with statements to the last."""
    names = [f"{year:04}-{month:02}" for year in range(int(first), int(last) + 1) for month in range(1, 13)]
    if first != last:
        held = [place for place, name in enumerate(names) if name in months] or [0]
        names = names[held[0] : held[-1] + 1]
    return [Span(say_month(name), (name,), months.get(name, 0)) for name in names]


def spans_of_years(years: Mapping[str, int]) -> tuple[str, list[Span]]:
    """Every year from the first to the last, or every decade when that would be too many."""
    first, last = int(min(years)), int(max(years))
    if last - first < MAX_BARS:
        return "year", [
            Span(f"{year:04}", (f"{year:04}",), years.get(f"{year:04}", 0)) for year in range(first, last + 1)
        ]
    starts = range(first - first % DECADE, last + 1, DECADE)
    return "decade", [span_of_decade(start, years) for start in starts]


def span_of_decade(start: int, years: Mapping[str, int]) -> Span:
    """Ten years from ``start`` on; its values are those years that have statements."""
    values = tuple(year for year in (f"{start + n:04}" for n in range(DECADE)) if year in years)
    return Span(f"{start:04}s", values, sum(years[value] for value in values))


def draw(unit: str, spans: Sequence[Span], field: str, address: Address) -> Chart:
    """The chart of these spans; a bar of anything is at least 2 high, so that it can be seen."""
    highest = max(span.count for span in spans) or 1
    chosen = set(address.filters.get(field, ()))
    bars = tuple(
        Bar(
            span.name,
            span.count,
            number * STEP,
            max(2, round(96 * span.count / highest)) if span.count else 0,
            write_address(choose_span(address, field, span)) if span.count else "",
            bool(chosen) and chosen.issuperset(span.values),
        )
        for number, span in enumerate(spans)
    )
    return Chart(unit, STEP * len(bars), bars, name_ticks(unit, spans))


def choose_span(address: Address, field: str, span: Span) -> Address:
    """The search narrowed to that span, or widened again where it is chosen already."""
    if set(address.filters.get(field, ())) == set(span.values):
        return replace(
            address, filters={name: v for name, v in address.filters.items() if name != field}, page=1
        )
    narrowed = address.only(field, span.values[0])
    for value in span.values[1:]:
        narrowed = narrowed.choose(field, value)
    return narrowed


def name_ticks(unit: str, spans: Sequence[Span]) -> tuple[str, ...]:
    """The names of all spans where they are few, else of up to five at even distances, both ends included."""
    names = [span.name for span in spans]
    if len(names) <= ALL_NAMED:
        return tuple(name[:3] if unit == "month" else name for name in names)
    steps = next((n for n in range(TICKS - 1, 1, -1) if (len(names) - 1) % n == 0), 1)
    return tuple(names[number * (len(names) - 1) // steps] for number in range(steps + 1))

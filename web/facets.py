"""The facets of a search -> lists a reader can click, and what is chosen -> chips that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search.results import Facet, Results, Value

from .addresses import Address, count_links, write_address
from .present import say_value

HEADINGS = {
    "issuer": "Issuer",
    "kind": "Kind",
    "speaker": "Speaker",
    "year": "Year",
    "month": "Month",
    "language": "Language",
    "place": "Place",
    "host": "Site",
}
LISTED = ("issuer", "kind", "speaker", "year", "language", "place")
COUNTED = (*LISTED, "month")
SHOWN = 6
AT_MOST = 16
FEW = 4
ROOMY, TIGHT = 150, 50
"""Links that a page has room for: from ROOMY on facets are whole, below TIGHT there are none."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to click; ``query`` is the address that chooses it, or drops it when it is chosen."""

    label: str
    count: int
    chosen: bool
    query: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One facet: the values shown at once, and ``more`` behind a fold."""

    heading: str
    values: tuple[Choice, ...]
    more: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """One chosen value; ``query`` is the address without it, empty where there is no room for it."""

    heading: str
    label: str
    query: str


def list_facets(results: Results, address: Address) -> tuple[Panel, ...]:
    """The panels in the order of ``LISTED``; a facet that would not narrow anything is left out.

    A long query leaves room for fewer values, or none.
    """
    links = count_links(address)
    facets = {facet.field: facet for facet in results.facets if links >= TIGHT}
    return tuple(
        make_panel(facets[name], address, AT_MOST if links >= ROOMY else FEW)
        for name in LISTED
        if name in facets and can_narrow(facets[name], results.total)
    )


def can_narrow(facet: Facet, total: int) -> bool:
    """Choosing a value of this facet, or dropping one, changes the answer."""
    return any(value.chosen or (value.value != "(none)" and value.count < total) for value in facet.values)


def make_panel(facet: Facet, address: Address, at_most: int) -> Panel:
    """Chosen values first, then the most frequent (years: the latest); what is not known comes last."""
    values = sorted(facet.values, key=lambda value: rank_value(facet.field, value))
    choices = tuple(make_choice(facet.field, value, address) for value in values[:at_most])
    shown = SHOWN + 1 if len(choices) == SHOWN + 1 else SHOWN
    return Panel(HEADINGS[facet.field], choices[:shown], choices[shown:])


def rank_value(field: str, value: Value) -> tuple[bool, bool, int]:
    """Sorts the values of a facet; equal ones keep the order of their counts."""
    latest = -int(value.value) if field == "year" and value.value.isdigit() else 0
    return (not value.chosen, value.value == "(none)", latest)


def make_choice(field: str, value: Value, address: Address) -> Choice:
    """The value with the address that a click leads to."""
    change = address.drop if value.chosen else address.choose
    query = write_address(change(field, value.value))
    return Choice(say_value(field, value.value), value.count, value.chosen, query)


def list_chips(address: Address) -> tuple[Chip, ...]:
    """What is chosen, in the order of the address bar; without addresses where there is no room for them."""
    tight = count_links(address) < TIGHT
    return tuple(
        Chip(
            HEADINGS[name],
            say_value(name, value),
            "" if tight else write_address(address.drop(name, value)),
        )
        for name, value in address.chosen()
    )


def count_values(results: Results, field: str) -> dict[str, int]:
    """The counts of one facet by value; nothing where it was not counted."""
    found: Iterable[Facet] = (facet for facet in results.facets if facet.field == field)
    return {value.value: value.count for facet in found for value in facet.values}

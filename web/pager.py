"""The place in a list of results -> the pages next to it, each with its address."""

from __future__ import annotations

from dataclasses import dataclass

from index.query import Sort

from .addresses import MAX_PAGE, PAGE_SIZE, Address, count_links, write_address

NEAR = 2
ROOM = 30
LABELS = {Sort.RELEVANCE: "Best match", Sort.NEWEST: "Newest", Sort.OLDEST: "Oldest"}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page; ``gap`` says that pages before it are left out."""

    number: int
    query: str
    chosen: bool
    gap: bool


@dataclass(frozen=True, slots=True)
class Pager:
    """The pages to offer; ``previous`` and ``next`` are addresses, empty at the ends."""

    pages: tuple[Leaf, ...]
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class Order:
    """One order of the results, with its address."""

    label: str
    query: str
    chosen: bool


def count_pages(total: int) -> int:
    """How many pages can be turned to; 1 when there are no hits."""
    return max(1, min(MAX_PAGE, -(-total // PAGE_SIZE)))


def list_pages(address: Address, total: int) -> Pager:
    """The first, the last and the pages near this one; only this one where a long query leaves no room."""
    last = count_pages(total)
    near = range(address.page - NEAR, address.page + NEAR + 1)
    numbers = sorted({1, last, *(number for number in near if 1 <= number <= last)})
    if count_links(address) < ROOM:
        numbers = [address.page]
    pages = tuple(
        Leaf(number, write_address(address.turn(number)), number == address.page, number - before > 1)
        for before, number in zip([0, *numbers], numbers, strict=False)
    )
    return Pager(
        pages, turn_within(address, address.page - 1, last), turn_within(address, address.page + 1, last)
    )


def turn_within(address: Address, page: int, last: int) -> str:
    """The address of that page, empty when there is none."""
    return write_address(address.turn(page)) if 1 <= page <= last else ""


def list_orders(address: Address) -> tuple[Order, ...]:
    """The orders, each one click away."""
    return tuple(
        Order(label, write_address(address.order(sort)), sort is address.sort)
        for sort, label in LABELS.items()
    )

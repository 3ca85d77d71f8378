"""The state of a search <-> the address bar, in both directions.

``q=air+defence&issuer=Port+Authority&year=2024&sort=newest&page=2``: the query as typed, one parameter for
each chosen value (repeated for several), the order, the page (1 is the first). What is not said has its
default and is left out again, so that one state has one address, which a person can read and edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from index.query import Sort
from index.schema import STATEMENTS
from search.limits import MAX_DEPTH

PAGE_SIZE = 10
MAX_PAGE = MAX_DEPTH // PAGE_SIZE
MAX_VALUES = 64
MAX_VALUE_LENGTH = 300
LINK_BYTES = 30_000
"""So many bytes of a page may be links that carry the state of the search; a long query fills them soon."""
FILTERS = STATEMENTS.facets()


class AddressError(ValueError):
    """The address asks for what there cannot be; the message is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Address:
    """One page of one search. ``filters``: field to chosen values, fields in the order of the schema."""

    q: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1

    @property
    def offset(self) -> int:
        """How many hits come before this page."""
        return (self.page - 1) * PAGE_SIZE

    @property
    def is_empty(self) -> bool:
        """Nothing is asked: neither words nor a chosen value."""
        return not self.q.strip() and not self.filters

    def chosen(self) -> Iterator[tuple[str, str]]:
        """Each chosen value with its field."""
        for name, values in self.filters.items():
            yield from ((name, value) for value in values)

    def choose(self, name: str, value: str) -> Address:
        """With one more chosen value, from the first page."""
        return replace(self, filters=tidy([*self.chosen(), (name, value)]), page=1)

    def drop(self, name: str, value: str) -> Address:
        """Without that chosen value, from the first page."""
        rest = [pair for pair in self.chosen() if pair != (name, value)]
        return replace(self, filters=tidy(rest), page=1)

    def only(self, name: str, value: str) -> Address:
        """With this as the one chosen value of its field, from the first page."""
        rest = [pair for pair in self.chosen() if pair[0] != name]
        return replace(self, filters=tidy([*rest, (name, value)]), page=1)

    def clear(self) -> Address:
        """The words alone, without any chosen value."""
        return replace(self, filters={}, page=1)

    def ask(self, q: str) -> Address:
        """Other words, the same chosen values."""
        return replace(self, q=q, page=1)

    def order(self, sort: Sort | str) -> Address:
        """In another order, from the first page."""
        return replace(self, sort=Sort(sort), page=1)

    def turn(self, page: int) -> Address:
        """Another page of the same search."""
        return replace(self, page=page)


def read_address(query: str | Iterable[tuple[str, str]]) -> Address:
    """What the query string (or its decoded pairs) asks for; unknown parameters are left alone.

    Raises AddressError for an order or a page that is none, and for what is over a limit.
    """
    pairs = parse_qsl(query, keep_blank_values=True) if isinstance(query, str) else list(query)
    first = dict(reversed(pairs))
    chosen = [(name, value) for name, value in pairs if name in FILTERS and value]
    check_values(chosen)
    return Address(
        first.get("q", ""),
        tidy(chosen),
        read_sort(first.get("sort", "")),
        read_page_number(first.get("page", "")),
    )


def write_address(address: Address) -> str:
    """The query string that ``read_address`` reads back to the same state."""
    pairs = [("q", address.q), *address.chosen()]
    if address.sort is not Sort.RELEVANCE:
        pairs.append(("sort", address.sort.value))
    if address.page != 1:
        pairs.append(("page", str(address.page)))
    return urlencode(pairs, safe=":/,*()~")


def count_links(address: Address) -> int:
    """How many links that carry this state one page has room for."""
    return LINK_BYTES // len(write_address(address))


def tidy(chosen: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Field to values: fields in the order of the schema, each value once, in the order of choosing."""
    pairs = dict.fromkeys(chosen)
    filters = {name: tuple(value for field, value in pairs if field == name) for name in FILTERS}
    return {name: values for name, values in filters.items() if values}


def check_values(chosen: list[tuple[str, str]]) -> None:
    """Raises AddressError when there are too many chosen values or one is too long."""
    if len(chosen) > MAX_VALUES:
        raise AddressError(f"At most {MAX_VALUES} values can be chosen at once; these are {len(chosen)}.")
    for name, value in chosen:
        if len(value) > MAX_VALUE_LENGTH:
            raise AddressError(f"A value of “{name}” has at most {MAX_VALUE_LENGTH} characters.")


def read_sort(text: str) -> Sort:
    """The order of that name; nothing is by relevance. Raises AddressError."""
    try:
        return Sort(text or Sort.RELEVANCE)
    except ValueError:
        names = ", ".join(f"“{sort.value}”" for sort in Sort)
        raise AddressError(f"There is no order “{text[:40]}”; the orders are {names}.") from None


def read_page_number(text: str) -> int:
    """The page that ``text`` names, 1 when it is empty. Raises AddressError."""
    if not text:
        return 1
    digits = text.lstrip("0")
    if not (text.isascii() and text.isdigit() and digits):
        raise AddressError(f"“{text[:40]}” is no page number; the first page is 1.")
    if len(digits) > len(str(MAX_PAGE)) or int(digits) > MAX_PAGE:
        raise AddressError(
            f"Only the first {MAX_DEPTH:,} hits can be turned to, which is page {MAX_PAGE:,}. "
            "Add a word or choose a year to come closer to what you want."
        )
    return int(digits)

"""The address bar: one state has one address, and both directions agree."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import Sort
from web.addresses import (
    FILTERS,
    MAX_PAGE,
    MAX_VALUE_LENGTH,
    MAX_VALUES,
    Address,
    AddressError,
    read_address,
    tidy,
    write_address,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
PAIRS = st.lists(st.tuples(st.sampled_from(FILTERS), TEXT.filter(bool)), max_size=8)
ADDRESSES = st.builds(Address, TEXT, PAIRS.map(tidy), st.sampled_from(Sort), st.integers(1, MAX_PAGE))


@given(ADDRESSES)
def test_what_is_written_is_read_back(address: Address) -> None:
    assert read_address(write_address(address)) == address


@given(st.lists(st.tuples(st.sampled_from([*FILTERS, "q", "sort", "page", "utm_source"]), TEXT), max_size=8))
def test_any_address_is_read_or_refused_in_a_sentence(pairs: list[tuple[str, str]]) -> None:
    query = urlencode(pairs)
    assert outcome(query) in ("", ".")


def outcome(query: str) -> str:
    """Nothing when the address reads back to itself, else the last character of its refusal."""
    try:
        address = read_address(query)
    except AddressError as error:
        return str(error)[-1]
    return "" if read_address(write_address(address)) == address else "differs"


def test_an_address_reads_like_what_was_asked() -> None:
    address = Address(
        "air defence", {"issuer": ("Port Authority", "Navy"), "year": ("2024",)}, Sort.NEWEST, 2
    )
    assert write_address(address) == (
        "q=air+defence&issuer=Port+Authority&issuer=Navy&year=2024&sort=newest&page=2"
    )


def test_defaults_are_left_out() -> None:
    assert write_address(read_address("q=navy&sort=relevance&page=1&issuer=")) == "q=navy"


def test_choosing_and_dropping_start_from_the_first_page() -> None:
    address = Address("navy", page=3)
    chosen = address.choose("year", "2024").choose("issuer", "A").choose("year", "2024")
    assert chosen == Address("navy", {"issuer": ("A",), "year": ("2024",)})
    assert list(chosen.filters) == ["issuer", "year"]
    assert chosen.drop("year", "2024") == Address("navy", {"issuer": ("A",)})
    assert chosen.turn(2).only("year", "2023").filters == {"issuer": ("A",), "year": ("2023",)}
    assert chosen.turn(2).order("oldest").page == 1
    assert chosen.clear() == Address("navy")


def test_a_chosen_value_of_the_wrong_field_stays() -> None:
    address = Address(filters={"issuer": ("2024",), "year": ("2024",)})
    assert address.drop("year", "2024").filters == {"issuer": ("2024",)}


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("page=0", "first page"),
        ("page=-1", "page number"),
        ("page=abc", "abc"),
        ("page=²", "²"),
        ("page=1.5", "page number"),
        ("page=999999999", "10,000"),
        ("page=1001", "10,000"),
        ("page=" + "9" * 5000, "10,000"),
        ("sort=best", "newest"),
        ("issuer=" + "x" * (MAX_VALUE_LENGTH + 1), "characters"),
        ("&".join(f"issuer={n}" for n in range(MAX_VALUES + 1)), str(MAX_VALUES)),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(query: str, word: str) -> None:
    with pytest.raises(AddressError, match=word):
        read_address(query)


def test_the_last_page_can_be_turned_to() -> None:
    assert read_address(f"page={MAX_PAGE}").page == MAX_PAGE
    assert read_address("page=007").page == 7

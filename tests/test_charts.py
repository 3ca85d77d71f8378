"""The small charts: a bar for each stretch of time, none lost, each leading to its statements."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from web.addresses import Address, read_address
from web.charts import Chart, chart_time, chart_years

YEARS = st.dictionaries(st.integers(1000, 2100).map(str), st.integers(1, 10_000), max_size=30)


@given(YEARS, st.integers(0, 9))
def test_bars_count_every_dated_statement(years: dict[str, int], undated: int) -> None:
    chart = chart_years(years | {"(none)": undated}, Address("navy"))
    if len(years) < 2:
        assert chart is None
        return
    assert chart
    assert sum(bar.count for bar in chart.bars) == sum(years.values())
    assert all(0 <= bar.height <= 100 and (bar.height > 0) == (bar.count > 0) for bar in chart.bars)
    assert [bar.x for bar in chart.bars] == list(range(0, chart.width, 10))
    assert 2 <= len(chart.ticks) <= 12
    check_links(chart, years)


def check_links(chart: Chart, years: dict[str, int]) -> None:
    """Every bar leads to the years that it counts."""
    for bar in chart.bars:
        values = read_address(bar.query).filters.get("year", ()) if bar.query else ()
        assert sum(years[value] for value in values) == bar.count


def test_many_years_are_drawn_by_decade() -> None:
    chart = chart_years({"1899": 2, "1901": 3, "1909": 1, "2024": 5}, Address())
    assert chart
    assert chart.unit == "decade"
    assert [(bar.name, bar.count) for bar in chart.bars if bar.count] == [
        ("1890s", 2),
        ("1900s", 4),
        ("2020s", 5),
    ]
    assert read_address(chart.bars[1].query).filters == {"year": ("1901", "1909")}


def test_few_years_are_drawn_by_month_from_the_first_to_the_last() -> None:
    chart = chart_time({"2023": 2, "2024": 1}, {"2023-11": 2, "2024-02": 1, "(none)": 4}, Address("navy"))
    assert chart
    assert [(bar.name, bar.count) for bar in chart.bars] == [
        ("November 2023", 2),
        ("December 2023", 0),
        ("January 2024", 0),
        ("February 2024", 1),
    ]
    assert read_address(chart.bars[0].query) == Address("navy", {"month": ("2023-11",)})
    assert chart.ticks == ("Nov", "Dec", "Jan", "Feb")


def test_a_chosen_year_is_drawn_by_month_and_a_chosen_month_can_be_dropped() -> None:
    years = {str(year): 1 for year in range(1990, 2025)}
    chosen = Address(filters={"year": ("2024",), "month": ("2024-03",)})
    chart = chart_time(years, {"2024-03": 1, "2024-05": 2}, chosen)
    assert chart
    assert (chart.unit, len(chart.bars)) == ("month", 12)
    march = chart.bars[2]
    assert march.chosen
    assert read_address(march.query) == Address(filters={"year": ("2024",)})


def test_nothing_to_compare_is_no_chart() -> None:
    assert chart_time({}, {}, Address()) is None
    assert chart_time({"(none)": 3}, {"(none)": 3}, Address()) is None
    assert chart_time({"2024": 3}, {"2024-01": 3}, Address()) is None

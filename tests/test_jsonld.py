"""JSON-LD as it is found in the wild."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.jsonld import Article, read_article

ARTICLE = '{"@type": "NewsArticle", "headline": "A law", "datePublished": "2024-01-10"}'


@pytest.mark.parametrize(
    "script",
    [
        ARTICLE,
        f"[{ARTICLE}]",
        f'{{"@graph": [{{"@type": "WebPage", "datePublished": "1999-01-01"}}, {ARTICLE}]}}',
        f"<!-- {ARTICLE} -->",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        ARTICLE.replace('"', "&quot;"),
        ARTICLE.replace("}", ",}"),
        ARTICLE.replace("A law", "A\tlaw"),
        ARTICLE.replace("headline", "headLine"),
        ARTICLE + ";",
        ARTICLE.replace('"A law"', '["A law", "B"]'),
        ARTICLE.replace("A law", "A&nbsp;law"),
        ARTICLE.replace('"NewsArticle"', '["Report", "Article"]'),
    ],
)
def test_reads_the_article(script: str) -> None:
    article = read_article([script])
    assert (article.headline, article.published) == ("A law", "2024-01-10")


@pytest.mark.parametrize(
    "script",
    ["", "{", "null", "[]", "3", '"x"', "[" * 100_000, '{"a":' * 5_000, "{}" * 3, '{"headline": {"a": 1}}'],
)
def test_broken_json_says_nothing(script: str) -> None:
    assert read_article([script]) == Article()


def test_references_are_followed_and_authors_told_from_organisations() -> None:
    article = read_article(
        [
            '{"@graph": [{"@type": "Organization", "@id": "#o", "name": "Ministry of Salt"},'
            '{"@type": "Person", "@id": "#p", "name": "Jo Doe"},'
            '{"@type": "Article", "headline": "A", "author": [{"@id": "#p"}, {"@id": "#o"}],'
            '"publisher": {"@id": "#o"}}]}'
        ]
    )
    assert (article.publisher, article.organisation, article.authors) == (
        "Ministry of Salt",
        "Ministry of Salt",
        ("Jo Doe",),
    )


KEYS = ["@type", "@id", "@graph", "name", "author", "publisher", "headline", "url"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "@graph", "name", "author", "publisher", "headline", "url"]),
            inner,
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON.map(json.dumps) | st.text(), max_size=3))
def test_any_json_is_read_without_an_error(scripts: list[str]) -> None:
    read_article(scripts)

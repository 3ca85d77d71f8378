"""From the query as typed to what an engine is asked; the floors that ranking never falls below."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from corpus import Statement
from index.document import describe
from index.engine import Engine
from index.engines import open_engine
from index.query import And, Best, Clause, Near, Or, Phrase, Query, Term
from index.schema import STATEMENTS, View
from search.grammar import parse
from search.lexicon import Lexicon
from search.meaning import is_one_edit, understand
from search.ranking import rank
from search.reading import read_as
from search.stopwords import drop_stop_words

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"

TEXTS = [
    ("a1", "Air defence of the north", "Patriot batteries protect the northern border.", "en"),
    ("a2", "Flood relief", "The defences along the river held. Air was clear.", "en"),
    ("a3", "Luftabwehr", "Die Batterien schützen die Grenze im Norden.", "de"),
    ("a4", "Defending the air", "Defence and air, air and defence.", "en"),
]


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = open_engine("memory", tmp_path / "index", STATEMENTS)
    with made.writer(fresh=True) as writer:
        for id, title, text, language in TEXTS:
            writer.add(describe(Statement(id=id, title=title, text=text, language=language)))
    return open_engine("memory", tmp_path / "index", STATEMENTS)


def ids(engine: Engine, text: str, languages: tuple[str, ...] = ("en", "de")) -> list[str]:
    return [doc.id for doc in engine.search(rank(parse(text), languages)).docs]


def core(text: str, *languages: str) -> Clause:
    """What decides which statements are found."""
    clause = rank(parse(text), languages or ("en",)).clause
    return clause.clauses[0] if isinstance(clause, And) and len(clause.clauses) == 1 else clause


def walk(clause: Clause) -> tuple[Clause, ...]:
    assert isinstance(clause, And)
    return clause.clauses


def stems(*tokens: str, boost: float = 1.0) -> list[Term]:
    return [Term("all", View.STEMS, token, boost) for token in tokens]


def test_a_word_is_the_best_of_its_stems() -> None:
    assert core("defending", "en") == stems("defend")[0]
    found = core("defending", "en", "de")
    assert isinstance(found, Best)
    assert [term.token for term in found.clauses if isinstance(term, Term)] == ["defend", "defending"]


def test_the_language_asked_for_gives_the_stem() -> None:
    clause = rank(parse("batterien language:de"), ("en", "de")).clause
    assert isinstance(clause, And)
    assert clause.clauses[0] == Term("all", View.STEMS, "batteri")


def test_stop_words_go_and_repeated_words_weigh_more() -> None:
    found = core("the war of the air war")
    assert found == Or((*stems("war", boost=2.0), *stems("air")))


def test_stop_words_stay_where_nothing_else_is_left() -> None:
    assert core("to be or not") == Or(tuple(stems("to", "be", "or", "not")))
    assert core('"the air of"') == Phrase("all", View.WORDS, ("the", "air", "of"))
    assert stems("the")[0] in walk(rank(parse("+the air"), ("en",)).clause)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("the war in ukraine", ["war", "ukraine"]),
        ("der krieg in der ukraine", ["krieg", "ukraine"]),
        ("what is the will of the people", ["people"]),
        ("", []),
    ],
)
def test_one_list_of_stop_words_is_used(typed: str, kept: list[str]) -> None:
    assert drop_stop_words(typed.split(), ("en", "de")) == kept


def test_what_only_adds_to_the_score_is_optional() -> None:
    clause = rank(parse("air defence"), ("en",)).clause
    assert isinstance(clause, And)
    assert Term("title", View.STEMS, "air", 0.5) in clause.optional
    assert Near("all", View.STEMS, ("air", "defenc"), 2, 0.1) in clause.optional


def test_all_words_come_before_some_and_the_title_counts(engine: Engine) -> None:
    assert ids(engine, "air defence") == ["a1", "a4", "a2"]
    assert ids(engine, "defence river air")[0] == "a2"


def test_stop_words_count_where_all_stand_in_the_title() -> None:
    clause = rank(parse("remarks before a committee"), ("en",)).clause
    assert isinstance(clause, And)
    whole = [Term("title", View.STEMS, token, 1.0) for token in ("remark", "befor", "a", "committe")]
    assert And(tuple(whole)) in clause.optional


def test_operators_decide_what_is_found(engine: Engine) -> None:
    assert set(ids(engine, "defence -river")) == {"a1", "a4"}
    assert set(ids(engine, "+patriot air")) == {"a1"}
    assert set(ids(engine, '"air defence"')) == {"a1"}
    assert set(ids(engine, "defence AND river OR patriot")) == {"a1", "a2"}
    assert set(ids(engine, "title:air")) == {"a1", "a4"}
    assert set(ids(engine, "defenc*")) == {"a1", "a2", "a4"}
    assert set(ids(engine, "schutzen")) == {"a3"}


def test_unknown_words_are_corrected_and_known_ones_never(engine: Engine) -> None:
    lexicon = Lexicon(engine)
    meaning = understand(parse("patriott defended riwer xyzzy the"), lexicon, ("en", "de"))
    assert read_as(meaning.query) == "any of: patriot, defended, river, xyzzy, the"
    assert meaning.notes == ("“patriott” is read as patriot", "“riwer” is read as river")
    assert understand(parse('"patriott"'), lexicon, ("en",)).notes == ()


def test_a_month_with_its_year_is_a_time(engine: Engine) -> None:
    lexicon = Lexicon(engine)
    meaning = understand(parse("defence January 2024"), lexicon, ("en",))
    assert read_as(meaning.query) == "must have: defence; issued in 2024-01"
    assert understand(parse("März 2024"), lexicon, ("de",)).query.clause == parse("issued:2024-03").clause
    assert "issued" not in read_as(understand(parse('"January 2024"'), lexicon, ("en",)).query)
    assert "issued" not in read_as(understand(parse("January 2024"), lexicon, ("en",), months=False).query)
    assert "issued" not in read_as(understand(parse("January 12345"), lexicon, ("en",)).query)


@pytest.mark.parametrize(
    ("word", "other", "expected"),
    [
        ("patriot", "patriott", True),
        ("patriot", "patrit", True),
        ("patriot", "patroit", True),
        ("patriot", "patriox", True),
        ("patriot", "patriot", True),
        ("patriot", "ptariox", False),
        ("patriot", "patri", False),
        ("ab", "ba", True),
        ("abc", "cab", False),
    ],
)
def test_one_edit(word: str, other: str, expected: bool) -> None:
    assert is_one_edit(word, other) is expected
    assert is_one_edit(other, word) is expected


def test_ranking_never_changes_what_is_asked_for_beside_the_clause() -> None:
    query = Query(filters={"year": ("2024",)}, offset=20, limit=5, facets=("year",))
    ranked = rank(query, ("en",))
    assert (ranked.filters, ranked.offset, ranked.limit, ranked.facets) == (
        {"year": ("2024",)},
        20,
        5,
        ("year",),
    )


def load_benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ranking_benchmark", ROOT / "tests/benchmarks/ranking.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


JUDGED = {"time": 0.675, "cran": 0.425}


@pytest.mark.skipif(not SHARED.exists(), reason="the shared measuring data is not here")
@pytest.mark.parametrize("name", JUDGED)
def test_judged_queries_rank_no_worse_than_before(name: str, tmp_path: Path) -> None:
    benchmark = load_benchmark()
    folder = SHARED / "judged" / name
    asked = benchmark.read_judged(folder / "queries.tsv", folder / "qrels.txt")
    ours = benchmark.Ours(
        list(benchmark.read_statements(folder / "docs.jsonl")), tmp_path / "home", "tantivy"
    )
    assert benchmark.measure(ours.find, asked)["nDCG@10"] >= JUDGED[name]

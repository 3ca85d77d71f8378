"""The contract: every engine gives the answers of the plain one (``memory``), which evaluates each clause
as it is defined. A new engine is one more name in ``TESTED``.
"""

from __future__ import annotations

import json
import math
import os
import random
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.statement import Quote, Statement
from index.analysis import BOUNDARY, stem, stems
from index.document import describe, describe_quotes
from index.engine import Document, Engine, EngineError, TopDocs
from index.engines import ENGINES, open_engine
from index.query import (
    Among,
    And,
    Best,
    Between,
    Clause,
    Dates,
    Everything,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Sort,
    Term,
)
from index.schema import MISSING, QUOTES, STATEMENTS, Collection, Field, Kind, View

TESTED = [name for name in ENGINES if name != "memory"]
ALL_OF_THEM = 5_000

WORDS = {
    "en": "the air defence of allies missile missiles support supports minister statement peace treaty "
    "border troops agreed talks sanctions energy grain port radar patriot patriots patrol university",
    "de": "die der Verteidigung Luftverteidigung Müller Mueller Abkommen Frieden Grenze Truppen Minister "
    "Erklärung Gespräche Energie Getreide Häfen Universität unterstützt Unterstützung für",
    "uk": "про оборона повітряна підтримка мир угода кордон війська міністр заява переговори санкції "
    "енергія зерно порт об'єкт університет в Україні",
}
ISSUERS = ("Ministry of Defence", "Auswärtiges Amt", "МЗС України", "The Port Authority", None)
SPEAKERS = ("Jens Müller", "Олена Коваль", "Mary O'Neill", "A. B. Smith")
KINDS = ("press release", "speech", "statement", None)


def make_statement(number: int, dice: random.Random) -> Statement:
    language = dice.choices(list(WORDS), weights=(5, 3, 2))[0]
    words = WORDS[language].split()
    weights = [1 / rank for rank in range(1, len(words) + 1)]

    def write(least: int, most: int) -> str:
        return " ".join(dice.choices(words, weights, k=dice.randint(least, most)))

    text = "\n\n".join(write(2, 8) for _ in range(dice.randint(1, 2)))
    speakers = tuple(dice.sample(SPEAKERS, dice.choices((0, 1, 2), (4, 4, 1))[0]))
    quote = text.split("\n\n")[0]
    return Statement(
        id=f"{dice.getrandbits(24):06x}{number:010x}",
        version=dice.randint(1, 3),
        title=write(1, 3),
        text=text,
        issuer=dice.choice(ISSUERS),
        issued=date(2024, dice.randint(1, 12), dice.randint(1, 5)) if dice.random() < 0.9 else None,
        kind=dice.choice(KINDS),
        speakers=speakers,
        places=("Kyiv",) if dice.random() < 0.2 else (),
        quotes=tuple(Quote(quote, speaker, "said", 0, len(quote), 0.9) for speaker in speakers),
        language=language,
        url=f"https://www.{dice.choice(('mod', 'mfa'))}.example/{number}",
    )


@pytest.fixture(scope="session")
def statements() -> list[Statement]:
    dice = random.Random(20240110)
    made = [make_statement(number, dice) for number in range(2_300)]
    twins = [
        Statement(**{name: getattr(one, name) for name in one.__slots__} | {"id": f"ffff{place:012x}"})
        for place, one in enumerate(made[:40])
    ]
    return made + twins


def fill(engine_name: str, folder: Path, statements: list[Statement]) -> Engine:
    """An index in several segments, after updates and deletions."""
    rounds = [statements[:1_500], statements[1_500:1_700], statements[1_700:]]
    for number, part in enumerate(rounds):
        with open_engine(engine_name, folder, STATEMENTS).writer(fresh=number == 0) as writer:
            for statement in part:
                writer.add(describe(statement))
    with open_engine(engine_name, folder, STATEMENTS).writer() as writer:
        for statement in statements[::12]:
            writer.delete(statement.id)
        for statement in statements[5::17]:
            changed = {name: getattr(statement, name) for name in statement.__slots__}
            writer.add(describe(Statement(**changed | {"title": "Patriots agreed", "version": 4})))
    return open_engine(engine_name, folder, STATEMENTS)


@pytest.fixture(scope="session")
def indexes(tmp_path_factory: pytest.TempPathFactory, statements: list[Statement]) -> dict[str, Engine]:
    folder = tmp_path_factory.mktemp("indexes")
    return {name: fill(name, folder / name, statements) for name in ENGINES}


@pytest.fixture(scope="session")
def oracle(indexes: dict[str, Engine]) -> Engine:
    return indexes["memory"]


@pytest.fixture(params=TESTED)
def engine(request: pytest.FixtureRequest, indexes: dict[str, Engine]) -> Engine:
    return indexes[request.param]


@pytest.fixture(params=list(ENGINES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


# --- the same answers -----------------------------------------------------------------------------------

TEXT_FIELDS = ("all", "title", "text", "issuer", "speaker", "kind", "place")
WORD_TOKENS = sorted({word.casefold() for words in WORDS.values() for word in words.split()} - {"об'єкт"})
WORD_TOKENS += [
    "mueller",
    "muller",
    "erklarung",
    "ministry",
    "of",
    "speech",
    "zzz",
    "",
    " ",
    "a b",
    '"',
    "\0",
]
KEY_VALUES = {
    "issuer": [*(issuer or MISSING for issuer in ISSUERS), "nobody"],
    "speaker": [*SPEAKERS, MISSING],
    "language": ["en", "de", "uk", "fr"],
    "month": ["2024-01", "2024-02", "2024-13", MISSING],
    "kind": ["speech", "Speech", MISSING],
}

fields = st.sampled_from(TEXT_FIELDS)
views = st.sampled_from([View.STEMS, View.WORDS])
tokens = st.sampled_from(WORD_TOKENS) | st.sampled_from([stem(word, "en") for word in WORD_TOKENS])
boosts = st.sampled_from([1.0, 0.5, 2.0, 0.0])
days = st.none() | st.dates(date(2023, 12, 30), date(2025, 1, 2))


@st.composite
def amongs(draw: st.DrawFn) -> Among:
    field = draw(st.sampled_from(sorted(KEY_VALUES)))
    values = tuple(draw(st.lists(st.sampled_from(KEY_VALUES[field]), max_size=3)))
    scores = draw(st.lists(st.sampled_from([0.0, 0.5, 3.0]), min_size=len(values), max_size=len(values)))
    return Among(field, values, tuple(scores) if draw(st.booleans()) else ())


def key_term(field: str) -> st.SearchStrategy[Term]:
    return st.builds(Term, st.just(field), st.just(View.KEY), st.sampled_from(KEY_VALUES[field]))


several = st.lists(tokens, min_size=0, max_size=3).map(tuple)
leaves: st.SearchStrategy[Clause] = st.one_of(
    st.builds(Term, fields, views, tokens, boosts),
    st.sampled_from(sorted(KEY_VALUES)).flatmap(key_term),
    st.builds(Phrase, fields, views, several, boosts),
    st.builds(Near, fields, views, several, st.integers(0, 3), boosts),
    st.builds(Prefix, fields, st.sampled_from(["pat", "un", "мі", "p", "", "grenze", "zz"]), boosts),
    st.builds(
        Fuzzy, fields, st.sampled_from(["defense", "misiles", "univrestty", "patrol", "мвр", ""]), boosts
    ),
    st.builds(Between, st.just("issued"), days, days),
    amongs(),
    st.just(Everything()),
)


def branches(clauses: st.SearchStrategy[Clause]) -> st.SearchStrategy[Clause]:
    some = st.lists(clauses, max_size=3).map(tuple)
    return st.one_of(
        st.builds(And, some, some), st.builds(Or, some), st.builds(Best, some), st.builds(Not, clauses)
    )


clauses = st.recursive(leaves, branches, max_leaves=6)
filters = st.dictionaries(
    st.sampled_from(["language", "month", "kind"]), st.nothing()
) | st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(st.sampled_from(KEY_VALUES[name]), max_size=2).map(tuple)
        for name in ("language", "month", "kind", "speaker")
    },
)
queries = st.builds(
    Query,
    clauses,
    filters,
    st.none() | st.builds(Dates, days, days),
    st.just(Sort.RELEVANCE),
    st.just(0),
    st.just(ALL_OF_THEM),
    st.just(("language", "month", "speaker", "kind")),
)


def found(answer: TopDocs) -> dict[tuple[str, int], float]:
    return {(doc.id, doc.version): doc.score for doc in answer.docs}


thorough = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@thorough
@given(query=queries)
def test_each_engine_finds_what_the_oracle_finds(engine: Engine, oracle: Engine, query: Query) -> None:
    right, answer = oracle.search(query), engine.search(query)
    assert found(answer).keys() == found(right).keys()
    assert (answer.total, answer.total_is_exact) == (right.total, True)
    assert answer.facets == right.facets


@pytest.mark.parametrize("slop", [0, 1, 2, 3])
def test_each_engine_knows_how_near_words_stand(engine: Engine, oracle: Engine, slop: int) -> None:
    common = WORDS["en"].split()[:4]
    for first, second in product(common, common):
        query = Query(Near("all", View.WORDS, (first, second), slop), limit=ALL_OF_THEM)
        right, answer = oracle.search(query), engine.search(query)
        assert right.total > 0
        assert found(answer).keys() == found(right).keys(), (first, second)


@thorough
@given(
    clause=clauses,
    sort=st.sampled_from([Sort.NEWEST, Sort.OLDEST]),
    offset=st.integers(0, 60),
    limit=st.integers(0, 60),
)
def test_each_engine_orders_by_day_as_the_oracle_does(
    engine: Engine, oracle: Engine, clause: Clause, sort: Sort, offset: int, limit: int
) -> None:
    query = Query(clause, sort=sort, offset=offset, limit=limit)
    assert engine.search(query) == oracle.search(query)


@thorough
@given(clause=clauses, page=st.integers(7, 40))
def test_pages_of_each_engine_are_cut_from_one_order(engine: Engine, clause: Clause, page: int) -> None:
    whole = engine.search(Query(clause, limit=80)).docs
    pages = [engine.search(Query(clause, offset=start, limit=page)).docs for start in range(0, 80, page)]
    assert [doc for part in pages for doc in part][:80] == list(whole)


@pytest.mark.parametrize("prefix", ["", "p", "pat", "об", "університ", "zz"])
@pytest.mark.parametrize("field", ["all", "title", "speaker"])
def test_each_engine_lists_the_same_words(engine: Engine, oracle: Engine, field: str, prefix: str) -> None:
    for limit in (None, 0, 1, 5):
        assert list(engine.words(field, prefix, limit)) == list(oracle.words(field, prefix, limit))


def test_each_engine_knows_its_documents(engine: Engine, oracle: Engine) -> None:
    assert engine.fingerprints() == oracle.fingerprints()
    assert engine.count() == oracle.count() == len(oracle.fingerprints())


# --- the same scores ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def fresh_indexes(tmp_path_factory: pytest.TempPathFactory, statements: list[Statement]) -> dict[str, Engine]:
    """Indexes of short documents without deletions: here lengths and counts are exact in all engines."""
    folder = tmp_path_factory.mktemp("fresh")
    for name in ENGINES:
        with open_engine(name, folder / name, STATEMENTS).writer(fresh=True) as writer:
            for statement in statements[-400:]:
                writer.add(describe(statement))
    return {name: open_engine(name, folder / name, STATEMENTS) for name in ENGINES}


short_fields = st.sampled_from(("title", "text", "issuer"))
scoring = st.recursive(
    st.one_of(
        st.builds(Term, short_fields, views, tokens, boosts),
        st.builds(Phrase, short_fields, views, several, boosts),
        st.builds(Near, short_fields, views, several, st.integers(0, 3), boosts),
        st.builds(Prefix, short_fields, st.sampled_from(["pat", "un", "мі"]), boosts),
        amongs(),
    ),
    branches,
    max_leaves=5,
)


@thorough
@given(clause=scoring)
@pytest.mark.parametrize("name", TESTED)
def test_each_engine_scores_by_the_formula(
    fresh_indexes: dict[str, Engine], name: str, clause: Clause
) -> None:
    query = Query(clause, limit=ALL_OF_THEM)
    right, answer = fresh_indexes["memory"].search(query), fresh_indexes[name].search(query)
    assert found(answer) == pytest.approx(found(right), rel=1e-3, abs=1e-5)


def test_the_formula_of_bm25(tmp_path: Path) -> None:
    # Two documents of three and one words, "peace" once in the first: idf ln(1 + 1.5/1.5) and a length of
    # 3 where 2 is the average.
    with open_engine("memory", tmp_path, STATEMENTS).writer() as writer:
        writer.add(describe(Statement(id="a", title="peace and grain", text="")))
        writer.add(describe(Statement(id="b", title="grain", text="")))
    [hit] = open_engine("memory", tmp_path, STATEMENTS).search(Query(Term("title", View.WORDS, "peace"))).docs
    assert hit.score == pytest.approx(math.log(2) * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 1.5)), rel=1e-4)


def test_equal_scores_are_ordered_by_day_then_id(tmp_path: Path, name: str) -> None:
    days = [date(2024, 1, 1), date(2024, 3, 1), None, date(2024, 2, 1), date(2024, 3, 1)]
    with open_engine(name, tmp_path, STATEMENTS).writer() as writer:
        for id, day in zip("edcba", days, strict=True):
            writer.add(describe(Statement(id=f"same-beginning-{id}", title="grain", text="", issued=day)))
    engine = open_engine(name, tmp_path, STATEMENTS)

    def order(sort: Sort) -> str:
        docs = engine.search(Query(Term("all", View.STEMS, "grain"), sort=sort)).docs
        return "".join(doc.id[-1] for doc in docs)

    assert [order(Sort.RELEVANCE), order(Sort.NEWEST), order(Sort.OLDEST)] == ["adbec", "adbec", "ebadc"]


# --- the same ranking of real queries -------------------------------------------------------------------


@pytest.fixture(scope="session", params=["time"])
def judged(request: pytest.FixtureRequest) -> Path:
    folder = Path(__file__).parents[2] / "shared/data/judged" / str(request.param)
    if not folder.exists():
        pytest.skip("the shared measuring data are not beside the checkout")
    return folder


JUDGED = Collection("judged", (Field("all", Kind.TEXT, "the text"), Field("issued", Kind.DATE, "none")))


def rank_all(name: str, folder: Path, judged: Path) -> dict[str, dict[str, float]]:
    """For each query the first fifty documents with their scores."""
    with open_engine(name, folder, JUDGED).writer(fresh=True) as writer:
        for line in (judged / "docs.jsonl").read_text(encoding="utf-8").splitlines():
            data = json.loads(line)
            text = " ".join(stems(f"{data['title']} {data['text']}", "en"))
            writer.add(Document(data["id"], 1, "", {"all_stems": text}, {}, {}))
    engine = open_engine(name, folder, JUDGED)
    ranked = {}
    for line in (judged / "queries.tsv").read_text(encoding="utf-8").splitlines():
        number, text = line.split("\t")
        terms = tuple(Term("all", View.STEMS, token) for token in dict.fromkeys(stems(text, "en")))
        ranked[number] = {doc.id: doc.score for doc in engine.search(Query(Or(terms), limit=50)).docs}
    return ranked


def kendall_tau(one: dict[str, float], other: dict[str, float]) -> float:
    """Agreement of the order of what both have: 1 for the same, -1 for the opposite."""
    pairs = list(combinations(sorted(one.keys() & other.keys()), 2))
    same = [(one[a] - one[b]) * (other[a] - other[b]) for a, b in pairs]
    return sum((value > 0) - (value < 0) for value in same) / max(len(pairs), 1)


def ndcg(ranked: dict[str, float], relevant: set[str]) -> float:
    """nDCG of the first ten, each judged document worth the same (Järvelin and Kekäläinen 2002)."""
    gains = [1 / math.log2(place + 2) for place, id in enumerate(list(ranked)[:10]) if id in relevant]
    best = [1 / math.log2(place + 2) for place in range(min(10, len(relevant)))]
    return sum(gains) / sum(best)


def test_kendall_tau() -> None:
    one = {"a": 3.0, "b": 2.0, "c": 1.0}
    assert kendall_tau(one, one) == 1
    assert kendall_tau(one, {"a": 1, "b": 2, "c": 3}) == -1
    assert kendall_tau(one, {"a": 3, "b": 1, "c": 2}) == pytest.approx(1 / 3)


def test_engines_agree_on_judged_queries(tmp_path: Path, judged: Path) -> None:
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in (judged / "qrels.txt").read_text(encoding="utf-8").splitlines():
        number, _, id, grade = line.split()
        if int(grade) > 0:
            relevant[number].add(id)
    right = rank_all("memory", tmp_path / "memory", judged)

    def measure(ranked: dict[str, dict[str, float]]) -> float:
        return statistics.mean(
            ndcg(ranked[number], relevant[number]) for number in ranked if relevant[number]
        )

    assert measure(right) > 0.3
    for name in TESTED:
        ranked = rank_all(name, tmp_path / name, judged)
        taus = [kendall_tau(ranked[number], right[number]) for number in right]
        assert statistics.mean(taus) >= 0.9, name
        assert measure(ranked) == pytest.approx(measure(right), abs=0.01), name


# --- writing --------------------------------------------------------------------------------------------


def make_small(folder: Path, name: str) -> None:
    with open_engine(name, folder, STATEMENTS).writer(fresh=True) as writer:
        writer.add(describe(Statement(id="a", title="Grain", text="Grain deal.", issued=date(2024, 1, 1))))
        writer.add(describe(Statement(id="b", title="Peace", text="Peace talks.")))


def ids(folder: Path, name: str) -> list[str]:
    return [doc.id for doc in open_engine(name, folder, STATEMENTS).search(Query()).docs]


class Interrupted(BaseException):
    """Stands for whatever may come: an error, Ctrl-C."""


@pytest.mark.parametrize("fresh", [False, True])
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, Interrupted])
def test_an_error_discards_all_changes(
    tmp_path: Path, name: str, error: type[BaseException], fresh: bool
) -> None:
    make_small(tmp_path, name)
    with pytest.raises(error), open_engine(name, tmp_path, STATEMENTS).writer(fresh) as writer:  # noqa: PT012
        writer.delete("a")
        writer.add(describe(Statement(id="c", title="Never", text="")))
        raise error
    assert ids(tmp_path, name) == ["a", "b"]
    with open_engine(name, tmp_path, STATEMENTS).writer() as writer:
        writer.delete("b")
    assert ids(tmp_path, name) == ["a"]


def test_an_error_in_the_first_build_leaves_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="stop"), open_engine(name, tmp_path, STATEMENTS).writer():
        raise ValueError("stop")
    assert list(tmp_path.iterdir()) == []


def test_one_writer_adds_and_deletes_the_same_document(tmp_path: Path, name: str) -> None:
    with open_engine(name, tmp_path, STATEMENTS).writer() as writer:
        for version in (1, 2, 3):
            writer.add(describe(Statement(id="a", title=f"Draft {version}", text="", version=version)))
        writer.add(describe(Statement(id="b", title="Gone", text="")))
        writer.delete("b")
        writer.delete("never there")
    engine = open_engine(name, tmp_path, STATEMENTS)
    assert [(doc.id, doc.version) for doc in engine.search(Query()).docs] == [("a", 3)]
    assert engine.search(Query(Term("title", View.WORDS, "1"))).total == 0
    assert engine.count() == 1


def test_fresh_starts_from_nothing(tmp_path: Path, name: str) -> None:
    make_small(tmp_path, name)
    with open_engine(name, tmp_path, STATEMENTS).writer(fresh=True) as writer:
        writer.add(describe(Statement(id="z", title="New", text="")))
    assert ids(tmp_path, name) == ["z"]
    with open_engine(name, tmp_path, STATEMENTS).writer(fresh=True):
        pass
    assert ids(tmp_path, name) == []
    assert open_engine(name, tmp_path, STATEMENTS).fingerprints() == {}


def test_an_open_engine_is_a_snapshot(tmp_path: Path, name: str) -> None:
    make_small(tmp_path, name)
    before = open_engine(name, tmp_path, STATEMENTS)
    with before.writer() as writer:
        writer.add(describe(Statement(id="c", title="Later", text="")))
        assert before.search(Query()).total == 2
    assert before.search(Query()).total == before.count() == 2
    assert open_engine(name, tmp_path, STATEMENTS).count() == 3


def test_eight_threads_search_at_once(engine: Engine) -> None:
    asked = [
        Query(Or((Term("all", View.STEMS, word), Phrase("all", View.WORDS, ("air", word)))), facets=("kind",))
        for word in ("air", "defenc", "peac", "defence", "border", "grenz", "мир")
    ]
    right = [engine.search(query) for query in asked]
    with ThreadPoolExecutor(8) as pool:
        for answers in pool.map(lambda _: [engine.search(query) for query in asked], range(24)):
            assert answers == right


def test_quotations_are_searched_one_by_one(tmp_path: Path, name: str) -> None:
    quotes = (
        Quote("We wear down nobody", "Jens Müller", "said", 0, 19, 0.9),
        Quote("They wear us down", None, None, 20, 37, 0.4),
    )
    statement = Statement(id="a" * 16, title="Talks", text="", quotes=quotes, language="en")
    with open_engine(name, tmp_path, QUOTES).writer() as writer:
        for document in describe_quotes(statement):
            writer.add(document)
    engine = open_engine(name, tmp_path, QUOTES)
    said = Phrase("said", View.WORDS, ("wear", "down"))
    speaker = Term("speaker", View.STEMS, stem("muller", "en"))
    assert [doc.id for doc in engine.search(Query(And((said, speaker)))).docs] == ["a" * 16 + "-1"]
    assert engine.search(Query(facets=("speaker",))).facets["speaker"] == [(MISSING, 1), ("Jens Müller", 1)]
    assert engine.search(Query(Among("statement", ("a" * 16,)))).total == 2


# --- hostile input --------------------------------------------------------------------------------------


def test_boundaries_are_found_by_nobody(oracle: Engine, indexes: dict[str, Engine]) -> None:
    for engine in indexes.values():
        for clause in (
            Term("all", View.WORDS, BOUNDARY),
            Phrase("all", View.STEMS, (BOUNDARY, "the")),
            Near("all", View.STEMS, ("the", BOUNDARY), 1),
            Prefix("all", BOUNDARY),
            Fuzzy("all", BOUNDARY),
        ):
            assert engine.search(Query(clause)).total == 0
        assert BOUNDARY not in dict(engine.words("all", ""))


@pytest.mark.parametrize(
    "token", ["x" * 1_000_000, "\0", "a\0b", '"', "a b", "\n", "*", "\U0001f600", "\ud800"]
)
def test_strange_tokens_match_nothing(indexes: dict[str, Engine], name: str, token: str) -> None:
    engine = indexes[name]
    for clause in (
        Term("all", View.STEMS, token),
        Term("issuer", View.KEY, token),
        Phrase("all", View.WORDS, ("the", token)),
        Near("all", View.WORDS, (token, token), 2),
        Prefix("all", token),
        Fuzzy("all", token),
        Among("id", (token,)),
    ):
        assert engine.search(Query(clause, filters={"kind": ("speech",)})).total == 0
    assert engine.search(Query(filters={"kind": (token,)})).total == 0


def test_strange_statements_are_indexed(tmp_path: Path, name: str) -> None:
    strange = "\0 \ud800 ¶ \U0001f600 " + "x" * 1_000_000
    with open_engine(name, tmp_path, STATEMENTS).writer() as writer:
        for id in ("1", "'\"\\ ", "x" * 300):
            statement = Statement(id, strange, strange, issuer=strange, speakers=(strange,), url=strange)
            writer.add(describe(statement))
        writer.add(describe(Statement("", "", "")))
    engine = open_engine(name, tmp_path, STATEMENTS)
    assert [doc.id for doc in engine.search(Query()).docs] == ["", "'\"\\ ", "1", "x" * 300]
    assert engine.search(Query(Term("title", View.WORDS, "x" * 255))).total == 3
    assert engine.fingerprints().keys() == {"", "'\"\\ ", "1", "x" * 300}
    [(issuer, count), _] = engine.search(Query(facets=("issuer",))).facets["issuer"]
    assert engine.search(Query(Term("issuer", View.KEY, issuer))).total == count == 3


def test_limits_are_cut(indexes: dict[str, Engine], name: str) -> None:
    engine = indexes[name]
    assert len(engine.search(Query(limit=1_000_000_000)).docs) == engine.count()
    assert engine.search(Query(offset=1_000_000_000)).docs == []
    assert engine.search(Query(offset=10**30, limit=10**30)).docs == []
    nothing = engine.search(Query(limit=0, facets=("kind",)))
    assert (nothing.total, nothing.docs) == (engine.count(), [])
    assert sum(count for _, count in nothing.facets["kind"]) == engine.count()


def nest(depth: int) -> Clause:
    clause: Clause = Term("all", View.STEMS, "air")
    for _ in range(depth):
        clause = Not(clause)
    return clause


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (Query(Term("nowhere", View.STEMS, "x")), "no field 'nowhere'"),
        (Query(Term("host", View.STEMS, "x")), "cannot be asked by stems"),
        (Query(Term("text", View.KEY, "x")), "cannot be asked by key"),
        (Query(Between("title", None, None)), "cannot be asked by day"),
        (Query(Prefix("year", "20")), "cannot be asked by words"),
        (Query(Phrase("issuer", View.KEY, ("a", "b"))), "whole"),
        (Query(filters={"nowhere": ("x",)}), "no field"),
        (Query(facets=("text",)), "cannot be asked by key"),
        (Query(offset=-1), "negative"),
        (Query(limit=-1), "negative"),
        (Query(Term("all", View.STEMS, "air", float("nan"))), "weight"),
        (Query(Term("all", View.STEMS, "air", -1.0)), "weight"),
        (Query(Among("year", ("2024",), (1.0, 2.0))), "2 scores"),
        (Query(Near("all", View.STEMS, ("a", "a"), 10**9)), "From 0 to 200"),
        (Query(Near("all", View.STEMS, ("a", "b"), -1)), "From 0 to 200"),
        (Query(nest(100)), "64 levels"),
        (Query(nest(100_000)), "64 levels"),
        (Query("air"), "no clause"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    indexes: dict[str, Engine], name: str, query: Query, words: str
) -> None:
    with pytest.raises(EngineError, match=words):
        indexes[name].search(query)


def test_sixty_levels_are_answered(indexes: dict[str, Engine], name: str) -> None:
    clause: Clause = Term("all", View.STEMS, "air")
    for level in range(60):
        clause = (And((clause,)), Or((clause,)), Best((clause,)))[level % 3]
    assert indexes[name].search(Query(clause)).total == indexes[name].search(Query(nest(0))).total > 0


def test_an_unknown_engine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="choose one of tantivy"):
        open_engine("lucene", tmp_path, STATEMENTS)


def test_a_folder_without_an_index_says_so(tmp_path: Path, name: str) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        engine = open_engine(name, folder, STATEMENTS)
        for ask in (lambda: engine.search(Query()), engine.fingerprints, engine.count):  # noqa: B023
            with pytest.raises(EngineError, match="build one first"):
                ask()
    assert not (tmp_path / "missing").exists()


def test_a_folder_that_is_a_file_cannot_be_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    with (
        pytest.raises(EngineError, match="cannot"),
        open_engine(name, tmp_path / "file", STATEMENTS).writer(),
    ):
        pass


@contextmanager
def nobody() -> Iterator[None]:
    """Without the rights of root, which may write to any folder."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(before)


def test_a_folder_that_is_read_only_cannot_be_written(name: str) -> None:
    # Not tmp_path, whose parents only their owner may enter.
    with tempfile.TemporaryDirectory() as folder:
        make_small(Path(folder), name)
        Path(folder).chmod(0o555)
        with (
            nobody(),
            pytest.raises(EngineError, match="cannot"),
            open_engine(name, Path(folder), STATEMENTS).writer() as writer,
        ):
            writer.delete("a")
        Path(folder).chmod(0o755)
        assert ids(Path(folder), name) == ["a", "b"]


@pytest.mark.parametrize("damage", [b"", b"\0" * 4_000, b"{", b"nonsense\n" * 99])
def test_a_damaged_index_says_so(tmp_path: Path, name: str, damage: bytes) -> None:
    make_small(tmp_path, name)
    for path in tmp_path.iterdir():
        path.write_bytes(damage)
    with pytest.raises(EngineError, match="anew"):
        open_engine(name, tmp_path, STATEMENTS).search(Query(Term("all", View.STEMS, "peac")))


def test_another_collection_is_refused(tmp_path: Path, name: str) -> None:
    make_small(tmp_path, name)
    with pytest.raises(EngineError, match="anew"):
        open_engine(name, tmp_path, QUOTES).search(Query(Term("said", View.STEMS, "peac")))


def test_an_index_that_is_a_foreign_folder_is_not_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    with pytest.raises(EngineError), open_engine(name, tmp_path, STATEMENTS).writer(fresh=True):
        pass
    assert (tmp_path / "precious.txt").read_text() == "mine"

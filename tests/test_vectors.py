"""Vectors of the index itself: what is learned, folded in, kept and refused."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import folding
from index.bags import hash_term, number, pack
from index.engine import EngineError
from index.folding import Folding, merge
from index.learning import FEWEST, fold, learn, unpack
from index.vectors import KEPT, NO_TERM, Space, Vectors, load

TOPICS = (
    "missile radar battery intercept drone airspace",
    "flood river dam levee rainfall evacuation",
    "budget tax deficit treasury revenue spending",
)

Bag = tuple[str, bytes]


def make_bag(id: str, tokens: str) -> Bag:
    return id, pack(Counter(tokens.split()))


def make_bags(count: int, seed: int = 1) -> list[Bag]:
    """Documents of one of three topics each, in turn, with words that are common to all."""
    chance, bags = random.Random(seed), []
    for at in range(count):
        words = TOPICS[at % 3].split()
        tokens = chance.choices(words, k=3) + chance.choices(["the", "minister", "said", "today"], k=6)
        bags.append(make_bag(f"{at:016x}", " ".join(tokens)))
    return bags


def write(folder: Path, bags: list[Bag], space: Space | None = None) -> None:
    with Folding(folder, space) as folding:
        for id, bag in bags:
            folding.add(id, bag)
        folding.finish()


def make_vectors(folder: Path, bags: list[Bag], space: Space | None = None) -> Vectors:
    """The vectors of these documents, written and read again."""
    write(folder, bags, space)
    vectors = load(folder)
    assert vectors is not None
    return vectors


def learn_from(bags: list[Bag]) -> Space | None:
    return learn(unpack(bag for _, bag in bags))


def test_too_few_documents_teach_nothing(tmp_path: Path) -> None:
    write(tmp_path, make_bags(FEWEST - 1))
    assert load(tmp_path) is None


def test_documents_without_a_word_teach_nothing() -> None:
    assert learn_from([make_bag("0" * 16, "")] * FEWEST) is None


def test_documents_of_a_topic_lie_together(tmp_path: Path) -> None:
    rows = make_vectors(tmp_path, make_bags(300)).find([f"{at:016x}" for at in range(60)])
    near = rows @ rows.T
    topics = np.arange(60) % 3
    same = near[topics[:, None] == topics[None, :]].mean()
    other = near[topics[:, None] != topics[None, :]].mean()
    assert same > other + 0.3


def test_a_query_points_to_words_it_does_not_hold(tmp_path: Path) -> None:
    bags = make_bags(300)
    bags.append(make_bag("e" * 16, "deficit treasury revenue"))
    bags.append(make_bag("f" * 16, "levee evacuation rainfall"))
    vectors = make_vectors(tmp_path, bags)
    asked = vectors.space.point({"dam": 1.0, "river": 1.0})
    flood, budget = vectors.find(["f" * 16, "e" * 16]) @ asked
    assert flood > budget + 0.3
    assert not vectors.space.point({"unheard": 1.0}).any()
    assert not vectors.space.point({}).any()


def test_the_same_documents_give_the_same_vectors(tmp_path: Path) -> None:
    one, two = (make_vectors(tmp_path / name, make_bags(250)) for name in "ab")
    assert np.array_equal(one.space.basis, two.space.basis)
    assert np.array_equal(one.places.rows, two.places.rows)


def test_the_space_is_that_of_a_whole_decomposition() -> None:
    bags = make_bags(400)
    space = learn_from(bags)
    assert space is not None
    held = space.basis.T @ space.basis
    assert np.allclose(held, np.eye(len(held)), atol=1e-4)
    counts = np.array([[dict(unpacked(bag)).get(int(term), 0) for term in space.terms] for _, bag in bags])
    lengths = 1.2 * (0.25 + 0.75 * counts.sum(axis=1, keepdims=True) / space.average)
    weights = counts / (counts + lengths) * space.weights
    weights /= np.linalg.norm(weights, axis=1, keepdims=True)
    strengths = np.linalg.svd(weights, compute_uv=False)[: space.basis.shape[1]]
    assert np.square(weights @ space.basis).sum() > 0.99 * np.square(strengths).sum()


def unpacked(bag: bytes) -> list[tuple[int, int]]:
    arrays = unpack([bag])
    return list(zip(arrays.terms.tolist(), arrays.counts.tolist(), strict=True))


def test_documents_beyond_the_sample_are_folded_in_as_they_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bags = make_bags(700)
    monkeypatch.setattr(folding, "SAMPLE", 300)
    monkeypatch.setattr(folding, "CHUNK", 64)
    vectors = make_vectors(tmp_path, bags)
    assert [f"{id:016x}" for id in vectors.ids.tolist()] == [id for id, _ in bags]
    space = learn_from(bags[:300])
    assert space is not None
    assert np.allclose(vectors.space.basis, space.basis)
    places = fold(space, unpack(bag for _, bag in bags))
    assert np.allclose(vectors.places.rows, places.rows, atol=1e-3)
    assert np.array_equal(vectors.places.marks, places.marks)


def test_marks_are_the_terms_of_the_highest_weight() -> None:
    chance = random.Random(5)
    words = [f"w{number}" for number in range(2_000)]
    bags = [make_bag(f"{at:016x}", " ".join(chance.choices(words, k=90))) for at in range(300)]
    space = learn_from(bags)
    assert space is not None
    places = fold(space, unpack(bag for _, bag in [*bags, make_bag("f" * 16, "w1 w2 w2")]))
    idf = {int(term): float(weight) for term, weight in zip(space.terms, space.weights, strict=True)}
    bag = unpacked(bags[0][1])
    length = 1.2 * (0.25 + 0.75 * sum(count for _, count in bag) / space.average)
    known = {term: count / (count + length) * idf[term] for term, count in bag if term in idf}
    asked = space.weigh([dict(bag)])
    assert dict(zip(space.terms[asked.indices].tolist(), asked.data.tolist(), strict=True)) == pytest.approx(
        known
    )
    told = {int(space.terms[mark]) for mark in places.marks[0] if mark != NO_TERM}
    telling = sorted((weight for term, weight in known.items() if idf[term] > np.log(10)), reverse=True)
    assert np.allclose(places.strengths[0], telling[:KEPT], atol=1e-2)
    assert sorted((known[term] for term in told), reverse=True) == pytest.approx(telling[:KEPT], abs=1e-2)
    assert (places.marks[-1] != NO_TERM).sum() == sum(
        idf[hash_term(word)] > np.log(10) for word in ("w1", "w2")
    )
    assert not places.strengths[-1][places.marks[-1] == NO_TERM].any()


def test_folding_in_leaves_the_others_where_they_are(tmp_path: Path) -> None:
    before = make_vectors(tmp_path / "old", make_bags(300))
    changed = make_bag(f"{5:016x}", "budget tax deficit")
    new = make_vectors(tmp_path / "new", [changed, make_bag("f" * 16, "flood dam river")], before.space)
    merge(before, [f"{3:016x}"], new, tmp_path / "joined")
    after = load(tmp_path / "joined")
    assert after is not None
    kept = [f"{at:016x}" for at in range(300) if at not in (3, 5)]
    assert np.array_equal(after.find(kept), before.find(kept))
    assert np.array_equal(after.tell(kept)[0], before.tell(kept)[0])
    assert not after.find([f"{3:016x}"]).any()
    assert np.array_equal(after.find([changed[0], "f" * 16]), new.find([changed[0], "f" * 16]))
    assert not np.array_equal(after.find([changed[0]]), before.find([changed[0]]))
    assert np.array_equal(after.ids, np.sort(after.ids))
    assert len(after.ids) == 300


def test_taking_out_alone_folds_nothing_in(tmp_path: Path) -> None:
    before = make_vectors(tmp_path / "old", make_bags(300))
    new = make_vectors(tmp_path / "new", [], before.space)
    merge(before, [f"{3:016x}"], new, tmp_path / "joined")
    after = load(tmp_path / "joined")
    assert after is not None
    assert len(after.ids) == 299


def test_no_folder_is_no_vectors_and_a_damaged_one_says_so(tmp_path: Path) -> None:
    assert load(tmp_path / "none") is None
    write(tmp_path, make_bags(300))
    (tmp_path / "rows.npy").write_bytes(b"nothing of the kind")
    with pytest.raises(EngineError, match="onrecord build"):
        load(tmp_path)


@given(st.dictionaries(st.text(min_size=1), st.integers(1, 100_000)))
def test_a_bag_holds_each_term_as_often_as_it_occurs(counts: dict[str, int]) -> None:
    found = unpacked(pack(counts))
    assert found == [(hash_term(term), min(count, 65_535)) for term, count in counts.items()]


@given(st.lists(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 9))))
def test_bags_lie_one_after_the_other(counted: list[dict[str, int]]) -> None:
    bags = unpack(map(pack, counted))
    assert len(bags) == len(counted)
    assert bags.measure().tolist() == [sum(counts.values()) for counts in counted]


def test_hashes_are_of_32_bits_and_ids_of_64() -> None:
    assert 0 <= hash_term("флот") < 2**32
    assert number("ffffffffffffffff-3") == 2**64 - 1

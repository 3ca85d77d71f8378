"""Vectors of the index itself: what is learned, folded in, kept and refused."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from index import vectors
from index.engine import EngineError
from index.vectors import FEWEST, Bags, learn, load, place, renew, sample, save

TOPICS = (
    "missile radar battery intercept drone airspace",
    "flood river dam levee rainfall evacuation",
    "budget tax deficit treasury revenue spending",
)


def make_bags(count: int, seed: int = 1) -> Bags:
    """Documents of one of three topics each, in turn, with words that are common to all."""
    chance, bags = random.Random(seed), Bags()
    for at in range(count):
        words = TOPICS[at % 3].split()
        tokens = chance.choices(words, k=3) + chance.choices(["the", "minister", "said", "today"], k=6)
        bags.add(f"{at:016x}", " ".join(tokens))
    return bags


def test_too_few_documents_teach_nothing() -> None:
    assert learn(make_bags(FEWEST - 1)) is None


def test_documents_of_a_topic_lie_together() -> None:
    bags = make_bags(300)
    space = learn(bags)
    assert space is not None
    rows = place(space, bags).find([f"{at:016x}" for at in range(60)])
    near = rows @ rows.T
    topics = np.arange(60) % 3
    same = near[topics[:, None] == topics[None, :]].mean()
    other = near[topics[:, None] != topics[None, :]].mean()
    assert same > other + 0.3


def test_a_query_points_to_words_it_does_not_hold() -> None:
    bags = make_bags(300)
    bags.add("f" * 16, "levee evacuation rainfall")
    bags.add("e" * 16, "deficit treasury revenue")
    space = learn(bags)
    assert space is not None
    flood, budget = place(space, bags).find(["f" * 16, "e" * 16]) @ space.point({"dam": 1.0, "river": 1.0})
    assert flood > budget + 0.3
    assert not space.point({"unheard": 1.0}).any()


def test_the_same_documents_give_the_same_vectors() -> None:
    one, two = learn(make_bags(250)), learn(make_bags(250))
    assert one is not None
    assert two is not None
    assert np.array_equal(one.basis, two.basis)


def test_folding_in_leaves_the_others_where_they_are(tmp_path: Path) -> None:
    bags = make_bags(300)
    space = learn(bags)
    assert space is not None
    before = place(space, bags)
    save(before, tmp_path / "vectors")
    loaded = load(tmp_path / "vectors")
    assert loaded is not None
    new = Bags()
    new.add("f" * 16, "flood dam river")
    after = renew(loaded, [f"{3:016x}"], new)
    kept = [f"{at:016x}" for at in range(300) if at != 3]
    assert np.array_equal(after.find(kept), before.find(kept))
    assert not after.find([f"{3:016x}"]).any()
    assert after.find(["f" * 16]).any()
    assert len(after.ids) == 300


def test_vectors_are_as_they_were_after_loading(tmp_path: Path) -> None:
    bags = make_bags(300)
    space = learn(bags)
    assert space is not None
    save(place(space, bags), tmp_path)
    loaded = load(tmp_path)
    assert loaded is not None
    assert np.array_equal(loaded.space.point({"flood": 1.0}), space.point({"flood": 1.0}))


def test_no_folder_is_no_vectors_and_a_damaged_one_says_so(tmp_path: Path) -> None:
    assert load(tmp_path / "none") is None
    bags = make_bags(300)
    space = learn(bags)
    assert space is not None
    save(place(space, bags), tmp_path)
    (tmp_path / "rows.npy").write_bytes(b"nothing of the kind")
    with pytest.raises(EngineError, match="onrecord build"):
        load(tmp_path)


@pytest.mark.parametrize(("count", "size"), [(0, 5), (3, 5), (5, 5), (100, 7)])
def test_a_sample_is_spread_evenly(count: int, size: int) -> None:
    places = sample(count, size)
    assert len(places) == len(set(places)) == min(count, size)
    assert all(0 <= at < count for at in places)


def test_hashes_are_of_32_bits_and_ids_of_64() -> None:
    assert 0 <= vectors.hash_term("флот") < 2**32
    assert vectors.number("ffffffffffffffff-3") == 2**64 - 1

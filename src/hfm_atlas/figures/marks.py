"""Marks of single models: their shapes by scheme of colours, their words, and the keys that explain them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hfm_atlas.figures.drawing import Glyph, Mark, Path, Rect, Text
from hfm_atlas.figures.facts import OPENNESS_WORDS, PARADIGMS, UNKNOWN, ModelFacts
from hfm_atlas.figures.figure import Scheme, Sheet
from hfm_atlas.model.atlas import Atlas

ALL_SCHEMES: tuple[Scheme, ...] = ("openness", "clinical", "paradigm", "subfield")
SCHEME_NAMES: dict[Scheme, str] = {
    "openness": "Openness of the weights",
    "clinical": "Clinical evidence",
    "paradigm": "Pre-training paradigm",
    "subfield": "Subfield",
}
_SUBFIELDS = ("language", "vision", "bioinformatics", "multimodal")
_DOT = 4.4


def shape_of(facts: ModelFacts, scheme: Scheme) -> str:
    """The shape that stands for a model in a scheme."""
    match scheme:
        case "openness":
            return f"openness-{facts.openness}"
        case "clinical":
            return f"clinical-{facts.clinical or UNKNOWN}"
        case "paradigm":
            return f"paradigm-{facts.paradigm}"
        case "subfield":
            return f"subfield-{facts.subfield if facts.subfield in _SUBFIELDS else 'other'}"


def dot_radius(sheet: Sheet) -> float:
    """Radius of a mark on a sheet in units of its frame."""
    return _DOT * sheet.size / 12


def words_of(atlas: Atlas, facts: ModelFacts) -> str:
    """What is read out of a model: name, time and everything that it may be coloured by."""
    tested = clinical_words(atlas, facts.clinical)
    paradigm = paradigm_words(atlas, facts.paradigm)
    openness = OPENNESS_WORDS[facts.openness]
    weights = openness if facts.openness in ("open", "closed") else f"weights {openness}"
    subfield = atlas.term("subfields", facts.subfield)
    parts = [subfield.name.lower() if subfield else "", weights, paradigm.lower(), tested.lower()]
    return f"{facts.name}, {facts.day}: {', '.join(part for part in parts if part)}"


def paradigm_words(atlas: Atlas, paradigm: str) -> str:
    """A paradigm in words."""
    term = atlas.term("pretraining", paradigm)
    return term.name if term else "Pre-training not known"


def clinical_words(atlas: Atlas, step: int) -> str:
    """A kind of clinical evidence in words."""
    terms = atlas.terms("clinical-evidence")
    return terms[step - 1].name if 0 < step <= len(terms) else "Clinical evidence not known"


def model_mark(
    atlas: Atlas,
    facts: ModelFacts,
    scheme: Scheme,
    sheet: Sheet,
    place: tuple[float, float],
    more: Sequence[Text | Rect | Path] = (),
    words: str = "",
) -> Mark:
    """The mark of a model with its shape in every scheme."""
    x, y = place
    return Mark(
        facts.url,
        words or words_of(atlas, facts),
        x,
        y,
        (*more, Glyph(x, y, shape_of(facts, scheme), sheet.size / 12)),
        (facts.id,),
        tuple(shape_of(facts, one) for one in ALL_SCHEMES),
    )


def draw_keys(sheet: Sheet, atlas: Atlas, models: Iterable[ModelFacts], schemes: Sequence[Scheme]) -> None:
    """The key of each scheme in one place; `y` moves below the tallest."""
    models = list(models)
    sheet.y += max((sheet.key(scheme, key_items(atlas, models, scheme)) for scheme in schemes), default=0)


def key_items(atlas: Atlas, models: Sequence[ModelFacts], scheme: Scheme) -> list[tuple[str, str]]:
    """Shapes that occur, with what they mean, in the order of the scheme."""
    used = {shape_of(one, scheme) for one in models}
    words: list[tuple[str, str]] = []
    match scheme:
        case "openness":
            words = [(f"openness-{state}", text) for state, text in OPENNESS_WORDS.items()]
        case "clinical":
            terms = atlas.terms("clinical-evidence")
            words = [(f"clinical-{place}", term.name) for place, term in enumerate(terms, 1)]
            words.append(("clinical-unknown", "not known"))
        case "paradigm":
            words = [(f"paradigm-{id}", paradigm_words(atlas, id)) for id in (*PARADIGMS, UNKNOWN)]
        case "subfield":
            words = [(f"subfield-{term.id}", term.name) for term in atlas.terms("subfields")]
    return [(shape, text) for shape, text in words if shape in used]

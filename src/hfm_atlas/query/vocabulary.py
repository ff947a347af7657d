"""The words that stand for filters: terms and their synonyms, fixed values, and what else readers say.

The one declaration for `hfm-atlas ask` and for the search of the site, whose script reads words by the same rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from hfm_atlas.model.atlas import Atlas
from hfm_atlas.model.entries import Kind
from hfm_atlas.model.fields import FIELDS, FieldSpec, find_named
from hfm_atlas.model.identifiers import find_language
from hfm_atlas.model.licences import COMMERCIAL, OWN_REFERENCE, licence_terms, read_licence
from hfm_atlas.model.states import value_at
from hfm_atlas.model.taxonomy import LicenceTerm, Term

# Values that filters read without quotes.
_BARE = re.compile(r"[^\s()=!~<>,\"']+")


class Condition(NamedTuple):
    """A condition of a filter: name of a field, an operator of the filter language, and values."""

    field: str
    operator: str
    values: tuple[str, ...]
    is_turned: bool = False
    """Whether it is asked for that it does not hold."""

    def __str__(self) -> str:
        """As filters write it."""
        return f"{'not ' if self.is_turned else ''}{self.field}{self.operator}{','.join(map(_quoted, self.values))}"


def _quoted(value: str) -> str:
    if _BARE.fullmatch(value):
        return value
    return f"'{value}'" if '"' in value else f'"{value}"'


@dataclass(frozen=True, slots=True)
class Meaning:
    """What some words stand for: a condition, and how it reads."""

    field: str
    values: tuple[str, ...]
    label: str
    title: str = ""
    """What the field is called, where the label does not say it."""
    operator: str = "="
    facet_values: tuple[str, ...] = ()
    """What Explore's facet of the field calls the values, where it files them in its own way."""

    @property
    def condition(self) -> Condition:
        """The condition without its words."""
        return Condition(self.field, self.operator, self.values)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All meanings, and by the key of each phrase the number of what it means."""

    meanings: tuple[Meaning, ...]
    keys: Mapping[str, int]


# The field of what was tested in a clinic.
_EVIDENCE = next(one.key for one in FIELDS if one.facet and one.value_schema.type.facet == "clinical-evidence")
# Facets by which words are read, the first of them where two have the same word. A paradigm is a root of its facet and
# an objective any other term of it.
_TERM_FIELDS = (
    "tasks",
    "modalities",
    "pretraining",
    "objectives",
    "architecture",
    "adaptation",
    _EVIDENCE,
    "challenges",
    "applications",
    "opportunities",
    "subfields",
)
# Words that name a term and mean something else, or nothing, in a question.
_UNTOLD = frozenset({"none", "non", "other", "benchmark", "benchmark only", "us"})
_KINDS = {
    "model": (
        "model",
        "foundation model",
        "language model",
        "large language model",
        "LLM",
        "encoder",
        "network",
        "模型",
    ),
    "dataset": ("dataset", "corpus", "corpora", "benchmark", "数据集"),
    "survey": ("survey", "review", "综述"),
    "base": ("base model", "backbone"),
}
_VALIDATED = ("external", "reader-study", "prospective", "randomised-trial", "in-use")
_SAID: tuple[tuple[Meaning, tuple[str, ...]], ...] = (
    (
        Meaning("weights_access", ("open",), "Weights open to download"),
        (
            "open",
            "open weights",
            "weights open",
            "open source",
            "downloadable",
            "downloadable weights",
            "public weights",
            "weights",
            "pretrained weights",
            "weights available",
            "checkpoint",
            "open access",
            "开源",
            "开放",
        ),
    ),
    (
        Meaning("weights_access", ("not-released", "api-only"), "Weights not released"),
        (
            "closed",
            "closed weights",
            "proprietary",
            "not released",
            "no weights",
            "no weights released",
            "weights not released",
            "no public weights",
            "without weights",
            "without released weights",
            "without any weights",
            "without a checkpoint",
            "no checkpoint",
            "weights not available",
            "weights unavailable",
            "unreleased",
            "api only",
            "closed source",
            "闭源",
        ),
    ),
    (
        Meaning("weights_access", ("registration", "approval", "request"), "Weights after registration or approval"),
        ("gated", "on request", "after approval", "after registration", "credentialed weights"),
    ),
    (
        Meaning("effective_licence", COMMERCIAL, "Weights for commercial use, some under conditions"),
        (
            "commercial",
            "commercial use",
            "commercially",
            "commercially usable",
            "usable commercially",
            "for profit",
            "commercial licence",
            "commercial license",
            "for a company",
            "商用",
            "商业",
        ),
    ),
    (
        Meaning("effective_licence", ("anything",), "Weights for any use"),
        ("permissive", "permissive licence", "permissive license", "permissively licensed", "any use"),
    ),
    (
        Meaning("effective_licence", ("non-commercial",), "Weights for non-commercial use only"),
        (
            "non commercial",
            "noncommercial",
            "non commercial licence",
            "non commercial license",
            "research only",
            "non commercial only",
        ),
    ),
    (
        Meaning("code", ("http",), "Code public", operator="~", facet_values=("open",)),
        ("code", "open code", "with code", "public code", "code available", "github", "reproducible", "代码"),
    ),
    (
        Meaning(_EVIDENCE, _VALIDATED, "Validated clinically"),
        (
            "clinically validated",
            "clinical validation",
            "validated",
            "clinically tested",
            "validated in clinic",
            "clinical evidence",
            "clinical study",
            "临床验证",
        ),
    ),
    (
        Meaning(_EVIDENCE, ("prospective", "randomised-trial"), "Tested prospectively"),
        (
            "clinical trial",
            "prospective",
            "prospectively",
            "tested prospectively",
            "prospectively validated",
            "prospective study",
            "prospective trial",
            "前瞻性",
        ),
    ),
    (
        Meaning(
            "adaptation",
            ("reinforcement-learning-from-feedback", "reinforcement-learning-with-verifiable-rewards"),
            "Reinforcement learning",
            "Adaptation",
        ),
        ("reinforcement learning", "reinforcement", "rl", "强化学习"),
    ),
    (
        Meaning("pretraining", ("generative", "contrastive", "hybrid"), "Self-supervised", "Pre-training"),
        ("self supervised", "self supervised learning", "self supervision", "unsupervised", "SSL", "自监督"),
    ),
    (
        Meaning(
            "tasks",
            ("image-classification", "slide-classification", "signal-classification", "text-classification"),
            "Classification",
            "Task",
        ),
        ("classification", "classify", "分类"),
    ),
    (Meaning("clearances", ("fda",), "Cleared by the FDA"), ("fda", "fda approved", "fda cleared", "fda approval")),
    (Meaning("clearances", ("ce",), "CE marking"), ("ce mark", "ce marked", "ce marking")),
    (Meaning("clearances", ("nmpa",), "Cleared by NMPA"), ("nmpa",)),
    (Meaning("subfields", ("multimodal",), "Multimodal", "Subfield"), ("vision language", "vlm", "mllm", "多模态")),
    (Meaning("subfields", ("bioinformatics",), "Bioinformatics", "Subfield"), ("biology", "生物信息")),
)
# How readers say what a work has to do with an entry: the field, what it is called, the kinds of entry, and the words
# around its name.
_NAMED: tuple[tuple[str, str, tuple[Kind, ...], tuple[str, ...]], ...] = (
    (
        "builds_on",
        "Built on",
        ("base", "model"),
        (
            "built on {}",
            "based on {}",
            "{} based",
            "derived from {}",
            "fine-tuned from {}",
        ),
    ),
    ("corpora", "Pre-trained on", ("dataset",), ("trained on {}", "pretrained on {}")),
    (
        "results",
        "Results on",
        ("dataset",),
        ("result on {}", "{} result", "evaluated on {}", "tested on {}"),
    ),
)
# What readers say around the name of a licence. A name of one word, such as `MIT`, is one only with such words; of a
# licence that SPDX does not know, such as that of Gemma, the short name is one only with the word licence.
_LICENSED = ("{} licence", "{} license", "{} licensed", "licence {}", "license {}")
_UNDER = ("under {}", "under the {}", "licensed under {}", "licensed under the {}", "released under {}")
# Licences that readers call by one name, and how the SPDX ids of these begin.
_LICENCE_FAMILIES = {"Creative Commons": "CC", "BSD": "BSD-", "Open RAIL": "LicenseRef-OpenRAIL"}
_VERSION = re.compile(r"[- ]\d+(?:\.\d+)*$")
_VARIANT = re.compile(r"-(?:only|or-later)$")
_LICENCE_WORDS = re.compile(r" (?:(?:community|model) )?(?:licen[cs]e\b|terms\b).*", re.IGNORECASE)
# Who made something: the words before a name.
_MADE_BY = ("by {}", "made by {}", "developed by {}", "built by {}", "released by {}", "from {}")
# Words before the name of a venue; a name of several words needs none.
_PUBLISHED_IN = ("published in {}", "published at {}")
# What readers say for a term besides its names and synonyms, by field and id; also in Chinese, in which much of the
# field works.
_TERM_WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("modalities", "radiology"): ("radiological", "影像", "放射"),
    ("modalities", "chest-x-ray"): ("chest radiography", "x-ray of the chest", "lung x-ray", "胸片", "胸部x光", "肺"),
    ("modalities", "x-ray"): ("x光",),
    ("modalities", "ct"): ("ct", "ct scan", "ct image", "断层"),
    ("modalities", "mri"): ("mri", "mri scan", "mr image", "磁共振", "核磁"),
    ("modalities", "ultrasound"): ("sonography", "超声"),
    ("modalities", "pathology"): ("pathological", "histology", "pathology slide", "病理"),
    ("modalities", "whole-slide-images"): ("slide", "whole slide"),
    ("modalities", "ophthalmology"): ("eye", "ophthalmic", "眼科"),
    ("modalities", "fundus-photography"): ("fundus", "retina", "retinal", "retinal image", "眼底"),
    ("modalities", "oct"): ("oct", "retinal oct"),
    ("modalities", "dermatology-photography"): ("skin", "dermatology", "dermatological", "皮肤"),
    ("modalities", "endoscopy"): ("内镜",),
    ("modalities", "surgical-video"): ("surgery", "surgical", "手术"),
    ("modalities", "ecg"): ("ecg", "ekg", "心电"),
    ("modalities", "eeg"): ("eeg", "脑电"),
    ("modalities", "wearable-sensors"): ("wearable",),
    ("modalities", "electronic-health-records"): (
        "electronic medical record",
        "emr",
        "health record",
        "电子病历",
        "病历",
    ),
    ("modalities", "clinical-notes"): ("clinical note", "doctor note", "clinical narrative"),
    ("modalities", "single-cell-rna-seq"): ("single cell", "scrna", "单细胞"),
    ("modalities", "dna"): ("dna", "genome", "基因组"),
    ("modalities", "rna"): ("rna",),
    ("modalities", "protein-sequence"): ("protein", "蛋白质", "蛋白"),
    ("modalities", "small-molecules"): ("molecule", "drug molecule", "compound", "分子"),
    ("modalities", "respiratory-sounds"): ("audio", "sound"),
    ("tasks", "report-generation"): ("report writing", "write report", "reporting", "报告生成"),
    ("tasks", "question-answering"): ("qa", "answer question", "问答"),
    ("tasks", "visual-question-answering"): ("vqa", "视觉问答"),
    ("tasks", "image-segmentation"): ("segment", "分割"),
    ("tasks", "object-detection"): ("detect",),
    ("tasks", "summarisation"): ("summarization", "summarize", "summarise", "summary"),
    ("tasks", "named-entity-recognition"): ("ner",),
    ("tasks", "dialogue"): ("chat", "chatbot", "对话"),
    ("tasks", "prognosis"): ("survival", "survival prediction"),
    ("tasks", "structure-prediction"): ("folding",),
    ("tasks", "de-identification"): ("deidentify", "anonymise", "anonymize"),
    ("tasks", "cell-type-annotation"): ("annotate cell", "cell annotation"),
    ("objectives", "masked-image-modelling"): ("masked autoencoder",),
    (_EVIDENCE, "external"): ("external", "externally validated", "validated externally"),
    (_EVIDENCE, "reader-study"): ("tested by clinicians", "compared with clinicians", "with clinicians"),
    (_EVIDENCE, "randomised-trial"): ("randomised", "randomized", "randomized trial", "trial", "随机"),
    (_EVIDENCE, "in-use"): ("routine use", "deployed", "in clinical use", "in practice"),
    ("challenges", "hallucination"): ("hallucinate", "hallucinating", "幻觉"),
}
# Words of a name that somebody may ask by; a title is none.
_MAX_NAME = 5
_WORD = re.compile(r"[<>≤≥]=?|\d+(?:\.\d+)?[^\W\d_]*|[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]|[^\u3400-\u9fff]+")
_ENDING = re.compile(r"(?<=\w{3})(?:(?<=[^aeiousi])s|(?<=[aeo])s)$")


def words_of(text: str) -> list[str]:
    """The words of a text without case, accents, punctuation and the s of a plural; each Chinese sign is a word."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).lower()
    return [_ENDING.sub("", part) for word in _WORD.findall(plain) for part in _HAN.findall(word)]


def key_of(text: str) -> str:
    """What phrases that mean the same have in common: `Chest X-rays` and `chest xray` are one."""
    return "".join(words_of(text))


def said_by_field() -> dict[str, tuple[str, ...]]:
    """What readers say for fixed values, by the key of their field; terms and entries are not among them."""
    fields = dict.fromkeys(meaning.field for meaning, _ in _SAID if meaning.field not in _TERM_FIELDS)
    return {
        field: tuple(phrase for meaning, phrases in _SAID if meaning.field == field for phrase in phrases)
        for field in fields
    }


def said_for(facet: str, term: Term) -> tuple[str, ...]:
    """What readers say for a term of the taxonomy besides its names and synonyms; empty for most."""
    if isinstance(term, LicenceTerm):
        known = {term.name, *term.synonyms}
        short = {name: frames for name, frames in _licence_names(term.spdx, term) if name not in known}
        alone = [name for name, frames in short.items() if "{}" in frames]
        return (*alone, *(f"{name} {word}" for name in short for word in ("licence", "license")))
    return next((words for (field, id), words in _TERM_WORDS.items() if id == term.id and _facet(field) == facet), ())


def names_of(facet: str, term: Term) -> tuple[str, ...]:
    """What a term of the taxonomy is called: its name, abbreviation and synonyms, and what readers say for it."""
    return tuple(filter(None, (term.name, term.abbreviation, *term.synonyms, *said_for(facet, term))))


def build_vocabulary(atlas: Atlas, known: Mapping[str, Container[str]] | None = None) -> Vocabulary:
    """The vocabulary of an atlas.

    Args:
        atlas: Whose terms are words.
        known: Values that the facets of Explore have, by field; a meaning with another value is left out.
    """
    numbers: dict[Meaning, int] = {}
    keys: dict[str, int] = {}
    for meaning, phrases in _declared(atlas):
        if known is not None:
            values = meaning.facet_values or meaning.values
            kept = tuple(value for value in values if value in known.get(meaning.field, ()))
            if not kept:
                continue
        for phrase in phrases:
            if key := key_of(phrase):
                keys.setdefault(key, numbers.setdefault(meaning, len(numbers)))
    return Vocabulary(tuple(numbers), keys)


def _declared(atlas: Atlas) -> Iterator[tuple[Meaning, Iterable[str]]]:
    """Every meaning with its phrases; of two with the same phrase the first holds, so names come before synonyms."""
    labels = {"model": "Models", "dataset": "Datasets", "survey": "Surveys", "base": "Base models"}
    for kind, phrases in _KINDS.items():
        yield Meaning("kind", (kind,), labels[kind]), phrases
    yield from (
        (meaning, phrases)
        for meaning, phrases in _SAID
        if meaning.field not in _TERM_FIELDS or all(_is_term(atlas, meaning.field, one) for one in meaning.values)
    )
    terms = [(field, term) for field in map(_field, _TERM_FIELDS) for term in _terms(atlas, field)]
    for field, term in terms:
        names = [name for name in (term.name, term.id) if name.lower() not in _UNTOLD]
        yield _meaning(field, term), [*names, *_TERM_WORDS.get((field.key, term.id), ())]
    for field, term in terms:
        names = [name for name in (*term.synonyms, term.abbreviation) if name and name.lower() not in _UNTOLD]
        yield _meaning(field, term), names
    spoken = {code for entry in atlas.entries.values() for code in _languages(entry)}
    for code in sorted(spoken):
        if name := _language(code):
            yield Meaning("languages", (code,), name, "Language"), [name]
    yield from _named(atlas)
    yield from _venues(atlas)
    yield from _licences(atlas)
    yield from _developers(atlas)


def _named(atlas: Atlas) -> Iterator[tuple[Meaning, Iterable[str]]]:
    """What is built on an entry, trained on it or measured on it, by the entry's names.

    A base model with a number in its name is asked for by the name alone, so that `GPT-4` is not read as `GPT`; so is a
    dataset with a hyphen in its name, so that `MIMIC-CXR` is not read as chest X-rays. What is asked of it then is what
    more entries say: that they were trained on it, or measured.
    """
    uses = {field: _named_in(atlas, field) for field in ("corpora", "results")}
    for field, title, kinds, frames in _NAMED:
        for entry in atlas.entries.values():
            if entry.kind in kinds:
                names = [name for name in (entry.name, *entry.aliases) if len(words_of(name)) <= _MAX_NAME]
                alone = [name for name in names if entry.kind == "base" and re.search(r"\d", name)]
                if entry.kind == "dataset" and field == max(uses, key=lambda one: uses[one][entry.id]):
                    alone = [name for name in names if re.search(r"\w-\w", name)]
                phrases = [frame.format(name) for name in names for frame in frames]
                yield Meaning(field, (entry.id,), entry.name, title), [*alone, *phrases]


def _named_in(atlas: Atlas, name: str) -> Counter[str]:
    """How many entries name each entry in a field."""
    path = _field(name).value_path
    found = (value_at(entry, path) for entry in atlas.entries.values())
    return Counter(id for ids in found if isinstance(ids, list) for id in set(map(str, ids)))


def _venues(atlas: Atlas) -> Iterator[tuple[Meaning, Iterable[str]]]:
    """Where works were published, by the name and by what stands behind it in brackets.

    A name of one word, such as `Nature`, needs words before it.
    """
    found = {entry.publication.venue for entry in atlas.entries.values() if entry.publication.venue}
    for venue in sorted(found):
        full, _, short = venue.partition(" (")
        names = [full, short.removesuffix(")")] if short.endswith(")") else [venue]
        alone = [name for name in names if len(words_of(name)) > 1 or name != full]
        phrases = [frame.format(name) for name in names for frame in _PUBLISHED_IN]
        yield Meaning("venue", (venue,), venue, "Venue"), [*alone, *phrases]


def _licences(atlas: Atlas) -> Iterator[tuple[Meaning, Iterable[str]]]:
    """Licences by their names, ids and families; of weights, unless what else is asked for says of what.

    `Apache` stands for every version of it that the taxonomy has.
    """
    terms = licence_terms(atlas)
    called: dict[str, set[str]] = {}
    spelled: dict[str, set[str]] = {}
    for spdx, term in terms.items():
        for name, frames in _licence_names(spdx, term):
            called.setdefault(key_of(name), set()).add(spdx)
            spelled.setdefault(key_of(name), set()).update(frame.format(name) for frame in frames)
    title = _field("weights_licence").title
    for key, ids in called.items():
        values = tuple(sorted(ids))
        labels = (read_licence(id, terms).label for id in values)
        yield Meaning("weights_licence", values, " or ".join(labels), title), sorted(spelled[key])


def _licence_names(spdx: str, term: LicenceTerm) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What readers call a licence, each name with the words around it that it needs or may have."""
    is_own = spdx.startswith(OWN_REFERENCE)
    for name in (term.name, *term.synonyms):
        yield name, ("{}", *_LICENSED, *_UNDER)
        if (short := _LICENCE_WORDS.sub("", name)) != name:
            for one in (short, _VERSION.sub("", short)):
                yield one, _licence_frames(one, is_own=is_own)
    for name, beginning in _LICENCE_FAMILIES.items():
        if spdx.startswith(beginning):
            yield name, ("{}", *_licence_frames(name, is_own=False))
    if not is_own:
        plain = _VARIANT.sub("", spdx)
        for name in (spdx, plain, plain.removesuffix(".0"), _VERSION.sub("", plain)):
            yield name, _licence_frames(name, is_own=False)


def _licence_frames(name: str, *, is_own: bool) -> tuple[str, ...]:
    """The words around a short name: SPDX's may stand alone, unless they are one word."""
    with_word = (*_LICENSED, *(frame.format(f"{{}} {word}") for frame in _UNDER for word in ("licence", "license")))
    if is_own:
        return with_word
    return (*(("{}",) if len(words_of(name)) > 1 else ()), *with_word, *_UNDER)


def _developers(atlas: Atlas) -> Iterator[tuple[Meaning, Iterable[str]]]:
    """Who made a base model, by each of the names in the field; `by Google` also means those of Google DeepMind."""
    stated = {str(made) for entry in atlas.entries.values() if (made := getattr(entry, "developer", None))}
    names = {part.strip() for one in stated for part in re.split(r", | and |[()]", one)}
    title = _field("developer").title
    for name in sorted(one for one in names if one):
        yield Meaning("developer", (name,), name, title, operator="~"), [frame.format(name) for frame in _MADE_BY]


def _field(name: str) -> FieldSpec:
    found = find_named(name)
    assert found is not None
    return found


def _terms(atlas: Atlas, field: FieldSpec) -> list[Term]:
    facet = field.value_schema.type.facet
    assert facet
    every = atlas.terms(facet)
    if field.key == "pretraining":
        return [term for term in every if term.broader is None]
    return [term for term in every if term.broader is not None] if field.key == "objectives" else every


def _is_term(atlas: Atlas, field: str, id: str) -> bool:
    facet = _facet(field)
    return facet is not None and atlas.term(facet, id) is not None


def _facet(field: str) -> str | None:
    return _field(field).value_schema.type.facet


def _meaning(field: FieldSpec, term: Term) -> Meaning:
    title = field.facet.label if field.facet and field.facet.label else field.title
    return Meaning(field.key, (term.id,), term.name, title)


def _languages(entry: object) -> Iterable[str]:
    found = getattr(entry, "languages", None)
    return found if isinstance(found, list) else ()


def _language(code: str) -> str:
    found = find_language(code)
    return str(found.name).split(" (")[0] if found else ""

"""The data model of an entry: what may stand in one YAML file under entries/.

One class a kind of entry (model, dataset, survey, base). A missing field means that nobody has checked,
`not reported` that the sources do not say, `not applicable` that the field does not apply.
"""

from __future__ import annotations

from datetime import date as Day
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from hfm_atlas.model.identifiers import Doi, Language, Licence, Pmid, Region, Slug, Url, check_arxiv, check_preprint_id
from hfm_atlas.model.values import (
    AdaptationMethod,
    AdaptationParadigm,
    Application,
    Architecture,
    Challenge,
    ClinicalEvidenceTerm,
    DatasetRef,
    EntryRef,
    EvaluationTheme,
    Fusion,
    Modality,
    ModelRef,
    Name,
    Note,
    Objective,
    Opportunity,
    Paradigm,
    Quantity,
    Released,
    Representation,
    SchemaModel,
    Subfield,
    Summary,
    SurveyRef,
    Task,
    ValueOrAbsent,
    Year,
)

SUMMARY_LENGTH = 400
# What fields were called before, by their paths; the former names are still read, and `fmt` fixes them.
FORMER_KEYS = {("review", "on"): "date"}
Kind = Literal["model", "dataset", "survey", "base"]
PublicationType = Literal["article", "inproceedings", "preprint", "thesis", "report", "software", "dataset"]
PreprintServer = Literal["arxiv", "biorxiv", "medrxiv", "chemrxiv", "researchsquare", "ssrn", "openreview"]
Relation = Literal[
    "continues-pretraining",
    "fine-tunes",
    "adapts",
    "distils",
    "uses-frozen",
    "merges",
    "architecture-of",
    "successor-of",
]
Stance = Literal["addresses", "exhibits", "measures"]
Access = Literal["open", "registration", "credentialed", "closed"]
WeightsAccess = Literal["open", "registration", "approval", "request", "api-only", "not-released"]
Authority = Literal["fda", "ce", "nmpa", "mhra", "pmda", "tga", "health-canada", "other"]
ReviewStatus = Literal["drafted", "checked"]
# Metrics that are a share of something, given in percent.
ProportionMetric = Literal[
    "accuracy",
    "balanced-accuracy",
    "top-5-accuracy",
    "top-10-accuracy",
    "f1",
    "micro-f1",
    "macro-f1",
    "weighted-f1",
    "recall",
    "recall-at-1",
    "recall-at-5",
    "recall-at-10",
    "recall-at-100",
    "precision",
    "sensitivity",
    "specificity",
    "auroc",
    "auprc",
    "dice",
    "iou",
    "nsd",
    "exact-match",
    "bleu-1",
    "bleu-4",
    "rouge-l",
    "meteor",
    "bertscore",
    "radgraph-f1",
    "chexbert-f1",
    "green",
    "ratescore",
    "win-rate",
    "pass-rate",
    "success-rate",
    "hit-rate",
]
# Metrics with a scale of their own.
ScoreMetric = Literal[
    "pearson",
    "spearman",
    "kendall",
    "mcc",
    "kappa",
    "quadratic-kappa",
    "c-index",
    "r2",
    "ari",
    "nmi",
    "tm-score",
    "gdt-ts",
    "lddt",
    "cider",
    "perplexity",
    "nll",
    "mae",
    "rmse",
    "hd95",
    "fid",
    "ssim",
    "psnr",
    "human-rating",
]
Metric = Literal[ProportionMetric, ScoreMetric, "other"]


class Publication(SchemaModel):
    """The work to cite: the version of record where there is one, otherwise the preprint."""

    type: PublicationType
    """What kind of publication it is; it decides the BibTeX entry type."""
    title: Name
    """Title as printed, with its capitals."""
    authors: Annotated[list[Name], Field(min_length=1)]
    """All authors in order, as "Family, Given"; a group without a comma; "others" at the end of a list that was cut."""
    authors_from: Literal["preprint"] | None = None
    """Where the authors were read, if not in the version of record."""
    venue: Name | None = None
    """Journal, or book title of the proceedings."""
    publisher: Name | None = None
    """Publisher, university or institution where the type calls for one."""
    year: Year
    """Year of the version of record (of the issue, not of the first online date)."""
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    """Month as a number from 1 to 12."""
    volume: Name | None = None
    """Volume, in quotes."""
    number: Name | None = None
    """Issue number, in quotes."""
    pages: Name | None = None
    """Pages as 1234-1240, or the article number."""
    doi: Doi | None = None
    """DOI in its bare form."""
    pmid: Pmid | None = None
    """PubMed id, in quotes."""
    url: Url | None = None
    """Landing page, where there is no DOI."""


class Preprint(SchemaModel):
    """The preprint of the work, kept next to its published version."""

    server: PreprintServer
    """Where the preprint lies."""
    id: Name
    """Id on the server, in quotes: an arXiv id, or a DOI suffix such as "2023.04.30.538439"."""
    year: Year
    """Year of the first version."""

    @field_validator("id")
    @classmethod
    def _check_id(cls, value: str, info: ValidationInfo) -> str:
        return check_arxiv(value) if info.data.get("server") == "arxiv" else check_preprint_id(value)


def _is_false(value: object) -> bool:
    return value is False


# What everything that was read in a source says of it, besides `source` and `locator`.
Via = Annotated[
    Name | None,
    Field(description="Name of the copy or digest in which the source was read, where it was not read itself."),
]
Inferred = Annotated[
    bool,
    Field(description="true where an editor concludes it from what the source says.", exclude_if=_is_false),
]


class Evidence(SchemaModel):
    """Which source states a fact, and where in it."""

    source: Name
    """Name of a source: paper, preprint, code, weights, data, or one of `sources`."""
    locator: Name
    """Where in the source: "Abstract", "Sec. 3.1", "Table 2", "README", "LICENSE"."""
    via: Via = None
    inferred: Inferred = False
    note: Note | None = None
    """What a reader should know, for example that two sources differ."""


class Reading(SchemaModel):
    """When a source was read, and in which version."""

    date: Day
    """Day on which it was read last."""
    version: Name | None = None
    """What was read, in quotes: a commit of a repository, v2 of a preprint, a revision of a model card."""


class ArchitectureFacts(SchemaModel):
    """How the network is built."""

    family: ValueOrAbsent[Architecture] | None = None
    """Architecture family."""
    parameters: ValueOrAbsent[Annotated[list[Quantity], Field(min_length=1)]] | None = None
    """Number of parameters, one a size of the family, such as [110M, 340M]."""


class Lineage(SchemaModel):
    """One model or base model that this one is built on."""

    model: ModelRef
    """Id of the upstream entry."""
    relation: Relation
    """How it was built on it."""
    note: Note | None = None
    """Which part or version of the upstream, in a sentence."""


class Corpus(SchemaModel):
    """One body of data a model was trained on: an entry of the atlas, or a name where there is no entry."""

    dataset: DatasetRef | None = None
    """Id of the dataset's entry."""
    name: Name | None = None
    """Name or description of a corpus that has no entry, for example an in-house collection."""
    amount: ValueOrAbsent[Quantity] | None = None
    """How much of it was used."""
    unit: Name | None = None
    """What the amount counts: words, tokens, images, slides, cells, sequences, …"""

    @model_validator(mode="after")
    def _one_name(self) -> Corpus:
        if (self.dataset is None) == (self.name is None):
            raise PydanticCustomError(
                "corpus-name",
                "a corpus has either `dataset` or `name`",
                {"hint": "use `dataset` for an entry of the atlas, `name` for anything else"},
            )
        return self


class Compute(SchemaModel):
    """What the pre-training cost."""

    hardware: Name | None = None
    """Accelerator type, for example "NVIDIA A100"."""
    accelerators: Annotated[int, Field(ge=1)] | None = None
    """How many accelerators."""
    hours: Annotated[float, Field(gt=0)] | None = None
    """Wall-clock hours."""
    emissions_kg: Annotated[float, Field(ge=0)] | None = None
    """Reported emissions in kilograms of CO2 equivalent."""


class Pretraining(SchemaModel):
    """How the model was pre-trained."""

    paradigms: ValueOrAbsent[Annotated[list[Paradigm], Field(min_length=1)]] | None = None
    """Pre-training paradigms; `none` where an existing model is only adapted."""
    objectives: ValueOrAbsent[Annotated[list[Objective], Field(min_length=1)]] | None = None
    """Pre-training objectives."""
    corpora: ValueOrAbsent[Annotated[list[Corpus], Field(min_length=1)]] | None = None
    """Data the model was pre-trained on."""
    compute: ValueOrAbsent[Compute] | None = None
    """What it cost."""


class Availability(SchemaModel):
    """What one can get, and under which licence. `none` says that a source states it is not released."""

    code: Released | None = None
    """Repository of the code."""
    code_licence: ValueOrAbsent[Licence] | None = None
    """Licence of the code, an SPDX id where one exists."""
    weights: Released | None = None
    """Where the pre-trained weights are."""
    weights_access: ValueOrAbsent[WeightsAccess] | None = None
    """What it takes to get them: open (a download), registration (an account or a click on the licence), approval (by
    reviewers), request (to the authors), api-only (used as a service only), not-released."""
    weights_licence: ValueOrAbsent[Licence] | None = None
    """Licence of the weights, an SPDX id or a LicenseRef-… of taxonomy/licences.yml."""


class Result(SchemaModel):
    """One headline result, for the leaderboard of a benchmark."""

    benchmark: DatasetRef
    """Id of the benchmark's dataset entry."""
    task: Task
    """What was evaluated."""
    metric: Metric
    """How it was measured."""
    value: float
    """The number on the metric's scale: 86.5, where a source prints 0.865."""
    unit: Literal["percent", "score"]
    """Scale of the number: percent for a share such as accuracy or AUROC, score for every other metric."""
    setting: Name
    """What makes results comparable: split, shots, prompting, fine-tuned or frozen."""
    variant: Name | None = None
    """Size or version of the model that reached it."""
    re_evaluation: Annotated[bool, Field(exclude_if=_is_false)] = False
    """true where others than the model's authors measured it."""
    source: Name
    """Name of the source that states it."""
    locator: Name
    """Where in the source."""
    via: Via = None
    inferred: Inferred = False
    note: Note | None = None
    """What a reader should know of the number."""


class ClinicalEvidence(SchemaModel):
    """One way in which the work tested the model for use in care."""

    term: ClinicalEvidenceTerm
    """How it was tested."""
    place: Name | None = None
    """Where: the institutions, countries or numbers of patients and readers, in short."""
    source: Name
    """Name of the source that states it."""
    locator: Name
    """Where in the source."""
    via: Via = None
    inferred: Inferred = False
    note: Note | None = None
    """What a reader should know of it."""


class Clearance(SchemaModel):
    """A regulator's clearance of a device that is built on the model."""

    authority: Authority
    """Who cleared it."""
    number: ValueOrAbsent[Name]
    """Number of the clearance, in quotes."""
    device: Name
    """Name of the device and its maker."""
    date: ValueOrAbsent[Day]
    """Day of the decision."""
    source: Name
    """Name of the source that states it."""
    locator: Name
    """Where in the source."""
    via: Via = None
    inferred: Inferred = False
    note: Note | None = None
    """What part of the device is built on the model."""


class Interface(SchemaModel):
    """What goes into the model and what comes out; what does not apply is left out."""

    input: Name | None = None
    """What one input is: its kind and size, such as one tile of 224 x 224 pixels."""
    output: Name | None = None
    """What comes out: an embedding, text, a mask, logits, …"""
    magnification: Name | None = None
    """Magnification or resolution that the input should have."""
    context_length: Quantity | None = None
    """Most tokens, or other units of a sequence, that one input may have."""
    embedding_length: Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=1)] | None = None
    """Numbers in an embedding, one a size of the family."""
    load: Name | None = None
    """One line of code that loads it, as its authors give it."""


class ChallengeLink(SchemaModel):
    """What the work has to do with a challenge."""

    term: Challenge
    """Which challenge."""
    stance: Stance
    """addresses: tries to overcome it; exhibits: is affected by it; measures: evaluates it."""
    note: Note
    """One sentence in our own words."""
    source: Name
    """Name of the source that supports it."""
    locator: Name
    """Where in the source."""
    via: Via = None
    inferred: Inferred = False


class OpportunityLink(SchemaModel):
    """Which opportunity the work pursues."""

    term: Opportunity
    """Which opportunity."""
    note: Note
    """One sentence in our own words."""
    source: Name
    """Name of the source that supports it."""
    locator: Name
    """Where in the source."""
    via: Via = None
    inferred: Inferred = False


# How `listed_by` says that a work stands only in the list that accompanies a survey.
COMPANION_LIST = "companion list"


class ListedBy(SchemaModel):
    """How a survey lists and files the work, kept even where the atlas differs."""

    survey: SurveyRef
    """Id of the survey's entry."""
    locator: Name
    """Where the survey lists it: "Table I", or "companion list"."""
    subfield: ValueOrAbsent[Subfield] | None = None
    """The survey's subfield; `not applicable` for its comprehensive databases."""
    pretraining: Paradigm | None = None
    """The survey's pre-training paradigm."""
    adaptation: list[AdaptationParadigm] | None = None
    """The survey's adaptation paradigms."""

    @property
    def in_companion_list(self) -> bool:
        """Whether the work stands in the survey's companion list only, which the survey's own counts leave out."""
        return self.locator.lower().startswith(COMPANION_LIST)


class Review(SchemaModel):
    """Whether somebody has read every fact of the entry in a source."""

    status: ReviewStatus
    """Whether every stated fact was read in its source (checked), or the entry is only filled in (drafted)."""
    date: Annotated[Day, Field(validation_alias=AliasChoices("date", "on"))]
    """Day of the last review."""


class _Entry(SchemaModel):
    """What every kind of entry has."""

    id: Slug
    """Permanent id; equal to the file's name without .yml."""
    name: Name
    """Name as the authors write it."""
    aliases: list[Name] = []
    """Other names it goes by; search finds them."""
    summary: Annotated[Summary, Field(json_schema_extra={"maxLength": SUMMARY_LENGTH})]
    """One to three sentences in our own words, at most 400 characters."""
    preprint: Preprint | None = None
    """The preprint of the work."""
    sources: dict[Slug, Url] = {}
    """Further sources, named once: a model card, a documentation page, a copy of the paper."""
    read: dict[Slug, Reading] = {}
    """When each source was read, and in which version."""
    evidence: dict[str, Evidence] = {}
    """Which source says so, by field path such as `architecture.parameters`."""
    listed_by: list[ListedBy] = []
    """Which surveys list it."""
    notes: list[Note] = []
    """What a reader should know, for example that sources conflict."""
    contributors: list[Name] = []
    """Who wrote or fixed the entry, each by the name they wish to be credited with: "Jane Doe" or "@janedoe"."""
    former_ids: list[Slug] = []
    """Ids this entry had before; their pages redirect here."""
    added: Day | None = None
    """Day on which the entry came into the atlas."""
    review: Review
    """State of the review."""


class ModelEntry(_Entry):
    """A healthcare foundation model, or a work that adapts one."""

    kind: Literal["model"]
    """What the entry is about."""
    subfield: Subfield
    """Subfield of the survey that it belongs to."""
    publication: Publication
    """The work to cite."""
    architecture: ArchitectureFacts = ArchitectureFacts()
    """How the network is built."""
    builds_on: ValueOrAbsent[list[Lineage]] | None = None
    """Models that it is built on; an empty list says it was trained from scratch."""
    modalities: ValueOrAbsent[Annotated[list[Modality], Field(min_length=1)]] | None = None
    """Kinds of data, by the most specific terms that the sources support."""
    representations: ValueOrAbsent[list[Representation]] | None = None
    """How data become the input of the network."""
    fusion: ValueOrAbsent[list[Fusion]] | None = None
    """How modalities are joined."""
    pretraining: Pretraining = Pretraining()
    """How it was pre-trained."""
    adaptation: ValueOrAbsent[Annotated[list[AdaptationMethod], Field(min_length=1)]] | None = None
    """How it is adapted to tasks."""
    adaptation_data: ValueOrAbsent[Annotated[list[Corpus], Field(min_length=1)]] | None = None
    """Data that the work adapted it on: fine-tuned, instruction-tuned or aligned."""
    tasks: ValueOrAbsent[Annotated[list[Task], Field(min_length=1)]] | None = None
    """Tasks that the work itself shows it on."""
    applications: ValueOrAbsent[list[Application]] | None = None
    """What it is meant to be used for."""
    evaluation: ValueOrAbsent[list[EvaluationTheme]] | None = None
    """Which evaluation themes the work covers."""
    languages: ValueOrAbsent[list[Language]] | None = None
    """ISO 639 codes of the human languages it handles."""
    availability: Availability = Availability()
    """What one can get of it, and under which licence."""
    interface: ValueOrAbsent[Interface] | None = None
    """What goes in and comes out, and how to load it."""
    clinical_evidence: ValueOrAbsent[Annotated[list[ClinicalEvidence], Field(min_length=1)]] | None = None
    """How the work tested it for use in care; `benchmark` where only on benchmarks or held-out data of its sources."""
    clearances: list[Clearance] = []
    """Regulatory clearances of devices that are built on it."""
    results: list[Result] = []
    """Headline results on benchmarks that have an entry."""
    challenges: list[ChallengeLink] = []
    """Challenges that the work addresses, exhibits or measures."""
    opportunities: list[OpportunityLink] = []
    """Opportunities that the work pursues."""

    @property
    def tested_for_care(self) -> tuple[str, ...]:
        """Ids of the ways in which it was tested for use in care, in the entry's order; none where nobody knows."""
        stated = self.clinical_evidence if isinstance(self.clinical_evidence, list) else []
        return tuple(one.term for one in stated)


class Size(SchemaModel):
    """One count that says how large a dataset is."""

    amount: Quantity
    """How many."""
    unit: Name
    """What is counted: images, patients, reports, question-answer pairs, …"""


class DatasetEntry(_Entry):
    """A corpus, benchmark or database."""

    kind: Literal["dataset"]
    """What the entry is about."""
    subfield: ValueOrAbsent[Subfield]
    """Subfield it mainly serves; `not applicable` for databases that span them."""
    publication: Publication
    """The work to cite."""
    url: ValueOrAbsent[Url] | None = None
    """Home page or download page."""
    modalities: ValueOrAbsent[Annotated[list[Modality], Field(min_length=1)]] | None = None
    """Kinds of data, by the most specific terms that the sources support."""
    tasks: ValueOrAbsent[list[Task]] | None = None
    """Tasks that it is made or used for."""
    size: ValueOrAbsent[Annotated[list[Size], Field(min_length=1)]] | None = None
    """How much there is of it, in one or several counts."""
    languages: ValueOrAbsent[list[Language]] | None = None
    regions: ValueOrAbsent[list[Region]] | None = None
    """ISO 3166 codes of the countries the data come from."""
    access: ValueOrAbsent[Access] | None = None
    """open, registration (an account), credentialed (approval or training), closed."""
    licence: ValueOrAbsent[Licence] | None = None
    """Licence of the data, an SPDX id or a LicenseRef-… of taxonomy/licences.yml."""
    derived_from: list[DatasetRef] = []
    """Datasets it is made from."""


class Erratum(SchemaModel):
    """One mistake in a source list: what it says, what is right, and how we know."""

    entries: list[EntryRef] = []
    """Entries of the atlas that it concerns."""
    where: Name
    """Where it stands, for example "Table II" or "companion list, line 139"."""
    says: Note
    """What the source list says."""
    correct: Note
    """What is right."""
    basis: Note
    """How we know: which source was read, and where."""


class SurveyEntry(_Entry):
    """A survey of the field."""

    kind: Literal["survey"]
    """What the entry is about."""
    publication: Publication
    """The work to cite."""
    subfields: ValueOrAbsent[list[Subfield]] | None = None
    """Subfields it covers."""
    counts: dict[Slug, Annotated[int, Field(ge=0)]] = {}
    """What the survey says of itself, such as methods: 200."""
    errata: list[Erratum] = []
    """Mistakes of the survey and its companion list, and what is right."""


class BaseEntry(_Entry):
    """A general model that healthcare foundation models build on."""

    kind: Literal["base"]
    """What the entry is about."""
    publication: Publication
    """The work to cite."""
    developer: Name | None = None
    """Organisation that made it."""
    architecture: ArchitectureFacts = ArchitectureFacts()
    """How the network is built."""
    builds_on: ValueOrAbsent[list[Lineage]] | None = None
    modalities: ValueOrAbsent[Annotated[list[Modality], Field(min_length=1)]] | None = None
    """Kinds of data, by the most specific terms that the sources support."""
    availability: Availability = Availability()
    """What one can get of it, and under which licence."""


Entry = ModelEntry | DatasetEntry | SurveyEntry | BaseEntry
ENTRY_CLASSES: dict[str, type[Entry]] = {
    "model": ModelEntry,
    "dataset": DatasetEntry,
    "survey": SurveyEntry,
    "base": BaseEntry,
}

"""Every field of an entry, declared once: what it is called, and where it shows.

Whatever lists, filters, shows, sorts, exports, draws or documents fields reads this. What the classes of the schema say
themselves (kinds, type, terms, choices, whether it is required, what it means) is read from them and stands nowhere
else. The order is that in which fields stand in a file. What stands inside the items of a list is a part of the list's
field, and has a line here only where it is found by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal

from hfm_atlas.model.entries import Kind
from hfm_atlas.model.introspection import SchemaField, kinds_with, schema_field
from hfm_atlas.model.vocabularies import ACCESS, AUTHORITIES, KIND_NAMES, USES, WEIGHTS_ACCESS

# How Explore reads a value that is not filed as it stands: what a licence allows, or how open something is.
Reading = Literal["licence", "effective licence", "openness"]
ColumnType = Literal["text", "integer", "list"]
# Lists of entries of one kind, and the one of all.
EntryList = Literal["any", "model", "dataset", "survey", "base"]
# Headings of the key facts, in the order in which they stand on a page.
GROUPS = ("Scope", "Content", "Design", "Pre-training", "Use", "Interface", "Availability")


@dataclass(frozen=True, slots=True)
class Facet:
    """How Explore filters by a field: by its terms or words, or as `by` says.

    `first` puts it above the others, `axis` offers it to the gap map. `aliases` are what older addresses call it.
    """

    label: str = ""
    by: Reading | None = None
    axis: bool = False
    first: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldSpec:
    """One field: `path` from the top of an entry, and where it shows.

    Filters, tables, exports and addresses call it `name`, by default the last part of its path; the path and `aliases`
    mean it too. `group` is the heading of the key facts under which its page shows it, by kind where kinds differ.
    """

    path: str
    label: str = ""
    """What pages call it."""
    group: str | Mapping[Kind, str] = ""
    name: str = ""
    aliases: tuple[str, ...] = ()
    help: str = ""
    """What it is, where the schema does not say it: for what is worked out from the field."""
    column: bool = True
    """Whether tables and exports have a column of it."""
    filter: bool = True
    facet: Facet | None = None
    identity: tuple[str, ...] = ()
    """What tells the items of a list apart; the first part is what they are found and filed by."""
    is_fact: bool = True
    """Whether it says something of the work, so that it needs evidence; what an entry says of itself needs none."""
    is_divided: bool = False
    """Whether each part of the mapping is a fact of its own."""
    core: tuple[Kind, ...] = ()
    """Kinds of which it is a core cell."""
    settled_by: str = ""
    """Another field that settles this one as well."""
    follows: str = ""
    """The field that it follows from, whose evidence is its own where nothing is released."""
    unit: str = ""
    """What its amounts count, where it holds amounts; tables with types have them as numbers, too."""
    labels: Mapping[Any, str] | None = None
    """Words for its fixed values."""
    layout: Literal["inline", "lines", "code"] = "inline"
    only: tuple[str, str] | None = None
    """Part and word of the items that count, where others of the same list do not."""
    also: str = ""
    """The field that means the same for other kinds."""
    derived: ColumnType | None = None
    """What is worked out, where it is not what stands at the path."""
    lists: tuple[EntryList, ...] = ()
    """Lists of entries that have a column of it."""
    rdf: str = ""
    """Property of schema.org that carries it; empty where RDF does not have it next to the graph's edges."""
    shown: str = ""
    """Where the site shows it next to what follows from the above."""
    example: str = ""
    """What an entry would say, where none of the atlas says anything."""

    @cached_property
    def key(self) -> str:
        """Its name."""
        return self.name or self.path.rpartition(".")[2]

    @property
    def schema(self) -> SchemaField:
        """What the schema says of it."""
        return schema_field(self.path)

    @property
    def title(self) -> str:
        """What pages call it."""
        return self.label or self.path.rpartition(".")[2].replace("_", " ").capitalize()

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of entry that have it."""
        return tuple(dict.fromkeys((*kinds_with(self.path), *(kinds_with(self.also) if self.also else ()))))

    @property
    def explanation(self) -> str:
        """What it is, in a few words: the first clause of what the schema says."""
        return self.help or self.schema.description.partition(". ")[0].partition("; ")[0].rstrip(".")

    @property
    def value_path(self) -> str:
        """Path of what it is found and filed by: of a list of mappings, the part that tells them apart."""
        return f"{self.path}.{self.identity[0]}" if self.identity else self.path

    @property
    def value_schema(self) -> SchemaField:
        """What the schema says of what it is found and filed by."""
        return schema_field(self.value_path)

    @property
    def is_self_sourced(self) -> bool:
        """Whether it is a list whose items carry their own source and locator."""
        type_ = self.schema.type
        return type_.is_list and type_.record is not None and {"source", "locator"} <= type_.record.model_fields.keys()

    def group_of(self, kind: Kind) -> str:
        """The heading under which the page of a kind shows it; empty where it does not."""
        if kind not in kinds_with(self.path):
            return ""
        return self.group if isinstance(self.group, str) else self.group.get(kind, "")


# What the figures on tests for use in care are about.
TESTED_FOR_CARE = "clinical_evidence"
_MODELS: tuple[Kind, ...] = ("model", "base")


def _hidden(
    path: str,
    label: str = "",
    group: str = "",
    *,
    is_divided: bool = False,
    core: tuple[Kind, ...] = (),
    shown: str = "",
    lists: tuple[EntryList, ...] = (),
) -> FieldSpec:
    """A field that is no column and no filter itself, though its parts may be."""
    return FieldSpec(
        path, label, group, column=False, filter=False, is_divided=is_divided, core=core, lists=lists, shown=shown
    )


def _about(path: str, shown: str, example: str = "") -> FieldSpec:
    """A field that only the entry's own page and the upkeep of the atlas need."""
    return FieldSpec(path, is_fact=False, shown=shown, column=False, filter=False, example=example)


FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec(
        "kind",
        is_fact=False,
        shown="entry page, above the title",
        labels=KIND_NAMES,
        facet=Facet("Kind", first=True),
        lists=("any",),
    ),
    FieldSpec("id", is_fact=False, shown="address of the entry's page; BibTeX key"),
    FieldSpec("name", is_fact=False, shown="everywhere the entry is named"),
    FieldSpec("aliases", is_fact=False, shown="entry page, below the name; search", example='["BioBERT-base"]'),
    FieldSpec(
        "subfield",
        is_fact=False,
        shown="entry page, above the title; subfield pages; its colour everywhere",
        name="subfields",
        also="subfields",
        aliases=("subfield",),
        facet=Facet("Subfield", axis=True, first=True, aliases=("subfield",)),
        lists=("any", "model", "dataset"),
    ),
    _hidden("subfields", "Subfields", "Scope", shown="subfield pages", lists=("survey",)),
    FieldSpec("developer", "Made by", "Design"),
    FieldSpec("summary", is_fact=False, shown="entry page, below the name; cards; search"),
    _hidden("publication", shown="entry page, below the summary, and Cite; all exports; Explore (Published)"),
    FieldSpec("publication.type", name="publication_type"),
    FieldSpec("publication.title"),
    FieldSpec("publication.authors", aliases=("author",)),
    FieldSpec("publication.authors_from", example="preprint"),
    FieldSpec("publication.venue", facet=Facet(), lists=("survey",)),
    FieldSpec("publication.publisher", example="Association for Computational Linguistics"),
    FieldSpec(
        "publication.year",
        name="first_year",
        derived="integer",
        help="First seen: year of the preprint or of print, whichever came first",
    ),
    FieldSpec("publication.year", help="Published: year of the version of record"),
    FieldSpec("publication.month", example="2"),
    FieldSpec("publication.volume"),
    FieldSpec("publication.number"),
    FieldSpec("publication.pages"),
    FieldSpec("publication.doi", "DOI"),
    FieldSpec("publication.pmid"),
    FieldSpec("publication.url", name="paper_url"),
    _hidden("preprint", shown="entry page, below the summary; exports; Explore, Timeline and charts (First seen)"),
    FieldSpec("preprint.server", name="preprint_server"),
    FieldSpec("preprint.id", name="preprint_id", aliases=("preprint",)),
    FieldSpec("preprint.year", name="preprint_year"),
    FieldSpec("url", "Home page", "Availability", core=("dataset",), rdf="sameAs", shown="entry page, buttons"),
    _hidden("architecture", is_divided=True, shown="Explore (Parameters)"),
    FieldSpec(
        "architecture.family",
        "Architecture",
        "Design",
        name="architecture",
        facet=Facet(axis=True),
        core=_MODELS,
    ),
    FieldSpec("architecture.parameters", "Parameters", "Design", core=_MODELS, unit="parameters", lists=_MODELS),
    FieldSpec(
        "builds_on",
        "Built on",
        "Design",
        identity=("model", "relation"),
        facet=Facet(),
        core=("model",),
        shown="entry page, Lineage; Lineage",
    ),
    FieldSpec("builds_on.relation", name="relations"),
    FieldSpec(
        "modalities",
        "Modalities",
        {"model": "Design", "base": "Design", "dataset": "Content"},
        aliases=("modality",),
        facet=Facet("Modality", axis=True, first=True, aliases=("modality",)),
        lists=("dataset", "base"),
        core=("dataset",),
    ),
    FieldSpec("representations", "Representations", "Design", aliases=("representation",)),
    FieldSpec("fusion", "Fusion", "Design"),
    _hidden("pretraining", is_divided=True, shown="subfield pages; dataset pages; openness squares (Data)"),
    FieldSpec(
        "pretraining.paradigms",
        "Paradigm",
        "Pre-training",
        name="pretraining",
        facet=Facet("Pre-training", axis=True),
        lists=("model",),
    ),
    FieldSpec(
        "pretraining.objectives",
        "Objectives",
        "Pre-training",
        aliases=("objective",),
        facet=Facet("Objective", aliases=("objective",)),
        core=("model",),
    ),
    FieldSpec(
        "pretraining.corpora",
        "Data",
        "Pre-training",
        aliases=("corpus",),
        identity=("dataset", "name"),
        facet=Facet("Pre-trained on", aliases=("corpus",)),
        core=("model",),
    ),
    _hidden("pretraining.compute", "Compute", "Pre-training", core=("model",)),
    FieldSpec("pretraining.compute.hardware"),
    FieldSpec("pretraining.compute.accelerators", unit="accelerators"),
    FieldSpec("pretraining.compute.hours", unit="h"),
    FieldSpec("pretraining.compute.emissions_kg", unit="kg"),
    FieldSpec("adaptation", "Adaptation", "Use", facet=Facet(axis=True), core=("model",)),
    FieldSpec("adaptation_data", "Adaptation data", "Use", identity=("dataset", "name"), shown="dataset pages"),
    FieldSpec(
        "tasks",
        "Tasks",
        "Use",
        aliases=("task",),
        facet=Facet("Task", axis=True, first=True, aliases=("task",)),
        lists=("model",),
        core=("dataset",),
    ),
    FieldSpec(
        "applications",
        "Applications",
        "Use",
        aliases=("application",),
        facet=Facet("Application", axis=True, aliases=("application",)),
        core=("model",),
    ),
    FieldSpec("evaluation", "Evaluation", "Use", core=("model",), settled_by="clinical_evidence"),
    FieldSpec(
        "size",
        "Size",
        "Content",
        identity=("amount", "unit"),
        core=("dataset",),
        lists=("dataset",),
        rdf="size",
    ),
    FieldSpec(
        "languages",
        "Languages",
        {"model": "Use", "dataset": "Content"},
        aliases=("language",),
        facet=Facet("Language", aliases=("language",)),
        core=("model",),
        rdf="inLanguage",
    ),
    FieldSpec("regions", "Countries", "Content", aliases=("region",)),
    FieldSpec(
        "access",
        "Access",
        "Availability",
        labels=ACCESS,
        facet=Facet("Access to data"),
        lists=("dataset",),
        core=("dataset",),
        rdf="conditionsOfAccess",
        shown="openness squares (Data) of models trained on it",
    ),
    FieldSpec(
        "licence",
        "Licence",
        "Availability",
        facet=Facet("Use of the data", by="licence"),
        core=("dataset",),
        rdf="license",
        labels=USES,
    ),
    FieldSpec("derived_from", "Made from", "Content", shown="entry page, Datasets made from it"),
    _hidden("availability", is_divided=True, shown="entry page, buttons; openness squares (Weights, Code)"),
    FieldSpec(
        "availability.code",
        "Code",
        "Availability",
        facet=Facet(by="openness"),
        core=("model",),
        rdf="hasPart.codeRepository",
    ),
    FieldSpec(
        "availability.code_licence",
        "Code licence",
        "Availability",
        facet=Facet("Use of the code", by="licence"),
        core=("model",),
        rdf="hasPart.license",
        labels=USES,
    ),
    FieldSpec(
        "availability.weights",
        "Weights",
        "Availability",
        facet=Facet(by="openness"),
        core=_MODELS,
        rdf="downloadUrl",
    ),
    FieldSpec(
        "availability.weights_access",
        "Access to weights",
        "Availability",
        follows="availability.weights",
        labels=WEIGHTS_ACCESS,
        facet=Facet(),
        core=_MODELS,
    ),
    FieldSpec("availability.weights_licence", "Weights licence", "Availability", core=_MODELS, rdf="license"),
    FieldSpec(
        "availability.weights_licence",
        "Use of the weights",
        name="effective_licence",
        derived="text",
        labels=USES,
        help="What the weights may be used for, along the lineage",
        facet=Facet(by="effective licence", aliases=("weights_licence", "use")),
    ),
    FieldSpec(
        "availability.weights_licence",
        name="effective_licence_reason",
        derived="text",
        filter=False,
        help="Which licence or gap decides that",
    ),
    FieldSpec("interface", "Interface", "Interface", filter=False, is_divided=True),
    FieldSpec("interface.input", "Input", "Interface", column=False),
    FieldSpec("interface.output", "Output", "Interface", column=False),
    FieldSpec(
        "interface.magnification", "Magnification", "Interface", column=False, example="20x, 0.5 micrometres a pixel"
    ),
    FieldSpec("interface.context_length", "Context length", "Interface", column=False),
    FieldSpec("interface.embedding_length", "Embedding length", "Interface", column=False),
    FieldSpec("interface.load", "To load it", "Interface", column=False, layout="code"),
    FieldSpec(TESTED_FOR_CARE, "Clinical evidence", "Use", identity=("term", "place"), facet=Facet(), core=("model",)),
    FieldSpec(
        "clearances",
        "Clearances",
        "Use",
        aliases=("clearance",),
        identity=("authority", "number"),
        labels=AUTHORITIES,
        facet=Facet("Cleared by", aliases=("clearance",)),
    ),
    _hidden("counts", "Reported scope", "Scope", shown="entry page of a survey"),
    FieldSpec(
        "results",
        aliases=("benchmark",),
        identity=("benchmark", "task", "metric", "setting", "variant"),
        facet=Facet("Results on", aliases=("benchmark",)),
        shown="entry page, Results; leaderboards of the dataset",
    ),
    FieldSpec("results.metric", column=False),
    FieldSpec(
        "challenges",
        aliases=("challenge",),
        identity=("term", "stance"),
        column=False,
        facet=Facet("Challenge", axis=True, aliases=("challenge",)),
        shown="entry page, Challenges and opportunities; the challenge's page",
    ),
    FieldSpec("challenges.term", name="addresses", only=("stance", "addresses"), help="Challenges it addresses"),
    FieldSpec("challenges.term", name="exhibits", only=("stance", "exhibits"), help="Challenges it exhibits"),
    FieldSpec("challenges.term", name="measures", only=("stance", "measures"), help="Challenges it measures"),
    FieldSpec(
        "opportunities",
        aliases=("opportunity",),
        identity=("term",),
        facet=Facet("Opportunity", axis=True, aliases=("opportunity",)),
        shown="entry page, Challenges and opportunities; the opportunity's page",
    ),
    _about("errata", "entry page of a survey; Quality"),
    _about("sources", "entry page, Review; the mark behind each fact"),
    _about("read", "the mark behind each fact"),
    _about("evidence", "the mark behind each fact; Quality"),
    FieldSpec(
        "listed_by",
        is_fact=False,
        shown="entry page, Classification in surveys; Quality",
        identity=("survey", "locator"),
    ),
    _about("notes", "entry page, Notes", example='["The journal and the preprint differ in the number of documents."]'),
    _about("contributors", "entry page, Review; Credits", example='["Jane Doe", "@janedoe"]'),
    _about("former_ids", "redirects from the former address", example="[bio-bert]"),
    FieldSpec("added", is_fact=False, shown="entry page, Review; Home; What's new"),
    FieldSpec("id", name="facts", derived="integer", help="Number of stated facts"),
    FieldSpec("id", name="facts_with_evidence", derived="integer", help="Of these, with source and locator"),
    _about("review", "entry page, Review; Quality"),
    FieldSpec(
        "review.status",
        name="review",
        aliases=("status",),
        facet=Facet("Stated facts", aliases=("status",)),
    ),
    FieldSpec("review.date", name="reviewed_on"),
)


@cache
def fields_by_path() -> dict[str, FieldSpec]:
    """The fields by their dotted paths, without what is worked out from one, in file order."""
    return {one.path: one for one in FIELDS if not one.derived and not one.only}


@cache
def file_order() -> tuple[str, ...]:
    """Fields of the top level in the order in which they stand in a file; `hfm-atlas fmt` and `new` write them so."""
    return tuple(dict.fromkeys(one.path for one in FIELDS if "." not in one.path and not one.derived))


@cache
def named_fields() -> dict[str, FieldSpec]:
    """The fields that filters and tables know, by their names, such as `weights_licence`."""
    return {one.key: one for one in FIELDS if one.column or one.filter}


def find_named(name: str) -> FieldSpec | None:
    """The field that is called so: its name, its path in a file, or an alias; hyphens mean underscores.

    Capitals do not matter; None where there is none.
    """
    return _known_names().get(name.lower().replace("-", "_"))


@cache
def _known_names() -> dict[str, FieldSpec]:
    """Names, aliases and paths; what each field is called itself comes before what others are called too."""
    named = named_fields().values()
    paths = {one.path: one for one in reversed(named) if not one.derived and not one.only}
    aliases = {alias: one for one in named for alias in one.aliases}
    return {**paths, **aliases, **named_fields()}


@cache
def identities() -> dict[str, tuple[str, ...]]:
    """Parts that tell the items of a list apart, the first one first, by the last part of the list's path."""
    return {one.path.rpartition(".")[2]: one.identity for one in FIELDS if one.identity}

"""An entry as one row: the columns that tables, data frames and spreadsheets share.

A value is a text, a number or a list of texts. None says that nobody has checked; `not reported` and `not applicable`
stand for themselves, and `none` for a list that is stated to be empty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from hfm_atlas.facts import has_evidence, stated_facts
from hfm_atlas.filters import EMPTY
from hfm_atlas.licences import USES, Licences
from hfm_atlas.schema import Clearance, ClinicalEvidence, Corpus, Entry, Kind, ModelEntry, Result, Size
from hfm_atlas.values import NOT_APPLICABLE, is_nothing
from hfm_atlas.works import first_year, work_authors

Value = str | int | list[str] | None
ColumnType = Literal["text", "integer", "list"]
ALL_KINDS: tuple[Kind, ...] = ("model", "dataset", "survey", "base")
_MODELS: tuple[Kind, ...] = ("model", "base")
_Get = Callable[[Entry, Licences], Value]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, and how to get it from an entry of one of `kinds`."""

    name: str
    help: str
    type: ColumnType
    get: _Get
    kinds: tuple[Kind, ...] = ALL_KINDS

    def value(self, entry: Entry, licences: Licences) -> Value:
        """What the entry says; None where nobody has checked or an entry of its kind cannot say it."""
        return self.get(entry, licences) if entry.kind in self.kinds else None


def columns_of(kind: Kind) -> list[Column]:
    """Columns that entries of a kind can fill."""
    return [column for column in COLUMNS if kind in column.kinds]


def _text(path: str) -> _Get:
    """A single value as text."""
    parts = path.split(".")

    def get(entry: Entry, licences: Licences) -> Value:
        value = _at(entry, parts)
        return None if value is None else str(value)

    return get


def _number(path: str) -> _Get:
    parts = path.split(".")

    def get(entry: Entry, licences: Licences) -> Value:
        value = _at(entry, parts)
        return value if isinstance(value, int) else None

    return get


def _list(path: str, write: Callable[[object], str] = str) -> _Get:
    """A list of texts, a kind of nothing, or `none` where the entry states an empty list."""
    parts = path.split(".")

    def get(entry: Entry, licences: Licences) -> Value:
        value = _at(entry, parts)
        if value is None or isinstance(value, str):
            return value
        assert isinstance(value, list)
        return [write(item) for item in value] or (EMPTY if _can_be_missing(type(entry), parts[0]) else None)

    return get


def _at(entry: Entry, parts: Sequence[str]) -> object:
    """Value at a path; a kind of nothing on the way is the value."""
    value: object = entry
    for part in parts:
        value = getattr(value, part, None)
        if value is None or is_nothing(value):
            return value
    return value


@cache
def _can_be_missing(entry_class: type[Entry], field: str) -> bool:
    """Whether leaving the field out says something else than an empty list does."""
    return entry_class.model_fields[field].default is None


def _attribute(name: str) -> Callable[[object], str]:
    return lambda item: str(getattr(item, name))


def _corpus(item: object) -> str:
    assert isinstance(item, Corpus)
    amount = f" ({item.amount} {item.unit or ''})".replace(" )", ")") if item.amount else ""
    return f"{item.dataset or item.name}{amount}"


def _size(item: object) -> str:
    assert isinstance(item, Size)
    return f"{item.amount} {item.unit}"


def _result(item: object) -> str:
    assert isinstance(item, Result)
    variant = f", {item.variant}" if item.variant else ""
    variant += ", measured by others" if item.re_evaluation else ""
    return f"{item.benchmark}: {item.metric} {item.value:g} {item.unit} ({item.setting}{variant})"


def _tested(item: object) -> str:
    assert isinstance(item, ClinicalEvidence)
    return f"{item.term} ({item.place})" if item.place else item.term


def _clearance(item: object) -> str:
    assert isinstance(item, Clearance)
    return f"{item.authority} {item.number}: {item.device} ({item.date})"


def _interface(entry: Entry, licences: Licences) -> Value:
    assert isinstance(entry, ModelEntry)
    if entry.interface is None or isinstance(entry.interface, str):
        return entry.interface
    return [f"{name}: {_plain(value)}" for name, value in entry.interface if value is not None]


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _challenges(stance: str) -> _Get:
    def get(entry: Entry, licences: Licences) -> Value:
        assert isinstance(entry, ModelEntry)
        return [link.term for link in entry.challenges if link.stance == stance] or None

    return get


def _subfields(entry: Entry, licences: Licences) -> Value:
    """The subfield, or the subfields that a survey covers."""
    value = getattr(entry, "subfield", None) or getattr(entry, "subfields", None)
    return [value] if isinstance(value, str) and not is_nothing(value) else value


def _authors(entry: Entry, licences: Licences) -> Value:
    return [author.sortable for author in work_authors(entry)]


def _count_facts(entry: Entry, licences: Licences) -> Value:
    return sum(1 for _ in stated_facts(entry))


def _count_evidence(entry: Entry, licences: Licences) -> Value:
    return sum(1 for path, _ in stated_facts(entry) if has_evidence(entry, path))


def _first_year(entry: Entry, licences: Licences) -> Value:
    return first_year(entry)


def _effective_licence(entry: Entry, licences: Licences) -> Value:
    """What the weights may be used for; None where that cannot be told."""
    found = licences.effective(entry)
    return found.use if found else NOT_APPLICABLE


def _licence_reason(entry: Entry, licences: Licences) -> Value:
    found = licences.effective(entry)
    return found.reason if found else NOT_APPLICABLE


_EFFECTIVE = f"What the weights may be used for, along the lineage: {', '.join(USES)}"
COLUMNS: tuple[Column, ...] = (
    Column("id", "Permanent id, and BibTeX key", "text", _text("id")),
    Column("kind", "model, dataset, survey or base", "text", _text("kind")),
    Column("name", "Name as the authors write it", "text", _text("name")),
    Column("aliases", "Other names", "list", _list("aliases")),
    Column("subfields", "Subfield, or subfields that a survey covers", "list", _subfields),
    Column("summary", "What it is", "text", _text("summary")),
    Column("title", "Title of the work", "text", _text("publication.title")),
    Column("authors", "Authors in order, family name first", "list", _authors),
    Column("publication_type", "article, inproceedings, preprint, …", "text", _text("publication.type")),
    Column("venue", "Journal or proceedings", "text", _text("publication.venue")),
    Column("publisher", "Publisher", "text", _text("publication.publisher")),
    Column("first_year", "First seen: year of the preprint or of print, whichever came first", "integer", _first_year),
    Column("year", "Published: year of the version of record", "integer", _number("publication.year")),
    Column("month", "Month, from 1 to 12", "integer", _number("publication.month")),
    Column("volume", "Volume", "text", _text("publication.volume")),
    Column("number", "Issue number", "text", _text("publication.number")),
    Column("pages", "Pages or article number", "text", _text("publication.pages")),
    Column("doi", "DOI", "text", _text("publication.doi")),
    Column("pmid", "PubMed id", "text", _text("publication.pmid")),
    Column("paper_url", "Landing page where there is no DOI", "text", _text("publication.url")),
    Column("preprint_server", "Server of the preprint", "text", _text("preprint.server")),
    Column("preprint_id", "Id of the preprint on its server", "text", _text("preprint.id")),
    Column("preprint_year", "Year of the preprint", "integer", _number("preprint.year")),
    Column("developer", "Organisation that made it", "text", _text("developer"), ("base",)),
    Column("url", "Home page", "text", _text("url"), ("dataset",)),
    Column("architecture", "Architecture family", "text", _text("architecture.family"), _MODELS),
    Column("parameters", "Numbers of parameters", "list", _list("architecture.parameters"), _MODELS),
    Column("builds_on", "Upstream models", "list", _list("builds_on", _attribute("model")), _MODELS),
    Column("relations", "How it builds on each", "list", _list("builds_on", _attribute("relation")), _MODELS),
    Column("modalities", "Data modalities", "list", _list("modalities"), ("model", "dataset", "base")),
    Column("representations", "How data are represented", "list", _list("representations"), ("model",)),
    Column("fusion", "How modalities are joined", "list", _list("fusion"), ("model",)),
    Column("pretraining", "Pre-training paradigms", "list", _list("pretraining.paradigms"), ("model",)),
    Column("objectives", "Pre-training objectives", "list", _list("pretraining.objectives"), ("model",)),
    Column("corpora", "Pre-training data with amounts", "list", _list("pretraining.corpora", _corpus), ("model",)),
    Column("hardware", "Accelerator type", "text", _text("pretraining.compute.hardware"), ("model",)),
    Column("accelerators", "Number of accelerators", "text", _text("pretraining.compute.accelerators"), ("model",)),
    Column("hours", "Hours of pre-training", "text", _text("pretraining.compute.hours"), ("model",)),
    Column("emissions_kg", "Emissions, kg CO2e", "text", _text("pretraining.compute.emissions_kg"), ("model",)),
    Column("adaptation", "Adaptation paradigms and methods", "list", _list("adaptation"), ("model",)),
    Column("adaptation_data", "Data it was adapted on", "list", _list("adaptation_data", _corpus), ("model",)),
    Column("tasks", "Tasks", "list", _list("tasks"), ("model", "dataset")),
    Column("applications", "Applications", "list", _list("applications"), ("model",)),
    Column("evaluation", "Evaluation themes", "list", _list("evaluation"), ("model",)),
    Column("languages", "Human languages, ISO 639", "list", _list("languages"), ("model", "dataset")),
    Column("size", "Size", "list", _list("size", _size), ("dataset",)),
    Column("regions", "Countries, ISO 3166", "list", _list("regions"), ("dataset",)),
    Column("access", "open, registration, credentialed, closed", "text", _text("access"), ("dataset",)),
    Column("licence", "Licence", "text", _text("licence"), ("dataset",)),
    Column("derived_from", "Data sets it is made from", "list", _list("derived_from"), ("dataset",)),
    Column("code", "Code, or none", "text", _text("availability.code"), _MODELS),
    Column("code_licence", "Licence of the code", "text", _text("availability.code_licence"), _MODELS),
    Column("weights", "Weights, or none", "text", _text("availability.weights"), _MODELS),
    Column("weights_access", "Access to the weights", "text", _text("availability.weights_access"), _MODELS),
    Column("weights_licence", "Licence of the weights", "text", _text("availability.weights_licence"), _MODELS),
    Column("effective_licence", _EFFECTIVE, "text", _effective_licence, _MODELS),
    Column("effective_licence_reason", "Which licence or gap decides that", "text", _licence_reason, _MODELS),
    Column("interface", "What goes in and comes out", "list", _interface, ("model",)),
    Column("clinical_evidence", "How it was tested for care", "list", _list("clinical_evidence", _tested), ("model",)),
    Column("clearances", "Regulatory clearances", "list", _list("clearances", _clearance), ("model",)),
    Column("results", "Headline results", "list", _list("results", _result), ("model",)),
    Column("addresses", "Challenges it addresses", "list", _challenges("addresses"), ("model",)),
    Column("exhibits", "Challenges it exhibits", "list", _challenges("exhibits"), ("model",)),
    Column("measures", "Challenges it measures", "list", _challenges("measures"), ("model",)),
    Column("opportunities", "Opportunities it pursues", "list", _list("opportunities", _attribute("term")), ("model",)),
    Column("listed_by", "Surveys that list it", "list", _list("listed_by", _attribute("survey"))),
    Column("facts", "Number of stated facts", "integer", _count_facts),
    Column("facts_with_evidence", "Of these, with source and locator", "integer", _count_evidence),
    Column("review", "drafted or checked", "text", _text("review.status")),
    Column("reviewed_on", "Day of the review", "text", _text("review.date")),
    Column("added", "Day on which it came into the atlas", "text", _text("added")),
)

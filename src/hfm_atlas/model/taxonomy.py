"""The data model of the taxonomy: a facet is one file under taxonomy/, a term one item of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hfm_atlas.model.identifiers import Licence, Slug, Url
from hfm_atlas.model.values import Challenge, InFacet, Name, Note, Opportunity, SchemaModel, Text

# In the order from data to use, which is the order of the taxonomy's page.
FacetId = Literal[
    "subfields",
    "modalities",
    "representations",
    "architectures",
    "pretraining",
    "adaptation",
    "fusion",
    "tasks",
    "applications",
    "evaluation",
    "clinical-evidence",
    "challenges",
    "opportunities",
    "questions",
    "licences",
    "source-sites",
]
ALL_CHALLENGES: Literal["all"] = "all"


class TermSource(SchemaModel):
    """Whose view a term is: the survey's, the digest's of it, or the atlas's own."""

    publication: Literal["he-2025", "digest", "atlas"]
    section: Name
    """Its section, such as "V-A3a"; for the atlas what it was needed for."""


class Term(SchemaModel):
    """One term of a facet."""

    id: Slug
    """Unique within its facet, permanent."""
    name: Name
    definition: Text
    """One or two sentences in our own words."""
    broader: Slug | None = None
    """Id of the wider term of the same facet."""
    synonyms: list[Name] = []
    abbreviation: Name | None = None
    source: TermSource
    exact_match: list[Url] = []
    """The same concept in MeSH, EDAM or Wikidata."""
    note: Text | None = None
    """What a reader should know, for example the survey's own filing rule."""
    former_ids: list[Slug] = []
    """Ids this term had before; their pages redirect here."""


class Point(SchemaModel):
    """One of the concrete steps that a direction names."""

    label: Name
    definition: Text


class Answer(SchemaModel):
    """A challenge that an opportunity answers, and how the survey says so."""

    challenge: Annotated[Slug, InFacet("challenges", also=(ALL_CHALLENGES,))]
    kind: Literal["explicit", "textual"]
    """explicit: the survey names the challenge's section; textual: it names the same problem."""
    basis: Note
    caveat: Note | None = None


class Shift(SchemaModel):
    """The change that an axis of opportunities asks for."""

    from_: Annotated[Text, Field(alias="from")]
    to: Text


class OpportunityTerm(Term):
    """An axis of opportunities (without `broader`) or one direction of it."""

    axis: Name | None = None
    """The axis's one-word name: role, implementation, application, emphasis."""
    shift: Shift | None = None
    points: list[Point] = []
    answers: list[Answer] = []


class QuestionTerm(Term):
    """An open question and what it concerns."""

    concerns_challenges: list[Challenge] = []
    concerns_opportunities: list[Opportunity] = []


class SubfieldTerm(Term):
    """A subfield of the survey."""

    finding: Text | None = None
    """The survey's main observation on it, in our own words."""


Allows = Literal["anything", "share-alike", "non-commercial", "restricted"]


class LicenceTerm(Term):
    """A licence that entries use, and what it allows."""

    spdx: Licence
    """SPDX id, or LicenseRef-… where SPDX has none."""
    allows: Allows
    """anything: permissive; share-alike: copyleft; non-commercial; restricted: field-of-use or other conditions."""


class ModalityTerm(Term):
    """A kind of data."""

    wordless: bool = False
    """Whether such data, and everything below, hold no words: a model of nothing else has no languages."""
    composite: bool = False
    """Whether such data are of several kinds, so that a model of nothing else may still have something to join."""


class SourceSiteTerm(Term):
    """A site that copies or digests works of others, so that it is no source of its own."""

    hosts: Annotated[list[Name], Field(min_length=1)]
    """Its hosts; a subdomain of one counts as well."""


class Facet(SchemaModel):
    """One dimension along which entries are described."""

    facet: FacetId
    name: Name
    definition: Text
    terms: list[Term]


class OpportunityFacet(Facet):
    """The facet of opportunities."""

    terms: list[OpportunityTerm]  # type: ignore[assignment]  # narrower item type, read only


class QuestionFacet(Facet):
    """The facet of open questions."""

    terms: list[QuestionTerm]  # type: ignore[assignment]


class SubfieldFacet(Facet):
    """The facet of subfields."""

    terms: list[SubfieldTerm]  # type: ignore[assignment]


class LicenceFacet(Facet):
    """The facet of licences."""

    terms: list[LicenceTerm]  # type: ignore[assignment]


class ModalityFacet(Facet):
    """The facet of modalities."""

    terms: list[ModalityTerm]  # type: ignore[assignment]


class SourceSiteFacet(Facet):
    """The facet of sites that copy or digest others' works."""

    terms: list[SourceSiteTerm]  # type: ignore[assignment]


FACET_CLASSES: dict[str, type[Facet]] = {
    "opportunities": OpportunityFacet,
    "questions": QuestionFacet,
    "subfields": SubfieldFacet,
    "licences": LicenceFacet,
    "modalities": ModalityFacet,
    "source-sites": SourceSiteFacet,
}


def facet_class(facet: str) -> type[Facet]:
    """Class that validates the file of `facet`."""
    return FACET_CLASSES.get(facet, Facet)

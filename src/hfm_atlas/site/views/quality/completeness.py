"""What the pages on how complete the atlas is, and on how works get in, show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hfm_atlas.discovery.completeness import MIN_IN_COMMON, SURVEYED_UNTIL, Estimate, estimate_words
from hfm_atlas.discovery.decisions import REASONS, Decision
from hfm_atlas.model.addresses import Heading, shown_headings
from hfm_atlas.model.sources import work_address
from hfm_atlas.site.display import long_date, percent
from hfm_atlas.site.index import SiteIndex

# Of each reason, so many decided cases are shown; the file has all.
_CASES = 4
# What belongs, line by line.
RULE = (
    "It is a model that was pre-trained on broad healthcare data, or adapts a foundation model to healthcare.",
    "It serves more than one task, or shows how to; a model for one finding on one kind of image does not.",
    "It is described in a public paper, preprint or technical report; where it only uses a model, it stays out.",
    "A dataset belongs where such models are trained or evaluated on it; a survey where it covers the field.",
    "A general model belongs as a base where an entry builds on it.",
)


@dataclass(frozen=True, slots=True)
class CompletenessRow:
    """One line of a table: a subfield, modality or year."""

    label: str
    held: int
    before: int
    found: int
    again: int
    total: str
    """The estimate with its interval; empty where too little was found again."""
    share: str


@dataclass(frozen=True, slots=True)
class CompletenessView:
    """How complete the atlas is."""

    lead: str | None
    since: int
    screened: int
    least: int
    rows: tuple[CompletenessRow, ...]
    modalities: tuple[CompletenessRow, ...]
    years: tuple[CompletenessRow, ...]
    surveyed: CompletenessRow | None

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Sections of the page."""
        return shown_headings(
            ("By subfield", "subfields", self.rows),
            ("By modality", "modalities", self.modalities),
            ("By year", "years", self.rows),
            ("How it is estimated", "method", True),
            ("Limits of the estimate", "limits", True),
        )


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One box of the flow: what it holds, and what was set aside before the next."""

    label: str
    number: int
    aside: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A work that was decided on."""

    title: str
    url: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class DecidedCases:
    """Some works that were decided on for one reason, the latest first."""

    outcome: str
    reason: str
    says: str
    number: int
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class ScreeningView:
    """How works get in."""

    rule: tuple[str, ...]
    searched: str | None
    """Day of the last search; None where there was none."""
    flow: tuple[FlowStep, ...]
    other: FlowStep
    """What came in by surveys and by hand."""
    reasons: tuple[DecidedCases, ...]
    file_url: str | None

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Sections of the page."""
        return shown_headings(
            ("The rule", "rule", True),
            ("From search to entry", "flow", self.flow),
            ("Decided cases", "cases", self.reasons),
        )


def completeness_view(index: SiteIndex) -> CompletenessView:
    """The view of the page on how complete the atlas is."""
    found = index.screening.completeness
    if found is None:
        return CompletenessView(None, SURVEYED_UNTIL + 1, 0, MIN_IN_COMMON, (), (), (), None)
    rows = _rows(index, "subfields", found.by_subfield)
    return CompletenessView(
        lead=index.completeness_lines.get(("", "")),
        since=SURVEYED_UNTIL + 1,
        screened=found.screened,
        least=MIN_IN_COMMON,
        rows=(*rows, _row("All", found.all)),
        modalities=tuple(_rows(index, "modalities", found.by_modality)),
        years=tuple(_row(str(year), one) for year, one in found.by_year.items()),
        surveyed=_row(f"Up to {SURVEYED_UNTIL}", found.surveyed),
    )


def _rows(index: SiteIndex, facet: str, estimates: Mapping[str, Estimate]) -> list[CompletenessRow]:
    terms = {id: index.atlas.term(facet, id) for id in estimates}
    return [_row(term.name if (term := terms[id]) else id, one) for id, one in estimates.items()]


def _row(label: str, one: Estimate) -> CompletenessRow:
    words = estimate_words(one)
    share = percent(round(100 * one.share), 100) if one.share is not None else ""
    return CompletenessRow(label, one.held, one.first, one.second, one.common, words or "", share)


def screening_view(index: SiteIndex) -> ScreeningView:
    """The view of the page on how works get in."""
    decisions, searches = index.screening.decisions, index.screening.searches
    repository = index.repository
    entries = index.atlas.entries.values()
    surveyed = sum(1 for entry in entries if getattr(entry, "listed_by", None))
    return ScreeningView(
        rule=RULE,
        searched=long_date(searches[-1].date) if searches else None,
        flow=tuple(_flow(index)) if searches else (),
        other=FlowStep(
            "Entries of the atlas",
            len(index.atlas.entries),
            (("listed by a survey", surveyed), ("by search, proposal or hand", len(index.atlas.entries) - surveyed)),
        ),
        reasons=tuple(_cases(decisions.all)),
        file_url=repository.file_url("screening/decisions.yml") if repository and decisions.all else None,
    )


def _flow(index: SiteIndex) -> Iterator[FlowStep]:
    """The steps of PRISMA 2020 (Page et al. 2021) for works from files and servers; the last search counts."""
    search, decided = index.screening.searches[-1], index.screening.decisions.all
    records = sum(search.records.values())
    screened = len(decided)
    waiting = search.candidates + search.decided - screened
    outcomes = [one.outcome for one in decided]
    counts = index.screening.decisions.counts()
    before = (
        ("without a word of foundation models, or of health", search.not_blocked),
        ("further records of a work", search.repeated),
        ("works that the atlas had", search.known),
    )
    yield FlowStep("Records found", records, before)
    left = ("not screened yet, the least likely", waiting)
    yield FlowStep("Works to screen", search.candidates + search.decided, (left,))
    out = [(reason, says) for reason, (outcome, says) in REASONS.items() if outcome == "out" and counts[reason]]
    excluded = tuple((says.rstrip("."), counts[reason]) for reason, says in out)
    yield FlowStep("Works screened by title and abstract", screened, excluded)
    unclear = ("waiting for the full text", outcomes.count("open"))
    yield FlowStep("Works that may belong", screened - outcomes.count("out"), (unclear,))
    have = [one for one in decided if one.outcome == "in" and index.has_work(one)]
    belong = outcomes.count("in")
    yield FlowStep("Works that belong", belong, (("without an entry yet", belong - len(have)),))
    yield FlowStep("Works with an entry", len(have))


def _cases(decisions: Sequence[Decision]) -> Iterator[DecidedCases]:
    for reason, (outcome, says) in REASONS.items():
        decided = [one for one in decisions if one.reason == reason]
        if decided:
            cases = tuple(map(_case, decided[:_CASES]))
            yield DecidedCases(outcome, reason.replace("-", " "), says, len(decided), cases)


def _case(one: Decision) -> Case:
    return Case(one.title, work_address(arxiv=one.arxiv, doi=one.doi, pmid=one.pmid), one.year)

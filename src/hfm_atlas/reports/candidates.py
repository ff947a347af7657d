"""Candidates as text, as Markdown for an issue, as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from hfm_atlas._util.home import REPOSITORY
from hfm_atlas._util.json_text import report_json
from hfm_atlas.discovery.finding import Candidate, Found
from hfm_atlas.discovery.works import Work
from hfm_atlas.model.sources import work_address
from hfm_atlas.reports.markdown import as_code


def render_candidates(found: Found, format_name: str, limit: int) -> str:
    """The first `limit` candidates in a format: text, markdown or json; it ends with a line break."""
    first = found.candidates[:limit]
    if format_name == "json":
        return report_json({"tally": found.tally, "candidates": first})
    lines = _markdown(found, first) if format_name == "markdown" else _text(first)
    return "\n".join(lines) + "\n"


def address_of(work: Work) -> str | None:
    """Where a work can be read."""
    return work_address(arxiv=work.arxiv, doi=work.doi, pmid=work.pmid)


def _text(candidates: tuple[Candidate, ...]) -> Iterator[str]:
    for number, one in enumerate(candidates, 1):
        yield f"{number:>4}  {one.work.title}"
        where = ", ".join(filter(None, (one.work.venue, one.work.date, address_of(one.work) or one.work.id)))
        yield f"      {where}"
        yield f"      found by {', '.join(one.matched)}; ranked by {', '.join(one.words)}"


def _markdown(found: Found, candidates: tuple[Candidate, ...]) -> Iterator[str]:
    tally = found.tally
    records = ", ".join(f"{number:,} of {source}" for source, number in tally.records.items())
    yield f"{tally.candidates:,} works may be missing; these look most like what belongs. From {records} records."
    yield ""
    for one in candidates:
        address = address_of(one.work)
        yield f"- [ ] {as_code(one.work.title)}"
        details = [
            *([as_code(one.work.venue)] if one.work.venue else []),
            one.work.date,
            address or as_code(one.work.id),
        ]
        yield f"  {', '.join(filter(None, details))}. Found by {as_code(', '.join(one.matched))}, "
        yield f"  ranked by {as_code(', '.join(one.words))}. [Start an entry]({_form(one.work)})"
    yield ""
    yield "Decide with `hfm-atlas screen`, or `hfm-atlas screen --list FILE`; what is decided does not come again."


def _form(work: Work) -> str:
    """The form for a new entry, with what is known filled in."""
    known = {
        "template": "new-entry.yml",
        "identifier": " ".join(filter(None, (work.doi, work.arxiv, work.pmid))),
        "year": str(work.year or ""),
        "authors": "\n".join(work.authors),
    }
    return f"{REPOSITORY}/issues/new?{urlencode({key: value for key, value in known.items() if value})}"

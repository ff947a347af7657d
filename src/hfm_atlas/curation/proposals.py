"""The form for a work that the atlas lacks, as the draft of an entry."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from anyascii import anyascii

from hfm_atlas.curation.drafts import Draft
from hfm_atlas.curation.issue_forms import Issue, IssueForm, Problem, clean_line, clean_lines, find_missing
from hfm_atlas.model.identifiers import MAX_ID_LENGTH, is_device
from hfm_atlas.model.normalization import normalize_address, normalize_arxiv, normalize_doi, normalize_pmid
from hfm_atlas.model.values import NOT_APPLICABLE

FORM = "new-entry"
_NAME_LENGTH = 300
_MAX_AUTHORS = 1000
_MAX_REMARKS = 200
_REMARK_WIDTH = 116
_NOT_KNOWN = {"none", "no", "n/a", "na", "-", "unknown", "not released"}


@dataclass
class _Reader:
    """Answers of a form, read one by one; what is wrong with them is collected."""

    form: IssueForm
    answers: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, id: str, given: str | None, message: str) -> None:
        """Note what is wrong with the answer to the field `id`."""
        shown = None if given is None else textwrap.shorten(given, 80, placeholder=" …")
        self.problems.append(Problem(self.form.field(id).label, shown, message))

    def line(self, id: str) -> str | None:
        """The answer on one line."""
        return clean_line(self.answers.get(id, "")) or None

    def name(self, id: str) -> str | None:
        """The answer where the schema takes a name."""
        given = self.line(id)
        if given and len(given) > _NAME_LENGTH:
            self.refuse(id, given, f"has {len(given):,} characters; {_NAME_LENGTH} are allowed")
            return None
        return given

    def address(self, id: str) -> str | None:
        """The answer as a web address."""
        given = self.line(id)
        if given is None or given.lower() in _NOT_KNOWN:
            return None
        address = normalize_address(given)
        if address is None:
            self.refuse(id, given, "is no web address; write all of it, with https://")
        return address


def read_proposal(form: IssueForm, answers: Mapping[str, str], issue: Issue) -> tuple[Draft | None, list[Problem]]:
    """The draft that the answers make, or None and everything that is in its way."""
    reader = _Reader(form, answers, find_missing(form, answers))
    kind, name, title = reader.line("kind"), reader.name("name"), reader.name("title")
    identifiers = _identifiers(reader)
    code, weights = reader.address("code"), reader.address("weights")
    subfield, id = _subfield(reader, kind), _id(reader, name)
    year, authors, contributors = _year(reader), _authors(reader), _contributors(reader, issue)
    venue, summary = reader.name("venue"), reader.line("summary")
    _check_licence(reader)
    if reader.problems or kind is None or name is None:
        return None, reader.problems
    is_model = kind in ("model", "base")
    draft = Draft(
        kind=kind,
        id=id,
        name=name,
        subfield=subfield,
        title=title,
        authors=authors,
        year=year,
        doi=identifiers.get("doi"),
        arxiv=identifiers.get("arxiv"),
        pmid=identifiers.get("pmid"),
        venue=venue,
        summary=summary,
        code=code if is_model else None,
        weights=weights if is_model else None,
        data=weights or code if kind == "dataset" else None,
        contributors=contributors,
        remarks=tuple(_remarks(reader, issue)),
    )
    return draft, []


def make_id(name: str) -> str:
    """An id made from a name: ASCII letters, digits and hyphens; empty where nothing of it can stand in one."""
    slug = re.sub(r"[^a-z0-9]+", "-", anyascii(name).lower()).strip("-")
    id = slug[:MAX_ID_LENGTH].strip("-")
    return f"{id}-work" if is_device(id) else id


def _id(reader: _Reader, name: str | None) -> str:
    id = make_id(name or "")
    if name and not id:
        reader.refuse("name", name, "has no letter or digit that an id could be made of")
    return id


_READERS: dict[str, Callable[[str], str | None]] = {
    "arxiv": normalize_arxiv,
    "doi": normalize_doi,
    "pmid": normalize_pmid,
}


def _identifiers(reader: _Reader) -> dict[str, str]:
    """DOI, arXiv id and PubMed id; an arXiv DOI is an arXiv id."""
    found: dict[str, str] = {}
    given = re.sub(r"(?i)\b(doi|arxiv|pmid):\s+", r"\1:", reader.line("identifier") or "")
    for word in re.split(r"[\s,;]+", given):
        for name, read in _READERS.items():
            if word and (identifier := read(word)):
                found.setdefault(name, identifier)
                break
        else:
            if word:
                reader.refuse("identifier", word, "is neither a DOI nor an arXiv id nor a PubMed id")
    return found


def _subfield(reader: _Reader, kind: str | None) -> str | None:
    """Id of the subfield; of a dataset that serves several, that there is none."""
    given, options = reader.line("subfield"), reader.form.field("subfield").options
    # What is missing, or no option at all, has been told.
    if kind not in ("model", "dataset") or given not in options:
        return None
    if given != options[-1]:
        return given
    if kind == "dataset":
        return NOT_APPLICABLE
    reader.refuse("subfield", given, f"is no subfield of a model; choose one of {', '.join(options[:-1])}")
    return None


def _year(reader: _Reader) -> int | None:
    given = reader.line("year")
    if given is None or re.fullmatch(r"(19[5-9]|20[0-9])\d", given):
        return int(given) if given else None
    reader.refuse("year", given, "is no year")
    return None


def _authors(reader: _Reader) -> tuple[str, ...]:
    lines = [part for line in clean_lines(reader.answers.get("authors", "")) for part in line.split(";")]
    authors = [re.sub(r"^[-*\d.\s]+", "", line).strip() for line in lines]
    authors = [author for author in authors if author]
    if len(authors) > _MAX_AUTHORS:
        reader.refuse("authors", None, f"are {len(authors):,}; is this a list of names?")
    for author in authors[:_MAX_AUTHORS]:
        if len(author) > _NAME_LENGTH:
            reader.refuse("authors", author, "is no name; write one author a line")
    return tuple(authors)


def _contributors(reader: _Reader, issue: Issue) -> tuple[str, ...]:
    credit = reader.name("credit") or (f"@{issue.author}" if issue.author else None)
    return (credit,) if credit else ()


def _check_licence(reader: _Reader) -> None:
    if not re.search(r"^- \[[xX]\]", reader.answers.get("licence", ""), re.MULTILINE):
        reader.refuse("licence", None, "needs its tick, since everybody may use what stands in the atlas")


def _remarks(reader: _Reader, issue: Issue) -> Iterable[str]:
    """What the issue says in free words, for whoever fills in the draft."""
    # The name of the line that tells editors which schema to load must not stand in somebody's text.
    lines = clean_lines(reader.answers.get("facts", "").replace("yaml-language-server", "yaml language server"))
    facts = [part for line in lines for part in textwrap.wrap(line, _REMARK_WIDTH) or [""]]
    where = f" (issue {issue.number})" if issue.number else ""
    if facts:
        yield f"What the proposal says{where}; move each fact to its field, with its source and the place in it:"
        yield from (f"  {line}" for line in facts[:_MAX_REMARKS])
    if len(facts) > _MAX_REMARKS:
        yield "  … the rest is in the issue"

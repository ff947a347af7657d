"""Rules on evidence: which facts have it, what it belongs to, and the sources that it names."""

from __future__ import annotations

from collections.abc import Iterator

from hfm_atlas._util.suggestions import find_closest, suggest
from hfm_atlas.diagnostics import Severity
from hfm_atlas.model.atlas import LoadedEntry
from hfm_atlas.model.facts import evidence_paths, has_evidence, stated_facts
from hfm_atlas.model.sources import RESERVED_SOURCES, named_sources, used_sources
from hfm_atlas.validation.registry import Finding, entry_rule
from hfm_atlas.yamlio.parser import Document, FieldPath

# What gives an entry each of the sources that need no line under `sources`.
_GIVEN_BY = {
    "paper": "a `doi`, `url` or `pmid` of the publication",
    "preprint": "a `preprint`",
    "code": "the address of the code under `availability`",
    "weights": "the address of the weights under `availability`",
    "data": "the `url` of a dataset",
}
# What people call these sources.
_OTHER_WORDS = {
    **dict.fromkeys(("arxiv", "biorxiv", "medrxiv", "chemrxiv", "researchsquare", "ssrn", "openreview"), "preprint"),
    **dict.fromkeys(("article", "doi", "journal", "publication", "pubmed"), "paper"),
    **dict.fromkeys(("git", "github", "gitlab", "repo", "repository"), "code"),
    **dict.fromkeys(("checkpoint", "hf", "hugging-face", "huggingface", "model-card"), "weights"),
}


def _unsupported_facts(loaded: LoadedEntry) -> list[str]:
    """Facts that no evidence names; one that a misspelt path means is a finding already."""
    known = evidence_paths(type(loaded.entry))
    misspelt = [path for path in loaded.entry.evidence if path not in known]
    meant = {_closest_path(path, known) for path in misspelt}
    return [path for path in stated_facts(loaded.entry) if path not in meant and not has_evidence(loaded.entry, path)]


def _evidence_field(document: Document) -> FieldPath:
    return ("evidence",) if ("evidence",) in document.keys else ("id",)


@entry_rule(
    severity=Severity.WARNING,
    how_to_fix="For each field, add a line under `evidence` with the source you read and where in it. Leave out "
    "what you did not read yourself.",
)
def fact_without_evidence(loaded: LoadedEntry) -> Iterator[Finding]:
    """Every fact says which source states it, and where.

    An unsupported fact may be right, but nobody can tell. The site marks it with an open circle.
    """
    missing = _unsupported_facts(loaded)
    if missing and loaded.entry.review.status != "checked":
        message = f"no evidence for {', '.join(missing)}"
        source = next(iter(named_sources(loaded.entry)), "paper")
        hint = f'write `{missing[0]}: {{source: {source}, locator: "Sec. 3"}}` under `evidence`, and so on'
        yield Finding(loaded.document, _evidence_field(loaded.document), message, hint, on_key=True)


@entry_rule(
    severity=Severity.WARNING,
    how_to_fix="Add the evidence, take out the facts that nobody read in a source, or set the status to drafted.",
)
def checked_without_evidence(loaded: LoadedEntry) -> Iterator[Finding]:
    """An entry that is checked has evidence for every fact that it states.

    `checked` promises that each fact was read in its source; the evidence says in which.
    """
    missing = _unsupported_facts(loaded)
    if missing and loaded.entry.review.status == "checked":
        message = f"the review says checked, but there is no evidence for {', '.join(missing)}"
        yield Finding(loaded.document, ("review", "status"), message, "add it under `evidence`, or write `drafted`")


@entry_rule(
    severity=Severity.ERROR,
    how_to_fix="Write the field as the hint shows: from the top, with dots, without list positions.",
)
def evidence_for_unknown_field(loaded: LoadedEntry) -> Iterator[Finding]:
    """Evidence names a field of its kind of entry.

    A misspelt path would leave its fact without evidence.
    """
    known = evidence_paths(type(loaded.entry))
    for path in loaded.entry.evidence:
        if path not in known:
            if path in type(loaded.entry).model_fields:
                message, hint = f"`{path}` takes no evidence", "delete this line"
            else:
                closest = _closest_path(path, known)
                message = f"'{path}' is no field that takes evidence"
                hint = f"did you mean '{closest}'?" if closest else f"the fields are {', '.join(known)}"
            yield Finding(loaded.document, ("evidence", path), message, hint, on_key=True)


def _closest_path(path: str, known: tuple[str, ...]) -> str | None:
    # `publication.doi` belongs to `publication`, and `parameters` is most likely `architecture.parameters`.
    around = [one for one in known if path.startswith(f"{one}.")]
    ending = [one for one in known if one.endswith(f".{path}")]
    return next(iter([*around, *ending]), None) or find_closest(path, known)


@entry_rule(severity=Severity.WARNING, how_to_fix="Write the field that the evidence is for, or delete the evidence.")
def evidence_for_missing_field(loaded: LoadedEntry) -> Iterator[Finding]:
    """Evidence belongs to a field that the entry has.

    Either the fact was forgotten, or it was taken out and its evidence left behind.
    """
    known = evidence_paths(type(loaded.entry))
    for path in loaded.entry.evidence:
        if path in known and tuple(path.split(".")) not in loaded.document.values:
            message = f"there is evidence for `{path}`, but the entry does not have it"
            yield Finding(loaded.document, ("evidence", path), message, "add the field, or delete this", on_key=True)


@entry_rule(
    severity=Severity.ERROR, how_to_fix="Use the name that the hint gives, or name the source once under `sources`."
)
def unknown_source(loaded: LoadedEntry) -> Iterator[Finding]:
    """A source that is named has an address.

    `paper`, `preprint`, `code`, `weights` and `data` are there where the entry has the address; every other source is
    named once under `sources`.
    """
    known = named_sources(loaded.entry)
    used = list(used_sources(loaded.entry))
    named = {name for _, name in used}
    read: list[tuple[FieldPath, str]] = [(("read", name), name) for name in loaded.entry.read if name not in named]
    for field, name in (*read, *used):
        if name in known:
            continue
        if name in RESERVED_SOURCES:
            hint = f"it needs {_GIVEN_BY[name]}; the sources of this entry are {', '.join(known) or 'none yet'}"
        elif (meant := _OTHER_WORDS.get(name.lower())) is not None:
            given = "" if meant in known else f", which needs {_GIVEN_BY[meant]}"
            hint = f"write `{meant}`{given}"
        else:
            hint = suggest(name, [*known, *RESERVED_SOURCES], f"write `sources: {{{name}: https://…}}`")
        yield Finding(loaded.document, field, f"the entry has no source '{name}'", hint, on_key=field[0] == "read")


@entry_rule(severity=Severity.WARNING, how_to_fix="Delete the source, or name it where it was read.")
def unused_source(loaded: LoadedEntry) -> Iterator[Finding]:
    """A source under `sources` is named by some fact.

    A source that supports nothing is a left-over, or its evidence was forgotten.
    """
    used = {name for _, name in used_sources(loaded.entry)}
    unused = [name for name in loaded.entry.sources if name not in used]
    written = _written_sources(loaded.document) if unused else set()
    for name in unused:
        if name not in written:
            message = f"no evidence, result or link names the source '{name}'"
            yield Finding(loaded.document, ("sources", name), message, "name it, or delete it", on_key=True)


def _written_sources(document: Document) -> set[object]:
    """Names of sources as they stand in the file, also in results and links that are left out since one is wrong."""
    return {document.value(field) for field in document.values if field and field[-1] in ("source", "via")}


@entry_rule(severity=Severity.ERROR, how_to_fix="Give the source another name.")
def reserved_source(loaded: LoadedEntry) -> Iterator[Finding]:
    """A source under `sources` has a name of its own.

    `paper`, `preprint`, `code`, `weights` and `data` mean the entry's own addresses; a second meaning would hide them.
    """
    for name in loaded.entry.sources:
        if name in RESERVED_SOURCES:
            message = f"the name '{name}' is kept for {_GIVEN_BY[name]}"
            yield Finding(loaded.document, ("sources", name), message, "choose another name", on_key=True)


# Terms that say which weights were updated, which an abstract hardly ever does.
_NARROW_ADAPTATION = {"full-fine-tuning", "partial-fine-tuning"}


@entry_rule(
    severity=Severity.WARNING,
    how_to_fix="Write the wider term fine-tuning, or name the passage that says which weights are updated; if the "
    "abstract does say so, repeat its words in short as a `note` of the evidence.",
)
def narrow_adaptation(loaded: LoadedEntry) -> Iterator[Finding]:
    """A term that says which weights are updated rests on more than an abstract.

    An abstract that says "fine-tuned" does not say whether all weights were, so the narrower term would be a guess.
    """
    evidence = loaded.entry.evidence.get("adaptation")
    if evidence is None or evidence.note or evidence.locator.casefold() != "abstract":
        return
    adaptation = getattr(loaded.entry, "adaptation", None)
    for place, term in enumerate(adaptation if isinstance(adaptation, list) else []):
        if term in _NARROW_ADAPTATION:
            message = f"an abstract hardly tells {term} from other fine-tuning"
            yield Finding(loaded.document, ("adaptation", place), message, "write fine-tuning, or name the passage")

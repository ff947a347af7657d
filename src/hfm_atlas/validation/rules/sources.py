"""Rules on sources: when each was read, and whether it is the work itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hfm_atlas.diagnostics import Severity
from hfm_atlas.model.atlas import LoadedEntry
from hfm_atlas.model.entries import ModelEntry
from hfm_atlas.model.evidence_kinds import is_about_methods, rests_on_abstract
from hfm_atlas.model.sources import named_sources, sources_read, used_sources
from hfm_atlas.model.taxonomy import SourceSiteTerm
from hfm_atlas.model.values import plural_words
from hfm_atlas.validation.registry import Context, Finding, entry_rule, rule
from hfm_atlas.yamlio.parser import FieldPath

MAX_SHARE_ON_ABSTRACTS = 0.2


@entry_rule(severity=Severity.WARNING, how_to_fix="Write the day on which you read it, and the version, under `read`.")
def missing_reading(loaded: LoadedEntry) -> Iterator[Finding]:
    """Every source that was read has its day.

    Repositories, model cards and preprints change. The day, and the commit or version, tell what the evidence is of.
    """
    known = named_sources(loaded.entry)  # one that is misspelt is a finding already
    missing = [name for name in sources_read(loaded.entry) if name in known and name not in loaded.entry.read]
    if missing:
        key = next(key for key in ("read", "evidence", "id") if (key,) in loaded.document.keys)
        day = loaded.entry.review.date
        message = f"no day on which {', '.join(missing)} {plural_words(len(missing), 'was', 'were')} read"
        hint = f"write `{missing[0]}: {{date: {day}}}` under `read`, with the day on which you read it"
        yield Finding(loaded.document, (key,), message, hint, on_key=True)


@rule(
    severity=Severity.WARNING,
    how_to_fix="Name the work itself as `source`, and the copy as `via`. If the work can be read, read it there.",
)
def copy_as_source(context: Context) -> Iterator[Finding]:
    """A site that copies or digests works of others is no source of its own.

    Digests err, and copies grow old; taxonomy/source-sites.yml lists the hosts.
    """
    sites = {
        host: term.name
        for term in context.atlas.terms("source-sites")
        if isinstance(term, SourceSiteTerm)
        for host in term.hosts
    }
    for loaded in context.atlas.loaded:
        copies = _copies(loaded, sites)
        if not copies:
            continue
        uses = Counter(name for field, name in used_sources(loaded.entry) if field[-1] == "source")
        for name, site in copies.items():
            if uses[name]:
                facts = f"{uses[name]} {plural_words(uses[name], 'fact names', 'facts name')}"
                message = f"{site} copies or digests works of others, but {facts} '{name}' as source"
                hint = f"write `source: paper, via: {name}`, or whichever the work is"
                yield Finding(loaded.document, _place(loaded, name), message, hint, on_key=True)


def _copies(loaded: LoadedEntry, sites: dict[str, str]) -> dict[str, str]:
    """Sources of an entry that are such a site, with the site's name."""
    found = {}
    for name, address in named_sources(loaded.entry).items():
        parts = _host(address).split(".")
        for start in range(len(parts) - 1):
            if site := sites.get(".".join(parts[start:])):
                found[name] = site
                break
    return found


def _host(address: str) -> str:
    """The host of an address, by hand: of tens of thousands in a large atlas, a parser takes ten times as long."""
    return address.partition("//")[2].partition("/")[0].rpartition("@")[2].partition(":")[0].lower()


def _place(loaded: LoadedEntry, name: str) -> FieldPath:
    return ("sources", name) if ("sources", name) in loaded.document.keys else ("evidence",)


@rule(severity=Severity.WARNING, how_to_fix="Read the section on methods, and write it in place of the abstract.")
def methods_on_abstracts(context: Context) -> Iterator[Finding]:
    """At most a fifth of the evidence for methods rests on an abstract.

    An abstract says little of how a model is built, trained and tested, so that facts from it are often guesses. There
    is one finding for the whole atlas, at the entry with most of them.
    """
    about = [
        (loaded, evidence)
        for loaded in context.atlas.loaded
        for path, evidence in loaded.entry.evidence.items()
        if is_about_methods(path)
    ]
    resting = Counter(loaded.entry.id for loaded, evidence in about if rests_on_abstract(evidence))
    if about and resting.total() / len(about) > MAX_SHARE_ON_ABSTRACTS:
        id, number = min(resting.items(), key=lambda one: (-one[1], one[0]))
        message = f"{resting.total() / len(about):.0%} of the evidence for methods in all entries rests on an abstract"
        hint = f"{MAX_SHARE_ON_ABSTRACTS:.0%} is the most; this entry has {number} such facts, and none has more"
        yield Finding(context.atlas.documents[id], ("evidence",), message, hint, on_key=True)


@entry_rule(
    severity=Severity.WARNING, how_to_fix="Add a result that the authors themselves report, or leave the number out."
)
def only_re_evaluated(loaded: LoadedEntry) -> Iterator[Finding]:
    """A number that others measured does not stand alone as headline of a model.

    Others run a model with their own prompts and settings; what its authors report belongs next to it.
    """
    results = loaded.entry.results if isinstance(loaded.entry, ModelEntry) else []
    if results and all(result.re_evaluation for result in results):
        message = "every result was measured by others than the authors"
        yield Finding(loaded.document, ("results",), message, "add one that the authors report", on_key=True)

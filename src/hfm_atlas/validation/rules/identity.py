"""Rules on names and addresses that two entries share, and on ids that entries had before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from rapidfuzz.distance import OSA

from hfm_atlas.diagnostics import Severity
from hfm_atlas.model.atlas import LoadedEntry
from hfm_atlas.model.entries import DatasetEntry, Entry, SurveyEntry
from hfm_atlas.model.publication import plain_words
from hfm_atlas.model.values import NOT_RELEASED, is_absent
from hfm_atlas.validation.registry import Context, Finding, RelatedField, rule
from hfm_atlas.validation.rules.duplicates import are_distinguished, kind_group
from hfm_atlas.yamlio.parser import FieldPath

# Shorter names differ by one letter too often: BioBERT and BioBART are two models.
_SHORTEST_FUZZY = 9


@rule(
    severity=Severity.WARNING,
    how_to_fix="If it is one work, merge the entries. If there are two, say so in the notes of one, "
    "naming the other's id.",
)
def near_duplicate_name(context: Context) -> Iterator[Finding]:
    """No two entries have names that differ only in spelling.

    Most often one work was entered twice, as Med-PaLM and MedPaLM. Names that differ in a digit, such as ESM-1b and
    ESM-2, or by an ending, such as GatorTron and GatorTronGPT, are a family and not compared.
    """
    seen: dict[tuple[str, str], list[tuple[LoadedEntry, str, FieldPath]]] = defaultdict(list)
    for loaded in context.in_order_of_addition:
        reported: set[str] = set()
        for name, field in _names(loaded.entry):
            plain, group = plain_words(name), kind_group(loaded.entry.kind)
            for key in _spellings(plain):
                for other, other_name, other_field in seen[group, key]:
                    if other.entry.id in reported or not _look_alike(plain, plain_words(other_name)):
                        continue
                    if other is not loaded and not are_distinguished(context, loaded.entry, other.entry):
                        reported.add(other.entry.id)
                        message = (
                            f"the name '{name}' is nearly '{other_name}' of '{other.entry.id}' ({other.document.path})"
                        )
                        hint = f"if they are two works, say so in `notes`, naming {other.entry.id}"
                        related = RelatedField(other.document, other_field, f"the name of {other.entry.name}")
                        yield Finding(loaded.document, field, message, hint, related=(related,))
                seen[group, key].append((loaded, name, field))


def _names(entry: Entry) -> Iterator[tuple[str, FieldPath]]:
    yield entry.name, ("name",)
    for index, alias in enumerate(entry.aliases):
        yield alias, ("aliases", index)


def _spellings(plain: str) -> set[str]:
    """The name, and the name with each letter left out: two names one mistake apart share one of these."""
    if len(plain) < _SHORTEST_FUZZY:
        return {plain}
    return {plain} | {plain[:index] + plain[index + 1 :] for index in range(len(plain))}


def _look_alike(one: str, other: str) -> bool:
    """Whether two names differ by nothing, by a letter that one has inside, or by two letters that changed places."""
    if one == other:
        return bool(one)
    if re.sub(r"\D", "", one) != re.sub(r"\D", "", other) or one.startswith(other) or other.startswith(one):
        return False
    is_substitution = len(one) == len(other) and sorted(one) != sorted(other)
    return not is_substitution and OSA.distance(one, other) == 1


@rule(
    severity=Severity.WARNING,
    how_to_fix="Correct the address, or merge the entries. If two works share it, link them by lineage, or say so in "
    "the notes of one, naming the other's id.",
)
def shared_address(context: Context) -> Iterator[Finding]:
    """No two entries have the same address for their code, weights or page.

    A link copied from the entry next to it is the commonest mistake of lists like this one.
    """
    first_with: dict[tuple[str, str, str], tuple[LoadedEntry, FieldPath]] = {}
    for loaded in context.in_order_of_addition:
        for what, address, field in _addresses(loaded.entry):
            key = (kind_group(loaded.entry.kind), what, _plain_address(address))
            first, first_field = first_with.setdefault(key, (loaded, field))
            if first is loaded or are_distinguished(context, loaded.entry, first.entry):
                continue
            line = first.document.locate(first_field).line
            message = f"this address is also the {what} of '{first.entry.id}' ({first.document.path}:{line})"
            hint = f"correct it; if they share it, say so in `notes`, naming {first.entry.id}"
            related = RelatedField(first.document, first_field, f"the {what} of {first.entry.name}")
            yield Finding(loaded.document, field, message, hint, related=(related,))


def _addresses(entry: Entry) -> Iterator[tuple[str, str, FieldPath]]:
    if entry.publication.url:
        yield "page", entry.publication.url, ("publication", "url")
    if isinstance(entry, DatasetEntry):
        if entry.url and not is_absent(entry.url):
            yield "home page", entry.url, ("url",)
    elif not isinstance(entry, SurveyEntry):
        for what in ("code", "weights"):
            address = getattr(entry.availability, what)
            if address and address != NOT_RELEASED and not is_absent(address):
                yield what, address, ("availability", what)


def _plain_address(address: str) -> str:
    """Address without what does not change where it leads."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path.rstrip("/").removesuffix(".git")
    return f"{host}{path}?{parts.query}#{parts.fragment}".lower()


@rule(severity=Severity.ERROR, how_to_fix="Take the id out of `former_ids` of the entry that never had it.")
def former_id_clash(context: Context) -> Iterator[Finding]:
    """An id that an entry had before belongs to no other entry.

    The page of a former id redirects to the entry; with two claims on it, links from outside would lead astray.
    """
    owners = {id: id for id in context.atlas.entries}
    for loaded in context.in_order_of_addition:
        for index, former in enumerate(loaded.entry.former_ids):
            owner = owners.setdefault(former, loaded.entry.id)
            if owner != loaded.entry.id or former == loaded.entry.id:
                message = f"'{former}' is {'the id' if owner == former else 'a former id'} of '{owner}'"
                yield Finding(loaded.document, ("former_ids", index), message, "delete it here, or rename the other")

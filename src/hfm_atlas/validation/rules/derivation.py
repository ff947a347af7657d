"""The rule on cells that follow from others."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from hfm_atlas.diagnostics import Severity
from hfm_atlas.model.entries import Availability, BaseEntry, Entry, ModelEntry
from hfm_atlas.model.states import value_at
from hfm_atlas.model.taxonomy import ModalityTerm
from hfm_atlas.model.values import NOT_APPLICABLE, NOT_RELEASED, NOT_REPORTED
from hfm_atlas.validation.registry import Context, Finding, rule

_UNTRAINED = ("pretraining.objectives", "pretraining.corpora", "pretraining.compute")
_OF_MODALITIES = ("languages", "fusion")
# Field, what belongs there, and why.
_Cell = tuple[str, str, str]


@rule(
    severity=Severity.WARNING,
    how_to_fix="Run `hfm-atlas validate --fix`, or correct the field that it follows from.",
    is_fixable=True,
)
def derived_cell(context: Context) -> Iterator[Finding]:
    """A cell that follows from another says so.

    Where nothing was pre-trained there are no objectives, corpora and costs of it; a model of images, signals or
    sequences alone has no languages, one of a single kind of data joins none; and what is not released has neither
    access nor licence. Left open, such cells look like work that waits.
    """
    for loaded in context.atlas.loaded:
        for path, word, reason in _derived(context, loaded.entry):
            stated = value_at(loaded.entry, path)
            if stated == word:
                continue
            field = ("modalities",) if path in _OF_MODALITIES and stated is None else tuple(path.split("."))
            if stated is None or stated == NOT_REPORTED:
                message = f"`{path}` is {word}, since {reason}"
                yield Finding(loaded.document, field, message, f"write `{word}`", on_key=True, fills=(path, word))
            else:
                message = f"`{path}` says something, but {reason}"
                yield Finding(loaded.document, field, message, _contradiction(path), on_key=True)


def _contradiction(path: str) -> str:
    if path == "pretraining.corpora":
        return "data that it was adapted on belong under `adaptation_data`"
    if path == "pretraining.compute":
        return "what adapting it took goes into `notes`"
    return "one of the two is wrong"


def _derived(context: Context, entry: Entry) -> Iterator[_Cell]:
    if isinstance(entry, ModelEntry):
        if entry.pretraining.paradigms == ["none"]:
            yield from ((path, NOT_APPLICABLE, "nothing was pre-trained") for path in _UNTRAINED)
        if _is_wordless(context, entry) and not isinstance(entry.languages, list):
            yield "languages", NOT_APPLICABLE, "none of its modalities holds words"
        if entry.fusion is None and _is_of_one_kind(context, entry):
            yield "fusion", NOT_APPLICABLE, "its data are of one kind"
    if isinstance(entry, ModelEntry | BaseEntry):
        yield from _of_weights(entry.availability)


def _of_weights(availability: Availability) -> Iterator[_Cell]:
    if availability.weights == NOT_RELEASED:
        if availability.weights_access != "api-only":
            yield "availability.weights_access", "not-released", "the weights are not released"
        yield "availability.weights_licence", NOT_APPLICABLE, "the weights are not released"
    elif availability.weights in (None, NOT_REPORTED) and availability.weights_access == "not-released":
        yield "availability.weights", NOT_RELEASED, "by `availability.weights_access` they are not released"


def _is_wordless(context: Context, entry: ModelEntry) -> bool:
    """Whether every modality is one whose data hold no words."""
    if not isinstance(entry.modalities, list):
        return False
    roots = (context.atlas.root_of("modalities", id) for id in entry.modalities)
    return all(one is not None and one.wordless for one in map(partial(_modality, context), roots))


def _is_of_one_kind(context: Context, entry: ModelEntry) -> bool:
    """Whether there is nothing to join: one modality that is not composite, or several below one, such as text."""
    if not isinstance(entry.modalities, list):
        return False
    kinds = set(entry.modalities)
    if len(kinds) > 1:
        kinds = {context.atlas.root_of("modalities", id) for id in kinds}
    modality = _modality(context, kinds.pop())
    return not kinds and modality is not None and not modality.composite


def _modality(context: Context, id: str) -> ModalityTerm | None:
    """The term; None where the facet could not be read."""
    term = context.atlas.term("modalities", id)
    return term if isinstance(term, ModalityTerm) else None

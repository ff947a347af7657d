"""The rule on cells that follow from others."""

from __future__ import annotations

from collections.abc import Iterator

from hfm_atlas.diagnostics import Severity
from hfm_atlas.model.entries import Availability, BaseEntry, Entry, ModelEntry
from hfm_atlas.model.states import value_at
from hfm_atlas.model.taxonomy import ModalityTerm
from hfm_atlas.model.values import NOT_APPLICABLE, NOT_RELEASED, NOT_REPORTED
from hfm_atlas.validation.registry import Context, Finding, rule

_UNTRAINED = ("pretraining.objectives", "pretraining.corpora", "pretraining.compute")
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
    sequences alone has no languages; and what is not released has neither access nor licence. Left open, such cells
    look like work that waits.
    """
    for loaded in context.atlas.loaded:
        for path, word, reason in _derived(context, loaded.entry):
            stated = value_at(loaded.entry, path)
            if stated == word:
                continue
            field = ("modalities",) if path == "languages" and stated is None else tuple(path.split("."))
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
    roots = [context.atlas.term("modalities", context.atlas.root_of("modalities", id)) for id in entry.modalities]
    return all(isinstance(root, ModalityTerm) and root.wordless for root in roots)

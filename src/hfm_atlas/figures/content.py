"""What figures are drawn from, as digests: where those are the same, so is every figure.

Most edits touch what no figure shows, such as a summary or its evidence. Pictures and pages of figures are kept by
these digests, and captions name one, so that a figure stays the same file until something in it can change.
"""

from __future__ import annotations

from functools import lru_cache

from hfm_atlas._util.store import digest, program_digest
from hfm_atlas.discovery.completeness import modality_coverage
from hfm_atlas.model.fields import TESTED_FOR_CARE
from hfm_atlas.query.selection import Selection

# Fields of entries that figures look at; a test draws all figures and watches.
FIGURE_FIELDS = frozenset(
    {
        "architecture",
        "availability",
        "builds_on",
        "challenges",
        TESTED_FOR_CARE,
        "developer",
        "id",
        "kind",
        "listed_by",
        "modalities",
        "name",
        "opportunities",
        "preprint",
        "pretraining",
        "publication",
        "results",
        "subfield",
        "tasks",
    }
)
_SHORT = 12


@lru_cache(maxsize=8)  # every figure of a selection asks again
def figure_data(selection: Selection) -> str:
    """What figures are drawn from in the entries of the whole atlas, as twelve hexadecimal digits for captions."""
    entries = selection.atlas.entries
    wanted = set(FIGURE_FIELDS)
    return digest(*(entries[id].model_dump_json(include=wanted).encode() for id in sorted(entries))).hex()[:_SHORT]


@lru_cache(maxsize=8)
def figure_inputs(selection: Selection) -> bytes:
    """Digest of everything that the figures of a selection follow from, the program included.

    Raises:
        UsageError: a file of decisions or searches is not as it should be.
    """
    snapshot, atlas = selection.snapshot, selection.atlas
    coverage = repr(modality_coverage(atlas))
    facts = [snapshot.version, snapshot.date.isoformat(), selection.site_url, figure_data(selection), coverage]
    facts += [atlas.facets[id].document.plain_text for id in sorted(atlas.facets)]
    chosen = [entry.id for entry in selection.entries]
    return digest(program_digest(), *(part.encode("utf-8", "surrogatepass") for part in (*facts, *chosen)))

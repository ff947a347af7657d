"""What a citer should know of a record besides what it says."""

from __future__ import annotations

from hfm_atlas.model.entries import Entry
from hfm_atlas.model.publication import is_cut

# Types of publication that appear in a volume, on pages.
_WITH_A_PLACE = ("article", "inproceedings")


def citation_caveats(entry: Entry) -> tuple[str, ...]:
    """What the record lacks and a citer should look up: all or the final authors, place and DOI of a published work."""
    publication = entry.publication
    caveats = []
    if is_cut(entry):
        caveats.append("The list of authors is cut, since no source that was read has all of them.")
    if publication.authors_from is not None:
        caveats.append("The authors are those of the preprint, since the list of the published version was not read.")
    if publication.number and publication.volume is None:
        caveats.append(
            "The record has an issue but no volume: the venue has none, or no source that was read names it."
        )
    lacking = [name for name, value in (("pages", publication.pages), ("DOI", publication.doi)) if value is None]
    if publication.type in _WITH_A_PLACE and len(lacking) == 2:
        if publication.type == "article" and publication.volume is None:
            lacking.insert(0, "volume")
        words = f"{', '.join(lacking[:-1])} or {lacking[-1]}"
        caveats.append(f"The record has no {words}: the venue gives none, or no source that was read has them.")
    return tuple(caveats)

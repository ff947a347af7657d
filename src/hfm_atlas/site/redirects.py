"""Pages that lead from a former id to the entry's page of today."""

from __future__ import annotations

from collections.abc import Iterator

from hfm_atlas.model.addresses import KIND_FOLDERS, OWN_PAGES, entry_url
from hfm_atlas.model.atlas import Atlas
from hfm_atlas.site.renderer import root_of


def redirects(atlas: Atlas) -> Iterator[tuple[str, str]]:
    """(former address, present address) of each former id; an id that is in use again does not redirect.

    Facets with pages of their own are reached under taxonomy/ too.
    """
    for facet in OWN_PAGES:
        yield f"taxonomy/{facet}/", f"{facet}/"
    for entry in atlas.entries.values():
        for former in entry.former_ids:
            if former not in atlas.entries:
                yield f"{KIND_FOLDERS[entry.kind]}/{former}/", entry_url(entry)


def redirect_page(former: str, present: str) -> str:
    """A page that sends the reader on, without a script and under any path."""
    target = root_of(former) + present
    # Ids are made of a-z, 0-9 and hyphens, so the address needs no escaping.
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>This page has moved</title>\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n<link rel="canonical" href="{target}">\n'
        f'<meta name="robots" content="noindex">\n</head>\n<body>\n<p>This page is now at <a href="{target}">{present}'
        "</a>.</p>\n</body>\n</html>\n"
    )

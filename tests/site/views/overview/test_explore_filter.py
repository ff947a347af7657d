"""Explore's script answers every filter as the program does, and drops no unchecked entry in silence."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

from hfm_atlas.query.answers import answer_filters
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.routes import SiteFacts
from hfm_atlas.site.static_files import EXPLORER_FILE, data_files
from hfm_atlas.site.views.overview.explorer import explore_fields, explorer_view

SCRIPT = Path(__file__).parents[3] / "scripts/filter.mjs"
STATES = {"not-checked": "not checked", "not-reported": "not reported", "not-applicable": "not applicable"}
Told = tuple[list[str], list[str], list[str], list[list[object]], list[str]]
pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs node")


def explore(index: SiteIndex, folder: Path, addresses: list[str]) -> list[Told]:
    """What the site's script finds for each address."""
    files = dict(data_files(index, SiteFacts(), ()))
    entries, asked = folder / "entries.json", folder / "addresses.json"
    entries.write_bytes(files[EXPLORER_FILE])
    asked.write_text(json.dumps(addresses), "utf-8")
    command = ["node", str(SCRIPT), str(entries), str(asked)]
    found: list[Told] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return found


def test_filters_find_what_the_program_finds(real_index: SiteIndex, tmp_path: Path) -> None:
    """Each value of each facet that files values as they stand, and pairs of facets and ranges."""
    plain = {field.key for field in explore_fields() if field.facet and not field.facet.by}
    facets = [facet for facet in explorer_view(real_index).facets if facet.id in plain]
    asked = {
        f"?{facet.id}={quote(term.id)}": [f'{facet.id}="{STATES.get(term.id, term.id)}"']
        for facet in facets
        for term in facet.terms
    }
    asked |= {
        "?parameters=100M-7B&kind=model": ["parameters>=100M and parameters<=7B and kind=model"],
        "?year=2024-&tasks=report-generation&weights_access=open": [
            "year>=2024",
            "tasks=report-generation and weights_access=open",
        ],
        "?effective_licence=anything,share-alike": ["effective_licence=anything,share-alike"],
        "?modalities=pathology&languages=zh,not-applicable": ['modalities=pathology and languages=zh,"not applicable"'],
        "?modalities=pathology&corpora.not=tcga": ["modalities=pathology and not corpora=tcga"],
        "?kind=model&effective_licence.not=anything,share-alike": [
            "kind=model and not effective_licence=anything,share-alike"
        ],
    }
    asked |= {
        f"?{facet.id}.not={quote(term.id)}": [f'not {facet.id}="{term.id}"']
        for facet in facets
        for term in facet.terms
        if term.id not in STATES
    }
    for address, told in zip(asked, explore(real_index, tmp_path, list(asked)), strict=True):
        answer = answer_filters(real_index.atlas, asked[address])
        matches, may_match, untold, cells, problems = told
        assert set(matches) == {entry.id for entry in answer.matches}, address
        assert may_match == [one.entry.id for one in answer.may_match], address
        assert untold == [one.entry.id for one in answer.unreported], address
        open_cells = {one.entry.id: [[cell.entry, cell.path] for cell in one.cells] for one in answer.may_match}
        assert {str(id): found for id, found in cells} == open_cells, address
        assert problems == []


def test_no_facet_drops_an_unchecked_entry(mini_index: SiteIndex, tmp_path: Path) -> None:
    facets = explorer_view(mini_index).facets
    chosen = [(facet, term) for facet in facets for term in facet.terms if term.id not in (*STATES, "none")]
    found = explore(mini_index, tmp_path, [f"?{facet.id}={quote(term.id)}" for facet, term in chosen])
    rows = explorer_view(mini_index).rows
    for (facet, _), (matches, may_match, *_) in zip(chosen, found, strict=True):
        open_number = next((facet.first + at for at, term in enumerate(facet.terms) if term.id == "not-checked"), -1)
        unchecked = {row.id for row in rows if open_number in row.terms}
        assert unchecked - set(matches) == set(may_match), facet.id

"""Where a field shows that test_new_field.py has added to a copy of the package, which is imported here.

Prints a JSON object of place and whether the field is there.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path

from hfm_atlas.curation.drafts import Draft, write_draft
from hfm_atlas.exports import find_exporter
from hfm_atlas.exports.json_ld import entry_nodes
from hfm_atlas.loading.snapshot import take_snapshot
from hfm_atlas.model.graph import classifications
from hfm_atlas.model.json_schema import build_schemas
from hfm_atlas.model.statistics import count_entries
from hfm_atlas.project import Project
from hfm_atlas.query.answers import answer_filters
from hfm_atlas.query.columns import find_columns
from hfm_atlas.query.selection import select
from hfm_atlas.reports import render_report
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.site.views.entry.key_facts import key_facts
from hfm_atlas.site.views.overview.explorer import explorer_view
from hfm_atlas.site.views.quality.field_quality import field_tables
from hfm_atlas.site.views.reference.field_reference import field_reference_view
from hfm_atlas.validation.runner import check_project

NAME, LABEL, ENTRY, TERM = "throw_away", "Throw-away", "alderbert", "histopathology"
SITE = "https://example.org/"


def main(folder: str) -> None:
    """Look for the field everywhere."""
    checked = check_project(Project(Path(folder)), date(2026, 11, 24))
    assert not checked.diagnostics, render_report(checked, "text")
    atlas, graph = checked.atlas, checked.graph
    index, selection = SiteIndex(atlas, graph, take_snapshot(atlas)), select(atlas, graph)
    entry = atlas.entries[ENTRY]
    facts = key_facts(index, entry, index.sources(ENTRY))
    others = key_facts(index, atlas.entries["cedarnet"], index.sources("cedarnet"))
    reference = {group.title: group.shown for group in field_reference_view(index).groups}
    (column,) = find_columns([NAME])
    exported = {
        name: find_exporter(name).export(selection).decode("utf-8") for name in ("models-csv", "json", "llms-full")
    }
    found = {
        "entry page": any(fact.label == LABEL and fact.values for group in facts.groups for fact in group.facts),
        "entry page, unchecked": LABEL in others.unchecked,
        "Explore": any(
            one.id == NAME and any(term.id == TERM for term in one.terms) for one in explorer_view(index).facets
        ),
        "CSV": NAME in exported["models-csv"].splitlines()[0].split(","),
        "Parquet": NAME in _parquet_columns(find_exporter("parquet").export(selection)),
        "JSON": f'"{NAME}":["{TERM}"]' in exported["json"],
        "query, filter": [one.id for one in answer_filters(atlas, [f"{NAME}={TERM}"]).matches] == [ENTRY],
        "query, column": column.value(entry, selection.licences) == [TERM],
        "stats": any(
            one.field == NAME and one.stated == 1
            for one in count_entries(list(atlas.entries.values())).coverage["model"]
        ),
        "quality": any(one.label == LABEL for table in field_tables([entry]) for one in table.fields),
        "Fields page": reference.get(NAME, ""),
        "drafts": f"# {NAME}:" in write_draft(Draft("model", "x", "X"), date(2026, 11, 24)),
        "JSON Schema": NAME in json.loads(build_schemas(atlas)["model.schema.json"])["properties"],
        "graph": ("modalities", TERM) in set(classifications(entry)),
        "llms-full": f"Throw away: {TERM}" in exported["llms-full"],
        "RDF": f"https://example.org/taxonomy/modalities/{TERM}/" in entry_nodes(graph, entry, SITE)[0]["about"],
    }
    print(json.dumps(found))


def _parquet_columns(content: bytes) -> list[str]:
    import pyarrow.parquet

    return list(pyarrow.parquet.read_schema(io.BytesIO(content)).names)


if __name__ == "__main__":
    main(sys.argv[1])

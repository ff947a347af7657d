"""Which exports there are, looked up by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hfm_atlas._util.suggestions import look_up
from hfm_atlas.exports.bibtex import export_selection_bibtex
from hfm_atlas.exports.csl_json import export_csl_json
from hfm_atlas.exports.csv_tables import export_datasets_csv, export_models_csv
from hfm_atlas.exports.datapackage import export_datapackage
from hfm_atlas.exports.gaps import export_gaps_csv
from hfm_atlas.exports.latex_table import export_latex
from hfm_atlas.exports.networks import export_gexf, export_graphml
from hfm_atlas.exports.parquet import export_parquet
from hfm_atlas.exports.published_json import export_json
from hfm_atlas.exports.rdf import export_json_ld, export_turtle
from hfm_atlas.exports.results import export_results_csv, export_results_parquet
from hfm_atlas.exports.ris import export_selection_ris
from hfm_atlas.exports.texts import export_llms, export_llms_full
from hfm_atlas.model.entries import Kind
from hfm_atlas.query.selection import Selection


@dataclass(frozen=True, slots=True)
class Exporter:
    """One export format."""

    name: str
    filename: str
    """Name of the whole atlas's file on the site."""
    help: str
    export: Callable[[Selection], bytes]
    kinds: tuple[Kind, ...] = ("model", "dataset", "survey", "base")
    """Kinds of entry that the format has a place for."""


EXPORTERS: dict[str, Exporter] = {
    exporter.name: exporter
    for exporter in (
        Exporter("bibtex", "atlas.bib", "BibTeX for LaTeX and reference managers", export_selection_bibtex),
        Exporter("ris", "atlas.ris", "RIS for Zotero, EndNote and Mendeley", export_selection_ris),
        Exporter("csl-json", "atlas.csl.json", "CSL-JSON for pandoc and citation processors", export_csl_json),
        Exporter("models-csv", "models.csv", "One row per model, for spreadsheets", export_models_csv, ("model",)),
        Exporter(
            "datasets-csv", "datasets.csv", "One row per dataset, for spreadsheets", export_datasets_csv, ("dataset",)
        ),
        Exporter(
            "results-csv",
            "results.csv",
            "One row per result on a benchmark, for spreadsheets",
            export_results_csv,
            ("model",),
        ),
        Exporter(
            "gaps-csv",
            "gaps.csv",
            "Pairs of a task and a modality without a selected model",
            export_gaps_csv,
            ("model",),
        ),
        Exporter("datapackage", "datapackage.json", "Frictionless description of the CSV files", export_datapackage),
        Exporter("parquet", "atlas.parquet", "One row per entry with typed columns, for data frames", export_parquet),
        Exporter(
            "results-parquet",
            "results.parquet",
            "One row per result on a benchmark",
            export_results_parquet,
            ("model",),
        ),
        Exporter("json", "atlas.json", "Everything: entries, taxonomy, edges, with a JSON Schema", export_json),
        Exporter("graphml", "atlas.graphml", "The graph for Gephi, yEd, Cytoscape and igraph", export_graphml),
        Exporter("gexf", "atlas.gexf", "The graph in Gephi's own format", export_gexf),
        Exporter("turtle", "atlas.ttl", "RDF: the taxonomy as SKOS, entries by schema.org", export_turtle),
        Exporter("json-ld", "atlas.jsonld", "The same RDF as JSON-LD", export_json_ld),
        Exporter("latex", "atlas.tex", "A longtable that cites atlas.bib", export_latex),
        Exporter("llms", "llms.txt", "An index for language models", export_llms),
        Exporter("llms-full", "llms-full.txt", "Every entry as Markdown, for language models", export_llms_full),
    )
}


def find_exporter(name: str) -> Exporter:
    """The exporter called `name`.

    Raises:
        UsageError: there is none; the nearest one is named.
    """
    return look_up(name, EXPORTERS, "format")

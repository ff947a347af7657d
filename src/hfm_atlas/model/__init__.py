"""The data model: entries, taxonomy, graph; no files, no HTML."""

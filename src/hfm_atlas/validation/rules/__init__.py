"""The rules, one module a theme."""

# Importing a module registers its rules, in the order in which they are run and listed.
from hfm_atlas.validation.rules import (  # isort: skip
    syntax,
    schema,
    location,
    publication,
    identity,
    urls,
    lineage,
    licences,
    evidence,
    sources,
    derivation,
    content,
    dates,
    taxonomy,
)

__all__ = [
    "content",
    "dates",
    "derivation",
    "evidence",
    "identity",
    "licences",
    "lineage",
    "location",
    "publication",
    "schema",
    "sources",
    "syntax",
    "taxonomy",
    "urls",
]

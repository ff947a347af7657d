"""Every server that can be asked."""

from __future__ import annotations

from functools import partial

from hfm_atlas.curation.metadata.arxiv import ARXIV
from hfm_atlas.discovery.servers import arxiv, europe_pmc, openalex, pubmed, rxiv
from hfm_atlas.discovery.servers.session import Server

SERVERS: dict[str, Server] = {
    "arxiv": Server(ARXIV, arxiv.PAUSE, arxiv.ask_arxiv),
    "pubmed": Server(pubmed.EUTILS, pubmed.PAUSE, pubmed.ask_pubmed),
    "europe-pmc": Server(europe_pmc.EUROPE_PMC, europe_pmc.PAUSE, europe_pmc.ask_europe_pmc),
    "openalex": Server(openalex.OPENALEX, openalex.PAUSE, openalex.ask_openalex),
    "biorxiv": Server(rxiv.RXIV, rxiv.PAUSE, partial(rxiv.ask_rxiv, "biorxiv")),
    "medrxiv": Server(rxiv.RXIV, rxiv.PAUSE, partial(rxiv.ask_rxiv, "medrxiv")),
}

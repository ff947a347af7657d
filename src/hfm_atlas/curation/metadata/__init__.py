"""Records of works as Crossref, arXiv, PubMed and BibTeX files give them, read into one form."""

from hfm_atlas.curation.metadata.record import BibliographicRecord, InvalidRecordError

__all__ = ["BibliographicRecord", "InvalidRecordError"]

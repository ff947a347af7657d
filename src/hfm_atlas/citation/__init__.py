"""Citations: authors, BibTeX, RIS, CSL, LaTeX and formatted styles."""

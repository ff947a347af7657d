"""Rules on the shape of an entry or facet: fields, values, identifiers, references; found when a file is loaded."""

from __future__ import annotations

from hfm_atlas.diagnostics import Severity
from hfm_atlas.validation.registry import Rule, register


def _schema_error(name: str, help: str, reason: str, how_to_fix: str, *, is_fixable: bool = False) -> Rule:
    return Rule(name, Severity.ERROR, "schema", help, reason, how_to_fix, is_fixable=is_fixable)


register(
    [
        _schema_error(
            "missing-field",
            "A field that every entry needs is there.",
            "Pages, citations and listings rely on the few fields that are not optional.",
            "Add the field; `hfm-atlas new` writes a draft that has all of them.",
        ),
        _schema_error(
            "unknown-field",
            "Only fields of the schema are used.",
            "A misspelt field would be lost without a word.",
            "Use the field that the hint names; what has no field goes into `notes`.",
            is_fixable=True,
        ),
        _schema_error(
            "unknown-value",
            "A field with a fixed list of values holds one of them.",
            "Filters, counts and comparisons need one word for one thing.",
            "Use the value that the hint names.",
            is_fixable=True,
        ),
        _schema_error(
            "unknown-term",
            "A term exists in its facet.",
            "Terms tie entries together; a term that nobody else uses ties nothing.",
            "Use the term that the hint names. If the facet lacks a term that entries need, add it to the file under "
            "taxonomy/ with a definition of your own.",
            is_fixable=True,
        ),
        _schema_error(
            "dangling-reference",
            "An entry that is referred to exists and is of the right kind.",
            "Lineage, corpora and leaderboards are made of references; one that leads nowhere is a hole in them.",
            "Correct the id, or add an entry for what is missing first; a corpus without an entry has `name` instead.",
        ),
        _schema_error(
            "not-quoted",
            "A text that YAML would read as something else stands in quotes.",
            "Without quotes 2401.12340 is the number 2401.1234, a date is no text, and `no` means false.",
            "Put quotes around it, as the hint shows.",
            is_fixable=True,
        ),
        _schema_error(
            "empty-field",
            "A field that is there has a value.",
            "An empty field says none of the three kinds of nothing: not checked yet, not reported, not applicable.",
            "Write a value, `not reported` if the sources do not say, `not applicable` if it cannot be said, or delete "
            "the field if it is not checked yet.",
        ),
        _schema_error(
            "wrong-value",
            "A value is of the kind that its field takes.",
            "A list where one text belongs, or a text where a number belongs, cannot be shown, sorted or counted.",
            "Write the value as the hint shows.",
            is_fixable=True,
        ),
        _schema_error(
            "too-long",
            "A text is not longer than its field allows.",
            "Names and notes stand in tables and lists, where long ones push everything else away.",
            "Shorten the text; a note says one thing in one sentence.",
        ),
        _schema_error(
            "malformed-id",
            "An id is made of a-z, 0-9 and single hyphens.",
            "Ids become file names and addresses of pages, which must be the same on every system.",
            "Write it as the hint shows.",
        ),
        _schema_error(
            "malformed-doi",
            "A DOI is written in its bare form.",
            "Only one form can be compared, so that the same work is not entered twice.",
            "Write it without https://doi.org/ and without `doi:`; it starts with 10.",
            is_fixable=True,
        ),
        _schema_error(
            "malformed-arxiv",
            "An arXiv id is written without prefix and version.",
            "Only one form can be compared, and the atlas speaks of a work, not of one version of it.",
            'Write it as "2404.03264", in quotes.',
            is_fixable=True,
        ),
        _schema_error(
            "malformed-preprint",
            "A preprint's id is the id on its server alone.",
            "The address of the preprint is made from the server and the id.",
            "Write the id without the server's address or DOI prefix.",
            is_fixable=True,
        ),
        _schema_error(
            "malformed-pmid",
            "A PubMed id is made of digits.",
            "Only the bare id leads to the record.",
            'Write the digits in quotes, such as "31501885".',
            is_fixable=True,
        ),
        _schema_error(
            "malformed-url",
            "A web address is whole.",
            "A part of an address leads nowhere.",
            "Copy the address from the browser, with https://.",
            is_fixable=True,
        ),
        _schema_error(
            "unsafe-url",
            "A web address starts with https:// or http://.",
            "An address such as `javascript:…` would run a program when somebody follows the link.",
            "Link to a page with https://.",
        ),
        _schema_error(
            "malformed-licence",
            "A licence is an SPDX expression.",
            "Free text drifts into dozens of spellings of the same licence, and nobody can filter by it.",
            "Use the id from spdx.org/licenses, or a LicenseRef-… of taxonomy/licences.yml where SPDX has none.",
            is_fixable=True,
        ),
        _schema_error(
            "malformed-quantity",
            "A quantity is digits with K, M, B or T.",
            "Quantities are sorted and compared, so they need one form.",
            "Write 110M, 4.5B or 12000.",
            is_fixable=True,
        ),
        _schema_error(
            "malformed-language",
            "A human language is an ISO 639 code.",
            "Codes are the same in every tongue; `Chinese` and `Mandarin` are not.",
            'Write en, zh, nl, …; Norwegian is "no" in quotes.',
            is_fixable=True,
        ),
        _schema_error(
            "malformed-region",
            "A country is an ISO 3166 code of two capital letters.",
            "Codes are the same in every tongue.",
            'Write US, CN, GB, …; Norway is "NO" in quotes.',
            is_fixable=True,
        ),
        _schema_error(
            "corpus-name",
            "A corpus has either `dataset` or `name`.",
            "A dataset that has an entry is linked to it, anything else is named; both at once could contradict.",
            "Use `dataset` for an entry of the atlas and `name` for anything else.",
        ),
        _schema_error(
            "wrong-decision",
            "Each work that was found is decided on once, for a reason that goes with the outcome.",
            "Counts of the pages on how works get in, and what the ranking learns from, are these decisions.",
            "Keep one of the two decisions, or the outcome that the reason belongs to.",
        ),
    ]
)

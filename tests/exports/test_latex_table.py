from __future__ import annotations

from hypothesis import given

from hfm_atlas.exports import Selection, select
from hfm_atlas.exports.latex_table import export_latex
from hfm_atlas.model.entries import Entry
from tests.exports.conftest import nasty_entries, with_entry


def test_a_table_of_two(selection: Selection) -> None:
    chosen = [selection.atlas.entries[id] for id in ("alderbert", "cedarnet")]
    text = export_latex(select(selection.atlas, selection.graph, chosen)).decode("utf-8")
    assert text.splitlines()[0] == f"% {selection.snapshot.label}"
    assert [line for line in text.splitlines() if "cite" in line] == [
        r"\raggedright AlderBERT~\cite{alderbert} & 2019 & 2020 & language & biomedical-literature & generative & "
        r"110M & available \\",
        r"\raggedright CedarNet~\cite{cedarnet} & 2022 & 2022 & vision & histopathology & supervised & "
        r"not reported & none \\",
    ]


@given(entry=nasty_entries())
def test_nasty_texts_stay_in_their_cell(selection: Selection, entry: Entry) -> None:
    (row,) = [
        line for line in export_latex(with_entry(selection, entry)).decode("ascii").splitlines() if "cite" in line
    ]
    assert row.replace(r"{\&}", "").count("&") == 7
    assert row.replace(r"{\%}", "").count("%") == 0
    assert row.count("{") == row.count("}")

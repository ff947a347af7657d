"""What licences allow, alone, joined, and along the lineage."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hfm_atlas.model.atlas import Atlas, LoadedEntry
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.identifiers import fold_licence
from hfm_atlas.model.licences import EffectiveLicence, Licences, licence_addresses, licence_terms, read_licence
from hfm_atlas.model.taxonomy import LicenceTerm
from hfm_atlas.model.values import SchemaModel
from hfm_atlas.model.vocabularies import USES
from hfm_atlas.site.index import SiteIndex
from hfm_atlas.yamlio.parser import Document
from tests.making import make_entry


def term(spdx: str, allows: str, name: str = "") -> LicenceTerm:
    data = {"id": "x", "name": name or spdx, "definition": "D.", "spdx": spdx, "allows": allows}
    return LicenceTerm.model_validate({**data, "source": {"publication": "atlas", "section": "invented"}})


TERMS = {
    one.spdx: one
    for one in (
        term("MIT", "anything"),
        term("Apache-2.0", "anything"),
        term("GPL-2.0-only", "share-alike"),
        term("CC-BY-NC-4.0", "non-commercial"),
        term("LicenseRef-Llama", "restricted", "Llama licence"),
    )
}


@pytest.mark.parametrize(
    ("expression", "label", "use"),
    [
        ("MIT", "MIT", "anything"),
        ("LicenseRef-Llama", "Llama licence", "restricted"),
        ("LicenseRef-Strange", "Strange", "other"),
        ("AFL-3.0", "AFL-3.0", "other"),
        ("MIT OR Apache-2.0", "MIT or Apache-2.0", "anything"),
        ("CC-BY-NC-4.0 OR MIT", "CC-BY-NC-4.0 or MIT", "anything"),
        ("MIT AND CC-BY-NC-4.0", "MIT and CC-BY-NC-4.0", "non-commercial"),
        ("MIT AND LicenseRef-Llama", "MIT and Llama licence", "restricted"),
        ("(MIT AND CC-BY-NC-4.0) OR LicenseRef-Llama", "(MIT and CC-BY-NC-4.0) or Llama licence", "restricted"),
        (
            "GPL-2.0-only WITH Classpath-exception-2.0",
            "GPL-2.0-only with Classpath-exception-2.0",
            "share-alike",
        ),
        ("MIT OR AFL-3.0", "MIT or AFL-3.0", "anything"),
        ("MIT AND AFL-3.0", "MIT and AFL-3.0", "other"),
    ],
)
def test_an_expression_allows_what_its_parts_allow_together(expression: str, label: str, use: str) -> None:
    read = read_licence(expression, TERMS)
    assert (read.label, read.use) == (label, use)


def test_one_licence_leads_to_its_term() -> None:
    assert read_licence("MIT", TERMS).term is TERMS["MIT"]
    assert read_licence("MIT OR Apache-2.0", TERMS).term is None


def test_every_use_has_words() -> None:
    allowed = LicenceTerm.model_fields["allows"].annotation
    assert set(USES) == {*allowed.__args__, "other"}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("licence", "ids"),
    [
        ("MIT", ["MIT"]),
        ("MIT OR Apache-2.0", ["MIT", "Apache-2.0"]),
        ("MIT AND Apache-2.0", []),
        ("GPL-2.0-only WITH Classpath-exception-2.0", []),
        ("LicenseRef-Llama", []),
        ("MIT OR LicenseRef-Llama", []),
        ("not reported", []),
        (None, []),
    ],
)
def test_spdx_licences_that_one_may_choose_have_addresses(licence: str | None, ids: list[str]) -> None:
    assert licence_addresses(licence) == [f"https://spdx.org/licenses/{id}" for id in ids]


def weights(id: str, licence: str | None, builds_on: Any = (), **availability: str) -> Entry:
    """A model with a licence of its weights; `builds_on` are pairs of an id and a relation, or what stands there."""
    if isinstance(builds_on, tuple):
        builds_on = [{"model": model, "relation": relation} for model, relation in builds_on]
    available = {"weights_licence": licence, "code_licence": "MIT", **availability}
    return make_entry(id=id, name=id.upper(), builds_on=builds_on, availability=available)


def ask(mini_atlas: Atlas, *entries: Entry) -> EffectiveLicence | None:
    """What the weights of the first of `entries` may be used for."""
    document = Document(path="made-up.yml", data={}, lines=(), values={}, keys={})
    facet: Any = mini_atlas.facets["licences"].facet
    known: SchemaModel = facet.model_copy(update={"terms": list(TERMS.values())})
    facets = {"licences": replace(mini_atlas.facets["licences"], facet=known)}  # type: ignore[arg-type]
    atlas = Atlas(mini_atlas.project, facets, tuple(LoadedEntry(entry, document) for entry in entries))
    return Licences(atlas).effective(entries[0])


@pytest.mark.parametrize("relation", ["continues-pretraining", "fine-tunes", "adapts", "merges", "uses-frozen"])
def test_a_restricted_base_restricts(mini_atlas: Atlas, relation: str) -> None:
    found = ask(mini_atlas, weights("a", "MIT", (("b", relation),)), weights("b", "LicenseRef-Llama"))
    assert found is not None
    assert (found.use, found.deciding.entry) == ("restricted", "b")
    assert found.reason == "it is built on B, whose weights are under Llama licence"


@pytest.mark.parametrize("relation", ["distils", "architecture-of", "successor-of"])
def test_what_passes_on_no_weights_restricts_nothing(mini_atlas: Atlas, relation: str) -> None:
    found = ask(mini_atlas, weights("a", "MIT", (("b", relation),)), weights("b", "CC-BY-NC-4.0"))
    assert found is not None
    assert (found.use, found.reason) == ("anything", "its weights are under MIT")


@pytest.mark.parametrize(
    ("licence", "developer", "use", "deciding"),
    [
        ("MIT", "Grove", "anything", "b"),
        ("MIT", "Other grove", "non-commercial", "c"),
        ("not reported", "Grove", "non-commercial", "c"),
    ],
)
def test_a_makers_own_work_is_under_the_licence_that_it_gives_then(
    mini_atlas: Atlas, licence: str, developer: str, use: str, deciding: str
) -> None:
    older = make_entry("base", id="c", developer="Grove", availability={"weights_licence": "CC-BY-NC-4.0"})
    upstream = [{"model": "c", "relation": "continues-pretraining"}]
    later = make_entry(
        "base", id="b", developer=developer, builds_on=upstream, availability={"weights_licence": licence}
    )
    found = ask(mini_atlas, weights("a", "Apache-2.0", (("b", "fine-tunes"),)), later, older)
    assert found is not None
    assert found.use == use
    assert deciding == "b" or found.deciding.entry == deciding


def test_the_walk_goes_over_any_number_of_steps(mini_atlas: Atlas) -> None:
    found = ask(
        mini_atlas,
        weights("a", "MIT", (("b", "adapts"),)),
        weights("b", "MIT", (("c", "fine-tunes"),)),
        weights("c", "CC-BY-NC-4.0"),
    )
    assert found is not None
    assert (found.use, found.deciding.path) == ("non-commercial", ("a", "b", "c"))
    assert found.reason == "it is built on C, by way of B, whose weights are under CC-BY-NC-4.0"


def test_an_open_base_frees_nothing(mini_atlas: Atlas) -> None:
    found = ask(mini_atlas, weights("a", "CC-BY-NC-4.0", (("b", "adapts"),)), weights("b", "MIT"))
    assert found is not None
    assert (found.use, found.deciding.entry) == ("non-commercial", "a")


@pytest.mark.parametrize(
    ("base", "reason"),
    [
        (weights("b", None), "it is built on B, whose weights are under a licence that is not checked yet"),
        (
            weights("b", "not reported"),
            "it is built on B, whose weights come without a licence that the sources name",
        ),
        (
            weights("b", None, weights="none"),
            "it is built on B, whose weights are not released, so no licence of theirs is known",
        ),
        (weights("b", "MIT", None), "what B is built on is not checked yet"),
        (weights("b", "MIT", "not reported"), "the sources do not say what B is built on"),
    ],
)
def test_an_unknown_base_leaves_it_unknown(mini_atlas: Atlas, base: Entry, reason: str) -> None:
    found = ask(mini_atlas, weights("a", "MIT", (("b", "fine-tunes"),)), base)
    assert found is not None
    assert (found.use, found.words, found.reason) == (None, "not known", reason)


@pytest.mark.parametrize(
    ("own", "base", "words"),
    [
        ("LicenseRef-Llama", None, "not known, at best use under conditions"),
        ("MIT", "LicenseRef-Llama", "not known, at best use under conditions"),
        ("MIT", None, "not known"),  # any use at best binds nobody
    ],
)
def test_what_is_known_bounds_what_is_not(mini_atlas: Atlas, own: str, base: str | None, words: str) -> None:
    upstream = (weights("b", base, (("c", "fine-tunes"),)), weights("c", None))
    found = ask(mini_atlas, weights("a", own, (("b", "fine-tunes"),)), *upstream)
    assert found is not None
    assert (found.use, found.words) == (None, words)


def test_a_licence_of_code_is_none_of_weights(mini_atlas: Atlas) -> None:
    found = ask(mini_atlas, weights("a", None))
    assert found is not None
    assert (found.use, found.reason) == (None, "its weights are under a licence that is not checked yet")


def test_nothing_unknown_frees_what_is_forbidden_already(mini_atlas: Atlas) -> None:
    """Non-commercial is the strictest there is, so it holds whatever the rest says."""
    upstream = (("b", "fine-tunes"), ("c", "uses-frozen"))
    found = ask(mini_atlas, weights("a", None, upstream), weights("b", "CC-BY-NC-4.0", None), weights("c", None))
    assert found is not None
    assert (found.use, found.deciding.entry) == ("non-commercial", "b")


def test_weights_that_are_not_released_have_no_use(mini_atlas: Atlas) -> None:
    assert ask(mini_atlas, weights("a", None, weights="none")) is None
    assert ask(mini_atlas, weights("a", None, weights_access="api-only")) is None
    assert ask(mini_atlas, make_entry("dataset", licence="MIT")) is None


def test_lineage_in_a_circle_ends(mini_atlas: Atlas) -> None:
    circle = weights("a", "MIT", (("b", "adapts"),)), weights("b", "LicenseRef-Llama", (("a", "adapts"),))
    found = ask(mini_atlas, *circle)
    assert found is not None
    assert found.use == "restricted"


def test_a_licence_of_the_taxonomy_reads_as_the_table_of_all_licences_has_it(real_index: SiteIndex) -> None:
    terms = licence_terms(real_index.atlas)

    assert {id: fold_licence(id, lambda id, exception: id, min, min) for id in terms} == {id: id for id in terms}

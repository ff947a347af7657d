from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import SKOS

from hfm_atlas.exports import SITE_URL, Selection
from hfm_atlas.exports.rdf import export_json_ld, export_turtle
from hfm_atlas.model.entries import Entry
from hfm_atlas.model.publication import publication_authors
from tests.exports.conftest import nasty_entries, with_entry

SCHEMA = Namespace("https://schema.org/")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def turtle(selection: Selection) -> Graph:
    return Graph().parse(data=export_turtle(selection), format="turtle")


def json_ld(selection: Selection) -> Graph:
    return Graph().parse(data=export_json_ld(selection), format="json-ld")


@pytest.fixture(scope="module")
def mini_turtle(selection: Selection) -> Graph:
    return turtle(selection)


@pytest.fixture(scope="module")
def real_turtle(real_selection: Selection) -> Graph:
    return turtle(real_selection)


@pytest.fixture
def any_turtle(any_selection: Selection, request: pytest.FixtureRequest) -> Graph:
    name = "mini_turtle" if len(any_selection.entries) < 50 else "real_turtle"
    found = request.getfixturevalue(name)
    assert isinstance(found, Graph)
    return found


def test_turtle_and_json_ld_say_the_same(selection: Selection) -> None:
    assert isomorphic(turtle(selection), json_ld(selection))


def test_both_read_for_the_real_entries(real_selection: Selection, real_turtle: Graph) -> None:
    # Telling whether two graphs of this size are the same takes rdflib minutes; the number of triples must do.
    assert len(real_turtle) == len(json_ld(real_selection)) > 10_000


def test_titles_and_authors_come_back_in_order(any_selection: Selection, any_turtle: Graph) -> None:
    graph = any_turtle
    folders = {"model": "models", "dataset": "datasets", "base": "base"}
    for entry in any_selection.entries:
        if entry.kind == "survey":
            continue
        subject = URIRef(f"{SITE_URL}{folders[entry.kind]}/{entry.id}/")
        assert graph.value(subject, SCHEMA.name) == Literal(entry.name)
        publication = graph.value(subject, SCHEMA.citation)
        assert graph.value(publication, SCHEMA.headline) == Literal(entry.publication.title)
        head = graph.value(publication, SCHEMA.author)
        assert head is not None
        names = [str(graph.value(person, SCHEMA.name)) for person in Collection(graph, head)]
        assert names == [author.full for author in publication_authors(entry)]


def test_types(mini_turtle: Graph) -> None:
    expected = {
        "models/alderbert/": SCHEMA.SoftwareApplication,
        "models/alderbert/#work": SCHEMA.ScholarlyArticle,
        "datasets/lichen-qa/": SCHEMA.Dataset,
        "base/oakbert/": SCHEMA.SoftwareApplication,
        "surveys/juniper-2023/#work": None,
        "surveys/juniper-2023/": SCHEMA.ScholarlyArticle,
    }
    for path, type_ in expected.items():
        assert mini_turtle.value(URIRef(SITE_URL + path), RDF.type) == type_


def test_lineage_and_links(mini_turtle: Graph) -> None:
    graph = mini_turtle
    alder = URIRef(f"{SITE_URL}models/alderbert/")
    atlas = Namespace(f"{SITE_URL}vocabulary/#")
    assert (alder, SCHEMA.isBasedOn, URIRef(f"{SITE_URL}base/oakbert/")) in graph
    assert (alder, atlas.addresses, URIRef(f"{SITE_URL}challenges/label-scarcity/")) in graph
    assert (alder, SCHEMA.about, URIRef(f"{SITE_URL}subfields/language/")) in graph
    assert (alder, SCHEMA.license, URIRef("https://spdx.org/licenses/MIT")) in graph


def test_the_taxonomy_is_sound_skos(any_selection: Selection, any_turtle: Graph) -> None:
    graph = any_turtle
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    assert len(schemes) == len(any_selection.atlas.facets)
    assert len(concepts) == sum(1 for _ in any_selection.atlas.all_terms())
    for concept in concepts:
        assert set(graph.objects(concept, SKOS.inScheme)) <= schemes
        (label,) = graph.objects(concept, SKOS.prefLabel)
        assert isinstance(label, Literal)
        assert label.language == "en"
        assert label not in set(graph.objects(concept, SKOS.altLabel)), "S13: labels are disjoint"
        broader = set(graph.objects(concept, SKOS.broader))
        assert broader <= concepts
        assert bool(broader) != bool(set(graph.objects(concept, SKOS.topConceptOf)))
        assert not set(graph.transitive_objects(concept, SKOS.broader)) - concepts
    for scheme in schemes:
        tops = set(graph.objects(scheme, SKOS.hasTopConcept))
        assert tops == set(graph.subjects(SKOS.topConceptOf, scheme))


@given(entry=nasty_entries())
@settings(max_examples=30)
def test_nasty_texts_come_back(selection: Selection, entry: Entry) -> None:
    chosen = with_entry(selection, entry)
    found = turtle(chosen)
    subject = URIRef(f"{SITE_URL}models/foomed/")
    assert found.value(subject, SCHEMA.name) == Literal(entry.name)
    assert found.value(found.value(subject, SCHEMA.citation), SCHEMA.headline) == Literal(entry.publication.title)
    assert len(found) == len(json_ld(chosen))


def test_the_context_travels_with_the_document(selection: Selection) -> None:
    document = json.loads(export_json_ld(selection))
    assert isinstance(document["@context"], dict)
    assert document["@context"]["@vocab"] == "https://schema.org/"

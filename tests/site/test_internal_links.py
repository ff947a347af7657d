"""Dead links inside a built site are found, living ones are not."""

from pathlib import Path

import pytest

from hfm_atlas.site.internal_links import find_dead_links


@pytest.fixture
def site(tmp_path: Path) -> Path:
    page = tmp_path / "models" / "one" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text('<h2 id="cite">Cite</h2><a href="../../">home</a>', "utf-8")
    (tmp_path / "style.css").write_text("", "utf-8")
    return tmp_path


def write_home(site: Path, html: str) -> None:
    (site / "index.html").write_text(html, "utf-8")


@pytest.mark.parametrize(
    "address",
    [
        "models/one/",
        "models/one/#cite",
        "models/one/index.html?ids=a",
        "./style.css",
        "/atlas/models/one/",
        "#top",
        "#",
        "https://example.org/x",
        "mailto:a@example.org",
        "models/%6Fne/",
    ],
)
def test_living_links(site: Path, address: str) -> None:
    write_home(site, f'<a href="{address}">x</a>')
    assert find_dead_links(site, "/atlas/") == []


def test_an_anchor_is_looked_for_on_its_own_page(site: Path) -> None:
    write_home(site, '<a href="#top">x</a><h2 id="here">x</h2><a href="#here">x</a>')
    (site / "404.html").write_text('<a href="#here">x</a>', "utf-8")
    (site / "index2.html").write_text('<h2 id="here">x</h2><a href="#here">x</a>', "utf-8")
    assert [(dead.page, dead.address) for dead in find_dead_links(site, "/atlas/")] == [("404.html", "#here")]
    (site / "zzz.html").write_text('<a href="#here">x</a>', "utf-8")
    assert [dead.page for dead in find_dead_links(site, "/atlas/")] == ["404.html", "zzz.html"]


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ('<a href="models/two/">x</a>', "no such file"),
        ('<a href="models/one/#results">x</a>', "no such anchor"),
        ('<a href="#nowhere">x</a>', "no such anchor"),
        ('<img src="picture.png">', "no such file"),
        ('<script src="explore.js"></script>', "no such file"),
        ('<a href="/models/one/">x</a>', "no such file"),
        ('<svg><a href="models/two/"><text>x</text></a></svg>', "no such file"),
    ],
)
def test_dead_links(site: Path, html: str, reason: str) -> None:
    write_home(site, html)
    (dead,) = find_dead_links(site, "/atlas/")
    assert (dead.page, dead.reason) == ("index.html", reason)

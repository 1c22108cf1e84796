"""A citation leads to its section: anchors of headings survive from the page to the passage's address."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.documents.chunk import chunk
from retrieval.documents.loaders import load_document
from retrieval.documents.sources.article import Article, as_file, html_body

BODY = """<h1>Returns</h1><p>You have 60 days to send things back to us, whatever the reason may be.</p>
<h2 id="costs">Costs <a class="headerlink" href="#costs">¶</a></h2><p>The label is free from Germany.</p>
<h3>From abroad</h3><p>Returns from France cost 5.95 EUR, and from Austria 4.95 EUR.</p>
<h2><a name="how_to-do it"></a>How</h2><p>Put the label on the parcel and take it to the post office.</p>
<a id="_Größe_"></a><h2>Size</h2><p>Parcels may be 120 cm long, and no heavier than 30 kg.</p>
<section id="gifts"><h2>Gifts</h2><p>Gifts may be returned by whoever received them.</p></section>"""
HEAD = "<html lang='en'><head><link rel='canonical' href='https://a.example/r?x=1'></head>"
SECTIONS = {
    "": "", "Costs": "#costs", "Costs › From abroad": "#costs", "How": "#how_to-do%20it",
    "Size": "#%5FGr%C3%B6%C3%9Fe%5F", "Gifts": "#gifts",
}  # fmt: skip


def addresses(path: Path) -> dict[str, str]:
    return {passage.heading: passage.url for passage in chunk(load_document(path, path.name))}


@pytest.mark.parametrize("around", [("<main>", "</main>"), ("<div>", "</div>")])
def test_a_page_keeps_its_anchors(tmp_path: Path, around: tuple[str, str]) -> None:
    (tmp_path / "a.html").write_text(f"{HEAD}<body>{around[0]}{BODY}{around[1]}</body></html>")
    expected = {heading: f"https://a.example/r?x=1{anchor}" for heading, anchor in SECTIONS.items()}
    assert addresses(tmp_path / "a.html") == expected


def test_an_imported_article_keeps_them_too(tmp_path: Path) -> None:
    article = Article(title="Returns", body=html_body(BODY), url="https://a.example/r#top")
    (tmp_path / "a.md").write_bytes(as_file(article, "a", "").content)
    assert addresses(tmp_path / "a.md")["Costs"] == "https://a.example/r#costs"
    assert addresses(tmp_path / "a.md")["Size"] == "https://a.example/r#%5FGr%C3%B6%C3%9Fe%5F"


def test_without_an_address_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Returns\n\n## Costs {#costs}\n\nThe label is free.\n")
    assert addresses(tmp_path / "a.md") == {"Costs": ""}

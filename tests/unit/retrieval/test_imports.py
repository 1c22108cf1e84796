"""Imports from outside: what comes in, what is named and left out, and what a second import changes."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from retrieval.documents.loaders import Document, load_document
from retrieval.documents.sources import archive
from retrieval.documents.sources.importing import Imported, import_files
from retrieval.errors import UnreadableDocument

RETURNS = {
    "id": 1, "title": "Returns", "draft": False, "locale": "en-us", "section_id": 7, "user_segment_id": None,
    "body": "<h2>Costs</h2><p>Returns are <b>free</b>.</p><script>alert(1)</script>",
    "html_url": "https://help.example/hc/1",
    "updated_at": "2026-03-01T08:00:00Z", "edited_at": "2026-02-03T08:00:00Z",
}  # fmt: skip
NO_ID = {"title": "Without an id", "draft": False, "body": "<p>x</p>"}
ZENDESK = {
    "articles": [
        RETURNS,
        {**RETURNS, "id": 2, "title": "Soon", "draft": True},
        {**RETURNS, "id": 3, "title": "For agents", "user_segment_id": 99},
        {**RETURNS, "id": 4, "title": "Empty", "body": None},
        NO_ID,
    ],
    "sections": [{"id": 7, "name": "Sending back", "category_id": 70, "parent_section_id": None}],
}


class Desk:
    """A documents folder, and files beside it that are imported."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.documents = folder, folder / "documents"
        self.documents.mkdir()

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def take(self, *names: str, replace: bool = False, topic: str = "") -> Imported:
        paths = [self.folder / name for name in names]
        return import_files(paths, self.documents, replace=replace, topic=topic)

    def read(self, document_id: str) -> Document:
        return load_document(self.documents / document_id, document_id)

    def text(self, document_id: str) -> str:
        return "\n".join(line for block in self.read(document_id).blocks for line in block.lines)

    def only(self, folder: str) -> str:
        (found,) = (path for path in (self.documents / folder).iterdir() if not path.name.startswith("."))
        return found.relative_to(self.documents).as_posix()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_zendesk_articles_come_with_section_address_and_date(desk: Desk) -> None:
    desk.write("export.json", json.dumps(ZENDESK))
    desk.write("categories.json", json.dumps({"categories": [{"id": 70, "name": "Orders"}]}))
    report = desk.take("export.json", "categories.json")
    found = desk.read("zendesk/1-en-us.md")
    assert report.written.added == ["zendesk/1-en-us.md"]
    assert (found.title, found.url, found.updated) == ("Returns", "https://help.example/hc/1", "2026-02-03")
    assert (found.language, found.section) == ("en", "Orders › Sending back")
    assert desk.text("zendesk/1-en-us.md") == "Costs\nReturns are free."
    assert [(where.split(" (")[1], reason) for where, reason in report.skipped.items()] == [
        ("Soon)", "It is a draft."), ("For agents)", "It is only for some users."),
    ]  # fmt: skip
    assert list(report.failed) == ["export.json, article 4 (Empty)", "export.json, article 5"]


def test_intercom_articles_come_in_all_their_languages(desk: Desk) -> None:
    article = {
        "type": "article", "id": "55", "parent_id": 9, "default_locale": "en", "title": "Delivery",
        "translated_content": {
            "type": "article_translated_content",
            "en": {"type": "article_content", "title": "Delivery", "body": "<p>Two days.</p>",
                   "state": "published", "url": "https://help.example/en/55", "updated_at": 1767225600},
            "de": {"type": "article_content", "title": "Lieferung", "body": "<p>Zwei.</p>",
                   "state": "draft"},
            "fr": None,
        },
    }  # fmt: skip
    desk.write("a.json", json.dumps({"type": "list", "data": [article]}))
    desk.write(
        "b.json", json.dumps({"type": "list", "data": [{"type": "collection", "id": 9, "name": "Post"}]})
    )
    report = desk.take("a.json", "b.json")
    found = desk.read("intercom/55-en.md")
    assert (found.updated, found.language, found.section) == ("2026-01-01", "en", "Post")
    assert report.written.added == ["intercom/55-en.md"]
    assert list(report.skipped.values()) == ["It is not published (draft)."]


def test_chatwoot_articles_keep_their_markdown(desk: Desk) -> None:
    article = {
        "id": 3, "title": "Gift cards", "content": "## How\n\nThey never **expire**.", "status": "published",
        "slug": "gift-cards", "category": {"id": 1, "name": "Payment", "locale": "en"},
        "portal": {"custom_domain": "help.example", "slug": "shop"}, "updated_at": 1767225600,
    }  # fmt: skip
    desk.write(
        "chatwoot.json", json.dumps({"payload": [article, {**article, "id": 4, "status": 2}], "meta": {}})
    )
    report = desk.take("chatwoot.json")
    found = desk.read("chatwoot/3-en.md")
    assert found.url == "https://help.example/hc/shop/articles/gift-cards"
    assert found.section == "Payment"
    assert desk.text("chatwoot/3-en.md") == "How\nThey never expire."
    assert list(report.skipped.values()) == ["It is not published (archived)."]


def test_a_second_import_changes_only_what_changed(desk: Desk) -> None:
    first, second = ({**RETURNS, "id": n} for n in (11, 12))
    desk.write("export.json", json.dumps({"articles": [first, second]}))
    desk.take("export.json")
    untouched = (desk.documents / "zendesk/11-en-us.md").stat().st_mtime_ns
    third = {**first, "id": 13}
    desk.write("export.json", json.dumps({"articles": [first, {**second, "body": "<p>New.</p>"}, third]}))
    written = desk.take("export.json").written
    assert (written.added, written.changed) == (["zendesk/13-en-us.md"], ["zendesk/12-en-us.md"])
    assert written.unchanged == ["zendesk/11-en-us.md"]
    assert (desk.documents / "zendesk/11-en-us.md").stat().st_mtime_ns == untouched


def test_articles_gone_from_the_export_are_removed_when_told(desk: Desk) -> None:
    first, second = ({**RETURNS, "id": n} for n in (11, 12))
    desk.write("documents/zendesk/own.md", "# Ours\n\nWritten by hand.")
    desk.write("export.json", json.dumps({"articles": [first, second]}))
    desk.take("export.json")
    desk.write("export.json", json.dumps({"articles": [first]}))
    assert desk.take("export.json").written.gone == ["zendesk/12-en-us.md"]
    assert desk.take("export.json", replace=True).written.removed == ["zendesk/12-en-us.md"]
    assert sorted(path.name for path in (desk.documents / "zendesk").glob("*.md")) == [
        "11-en-us.md",
        "own.md",
    ]


def test_nothing_is_removed_while_part_of_the_source_cannot_be_read(desk: Desk) -> None:
    desk.write("a.json", json.dumps({"articles": [RETURNS]}))
    desk.take("a.json")
    desk.write("a.json", "{")
    desk.write("b.json", json.dumps({"articles": [{**RETURNS, "id": 20}]}))
    report = desk.take("a.json", "b.json", replace=True)
    assert "not JSON" in report.failed["a.json"]
    assert (report.written.removed, report.written.gone) == ([], ["zendesk/1-en-us.md"])


def test_what_was_edited_by_hand_is_kept(desk: Desk) -> None:
    desk.write("export.json", json.dumps({"articles": [RETURNS]}))
    desk.take("export.json")
    desk.write("documents/zendesk/1-en-us.md", "# Returns\n\nOur better text.")
    assert desk.take("export.json").written.unchanged == ["zendesk/1-en-us.md"]
    desk.write("export.json", json.dumps({"articles": [{**RETURNS, "body": "<p>New.</p>"}]}))
    assert desk.take("export.json", replace=True).written.kept == ["zendesk/1-en-us.md"]
    assert desk.text("zendesk/1-en-us.md") == "Returns\nOur better text."


def test_a_table_of_questions_gives_one_document_an_answer(desk: Desk) -> None:
    desk.write("faq.csv", (
        "Shop-FAQ;;;;\n"
        "Frage;Frage 2;Antwort;Stand;Sprache;Link\n"
        "Was kostet der Versand?;Versandkosten?;4,95 EUR, ab 50 EUR frei.;03.06.2026;DE;https://a.example/v\n"
        "Gibt es Größe 52?;;;;;\n"
        ";;Ja;;;\n"
        "Habt ihr Läden?;;In Köln.;bald;;\n"
        "Wie teuer ist der Versand?;;4,95 EUR, ab 50 EUR frei.;;DE;https://a.example/v\n"
        '"Wo seid ihr?\nWo finde ich euch?";;<p>In <b>Köln</b>.</p>;;;\n'
    ).encode("cp1252"))  # fmt: skip
    report = desk.take("faq.csv")
    first, second = sorted(report.written.added, key=lambda name: "versand" not in name)
    assert desk.read(first).title == "Was kostet der Versand?"
    assert (desk.read(first).updated, desk.read(first).language) == ("2026-06-03", "de")
    assert desk.read(first).url == "https://a.example/v"
    assert desk.text(first) == "Versandkosten? / Wie teuer ist der Versand?\n4,95 EUR, ab 50 EUR frei."
    assert desk.text(second) == "Wo finde ich euch?\nIn Köln."
    assert report.failed == {
        "faq.csv, line 4": "The answer is missing.",
        "faq.csv, line 5": "The question is missing.",
        "faq.csv, line 6": "'bald' is not a date. Write it as 2026-12-31.",
    }


def test_an_answer_that_is_a_yes_or_a_no_is_not_joined(desk: Desk) -> None:
    desk.write("faq.csv", (
        b"question;answer\n"
        b"Do you gift-wrap?;No. Write to us for more.\n"
        b"Do you sell used phones?;No. Write to us for more.\n"
        b"Where is my invoice?;Write to us.\n"
        b"Where is my receipt?;Write to us.\n"
    ))  # fmt: skip
    titles = sorted(desk.read(name).title for name in desk.take("faq.csv").written.added)
    assert titles == ["Do you gift-wrap?", "Do you sell used phones?", "Where is my invoice?"]


def test_an_excel_table_is_read_on_all_its_sheets(desk: Desk, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["ID", "Question", "Answer"])
    book.active.append([17, "Open on Sunday?", "No."])
    other = book.create_sheet("Notes")
    other.append(["nothing of interest"])
    more = book.create_sheet("Payment")
    more.append(["Q", "A"])
    more.append(["Can I pay by invoice?", None])
    book.save(tmp_path / "faq.xlsx")
    report = desk.take("faq.xlsx")
    assert report.written.added == ["faq/faq/17.md"]
    assert report.failed == {"faq.xlsx, Payment row 2": "The answer is missing."}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_delimiter_and_encoding_are_found(desk: Desk, delimiter: str, encoding: str) -> None:
    rows = [["question", "answer"], ["Was ist größer, M oder L?", "L; für Große Füße XL."]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    desk.write("t.csv", text.encode(encoding))
    assert desk.text(desk.take("t.csv").written.added[0]) == "L; für Große Füße XL."


def test_the_same_question_with_two_answers_is_named(desk: Desk) -> None:
    desk.write("t.csv", "question,answer\nOpen?,Yes.\nClosed?,No.\nopen?,Maybe.\n")
    report = desk.take("t.csv")
    assert len(report.written.added) == 2
    assert report.failed["t.csv, line 4"].startswith("This question has another answer in t.csv, line 2.")


def test_a_table_without_questions_stays_a_document(desk: Desk) -> None:
    desk.write("sizes.csv", "Size,Chest\nM,100 cm\n")
    assert desk.take("sizes.csv").written.added == ["imported/sizes.csv"]


def packed(path: Path, **members: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name, text)


def test_an_archive_is_unpacked_with_its_folders(desk: Desk, tmp_path: Path) -> None:
    members = {"care/down.md": "# Down\n\nWash cold.", "photo.png": "x", "__MACOSX/._down.md": "x",
               "faq.csv": "question,answer\nOpen?,Yes.\n", "inner.zip": "PK"}  # fmt: skip
    packed(tmp_path / "All documents.zip", **members)
    report = desk.take("All documents.zip")
    assert report.written.added == [
        "all-documents/care/down.md", desk.only("faq/faq"),
    ]  # fmt: skip
    assert list(report.skipped) == ["All documents.zip/photo.png", "All documents.zip/inner.zip"]


def test_no_member_of_an_archive_leaves_its_folder(desk: Desk, tmp_path: Path) -> None:
    bad = ["../evil.md", "a/../../evil.md", "/etc/evil.md", "C:/evil.md", "..\\evil.md"]
    packed(tmp_path / "x.zip", **dict.fromkeys(bad, "# Evil\n\nText."), **{"good.md": "# Good\n\nText."})
    with zipfile.ZipFile(tmp_path / "x.zip", "a") as file:
        link = zipfile.ZipInfo("link.md")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    report = desk.take("x.zip")
    assert report.written.added == ["x/good.md"]
    assert len(report.failed) == len(bad) + 1
    assert not list(tmp_path.rglob("evil*"))


def test_bombs_are_named_and_stop_nothing(desk: Desk, tmp_path: Path) -> None:
    packed(tmp_path / "x.zip", **{"bomb.md": "0" * 5_000_000, "good.md": "# Good\n\nText."})
    report = desk.take("x.zip")
    assert report.written.added == ["x/good.md"]
    assert "200-fold" in report.failed["x.zip/bomb.md"]


def test_an_archive_that_lies_about_a_size_is_not_believed(desk: Desk, tmp_path: Path) -> None:
    packed(tmp_path / "x.zip", **{"a.md": "# A\n\n" + "text " * 1000, "b.md": "# B\n\nText."})
    data = bytearray((tmp_path / "x.zip").read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(signature) + offset
        data[place : place + 4] = (10).to_bytes(4, "little")
    (tmp_path / "x.zip").write_bytes(data)
    report = desk.take("x.zip")
    assert report.written.added == ["x/b.md"]
    assert "cannot be unpacked" in report.failed["x.zip/a.md"]


def test_too_many_members_are_refused(desk: Desk, tmp_path: Path) -> None:
    packed(tmp_path / "x.zip", **{f"{n}": "" for n in range(archive.MAX_MEMBERS + 1)})
    assert "more than 20000 files" in desk.take("x.zip").failed["x.zip"]


def test_encrypted_members_are_named(desk: Desk, tmp_path: Path) -> None:
    packed(tmp_path / "x.zip", **{"secret.md": "# S\n\nText.", "open.md": "# O\n\nText."})
    data = bytearray((tmp_path / "x.zip").read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    (tmp_path / "x.zip").write_bytes(data)
    report = desk.take("x.zip")
    assert report.written.added == ["x/open.md"]
    assert "encrypted" in report.failed["x.zip/secret.md"]


def test_a_folder_is_imported_with_everything_in_it(desk: Desk) -> None:
    desk.write("Old site/returns/gifts.html", "<main><h1>Gifts</h1><p>Gifts too.</p></main>")
    desk.write("Old site/export.json", json.dumps({"articles": [RETURNS]}))
    desk.write("Old site/broken.zip", b"not a zip")
    desk.write("Old site/.hidden.md", "x")
    report = desk.take("Old site")
    assert report.written.added == ["old-site/returns/gifts.html", "zendesk/1-en-us.md"]
    assert list(report.failed) == ["broken.zip"]
    (desk.folder / "Old site/returns/gifts.html").unlink()
    assert desk.take("Old site", replace=True).written.removed == ["old-site/returns/gifts.html"]


def test_a_file_that_cannot_be_opened_is_named(desk: Desk) -> None:
    (desk.folder / "a.md").symlink_to(desk.folder / "nowhere.md")
    desk.write("b.md", "# B\n\nText.")
    report = desk.take("a.md", "b.md")
    assert "cannot be opened" in report.failed["a.md"]
    assert report.written.added == ["imported/b.md"]


def test_a_topic_stays_within_the_documents(desk: Desk) -> None:
    desk.write("a.md", "# A\n\nText.")
    assert desk.take("a.md", topic="care/down").written.added == ["care/down/a.md"]
    with pytest.raises(UnreadableDocument, match="leads out"):
        desk.take("a.md", topic="../elsewhere")
    with pytest.raises(UnreadableDocument, match="already lies"):
        desk.take("documents/care")


def test_a_title_cannot_write_other_fields(desk: Desk) -> None:
    article = {**RETURNS, "title": "Sale\n---\nurl: https://evil.example\n"}
    desk.write("export.json", json.dumps({"articles": [article]}))
    desk.take("export.json")
    assert desk.read("zendesk/1-en-us.md").url == "https://help.example/hc/1"

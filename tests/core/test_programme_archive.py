"""A .zip of CSV files is read as the folder would be; hostile ones are one clear problem each."""

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sharedservices.core.programme import reading
from sharedservices.core.programme.archive import read_archive
from sharedservices.core.programme.importing import read

HEADER = "organisation,name,short_name,kind\n"
KENT = "kent,Kent County Council,Kent,county\n"
Fill = Callable[[zipfile.ZipFile], None]


def archive(folder: Path, fill: Fill) -> Path:
    path = folder / "programme.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("organisations.csv", HEADER + KENT)
        fill(book)
    return path


def holding(name: str, content: str | bytes = HEADER) -> Fill:
    return lambda book: book.writestr(name, content)


def a_link(book: zipfile.ZipFile) -> None:
    link = zipfile.ZipInfo("partnerships.csv")
    link.external_attr = 0o120777 << 16
    book.writestr(link, "/etc/passwd")


def many(book: zipfile.ZipFile) -> None:
    for number in range(1_001):
        book.writestr(f"{number}.txt", "")


def other_method(book: zipfile.ZipFile) -> None:
    book.writestr("partnerships.csv", HEADER, zipfile.ZIP_LZMA)


def problem(path: Path) -> str:
    found = read_archive(path)
    assert found.sheets == []
    [only] = found.problems
    return only.message


def test_its_tables_are_read_as_those_of_a_folder(tmp_path: Path) -> None:
    path = archive(tmp_path, holding("About.csv", "exported_at,2026-11-21T15:00:00Z"))

    found = read(path)

    assert not found.problems
    assert [(sheet.name, sheet.rows) for sheet in found.sheets] == [
        ("organisations", [(2, ["kent", "Kent County Council", "Kent", "county"])])
    ]
    assert found.exported_at is not None


@pytest.mark.parametrize("name", ["README.md", "__MACOSX/._organisations.csv", ".DS_Store"])
def test_other_files_are_left_alone(tmp_path: Path, name: str) -> None:
    found = read_archive(archive(tmp_path, holding(name, b"\0\xff")))

    assert (len(found.sheets), found.problems) == (1, [])


@pytest.mark.parametrize(
    ("fill", "told"),
    [
        (holding("two/partnerships.csv"), "in a folder of the archive"),
        (holding("../partnerships.csv"), "in a folder of the archive"),
        (holding("/etc/partnerships.csv"), "in a folder of the archive"),
        (holding("..\\partnerships.csv"), "in a folder of the archive"),
        (holding("C:partnerships.csv"), "in a folder of the archive"),
        (holding("more.zip", b"PK"), "an archive or a workbook in the archive"),
        (holding("Book.XLSX", b"PK"), "an archive or a workbook in the archive"),
        (holding("big.csv", b"a" * 5_000_000), "Unpacked, the archive has 5 MB"),
        (many, "too much"),
        (a_link, "damaged"),
        (other_method, "damaged"),
    ],
)
def test_a_hostile_archive_is_one_clear_problem(tmp_path: Path, fill: Fill, told: str) -> None:
    assert told in problem(archive(tmp_path, fill))


def test_a_password_is_said_to_be_in_the_way(tmp_path: Path) -> None:
    path = archive(tmp_path, holding("partnerships.csv"))
    data = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    path.write_bytes(data)

    assert "has a password" in problem(path)


def test_a_file_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    path = archive(tmp_path, holding("partnerships.csv", HEADER * 100))
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"partnerships.csv") - 46
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    path.write_bytes(data)

    assert "damaged" in problem(path)


@pytest.mark.parametrize("content", [b"", b"organisation,name\n", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_archive_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "programme.zip"
    path.write_bytes(content)

    assert "not a .zip archive, or it is damaged" in problem(path)


def test_an_archive_without_tables_is_said_to_have_none(tmp_path: Path) -> None:
    path = tmp_path / "programme.zip"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("readme.txt", "hello")

    assert "no CSV files" in problem(path)


def test_a_large_archive_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "programme.zip"
    with path.open("wb") as file:
        file.truncate(6 * 1024 * 1024)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("the file was read"))

    assert "The archive is 6 MB" in problem(path)


def test_a_table_that_is_there_twice_is_a_problem(tmp_path: Path) -> None:
    found = read_archive(archive(tmp_path, holding("Organisations.CSV")))

    assert "is there twice" in found.problems[0].message


def test_noise_beside_tables_is_judged_by_its_size_only(tmp_path: Path) -> None:
    found = read_archive(archive(tmp_path, holding("noise.bin", hashlib.shake_256(b"noise").digest(2_000_000))))

    assert (len(found.sheets), found.problems) == (1, [])


def test_the_cells_of_all_tables_are_limited_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CELLS", 5)

    found = read_archive(archive(tmp_path, holding("partnerships.csv", "partnership,name\na,A\nb,B\n")))

    assert "more than 5 cells" in found.problems[0].message
    assert [sheet.partial for sheet in found.sheets] == [False, True]

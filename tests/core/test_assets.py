"""What is committed under static/portal: as built, under our own brand, small, and fetching nothing."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "static" / "portal"
CODE = ["portal.css", "portal.js", "htmx.js", "start.js"]
BUDGET = 60 * 1024


def text(name: str) -> str:
    return (BUILT / name).read_text(encoding="utf-8")


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2 between two colours written as #rgb or #rrggbb."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
        parts = [part / 255 for part in bytes.fromhex(digits)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_manifest_has_the_hash_of_every_file():
    stated = json.loads(text("manifest.json"))["sha256"]

    files = [path for path in BUILT.rglob("*") if path.is_file() and path.name != "manifest.json"]
    found = {path.relative_to(BUILT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    assert stated == found


def test_manifest_has_the_versions_that_are_locked():
    stated = json.loads(text("manifest.json"))["packages"]
    locked = json.loads((ROOT / "assets" / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert stated == {name: locked[f"node_modules/{name}"]["version"] for name in stated}


def test_lock_file_has_no_addresses():
    assert "://" not in (ROOT / "assets" / "package-lock.json").read_text(encoding="utf-8")


def test_a_page_stays_within_its_weight():
    assert sum(len(gzip.compress((BUILT / name).read_bytes(), 9)) for name in CODE) <= BUDGET


@pytest.mark.parametrize("name", CODE)
def test_nothing_is_fetched_from_elsewhere(name: str):
    code = text(name)

    assert not re.search(r"url\(|@import|@font-face", code)
    assert not re.search(r"""(?:fetch|import)\(\s*["'`](?:https?:)?//""", code)
    assert "sourceMappingURL" not in code


@pytest.mark.parametrize("mark", ["GDS Transport", "govuk-crest", "govuk-logo", "govuk-header__logotype"])
def test_nothing_of_the_brand_of_govuk_is_left(mark: str):
    assert mark not in text("portal.css")


def test_brand_and_links_can_be_read_on_white():
    colours = dict(re.findall(r"--govuk-(brand|link|link-hover)-colour: ?(#[0-9a-f]{3,6})", text("portal.css")))

    assert set(colours) == {"brand", "link", "link-hover"}
    assert all(contrast(colour, "#ffffff") >= 4.5 for colour in colours.values())


def test_ratings_can_be_read_on_their_own_background():
    rules = re.findall(r"\.app-rag--(\w+)\{color:(#[0-9a-f]{3,6});background:(#[0-9a-f]{3,6})\}", text("portal.css"))

    assert {name for name, *_ in rules} == {"red", "amber_red", "amber", "amber_green", "green", "complete", "none"}
    assert all(contrast(colour, background) >= 4.5 for _, colour, background in rules)


def test_licences_travel_with_the_code():
    licences = text("LICENCES.txt")

    assert "Permission is hereby granted, free of charge" in licences
    assert "Zero-Clause BSD" in licences
    assert all("LICENCES.txt" in text(name)[:200] for name in CODE if name != "start.js")


def test_icons_of_the_web_manifest_exist():
    icons = json.loads(text("manifest.webmanifest"))["icons"]

    assert icons
    assert all((BUILT / icon["src"]).is_file() for icon in icons)

"""The fonts of a paper are the shipped ones alone, so the same paper has the same bytes on every machine."""

import functools
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from fontTools.ttLib import TTFont
from weasyprint.text.ffi import ffi, fontconfig, pangoft2
from weasyprint.text.fonts import FontConfiguration

from reports.rendering.fetching import ASSETS

FOLDER = ASSETS / "fonts"
FILES = tuple(FOLDER / f"SourceSans3-{style}.ttf" for style in ("Regular", "It", "Bold", "BoldIt"))
SUBSTITUTE = "?"
MARKS_IN_A_ROW = 4
LAYOUT_CHARACTERS = frozenset("\t\n\r")


class ShippedFonts(FontConfiguration):
    """Fontconfig with our own configuration and the font files where they lie.

    Not by @font-face: that copies each font to a temporary folder, which a killed worker leaves behind, and keeps the
    machine's own fonts and its settings for them within reach."""

    def __init__(self) -> None:
        with _environment(FONTCONFIG_FILE=str(FOLDER / "fonts.conf")):
            super().__init__()
        for path in FILES:
            if not fontconfig.FcConfigAppFontAddFile(self._config, os.fsencode(path)):
                raise FileNotFoundError(path)
        pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", self.font_map))

    def add_font_face(self, rule_descriptors: dict[str, Any], url_fetcher: Callable[[str], object]) -> None:
        """A paper brings no fonts: what its @font-face asks for goes to the fetcher, which refuses it."""
        for _, address in rule_descriptors["src"]:
            url_fetcher(address or "no font")


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@functools.cache
def covered() -> frozenset[int]:
    """The code points that every shipped font has, and those that only steer the layout."""
    return frozenset(map(ord, LAYOUT_CHARACTERS)).union(
        set.intersection(*(set(TTFont(path, lazy=True).getBestCmap()) for path in FILES))
    )


class _Fitting(dict[int, str]):
    """A table for str.translate that works out each code point once."""

    def __missing__(self, code: int) -> str:
        self[code] = _fit(chr(code))
        return self[code]


_fitting = _Fitting()


def _fit(character: str) -> str:
    """Itself, its plain equivalent (ﬁ becomes fi, ① becomes 1), nothing for an invisible one, or a question mark."""
    if ord(character) in covered():
        return character
    equivalent = unicodedata.normalize("NFKC", character)
    if all(ord(part) in covered() for part in equivalent):
        return equivalent
    invisible = unicodedata.category(character) in {"Cc", "Cf"} or "VARIATION SELECTOR" in unicodedata.name(
        character, ""
    )
    return "" if invisible else SUBSTITUTE


@functools.cache
def _piled_marks() -> re.Pattern[str]:
    marks = "".join(chr(code) for code in sorted(covered()) if unicodedata.combining(chr(code)))
    return re.compile(f"([{re.escape(marks)}]{{{MARKS_IN_A_ROW}}})[{re.escape(marks)}]+")


def fit_to_fonts(text: str) -> str:
    """The text in characters that the shipped fonts have, with no more than four accents on a letter: a pile of
    them takes the layout minutes."""
    return _piled_marks().sub(r"\1", unicodedata.normalize("NFC", text).translate(_fitting))

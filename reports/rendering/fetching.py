"""What a paper may load while it is laid out: files of this package by their logical name, and nothing else."""

from collections.abc import Mapping
from pathlib import Path

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

ASSETS = Path(__file__).resolve().parent.parent / "assets"
SCHEME = "asset:"
MEDIA_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".css": "text/css",
    ".ttf": "font/ttf",
}


class BundledFetcher(URLFetcher):
    """Serves `asset:NAME` and the given files; every other address is written down and ends the rendering.

    WeasyPrint swallows that end inside inline SVG, so `refused` must be looked at afterwards."""

    def __init__(self, files: Mapping[str, tuple[bytes, str]]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.files = files
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        body, media_type = self.files.get(url) or bundled(url) or self._refuse(url)
        return URLFetcherResponse(url, body, {"Content-Type": media_type})

    def _refuse(self, url: str) -> tuple[bytes, str]:
        self.refused.append(url)
        raise FatalURLFetchingError(url)


def bundled(url: str) -> tuple[bytes, str] | None:
    """Looked up by exact name in the list of what is there, so no name can climb out of the folder."""
    name = url.removeprefix(SCHEME)
    for path in ASSETS.rglob("*"):
        if path.suffix in MEDIA_TYPES and path.relative_to(ASSETS).as_posix() == name:
            return path.read_bytes(), MEDIA_TYPES[path.suffix]
    return None

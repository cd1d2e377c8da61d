"""A browser in plain words, by what it says of itself, so that people recognise their own. Anybody can claim any."""

# The first that fits: most claim to be others as well
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
DEVICES = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "a Chromebook"),
    ("Macintosh", "a Mac"),
    ("Linux", "Linux"),
)


def named(user_agent: str) -> str:
    """Such as “Firefox on Windows”."""
    browser = _first(BROWSERS, user_agent) or "A browser"
    device = _first(DEVICES, user_agent)
    return f"{browser} on {device}" if device else browser


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in names if mark in text), "")

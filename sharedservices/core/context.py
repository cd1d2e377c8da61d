from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def portal(request: HttpRequest) -> dict[str, object]:
    """What every page's frame needs: navigation, and whether this is the demonstration."""
    return {"demo": settings.DEMO, "navigation": _navigation(request)}


def _navigation(request: HttpRequest) -> list[dict[str, object]]:
    user = getattr(request, "user", None)
    signed_in = [
        "home",
        "partnerships:list",
        "organisations:organisations-list",
        "workstreams:list",
        "reports:list",
        "compendium:compendium-list",
    ]
    names = signed_in if user and user.is_authenticated else ["reports:published"]
    texts = {
        "home": "Home",
        "partnerships:list": "Partnerships",
        "organisations:organisations-list": "Organisations",
        "workstreams:list": "Workstreams",
        "reports:list": "Committee papers",
        "compendium:compendium-list": "Compendium",
        "reports:published": "Published papers",
    }
    links = [(texts[name], reverse(name)) for name in names]
    above = [href for _, href in links if href != "/" and request.path.startswith(href)]
    nearest = max(above, key=len, default=None)
    return [
        {"text": text, "href": href, "current": request.path == href, "active": href == nearest} for text, href in links
    ]

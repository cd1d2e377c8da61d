"""What papers freeze of an organisation, as plain values."""

from typing import Any

from partnerships.models import Organisation


def organisation(of: Organisation) -> dict[str, Any]:
    return {"slug": of.slug, "name": of.name}

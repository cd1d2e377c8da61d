"""Words that others try first: those of the portal, and of the councils and partnerships that somebody works with."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError

from partnerships.models import Organisation, Partnership

OF_THE_PORTAL = ("council", "partnership", "portal", "shared services")
SHORTEST = 4
PLACES = {
    Organisation.Kind.COUNTY,
    Organisation.Kind.DISTRICT,
    Organisation.Kind.UNITARY,
    Organisation.Kind.LONDON_BOROUGH,
    Organisation.Kind.METROPOLITAN,
}
# No names by themselves
GENERIC = {
    *("authority", "borough", "central", "city", "combined", "councils", "county", "district", "metropolitan", "royal"),
    *("unitary", "london", "north", "east", "south", "west", "mid", "upon", "with"),
}
# As people disguise letters; i, l, 1 and ! count as one
DISGUISES = str.maketrans("013457@$!l", "oieastasii")


class LocalWordsValidator:
    """Only names that the person sees anyway: what is refused tells nobody of partnerships that they do not know."""

    def validate(self, password: str, user: Any = None) -> None:
        pieces = [_plain(piece) for piece in password.split()]
        for word in words_of(user):
            if _holds(pieces, word):
                raise ValidationError(
                    "Leave out “%(word)s”: names of councils, places and partnerships are the first that others try.",
                    code="password_holds_local_word",
                    params={"word": word},
                )

    def get_help_text(self) -> str:
        return "Your password holds no name of a council, place or partnership, nor of this portal."


def words_of(user: Any) -> Iterator[str]:
    """Two queries."""
    yield from OF_THE_PORTAL
    if user is None:
        return
    organisations, partnerships = list(_own(user)), []
    if user.pk:
        organisations += Organisation.objects.visible_to(user)
        partnerships = list(Partnership.objects.visible_to(user))
    for partnership in partnerships:
        yield from (partnership.name, partnership.slug, partnership.acronym)
    for organisation in organisations:
        yield from (organisation.name, organisation.slug, organisation.short_name)
        if organisation.kind in PLACES:
            yield from re.findall(r"[^\W\d_]+", organisation.name)


def _own(user: Any) -> Iterator[Organisation]:
    """Of somebody who is invited, and has no role yet."""
    if getattr(user, "organisation", None):
        yield user.organisation


def _holds(pieces: list[str], word: str) -> bool:
    """A word within one piece of the password; a name of several words also across its pieces."""
    sought = _plain(word)
    if len(sought) < SHORTEST or word.lower() in GENERIC:
        return False
    return any(sought in piece for piece in pieces) or (bool(re.search(r"\W", word)) and sought in "".join(pieces))


def _plain(text: str) -> str:
    """Without case, accents, disguises and punctuation."""
    letters = unicodedata.normalize("NFKD", text.lower()).translate(DISGUISES)
    return "".join(letter for letter in letters if letter.isalnum())

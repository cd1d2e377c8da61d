"""Several rows typed as names, one a line: a choice of hundreds that needs no script."""

from collections import defaultdict
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError

from sharedservices.core.models import LONGEST
from sharedservices.core.programme.problems import did_you_mean, shortened

KNOWN_BY = ("name", "title", "short_name", "slug", "gss_code", "authority_code")


class NamedRowsField(forms.CharField):
    """Gives a queryset of the rows named; whoever makes the form sets `queryset` to those that may be."""

    queryset: Any = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, widget=forms.Textarea({"rows": 4}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else "\n".join(map(str, value))

    def clean(self, value: Any) -> Any:
        lines = [line for line in (" ".join(line.split()) for line in super().clean(value).splitlines()) if line]
        known = self._known() if lines else {}
        faults = [fault for line in lines if (fault := _fault(line, known))]
        if faults:
            raise ValidationError(faults)
        keys = [key for line in lines for key in known[line.casefold()]]
        return self.queryset.model._default_manager.filter(pk__in=keys)

    def _known(self) -> dict[str, dict[int, str]]:
        """What each row may be called, with the rows called so and their full names. One query."""
        names = [name for name in KNOWN_BY if has(self.queryset.model, name)]
        known: dict[str, dict[int, str]] = defaultdict(dict)
        for key, *texts in self.queryset.order_by().values_list("pk", *names):
            for text in filter(None, texts):
                known[text.casefold()][key] = texts[0]
        return known


def has(model: Any, name: str) -> bool:
    try:
        return bool(model._meta.get_field(name))
    except FieldDoesNotExist:
        return False


def _fault(line: str, known: dict[str, dict[int, str]]) -> str:
    rows = known.get(line.casefold(), {})
    if len(rows) > 1:
        return f"“{shortened(line)}” means {' or '.join(sorted(rows.values()))}. Write the full name or a code."
    if not rows:
        names = {name for called in known.values() for name in called.values()}
        return f"“{shortened(line)}” is not known here.{did_you_mean(line, names)}"
    return ""

"""API fields of the portal's value types, and the shape every resource has."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from sharedservices.core import dates, fields, money

FUZZY_SCHEMA = {
    "type": "string",
    "description": "A date as precise as it is known: 2011-09-20, 2011-09, 2011-Q3, 2011, 2011/12 or 2011-07..2011-12.",
    "examples": ["2011-09-20", "2011-Q3", "2011/12"],
}
MONEY_SCHEMA = {
    "type": "object",
    "required": ["amount", "qualifier"],
    "properties": {
        "amount": {"type": "string", "format": "decimal", "examples": ["3750000.00"]},
        "qualifier": {"type": "string", "enum": [item.value for item in money.Qualifier]},
    },
}


@extend_schema_field(FUZZY_SCHEMA)
class FuzzyDateField(serializers.Field):
    """A FuzzyDate, or its canonical text, as that text. In a RowSerializer its two ends follow it."""

    def to_representation(self, value: dates.FuzzyDate | str) -> str:
        return _parsed(value).text

    def to_internal_value(self, data: Any) -> dates.FuzzyDate:
        try:
            return dates.FuzzyDate.parse(str(data))
        except dates.InvalidDate as error:
            raise serializers.ValidationError(str(error), code="invalid") from error


@extend_schema_field(OpenApiTypes.DATE)
class FuzzyEndField(serializers.Field[Any, Any, Any, Any]):
    """The first or last day that a FuzzyDate covers."""

    def __init__(self, *, end: str, **kwargs: Any) -> None:
        self.end = end
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: dates.FuzzyDate | str) -> str:
        day: date = getattr(_parsed(value), self.end)
        return day.isoformat()


def _parsed(value: dates.FuzzyDate | str) -> dates.FuzzyDate:
    return dates.FuzzyDate.parse(value) if isinstance(value, str) else value


@extend_schema_field(MONEY_SCHEMA)
class QualifiedMoneyField(serializers.Field):
    """A QualifiedMoney as {"amount": "3750000.00", "qualifier": "up to"}: text, so that no reader rounds it."""

    def to_representation(self, value: money.QualifiedMoney) -> dict[str, str]:
        return {"amount": f"{value.amount:.2f}", "qualifier": value.qualifier.value}

    def to_internal_value(self, data: Any) -> money.QualifiedMoney:
        if not isinstance(data, dict) or "amount" not in data:
            raise serializers.ValidationError(
                "Write an amount and, where it is not exact, a qualifier.", code="invalid"
            )
        return money.QualifiedMoney(_amount(data["amount"]), _qualifier(data.get("qualifier", money.Qualifier.EXACT)))


def _amount(given: Any) -> Decimal:
    try:
        return money.parse_amount(str(given))
    except money.InvalidMoney as error:
        raise serializers.ValidationError({"amount": [str(error)]}, code="invalid") from error


def _qualifier(given: Any) -> money.Qualifier:
    try:
        return money.Qualifier(given)
    except ValueError as error:
        known = ", ".join(money.Qualifier)
        raise serializers.ValidationError({"qualifier": [f"Use one of: {known}."]}, code="invalid") from error


class LabelField(serializers.CharField):
    """The words of a choice."""

    def __init__(self, *, choices: dict[Any, Any], **kwargs: Any) -> None:
        self.choices = choices
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        return str(self.choices[str(value)])


@extend_schema_field(OpenApiTypes.URI)
class WebUrlField(serializers.ReadOnlyField):
    """The address of the row's page for people."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", **kwargs)

    def to_representation(self, value: Any) -> str:
        address: str = self.context["request"].build_absolute_uri(value.get_absolute_url())
        return address


class BriefSerializer(serializers.Serializer[Any]):
    """Another row in short: enough to name it and to fetch it. `resource` is its name in the API's addresses."""

    id = serializers.IntegerField(read_only=True)
    code = serializers.CharField(source="slug", read_only=True)
    name = serializers.CharField(read_only=True)

    def __init__(self, *args: Any, resource: str, **kwargs: Any) -> None:
        self.resource = resource
        super().__init__(*args, **{"read_only": True, **kwargs})

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        url = serializers.HyperlinkedIdentityField(view_name=f"api-{self.resource}-detail")
        return {**super().get_fields(), "url": url}


class CouncilSerializer(BriefSerializer):
    """A council or other organisation in short. The GSS code is empty for bodies that have none."""

    gss_code = serializers.CharField(read_only=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"resource": "organisations", **kwargs})


class RowSerializer(serializers.ModelSerializer[Any]):
    """A row, read-only. After each date come its two ends, after each choice its words."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        fields.FuzzyDateField: FuzzyDateField,
    }

    def get_extra_kwargs(self) -> dict[str, dict[str, Any]]:
        return {name: {"read_only": True} for name in self.Meta.fields}

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        expanded = {}
        for name, field in super().get_fields().items():
            expanded[name] = field
            expanded.update(_companions(name, field))
        return expanded


class ResourceSerializer(RowSerializer):
    """A row that also has a page for people."""

    web_url = WebUrlField()


def _companions(name: str, field: serializers.Field[Any, Any, Any, Any]) -> Iterator[tuple[str, Any]]:
    source = field.source or name
    if isinstance(field, FuzzyDateField):
        for end in ("earliest", "latest"):
            yield f"{name}_{end}", FuzzyEndField(end=end, source=source, allow_null=field.allow_null)
    elif isinstance(field, serializers.ChoiceField):
        yield f"{name}_label", LabelField(choices=field.choices, source=source)

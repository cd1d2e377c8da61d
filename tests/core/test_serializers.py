from decimal import Decimal

import pytest
from rest_framework.serializers import ValidationError as SerializerError

from sharedservices.core.dates import FuzzyDate
from sharedservices.core.money import QualifiedMoney, Qualifier
from sharedservices.core.serializers import FuzzyDateField, QualifiedMoneyField


@pytest.mark.parametrize("text", ["2011-09-20", "2011-Q3", "2011/12", "2011-07..2011-12", "early 2012"])
def test_a_date_goes_out_and_in_as_its_canonical_text(text: str) -> None:
    field = FuzzyDateField()

    assert field.to_representation(FuzzyDate.parse(text)) == text
    assert field.run_validation(text) == FuzzyDate.parse(text)


def test_a_date_that_does_not_exist_is_refused_in_words() -> None:
    with pytest.raises(SerializerError, match="does not exist in the calendar"):
        FuzzyDateField().run_validation("2011-02-30")


def test_money_goes_out_and_in_without_rounding() -> None:
    field = QualifiedMoneyField()
    value = QualifiedMoney(Decimal("3750000.10"), Qualifier.UP_TO)

    assert field.to_representation(value) == {"amount": "3750000.10", "qualifier": "up to"}
    assert field.run_validation({"amount": "3750000.10", "qualifier": "up to"}) == value
    assert field.run_validation({"amount": "20"}) == QualifiedMoney(Decimal("20.00"))


@pytest.mark.parametrize(
    "given", ["20", {}, {"amount": "£20"}, {"amount": "1.005"}, {"amount": "2", "qualifier": "or so"}]
)
def test_money_that_is_not_plain_is_refused(given: object) -> None:
    with pytest.raises(SerializerError):
        QualifiedMoneyField().run_validation(given)

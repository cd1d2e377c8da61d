import pytest
from django.core.exceptions import ValidationError

from sharedservices.core.forms import WordLimit


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("one two", 2),
        ("one - two", 2),
        ("the council's plan", 3),
        ("2011/12", 2),
        ("co-operate", 2),
        ("£1,250.50 saved", 2),
        ("one\n\n- two\n- three", 3),
    ],
)
def test_words_are_counted_as_browsers_do(text: str, count: int):
    WordLimit(count)(text)

    if count:
        with pytest.raises(ValidationError, match=f"This has {count}"):
            WordLimit(count - 1)(text)

import pytest

from sharedservices.core import circles

ABOVE = {
    "a": ["b"],
    "b": ["c", "d"],
    "c": ["e"],
    "d": ["a"],
    "e": ["a"],
    "lasso": ["a"],
    "self": ["self"],
    "roof": [],
    "left": ["roof"],
    "floor": ["left", "roof"],
}


@pytest.mark.parametrize(
    ("start", "way"),
    [
        ("a", ["a", "b", "d", "a"]),
        ("c", ["c", "e", "a", "b", "c"]),
        ("self", ["self", "self"]),
        ("lasso", []),
        ("floor", []),
        ("unknown", []),
    ],
)
def test_the_shortest_circle_of_what_stands_in_it(start: str, way: list[str]) -> None:
    assert circles.circle(start, lambda node: ABOVE.get(node, [])) == way


def test_the_way_between_two_is_the_shortest() -> None:
    assert circles.way("floor", "roof", ABOVE.__getitem__) == ["floor", "roof"]


def test_a_long_chain_is_walked_without_recursion() -> None:
    assert circles.circle(0, lambda node: [(node + 1) % 5000])[-2:] == [4999, 0]


@pytest.mark.parametrize(
    ("link", "told"), [("", "a > b > a"), ("needs", "a needs b, b needs a"), ("answers to", "a answers to b")]
)
def test_a_circle_in_words_says_what_to_do(link: str, told: str) -> None:
    text = circles.told(["a", "b", "a"], link)

    assert f"goes round in a circle: {told}" in text
    assert text.endswith("Break it at one of them.")

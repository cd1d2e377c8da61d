import pytest

from sharedservices.core import narrative


def kinds(markdown: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.html) for piece in narrative.pieces(markdown, heading=3)]


def test_paragraphs_lists_and_quotations_keep_their_order() -> None:
    found = kinds("One *two*.\n\n- **a**\n- b\n\n> said\n\n2. second")

    assert [kind for kind, _ in found] == ["paragraph", "list", "quote", "list"]
    assert found[0][1] == "One <em>two</em>."
    assert found[1][1] == "<ul>\n<li><strong>a</strong></li>\n<li>b</li>\n</ul>"
    assert found[3][1].startswith('<ol start="2">')


def test_headings_begin_at_the_given_level_and_skip_none() -> None:
    found = narrative.pieces("#### First\n\n##### Deeper\n\n# Back\n\n###### Deep", heading=3)

    assert [(piece.html, piece.level) for piece in found] == [("First", 3), ("Deeper", 4), ("Back", 3), ("Deep", 4)]


def test_heading_never_goes_below_the_sixth_level() -> None:
    found = narrative.pieces("# a\n## b\n### c\n#### d\n##### e\n###### f", heading=4)

    assert [piece.level for piece in found] == [4, 5, 6, 6, 6, 6]


def test_heading_in_a_list_is_plain_words() -> None:
    assert "<h" not in kinds("- # Shout")[0][1]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example",
        "/relative",
        "https:///nohost",
    ],
)
def test_other_links_stay_dead_text(address: str) -> None:
    assert kinds(f"See [this]({address}).") == [("paragraph", f"See [this]({address}).")]


@pytest.mark.parametrize("address", ["https://example.org/a", "http://example.org", "mailto:office@example.org"])
def test_plain_links_live(address: str) -> None:
    assert kinds(f"[this]({address})") == [("paragraph", f'<a href="{address}" rel="noopener noreferrer">this</a>')]


@pytest.mark.parametrize("words", ["", " ", "\u200b"])
def test_link_without_words_shows_its_address(words: str) -> None:
    assert ">https://example.org" in kinds(f"[{words}](https://example.org)")[0][1]


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("![A map](https://example.org/map.png)", "A map"),
        ("![](https://example.org/map.png)", "picture"),
        ('![<b>x</b>](https://example.org/map.png "t")', "&lt;b&gt;x&lt;/b&gt;"),
    ],
)
def test_picture_becomes_its_words_and_has_no_address(markdown: str, words: str) -> None:
    assert kinds(markdown) == [("paragraph", words)]


@pytest.mark.parametrize("html", ["<script>alert(1)</script>", "<img src=x onerror=y>", "<b>x</b>", "<!-- c -->"])
def test_html_is_shown_not_obeyed(html: str) -> None:
    shown = kinds(f"{html}\n\nAnd {html}")

    assert [kind for kind, _ in shown] == ["paragraph", "paragraph"]
    assert all("<" not in text and "&lt;" in text for _, text in shown)


def test_code_is_no_block_of_its_own() -> None:
    assert [kind for kind, _ in kinds("    indented\n\n```\nfenced\n```")] == ["paragraph", "paragraph"]


def test_long_text_is_cut_and_says_so() -> None:
    found = kinds("a" * 30_000)

    assert found[0][1] == "a" * narrative.LIMIT + "…"
    assert found[1][1] == "<em>The text is longer: its first 20,000 characters are shown.</em>"


def test_text_at_the_limit_is_whole() -> None:
    assert kinds("a" * narrative.LIMIT) == [("paragraph", "a" * narrative.LIMIT)]


def test_a_letter_carries_at_most_four_marks() -> None:
    assert narrative.tidy("z" + "\u0335" * 50 + "y") == "z\u0335\u0335\u0335\u0335y"
    assert narrative.tidy("z" + "\u0335" * 4) == "z" + "\u0335" * 4


@pytest.mark.parametrize("harmful", ["\x00", "\x1b", "\x85", "\u202e", "\u2066", "\ufeff", "\ud800", "&#x202E;"])
def test_harmful_characters_are_dropped(harmful: str) -> None:
    assert kinds(f"be{harmful}fore") == [("paragraph", "before")]


def test_accents_are_composed_and_line_ends_are_one_kind() -> None:
    assert narrative.tidy("cafe\u0301\r\nx\ry") == "café\nx\ny"


def test_line_is_one_run_of_words() -> None:
    assert narrative.line("- note\n\n*this* [x](javascript:1)") == "- note <em>this</em> [x](javascript:1)"


@pytest.mark.parametrize("pattern", ["[", "*", "> ", "- ", "`", "![a](", "_a ", "**a ", "&#", "[a](<b"])
def test_nesting_without_end_ends(pattern: str) -> None:
    assert narrative.pieces(pattern * (narrative.LIMIT // len(pattern)), heading=3)


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Share *what*\nwe [know](https://example.org).\n\n- Waste\n- Roads", "Share what we know."),
        ("- **Waste** and `bins`\n- Roads", "Waste and bins"),
        ("# Purpose\n\nBuy together.\n\nAnd share.", "Buy together."),
        ("# Purpose", "Purpose"),
        ("> Buy together.", "Buy together."),
        ("a < b & c", "a < b & c"),
        ("", ""),
    ],
)
def test_the_opening_is_the_first_paragraph_in_plain_words(markdown: str, words: str) -> None:
    assert narrative.opening(markdown) == words

"""Rules of this codebase that no linter knows: each with what breaks it, so that it cannot pass by looking nowhere."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("sharedservices", "partnerships", "workstreams", "savings", "reports")
# Benches ask what they measure in every shape of it, of statements of their own
SOURCES = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "benches" not in path.parts)

ASKED = {"execute", "executemany", "copy_expert", "raw", "extra", "RawSQL"}
STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH|LOCK|ALTER|GRANT|ANALYZE|EXPLAIN|SET)\b", re.ASCII)
# Text becomes markup here and nowhere else
MARKUP = {
    "sharedservices/core/narrative.py": "cleaned by nh3",
    "sharedservices/core/components.py": "escaped by the component's macro",
    "sharedservices/core/rows.py": "escaped by the template",
    "reports/charts/__init__.py": "escaped by ElementTree, which writes it",
}
# A message to a worker leaves after its job's row is committed; a worker that starts asks itself to look for jobs
MESSAGES = {"sharedservices/core/jobs.py", "sharedservices/celery.py"}
# A cell of a workbook holds a binary number, whoever writes it; the text beside it stays the truth
FLOATS = {"sharedservices/core/programme/sheets.py", "partnerships/marking.py"}
SUMS = ("savings/", "sharedservices/core/money.py", "sharedservices/core/shares.py", "workstreams/sums.py")
READERS = {"parse", "fromstring", "fromstringlist", "iterparse", "XML"}
Rule = Callable[[ast.AST, str], bool]


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def is_built(node: ast.AST) -> bool:
    """Text put together on the spot. psycopg2's SQL(...).format(Identifier(...)) quotes what it is given."""
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Mod)
    return called(node) == "format" and called(node.func.value) != "SQL"  # type: ignore[attr-defined]


def is_fixed(node: ast.AST) -> bool:
    """A constant of ours, by its name; nothing that came from somebody."""
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name.isupper()


def sql_asked_as_built(node: ast.AST, _path: str) -> bool:
    return called(node) in ASKED and bool(node.args) and is_built(node.args[0])  # type: ignore[attr-defined]


def sql_with_a_value(node: ast.AST, _path: str) -> bool:
    if not isinstance(node, ast.JoinedStr) or not isinstance(node.values[0], ast.Constant):
        return False
    if not STATEMENT.match(str(node.values[0].value)):
        return False
    return not all(is_fixed(part.value) for part in node.values if isinstance(part, ast.FormattedValue))


def markup_elsewhere(node: ast.AST, path: str) -> bool:
    return called(node) in {"mark_safe", "Markup", "SafeString"} and path not in MARKUP


def message_elsewhere(node: ast.AST, path: str) -> bool:
    return called(node) in {"delay", "apply_async", "send_task"} and path not in MESSAGES


def binary_number(node: ast.AST, path: str) -> bool:
    if called(node) == "FloatField" or (called(node) == "float" and path not in FLOATS):
        return True
    return isinstance(node, ast.Constant) and isinstance(node.value, float) and path.startswith(SUMS)


def xml_read(node: ast.AST, _path: str) -> bool:
    owner = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id in {"ET", "ElementTree"} and called(node) in READERS


RULES: dict[str, tuple[Rule, str]] = {
    "SQL is not built where it is asked": (sql_asked_as_built, 'cursor.execute(f"SELECT {name}")'),
    "SQL is not built by adding": (sql_asked_as_built, 'cursor.execute("SELECT " + name)'),
    "SQL is not built by formatting": (sql_asked_as_built, 'Claim.objects.raw("SELECT {}".format(name))'),
    "SQL holds no value": (sql_with_a_value, 'statement = f"SELECT 1 WHERE id = {row.pk}"'),
    "Markup has four doors": (markup_elsewhere, "mark_safe(text)"),
    "Messages leave with their job": (message_elsewhere, "tasks.compile_report.delay(job_id=1)"),
    "Money is no float": (binary_number, "amount = float(text)"),
    "Money is stored as Decimal": (binary_number, "amount = models.FloatField()"),
    "Sums are not made with binary fractions": (binary_number, "amount = total * 0.1"),
    "XML is written and never read": (xml_read, "ET.fromstring(data)"),
}


def broken(rule: Rule, nodes: Iterable[ast.AST], path: str) -> Iterator[str]:
    for node in nodes:
        if rule(node, path):
            yield f"{path}:{node.lineno}"  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def trees() -> dict[str, list[ast.AST]]:
    return {path.relative_to(ROOT).as_posix(): list(ast.walk(ast.parse(path.read_text()))) for path in SOURCES}


@pytest.mark.parametrize("name", RULES)
def test_the_rule_holds(name: str, trees: dict[str, list[ast.AST]]) -> None:
    rule, _ = RULES[name]

    assert [place for path, nodes in trees.items() for place in broken(rule, nodes, path)] == []


@pytest.mark.parametrize("name", RULES)
def test_what_breaks_the_rule_is_found(name: str) -> None:
    rule, breach = RULES[name]

    assert list(broken(rule, ast.walk(ast.parse(breach)), "savings/views.py")) == ["savings/views.py:1"]


def test_the_exceptions_are_there_and_needed(trees: dict[str, list[ast.AST]]) -> None:
    for exceptions, names in ((MARKUP, {"mark_safe", "Markup"}), (MESSAGES, {"send_task"}), (FLOATS, {"float"})):
        for path in exceptions:
            assert any(called(node) in names for node in trees[path]), path

import ast
import errno
from pathlib import Path

import pytest

import portal

SOURCE = Path(portal.__file__)


def test_demo_serves_on_the_first_free_port_unless_told_otherwise():
    options = portal.parse(["demo"])

    assert (options.command, options.port, options.serve, options.reset) == ("demo", None, True, False)


def test_demo_takes_its_three_options():
    options = portal.parse(["demo", "--port", "9001", "--no-serve", "--reset"])

    assert (options.port, options.serve, options.reset) == (9001, False, True)


@pytest.mark.parametrize(
    ("argv", "handed_on"),
    [
        (["test"], []),
        (["test", "--", "-k", "sign in", "--", "-x"], ["-k", "sign in", "--", "-x"]),
        (["manage"], []),
        (["manage", "--help"], ["--help"]),
        (["manage", "import_programme", "demo/se7", "--dry-run"], ["import_programme", "demo/se7", "--dry-run"]),
    ],
)
def test_arguments_of_others_are_handed_on_untouched(argv, handed_on):
    assert portal.parse(argv).rest == handed_on


@pytest.mark.parametrize(
    "argv",
    [[], ["serve"], ["demo", "--port", "0"], ["demo", "--port", "65536"], ["demo", "--port", "http"], ["test", "-x"]],
)
def test_what_is_not_understood_ends_with_the_usage(argv, capsys):
    with pytest.raises(SystemExit) as stopped:
        portal.parse(argv)

    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("usage: portal.py")


def test_older_pythons_can_read_the_file_as_far_as_the_line_meant_for_them():
    tree = ast.parse(SOURCE.read_text(), feature_version=(3, 8))

    imported = [node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)]
    assert "tomllib" not in imported
    assert "needs Python 3.11 or newer" in SOURCE.read_text()


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "The disk is full. Free some space, then start again."),
        (errno.EACCES, "/srv/var cannot be written to. Run this as its owner, or in a copy that is yours."),
    ],
)
def test_an_error_of_the_system_becomes_one_line(monkeypatch, capsys, number, advice):
    def fail(*_):
        raise OSError(number, "as the system says it", "/srv/var")

    monkeypatch.setitem(portal.COMMANDS, "demo", fail)
    monkeypatch.setattr(portal.signal, "signal", lambda *_: None)

    assert portal.main(["demo"]) == 1
    assert capsys.readouterr().err == f"portal.py: {advice}\n"


def test_a_problem_is_told_without_a_traceback(monkeypatch, capsys):
    def fail(*_):
        raise portal.SetupError("Port 8000 cannot be used.")

    monkeypatch.setitem(portal.COMMANDS, "demo", fail)
    monkeypatch.setattr(portal.signal, "signal", lambda *_: None)

    assert portal.main(["demo"]) == 1
    assert capsys.readouterr().err == "portal.py: Port 8000 cannot be used.\n"

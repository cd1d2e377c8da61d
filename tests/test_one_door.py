"""Rows reach a person by `visible_to` alone: the lint of the one door, and where everything that shows rows takes them.

| what shows rows | where they are restricted | tested in |
|---|---|---|
| pages of registers | `Register.rows` | tests/test_registers.py |
| pages of one model | `ScopedMixin.get_queryset` | tests/access/ |
| API | `ScopedViewSet.get_queryset` | tests/core/test_api.py |
| filters and choices | `CodesFilter(scope=...)`, `RegisterForm` | tests/core/test_api.py, test_register_rules.py |
| related rows | `Prefetch(..., visible)`, `with_lines` | tests/savings/test_release.py |
| counts and sums | the same restricted rows, `Register.sums` | tests/savings/test_sums.py, test_release.py |
| files that are taken along | `Programme.seen_by` | tests/partnerships/test_export_view.py |
| history | `core.history.seeing` | tests/history/test_pages.py |
| papers | `snapshots` of what their council may tell | tests/reports/test_snapshots.py, tests/savings/test_release.py |
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.conf import settings

APPS = ("partnerships", "workstreams", "savings", "reports", "sharedservices")
MANAGERS = {"objects", "_default_manager", "_base_manager"}
# What gives only rows that somebody may see or act on, or none, or is published for everybody
DOORS = {"visible_to", "seen", "sight", "of_seen", "in_sight", "managed_by", "led_by", "ended_by", "members_of"}
DOORS |= {"none", "published", "colleagues_in", "involved_in"}
# Modules below the door, by pattern, and why each works with every row
BELOW = {
    "*/querysets.py": "say who sees what",
    "*/*_querysets.py": "say who sees what",
    "*/querysets/*.py": "say who sees what",
    "*/management/commands/*.py": "the operator's own",
    "*/services.py": "are given a row that was found by the door, lock it and ask permission again",
    "*/*_services.py": "as services",
    "partnerships/granting.py": "services of grants",
    "partnerships/invitations.py": "services of invitations: who takes one up is nobody yet",
    "workstreams/appointing.py": "services of leads",
    "*/permissions.py": "ask for grants and duties, and answer yes or no",
    "*/checks.py": "rules that span rows, hidden ones too, and answer with a reason",
    "workstreams/gates.py": "rules that span rows, as checks",
    "workstreams/promises.py": "rules that span rows, as checks",
    "*/snapshots.py": "freeze what a council's paper tells, for its authors",
    "*/evidence.py": "what papers freeze of a workstream",
    "*/history.py": "say who is told what",
    "*/jobs.py": "work with rows of jobs, by their keys",
    "*/*_work.py": "jobs, which ask again whether their author may",
    "*/compiling.py": "jobs, which ask again whether their author may",
    "*/mailing.py": "jobs of invitations",
    "*/verifying.py": "read everything, for the operator's verify_history",
    "*/import_removal.py": "removes files that are too old, for the operator",
    "partnerships/importing.py": "the importer of the register of councils",
    "partnerships/images.py": "the importer's undo",
    "partnerships/reach.py": "says how far an import reaches",
    "partnerships/holding.py": "what a person holds, of their own grants",
    "partnerships/access_log.py": "writes the log",
    "partnerships/sign_in/*.py": "works before anybody is signed in, or with their own account",
    "sharedservices/core/once.py": "keys of what the same person sent before",
    "sharedservices/core/programme/*.py": "the importer's engine; exports are given `seen_by`",
    "sharedservices/core/history/*.py": "the record of changes: `seeing` is its door",
    "sharedservices/core/registers/keeping.py": "the one write of registers: within a scope that was found by the door",
    "sharedservices/core/registers/removing.py": "as keeping",
    "sharedservices/core/registers/circling.py": "rules that span rows, as checks",
    "reports/rendering/conformance.py": "a document's objects, no model's",
    "sharedservices/core/registers/history.py": "the log of one row that was found by the door",
    "reports/scale/*.py": "generates rows",
    "reports/benches/*.py": "measures",
    "reports/demonstration.py": "prepares the demonstration, whose accounts everybody may use",
}
# Single places above it: (module, start of the line's expression) and why
EXCEPT = {
    ("partnerships/views.py", "User.objects.filter(email__endswith=DEMO_DOMAIN"): "the demonstration's sign-in page",
    ("partnerships/views.py", "RoleGrant.objects.in_force("): "of the accounts of that page",
    ("partnerships/people_views.py", "Organisation.objects"): "offered to portal administrators, who see all",
    ("partnerships/people_views.py", "Partnership.objects"): "offered to portal administrators, who see all",
    ("partnerships/people_views.py", "RoleGrant.objects.filter(user=self.person"): "of a person found by the door",
    ("partnerships/invitation_views.py", "User.objects.filter(email__iexact=email)"): "says only whether to sign in",
    ("partnerships/import_views.py", "Job.objects.about("): "jobs of an import that was found by the door",
    ("sharedservices/core/registers/forms.py", "model.objects.filter("): "what the record names stays on offer",
    ("sharedservices/core/registers/naming.py", "self.queryset.model._default_manager.filter("): "keys of seen rows",
    ("sharedservices/core/support.py", "type(self.instance)._base_manager.select_for_update("): "the row being saved",
    ("partnerships/changes.py", "User.objects.filter(pk__in=[person"): "who made changes that this person is told of",
    ("partnerships/registers/members.py", "Organisation.objects.all()"): "any organisation may be brought in",
    (
        "partnerships/registers/members.py",
        "Partnership.objects.filter(parent__in=layer)",
    ): "keeps circles from the offer",
    ("partnerships/registers/arrangements.py", "Membership.objects.filter("): "counts within a scope found by the door",
    ("savings/sums.py", "Award.objects.filter("): "sums within a scope found by the door",
    (
        "savings/templatetags/savings_tags.py",
        "SavingsLine.objects.filter(",
    ): "`told_to`, compiled: tests/reports/test_seen.py",
    ("workstreams/listing.py", "Workstream.objects.filter("): "of partnerships in sight, compiled",
    ("workstreams/listing.py", "Organisation.objects.filter(pk__in=LED)"): "of partnerships in sight, compiled",
    ("workstreams/listing.py", "Theme.objects.filter(partnership__slug=chosen)"): "of a partnership in sight",
    ("workstreams/overviews.py", "Workstream.objects.with_newest"): "narrowed to what was seen, compiled",
    ("workstreams/overviews.py", "Milestone.objects.filter("): "of workstreams that were seen, compiled",
    ("workstreams/registers/work.py", "Project.objects.filter("): "of a project that was found by the door",
    ("reports/templatetags/sight_tags.py", "Partnership.objects.filter(slug=DEMONSTRATED)"): "the demonstration's own",
    ("reports/sights.py", "RoleGrant.objects.in_force()"): "which of the demonstration's accounts holds an office",
    ("reports/sights.py", "WorkstreamLead.objects.in_force()"): "which of the demonstration's accounts leads",
    ("sharedservices/core/once.py", "Sent.objects.filter(user=user)"): "keys that the person has sent",
    ("reports/views.py", "Job.objects.about("): "jobs of versions that were found by the door",
}


@dataclass(frozen=True)
class Use:
    module: str
    line: int
    text: str
    method: str


def sources() -> list[Path]:
    return sorted(path for app in APPS for path in (settings.BASE_DIR / app).rglob("*.py"))


def uses(module: str, source: str) -> Iterator[Use]:
    """Each manager that a module reaches for, with what it asks of it first: nothing, where it is passed on bare."""
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and isinstance(node.ctx, ast.Load):
            outer = above.get(node)
            method = outer.attr if isinstance(outer, ast.Attribute) else ""
            while isinstance(above.get(node), ast.Attribute | ast.Call):
                node = above[node]  # type: ignore[assignment] # noqa: PLW2901
            yield Use(module, node.lineno, ast.unparse(node), method)


def is_below(module: str) -> bool:
    return any(fnmatch(module, pattern) for pattern in BELOW)


def is_excepted(use: Use) -> bool:
    return any(use.module == module and start in use.text for module, start in EXCEPT)


def every_use() -> list[Use]:
    found = []
    for path in sources():
        module = path.relative_to(settings.BASE_DIR).as_posix()
        found += list(uses(module, path.read_text(encoding="utf-8")))
    return found


def test_nobody_above_the_door_goes_round_it() -> None:
    bare = [use for use in every_use() if use.method not in DOORS and not is_below(use.module)]

    assert [f"{use.module}:{use.line} {use.text[:90]}" for use in bare if not is_excepted(use)] == []


def test_every_exception_is_still_needed() -> None:
    found = every_use()
    bare = [use for use in found if use.method not in DOORS]

    idle = [key for key in EXCEPT if not any(use.module == key[0] and key[1] in use.text for use in bare)]
    unused = [pattern for pattern in BELOW if not any(fnmatch(use.module, pattern) for use in found)]

    assert (idle, unused) == ([], [])


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("Report.objects.visible_to(user).filter(pk=1)", False),
        ("Report.objects.all()", True),
        ("Report.objects.filter(pk=1)", True),
        ("get_object_or_404(Report.objects, pk=1)", True),
        ("kind._default_manager.first()", True),
        ("rows = Report.objects", True),
        ("Report.objects.none()", False),
        ("seen.objects", True),
    ],
)
def test_what_the_lint_finds(source: str, wrong: bool) -> None:
    found = [use for use in uses("reports/views.py", source) if use.method not in DOORS]

    assert bool(found) is wrong


def test_choices_of_forms_are_none_until_they_know_their_reader() -> None:
    """A class attribute is made before anybody asks: it may hold no rows."""
    wrong = []
    for path in sources():
        module = path.relative_to(settings.BASE_DIR).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
                ("ModelChoiceField", "ModelMultipleChoiceField")
            ):
                given = ast.unparse(node.args[0]) if node.args else ""
                if not given.endswith(".objects.none()") and given not in {"queryset", "rows"}:
                    wrong.append(f"{module}:{node.lineno} {given}")

    assert wrong == []


def test_no_module_that_shows_rows_imports_sql() -> None:
    """Views, the API, tags and forms ask no cursor."""
    shows = (
        "*/views.py",
        "*/*_views.py",
        "*/api/*.py",
        "*/templatetags/*.py",
        "*/forms.py",
        "*/filters.py",
        "*/admin.py",
    )
    modules = {path.relative_to(settings.BASE_DIR).as_posix(): path.read_text(encoding="utf-8") for path in sources()}
    shown = {module: text for module, text in modules.items() if any(fnmatch(module, pattern) for pattern in shows)}

    assert shown
    assert [module for module, text in shown.items() if ".cursor(" in text or ".raw(" in text or ".extra(" in text] == [
        module for module in ("sharedservices/core/views.py",) if ".cursor(" in shown.get(module, "")
    ]

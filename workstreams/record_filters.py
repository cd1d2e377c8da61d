"""Filters of what belongs to workstreams: updates, rounds, projects, milestones, risks, measures."""

import django_filters

from partnerships.models import Partnership
from sharedservices.core.filters import ChoicesFilter, CodesFilter, Ordering, SearchFilter
from workstreams.models import (
    Measure,
    Milestone,
    ProgressUpdate,
    Project,
    ReportingRound,
    Risk,
    Stage,
    Workstream,
)

CODE = "The row's code within its partnership or workstream."


def partnership(field_name: str = "partnership") -> CodesFilter:
    told = "Code of its partnership; repeat for several."
    return CodesFilter(field_name=field_name, scope=Partnership.objects.visible_to, distinct=False, help_text=told)


def workstream() -> CodesFilter:
    told = "Code of its workstream, in whichever partnership; repeat for several."
    return CodesFilter(field_name="workstream", scope=Workstream.objects.visible_to, distinct=False, help_text=told)


def code() -> django_filters.CharFilter:
    return django_filters.CharFilter("slug", help_text=CODE)


def ordering(**fields: str) -> Ordering:
    """By the given columns, and by when a row was changed."""
    names = [*fields.values(), "updated_at"]
    told = f"{', '.join(names[:-1])} or {names[-1]}; “-” in front turns the order round."
    return Ordering(fields={**fields, "updated_at": "updated_at"}, help_text=told)


class UpdateFilter(django_filters.FilterSet):
    q = SearchFilter(fields=("narrative", "rag_reason"), help_text="Text in the narrative or the reason.")
    partnership = partnership("workstream__partnership")
    workstream = workstream()
    state = ChoicesFilter(
        choices=[choice for choice in ProgressUpdate.State.choices if choice[0] != ProgressUpdate.State.DRAFT],
        help_text="State; repeat for several.",
    )
    ordering = ordering(as_of_latest="as_of", submitted_at="submitted_at")

    class Meta:
        model = ProgressUpdate
        fields: tuple[str, ...] = ()


class RoundFilter(django_filters.FilterSet):
    q = SearchFilter(fields=("title",), help_text="Text in the title.")
    code = code()
    partnership = partnership()
    cadence = ChoicesFilter(choices=ReportingRound.Cadence.choices, help_text="Cadence; repeat for several.")
    ordering = ordering(due="due", opens="opens", slug="code")

    class Meta:
        model = ReportingRound
        fields: tuple[str, ...] = ()


class ProjectFilter(django_filters.FilterSet):
    q = SearchFilter(fields=("name", "summary"), help_text="Text in the name or summary.")
    code = code()
    partnership = partnership("workstream__partnership")
    workstream = workstream()
    kind = ChoicesFilter(
        choices=[choice for choice in Project.Kind.choices if choice[0]], help_text="Kind; repeat for several."
    )
    stage = ChoicesFilter(
        choices=[choice for choice in Stage.choices if choice[0]], help_text="Stage; repeat for several."
    )
    ordering = ordering(name="name", slug="code", order="order", stage="stage")

    class Meta:
        model = Project
        fields: tuple[str, ...] = ()


class MilestoneFilter(django_filters.FilterSet):
    q = SearchFilter(fields=("title", "note"), help_text="Text in the title or note.")
    code = code()
    partnership = partnership("workstream__partnership")
    workstream = workstream()
    ordering = ordering(expected_latest="expected", title="title", slug="code")

    class Meta:
        model = Milestone
        fields: tuple[str, ...] = ()


class RiskFilter(django_filters.FilterSet):
    q = SearchFilter(fields=("title", "cause", "effect"), help_text="Text in the title, cause or effect.")
    code = code()
    partnership = partnership()
    workstream = workstream()
    kind = ChoicesFilter(choices=Risk.Kind.choices, help_text="Kind; repeat for several.")
    state = ChoicesFilter(choices=Risk.State.choices, help_text="State; repeat for several.")
    ordering = ordering(slug="code", title="title", state="state")

    class Meta:
        model = Risk
        fields: tuple[str, ...] = ()


class MeasureFilter(django_filters.FilterSet):
    q = SearchFilter(fields=("name",), help_text="Text in the name.")
    code = code()
    partnership = partnership()
    workstream = workstream()
    direction = ChoicesFilter(choices=Measure.Direction.choices, help_text="Which way is better; repeat for several.")
    ordering = ordering(name="name", slug="code", order="order")

    class Meta:
        model = Measure
        fields: tuple[str, ...] = ()

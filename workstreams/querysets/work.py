"""Workstreams are seen by those who see their partnership; drafts only by those who may write them."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Func, IntegerField, Min, OuterRef, Prefetch, Q, Subquery, Window
from django.db.models.functions import JSONObject, Least, RowNumber

from partnerships.models import Partnership
from partnerships.querysets import Seen, Sight, TenureQuerySet
from partnerships.rules import Role
from sharedservices.core.models import HistoryEvent
from sharedservices.core.querysets import Row, ScopedQuerySet
from workstreams import rules


def _rounds() -> Any:
    rounds: Any = Partnership._meta.get_field("rounds").related_model
    return rounds.objects.order_by("due", "pk")


class Severity(Func):
    """A rating's place in rules.SEVERITY, from 1; None for no rating."""

    template = f"array_position('{{{','.join(rules.SEVERITY)}}}'::text[], %(expressions)s::text)"
    output_field = IntegerField()


def _first_due(rounds: Any) -> dict[str, Subquery]:
    return {f"round_{name}": Subquery(rounds.values(name)[:1]) for name in ("title", "due")}


class WorkstreamQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(partnership__in=Partnership.objects.visible_to(user))

    def in_sight(self, sight: Sight) -> Self:
        """As `visible_to`, by the partnerships that were found."""
        return self if sight.everything else self.filter(partnership__in=sight.keys)

    def of_seen(self, seen: Seen) -> Self:
        return self.filter(partnership=seen.partnership)

    def worked_on_by(self, user: Any) -> Self:
        """Those whose updates the user writes or reviews: that they lead, or manage as a programme officer."""
        managed = user.grants.in_force().for_role(Role.PROGRAMME_OFFICER).values("partnership")
        return self.filter(Q(leads__in=user.led_workstreams.in_force()) | Q(partnership__in=managed))

    def led_by(self, user: Any) -> Self:
        return self.filter(leads__in=user.led_workstreams.in_force()) if user.is_authenticated else self.none()

    def open(self) -> Self:
        return self.exclude(status="closed")

    def without_draft(self) -> Self:
        return self.exclude(updates__state="draft")

    def with_last_update(self) -> Self:
        """Adds `last_as_of`: what the newest submitted update describes, None before the first."""
        updates: Any = self.model._meta.get_field("updates").related_model
        newest = updates.objects.submitted().filter(workstream=OuterRef("pk")).order_by("-as_of_latest", "-pk")
        return self.annotate(last_as_of=Subquery(newest.values("as_of")[:1]))

    def with_newest(self, count: int, *, on: date) -> Self:
        """Adds `newest`: as-of date and worst rating of the newest updates that stood on a day, newest first."""
        told = self._told(on).with_worst().values(told=JSONObject(as_of="as_of", worst="worst"))
        return self.annotate(newest=ArraySubquery(told[:count]))

    def rated(self, rag: rules.Rag, *, on: date) -> Self:
        """Whose newest update that stood on a day has this as its worst rating; none at all for not rated."""
        rows = self.alias(worst=Subquery(self._told(on).with_worst().values("worst")[:1]))
        return rows.filter(worst=rules.SEVERITY.index(rag) + 1 if rag else None)

    def overdue(self, *, on: date) -> Self:
        """An update was due by that day, is taken still and has not come."""
        return self.with_due_round(on=on).filter(round_due__lt=on)

    def _told(self, on: date) -> Any:
        updates: Any = self.model._meta.get_field("updates").related_model
        told = updates.objects.submitted().until(on).filter(workstream=OuterRef("pk"))
        return told.order_by("-as_of_latest", "-pk")

    def with_due_round(self, *, on: date) -> Self:
        """Adds `round_title` and `round_due` of the first round that takes updates and has none of this workstream."""
        updates: Any = self.model._meta.get_field("updates").related_model
        told = updates.objects.submitted().filter(workstream=OuterRef(OuterRef("pk")))
        within = told.filter(as_of_latest__range=(OuterRef("period_earliest"), OuterRef("period_latest")))
        owed = _rounds().taking(on).filter(~Exists(within), partnership=OuterRef("partnership"))
        return self.annotate(**_first_due(owed))

    def soonest_first(self) -> Self:
        """After `with_due_round`: where an update is due first, then where none is."""
        return self.order_by(F("round_due").asc(nulls_last=True), "partnership__name", "order", "name", "pk")

    def for_table(self) -> Self:
        return self.select_related("lead", "partnership").order_by("partnership__name", "status", "order", "name", "pk")


class WorkstreamLeadQuerySet(TenureQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(workstream__partnership__in=Partnership.objects.visible_to(user))


class ProjectQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(workstream__partnership__in=Partnership.objects.visible_to(user))

    def open_or_rated_in(self, update: Any) -> Self:
        """What an update may rate: projects that are not closed, and those that it rates already."""
        rated = Q(ratings__update=update) if update.pk else Q()
        return self.filter(~Q(stage="closed") | rated).distinct().order_by("order", "name", "pk")

    def for_table(self) -> Self:
        return (
            self.select_related("workstream__partnership")
            .prefetch_related("participations__organisation")
            .order_by("workstream", "order", "name", "pk")
        )


class ParticipationQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(project__workstream__partnership__in=Partnership.objects.visible_to(user))

    def for_table(self) -> Self:
        related = self.select_related("project__workstream", "organisation")
        return related.order_by("project__name", "project", F("organisation__name").asc(nulls_last=True), "pk")


class MilestoneQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(workstream__partnership__in=Partnership.objects.visible_to(user))

    def open(self, *, on: date) -> Self:
        """Not reached by that day."""
        return self.filter(Q(actual_latest=None) | Q(actual_latest__gt=on))

    def for_table(self) -> Self:
        return self.select_related("workstream", "project").order_by(F("expected_earliest").asc(nulls_last=True), "pk")


class ProgressUpdateQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """Submitted ones for the whole partnership; drafts and returned ones for leads and programme officers."""
        if not user.is_authenticated:
            return self.none()
        mine: Any = self.model._default_manager
        unfinished = mine.worked_on_by(user).filter(state__in=rules.UNFINISHED)
        return self.filter(
            Q(state__in=rules.STANDING) | Q(pk__in=unfinished.values("pk")),
            workstream__partnership__in=Partnership.objects.visible_to(user),
        )

    def in_sight(self, sight: Sight, user: Any) -> Self:
        """As `visible_to`, by the partnerships that were found: keys tell the database how few of all rows to read. One
        query."""
        if not user.is_authenticated:
            return self.none()
        workstreams: Any = self.model._meta.get_field("workstream").related_model
        written = list(workstreams.objects.worked_on_by(user).order_by().values_list("pk", flat=True))
        rows = self.filter(Q(state__in=rules.STANDING) | Q(state__in=rules.UNFINISHED, workstream__in=written))
        return rows if sight.everything else rows.filter(workstream__partnership__in=sight.keys)

    def worked_on_by(self, user: Any) -> Self:
        """Those of workstreams that the user leads, or manages as a programme officer."""
        managed = user.grants.in_force().for_role(Role.PROGRAMME_OFFICER).values("partnership")
        return self.filter(
            Q(workstream__leads__in=user.led_workstreams.in_force()) | Q(workstream__partnership__in=managed)
        )

    def submitted(self) -> Self:
        """What stands, approved or not: pages and papers tell it. A returned update does not stand."""
        return self.filter(state__in=rules.STANDING)

    def sent(self) -> Self:
        """Submitted once at least: all but drafts."""
        return self.exclude(state="draft")

    def returned(self) -> Self:
        return self.filter(state="returned")

    def drafts(self) -> Self:
        return self.filter(state="draft")

    def within(self, first: date, last: date) -> Self:
        """Updates whose as-of date ends in a period."""
        return self.filter(as_of_latest__range=(first, last))

    def awaiting(self, user: Any) -> Self:
        """Submitted in a partnership that this programme officer manages, by others alone, and not reviewed yet."""
        managed = user.grants.in_force().for_role(Role.PROGRAMME_OFFICER).values("partnership")
        waiting = self.filter(state="submitted", workstream__partnership__in=managed)
        return waiting.with_own(user).filter(is_own=False)

    def written_by(self, user: Any) -> Self:
        """Of which this person wrote anything."""
        return self.with_own(user).filter(is_own=True)

    def with_own(self, user: Any) -> Self:
        """Adds `is_own`: whether this person wrote any of it at any time, whoever went over it since."""
        table = self.model._meta.db_table
        written = HistoryEvent.objects.filter(table=table, row=OuterRef("pk"), after__author_id=user.pk)
        return self.annotate(is_own=Q(author__isnull=False, author=user) | Exists(written))

    def with_round(self) -> Self:
        """Adds `round_title` and the days of the first round whose period its as-of date ends in, all None without."""
        day, of_mine = OuterRef("as_of_latest"), {"partnership__workstreams": OuterRef("workstream")}
        asked = _rounds().filter(**of_mine, period_earliest__lte=day, period_latest__gte=day)
        names = ("slug", "title", "opens", "due", "closes")
        return self.annotate(**{f"round_{name}": Subquery(asked.values(name)[:1]) for name in names})

    def soonest_first(self) -> Self:
        """After `with_due_round`: what is due first, then what nothing asks for."""
        return self.order_by(F("round_due").asc(nulls_last=True), "pk")

    def with_due_round(self, *, on: date) -> Self:
        """Adds `round_title` and `round_due` of the round it is written for, while that takes updates."""
        day = OuterRef("as_of_latest")
        asked = _rounds().taking(on).filter(period_earliest__lte=day, period_latest__gte=day)
        return self.annotate(**_first_due(asked.filter(partnership=OuterRef("workstream__partnership"))))

    def until(self, day: date) -> Self:
        """Updates whose as-of date has wholly passed on that day."""
        return self.filter(as_of_latest__lte=day)

    def newest_first(self) -> Self:
        return (
            self.select_related("author", "meeting__body")
            .prefetch_related("project_ratings")
            .order_by("-as_of_latest", "-submitted_at", "-pk")
        )

    def with_projects(self) -> Self:
        """The ratings of projects with the projects, in their order."""
        ratings: Any = self.model._meta.get_field("project_ratings").related_model
        return self.prefetch_related(None).prefetch_related(Prefetch("project_ratings", ratings.objects.for_table()))

    def with_worst(self) -> Self:
        """Adds `worst`: `overall` as its place in rules.SEVERITY, from 1; None where nothing is rated."""
        ratings: Any = self.model._meta.get_field("project_ratings").related_model
        projects = ratings.objects.filter(update=OuterRef("pk")).order_by().values("update")
        worst_project = Subquery(projects.annotate(worst=Min(Severity("rag"))).values("worst"))
        own = (Severity(f"rag_{name}") for name in ("time", "cost", "delivery", "benefits"))
        return self.annotate(worst=Least(*own, worst_project))

    def latest_each(self, count: int) -> Self:
        """The newest `count` updates of every workstream, newest first: one window query, however many workstreams."""
        newest = Window(RowNumber(), partition_by="workstream_id", order_by=[F("as_of_latest").desc(), F("pk").desc()])
        ranked = self.annotate(recency=newest).filter(recency__lte=count)
        return ranked.prefetch_related("project_ratings").order_by("workstream_id", "recency")


class ProjectRatingQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """Those of the updates that the user sees."""
        updates: Any = self.model._meta.get_field("update").related_model
        return self.filter(update__in=updates.objects.visible_to(user))

    def for_table(self) -> Self:
        return self.select_related("project").order_by("update", "project__order", "project__name", "pk")

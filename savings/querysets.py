"""Claims are seen within their partnership; a draft only by the claiming council and the programme's officers.

A line is seen with its claim, unless its own council keeps it back.
"""

from typing import Any, Self

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Value

from partnerships.models import Partnership
from partnerships.querysets import Seen
from partnerships.rules import Role
from savings import rules
from sharedservices.core.prepared import one_of
from sharedservices.core.querysets import Row, ScopedQuerySet
from workstreams.querysets import ProjectQuerySet

SUBMITTED = ~Q(claim__status__in=rules.UNSUBMITTED)
WORDS_OF_A_PROJECT = (
    "name",
    "summary",
    "workstream__name",
    "workstream__theme__name",
    "workstream__partnership__name",
    "workstream__partnership__acronym",
)


class SavingsClaimQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            ~Q(status="draft") | self._worked_on_by(user), partnership__in=Partnership.objects.visible_to(user)
        )

    def worked_on_by(self, user: Any) -> Self:
        """Those of councils that the user acts for, or of partnerships that they manage as a programme officer."""
        return self.filter(self._worked_on_by(user))

    def _worked_on_by(self, user: Any) -> Q:
        grants = user.grants.in_force()
        own = Q(organisation__in=grants.filter(organisation__isnull=False).values("organisation"))
        return own | Q(partnership__in=grants.for_role(Role.PROGRAMME_OFFICER).values("partnership"))

    def for_table(self) -> Self:
        return self.select_related("workstream", "organisation").order_by(
            "workstream__status", "workstream__order", "title", "pk"
        )

    def with_lines(self, lines: "SavingsLineQuerySet[Any]") -> Self:
        """`told_lines`: of each claim those that these lines hold, with their organisations."""
        rows = lines.select_related("organisation").order_by("period_earliest", "period_latest", "pk")
        return self.prefetch_related(Prefetch("lines", rows, to_attr="told_lines"))

    def told(self) -> Self:
        """What a paper or the compendium tells of."""
        return self.exclude(status__in=rules.UNTOLD)


class SavingsLineQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.seen_with("claim", user).told_with_claims_to(user)

    def told_with_claims_to(self, user: Any) -> Self:
        """Of claims that this person was found to see: all but what other councils keep back."""
        return self.filter(Q(released=True) | self._of_its_readers(user))

    def read_unreleased_by(self, user: Any) -> Self:
        """Those that this person reads, released or not."""
        return self.filter(self._of_its_readers(user))

    def _of_its_readers(self, user: Any) -> Q:
        grants = user.grants.in_force()
        own = Q(organisation__in=grants.filter(organisation__isnull=False).values("organisation"))
        claims: Any = self.model._meta.get_field("claim").related_model
        managed = grants.for_role(Role.PROGRAMME_OFFICER).values("partnership")
        sent = claims.objects.filter(partnership__in=managed).exclude(status__in=rules.UNSUBMITTED)
        return own | Q(claim__in=sent.values("pk"))

    def of_seen(self, seen: Seen) -> Self:
        own, managed = Value(list(seen.held.organisations())), Value(list(seen.held.managed))
        return self.filter(claim__partnership=seen.partnership).told_to(own=own, managed=managed)

    def told_to(self, *, own: Any, managed: Any) -> Self:
        """Within a partnership that they see: drafts only to those who hold a role for the claiming council, or manage
        the partnership; what a council keeps back only to its own, and once submitted to those who manage. Both are
        lists of keys, as expressions."""
        council, programme = one_of("claim__organisation", own), Q(one_of("claim__partnership", managed))
        seen = self.filter(~Q(claim__status="draft") | Q(council) | programme)
        return seen.filter(Q(released=True) | Q(one_of("organisation", own)) | (programme & SUBMITTED))

    def told_by(self, organisation: Any) -> Self:
        """What a paper of this council tells: what is released, and what is its own."""
        return self.filter(Q(released=True) | Q(organisation=organisation))

    def of_council(self, organisation: Any) -> Self:
        return self.filter(organisation=organisation)

    def released(self) -> Self:
        return self.filter(released=True)

    def kept_back(self) -> Self:
        return self.filter(released=False)

    def by_claim_and_council(self) -> Any:
        """How many lines each council has in each claim, and how many of them it keeps back."""
        claim, council = ("claim__slug", "claim__title", "claim__status"), ("organisation__slug", "organisation__name")
        groups = self.order_by().values(*claim, *council)
        counted = groups.annotate(lines=Count("pk"), kept=Count("pk", filter=Q(released=False)))
        return counted.order_by("claim__title", "claim__slug", "organisation__name")

    def for_table(self) -> Self:
        """Lines with their claims, claim by claim in the order of their workstreams."""
        return self.select_related("claim__workstream", "organisation").order_by(
            F("claim__workstream__order").asc(nulls_last=True),
            "claim__title",
            "claim_id",
            "period_earliest",
            "period_latest",
            "pk",
        )


class SavingsTargetQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(partnership__in=Partnership.objects.visible_to(user))

    def for_table(self) -> Self:
        return self.select_related("theme").order_by("slug", "pk")


class CompendiumQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """A register of published examples: everybody who is signed in reads it. The partnership behind one is None
        for those who do not see it."""
        if not user.is_authenticated:
            return self.none()
        return self.prefetch_related(Prefetch("partnership", Partnership.objects.visible_to(user)))

    def matching(self, *, text: str = "", kind: str = "", maturity: str = "", saving: str = "") -> Self:
        """`saving`: "yes" for those with one, "no" for those without."""
        found = self.filter(*_equal(kind=kind, maturity=maturity))
        for word in text.split():
            found = found.filter(_somewhere(("name", "partners", "service", "note"), word))
        stated = Q(saving__isnull=False) | ~Q(saving_words="")
        return found.filter(_as_wanted(stated, saving))

    def for_table(self) -> Self:
        return self.order_by("name", "pk")


class SharedProjectQuerySet(ProjectQuerySet[Row]):
    """Projects as entries of the compendium, with their claims as far as the user sees them and papers tell them."""

    def with_claims(self, user: Any) -> Self:
        """Adds `told_claims` with their lines: two queries, however many projects."""
        lines = _lines(self).objects.told_with_claims_to(user)
        claims = self._claims(user).with_lines(lines).order_by("title", "pk")
        return self.prefetch_related(Prefetch("claims", claims, to_attr="told_claims"))

    def matching(self, user: Any, *, text: str = "", kind: str = "", maturity: str = "", saving: str = "") -> Self:
        """As published examples are found. A project is as firm as any of its claims."""
        found = self.filter(*_equal(kind=kind))
        claims = self._claims(user).filter(project=OuterRef("pk")).order_by()
        if maturity:
            found = found.filter(Exists(claims.filter(maturity=maturity)))
        for word in text.split():
            found = found.filter(_somewhere(WORDS_OF_A_PROJECT, word) | Q(self._partner(word)))
        figures = Q(forecast__isnull=False) | Q(identified__isnull=False) | Q(achieved__isnull=False)
        lines = _lines(self).objects.visible_to(user).filter(figures, claim=OuterRef("pk")).order_by()
        return found.filter(_as_wanted(Q(Exists(claims.filter(Exists(lines)))), saving))

    def for_table(self) -> Self:
        return (
            self.select_related("workstream__partnership", "workstream__theme")
            .prefetch_related("participations__organisation")
            .order_by("workstream__partnership__name", "workstream__order", "workstream__name", "order", "name", "pk")
        )

    def _claims(self, user: Any) -> Any:
        claims: Any = self.model._meta.get_field("claims").related_model
        return claims.objects.visible_to(user).told()

    def _partner(self, word: str) -> Exists:
        parts: Any = self.model._meta.get_field("participations").related_model
        return Exists(parts.objects.filter(project=OuterRef("pk"), organisation__name__icontains=word).order_by())


def _lines(projects: Any) -> Any:
    claims: Any = projects.model._meta.get_field("claims").related_model
    return claims._meta.get_field("lines").related_model


def _equal(**wanted: str) -> list[Q]:
    return [Q(**{name: value}) for name, value in wanted.items() if value]


def _somewhere(fields: tuple[str, ...], word: str) -> Q:
    found = Q()
    for name in fields:
        found |= Q(**{f"{name}__icontains": word})
    return found


def _as_wanted(has_it: Q, wanted: str) -> Q:
    return {"yes": has_it, "no": ~has_it}.get(wanted, Q())

from django.db import models
from django.db.models import Q

from partnerships.models.organisation import Organisation, Partnership
from partnerships.record_querysets import AgreementQuerySet, HostingQuerySet, SignatureQuerySet
from sharedservices.core.fields import FuzzyDateField, MoneyField, QualifierField, qualified, real_money
from sharedservices.core.models import TimeStampedModel


class HostingArrangement(TimeStampedModel):
    """Who provides what the programme office itself needs: its base, ICT, money, website, staff."""

    class Function(models.TextChoices):
        BASE = "base", "Base"
        ICT = "ict", "ICT"
        TREASURY = "treasury", "Money and payments"
        WEBSITE = "website", "Website"
        STAFF = "staff", "Staff"
        OTHER = "other", "Other"

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="hosting")
    function = models.CharField(max_length=10, choices=Function)
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="hosting")
    begins = FuzzyDateField(null=True, blank=True)
    ends = FuzzyDateField(null=True, blank=True)
    cost = MoneyField(null=True, blank=True, help_text="Pounds a year; empty means not stated.")
    cost_qualifier = QualifierField()
    note = models.TextField(blank=True)

    stated_cost = property(qualified("cost"))

    objects = HostingQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "function", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "function", "host"], name="hosting_once"),
            real_money("cost", table="hosting"),
        ]

    def __str__(self) -> str:
        return f"{self.get_function_display()}: {self.host}"


class Agreement(TimeStampedModel):
    """A memorandum of understanding or other agreement, version by version."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        REVIEW = "review", "Under legal review"
        AGREED = "agreed", "Agreed"
        SIGNING = "signing", "Being signed"
        SIGNED = "signed", "Signed"
        SUPERSEDED = "superseded", "Superseded"

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="agreements")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    edition = models.CharField("version", max_length=40, blank=True, help_text="Such as 2 or revised draft.")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    date = FuzzyDateField(null=True, blank=True)
    text_url = models.URLField("where its text is kept", blank=True)
    supersedes = models.ForeignKey("self", models.PROTECT, related_name="superseded_by", null=True, blank=True)
    legal_note = models.TextField(blank=True)
    note = models.TextField(blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "slug"]
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="agreement_slug_once")]

    def __str__(self) -> str:
        return self.title


class Signature(TimeStampedModel):
    """One organisation's signature under an agreement: by which office, when, under which condition."""

    class State(models.TextChoices):
        AWAITED = "awaited", "Awaited"
        SIGNED = "signed", "Signed"
        CONDITIONAL = "conditional", "Signed, subject to a condition"
        DECLINED = "declined", "Declined"

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="signatures")
    state = models.CharField(max_length=12, choices=State, default=State.AWAITED)
    office = models.CharField(max_length=160, blank=True)
    date = FuzzyDateField(null=True, blank=True)
    condition = models.TextField(blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["agreement", "organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="signature_once"),
            models.CheckConstraint(
                name="conditional_signature_says_its_condition",
                condition=~Q(state="conditional") | ~Q(condition=""),
                violation_error_message="Say under which condition the agreement was signed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_state_display()}"

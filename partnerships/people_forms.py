from typing import Any

from django import forms
from django.db.models import QuerySet

from partnerships.models import Organisation, Partnership, RoleGrant, User
from partnerships.rules import ROLE_SCOPE, Role, Scope
from sharedservices.core.formfields import DayField

NO_REASON = "Enter a reason"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Reason",
        help_text="Kept with your name, for those who may see the role or the account.",
        max_length=200,
        error_messages={"required": NO_REASON},
    )


class GuardedReasonForm(ReasonForm):
    """`version` is what the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ScopedRoleForm(forms.Form):
    """A role with what it is granted on, as far as the person who grants may choose."""

    role = forms.ChoiceField(label="Role", error_messages={"required": "Select a role"})
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Organisation",
        required=False,
        help_text="The council whose role it is.",
    )
    partnership = forms.ModelChoiceField(
        Partnership.objects.none(),
        label="Partnership",
        required=False,
        help_text="For programme officers and partnership viewers.",
    )

    def __init__(self, *args: Any, roles: list[str], organisations: Any, partnerships: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["role"].choices = [("", "Choose one"), *(one for one in RoleGrant.Role.choices if one[0] in roles)]
        for name, rows in (("organisation", organisations), ("partnership", partnerships)):
            fields[name].queryset = rows
            if not rows.exists():
                del fields[name]

    def clean(self) -> dict[str, Any]:
        """What does not belong to the role is left out; what is missing is asked for."""
        values = super().clean() or {}
        role = values.get("role")
        if not role:
            return values
        scope = ROLE_SCOPE[Role(role)]
        for name in ("organisation", "partnership"):
            if scope != Scope(name):
                values[name] = None
            elif values.get(name) is None and name not in self.errors:
                self.add_error(name if name in self.fields else None, f"Select the {name} that the role is granted on")
        return values


class GrantForm(ScopedRoleForm):
    valid_from = DayField(label="From")
    valid_until = DayField(label="Last day (optional)", required=False, help_text="Leave empty for no end.")
    reason = forms.CharField(
        label="Reason",
        help_text="For example “Appointed scrutiny clerk, minute 12”.",
        max_length=200,
        error_messages={"required": NO_REASON},
    )


class InvitationForm(ScopedRoleForm):
    name = forms.CharField(
        label="Name or office", max_length=120, error_messages={"required": "Enter their name or office"}
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="Their address at work, not a private one.",
        error_messages={"required": "Enter their e-mail address"},
    )
    valid_until = DayField(label="Last day of the role (optional)", required=False, help_text="Leave empty for no end.")
    reason = forms.CharField(label="Reason", max_length=200, error_messages={"required": NO_REASON})
    field_order = ("name", "email", "role", "organisation", "partnership", "valid_until", "reason")


class MoveForm(ReasonForm):
    source = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Leaves",
        error_messages={"required": "Select the council that the person leaves"},
    )
    target = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Goes to (optional)",
        required=False,
        help_text="Leave empty if it is none of these.",
    )
    on = DayField(
        label="On",
        help_text="Today or an earlier day means at once.",
        error_messages={"required": "Enter the day on which the person moves"},
    )
    field_order = ("source", "target", "on", "reason")

    def __init__(self, *args: Any, sources: Any, targets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["source"].queryset, fields["target"].queryset = sources, targets


class DelegationForm(forms.Form):
    to = forms.ModelChoiceField(
        User.objects.none(),
        label="To whom",
        help_text="Colleagues who hold a role in the same council.",
        error_messages={"required": "Select a colleague"},
    )
    valid_from = DayField(label="From")
    until = DayField(label="Last day", error_messages={"required": "Enter the last day"})
    reason = forms.CharField(
        label="Reason", help_text="For example “Annual leave”.", max_length=200, error_messages={"required": NO_REASON}
    )

    def __init__(self, *args: Any, colleagues: "QuerySet[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["to"].queryset = colleagues


class PeopleFilterForm(forms.Form):
    """What the list of people is narrowed to."""

    STATES = (("", "Everybody"), ("active", "Active"), ("suspended", "Suspended"), ("none", "Without a role in force"))

    text = forms.CharField(label="Name or e-mail address", required=False, max_length=120)
    role = forms.ChoiceField(label="Role", required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Organisation",
        required=False,
        to_field_name="slug",
        empty_label="All",
        widget=forms.Select({"class": "govuk-!-width-full"}),  # the longest name is wider than a telephone
    )
    state = forms.ChoiceField(label="Account", required=False, choices=STATES)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["organisation"].queryset = organisations
        fields["role"].choices = [("", "All"), *RoleGrant.Role.choices]


class AccountForm(forms.Form):
    """What a new account needs beside its invitation."""

    name = forms.CharField(
        label="Your name or office",
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": "Enter your name or office"},
    )
    password = forms.CharField(
        label="Password",
        help_text="At least 12 characters, and none that many people use. Three random words are good; leave out names "
        "of councils, places and partnerships.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
        max_length=256,
        error_messages={"required": "Enter a password"},
    )
    again = forms.CharField(
        label="Password again",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
        max_length=256,
        error_messages={"required": "Enter the password again"},
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if {"password", "again"} <= values.keys() and values["password"] != values["again"]:
            self.add_error("again", "The two passwords are not the same")
        return values

from django import forms

LIFETIMES = (("90", "90 days"), ("180", "6 months"), ("365", "A year"))


class TokenForm(forms.Form):
    """What a new API token is for, and how long it is to work."""

    name = forms.CharField(
        label="What is it for?",
        error_messages={"required": "Say what the token is for"},
        max_length=80,
        help_text="One token for each use, such as “Power BI, finance team”.",
    )
    days = forms.TypedChoiceField(
        label="How long is it to work?",
        error_messages={"required": "Select how long the token is to work"},
        choices=LIFETIMES,
        coerce=int,
        initial="365",
        widget=forms.RadioSelect,
        help_text="After that it opens nothing, and you make a new one.",
    )

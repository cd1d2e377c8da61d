"""allauth's forms in our words and without its placeholders."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp import forms as app_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.http import HttpRequest

from partnerships.models import User

HOW_TO_CHOOSE = (
    "At least 12 characters. Three words that only you put together are easy to remember and hard to guess. Leave out "
    "names of councils, places and partnerships."
)


NAME_LENGTH = 60


class OurWords(forms.Form):
    """`words`: label and hint of each field; `whose`: how an empty one is asked for."""

    words: dict[str, tuple[str, str]] = {}
    whose = "your"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]
                asked = f"{field.label[0].lower()}{field.label[1:]}"
                field.error_messages["required"] = f"Enter {self.whose} {asked}"


class SignInForm(OurWords, account_forms.LoginForm):
    words = {"login": ("E-mail address", ""), "password": ("Password", "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "spellcheck": "false"}


class ConfirmPasswordForm(OurWords, account_forms.ReauthenticateForm):
    words = {"password": ("Password", "")}


class ChangePasswordForm(OurWords, account_forms.ChangePasswordForm):
    words = {
        "oldpassword": ("Current password", ""),
        "password1": ("New password", HOW_TO_CHOOSE),
        "password2": ("New password again", ""),
    }


class NewPasswordForm(OurWords, account_forms.ResetPasswordKeyForm):
    words = {"password1": ("New password", HOW_TO_CHOOSE), "password2": ("New password again", "")}


class ForgottenPasswordForm(OurWords, account_forms.ResetPasswordForm):
    words = {"email": ("E-mail address", "The one that you sign in with.")}

    def clean_email(self) -> str:
        """Those who have a password, by the account's own address. Whether there is one is for the e-mail to say."""
        email: str = self.cleaned_data["email"]
        found = User.objects.filter(email__iexact=email, is_active=True)
        self.users = [user for user in found if user.has_usable_password()]
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """An e-mail goes out either way, so that the page takes as long."""
        if self.users:
            return str(super().save(request, **kwargs))
        email: str = self.cleaned_data["email"]
        get_adapter().send_mail("account/email/unknown_account", email, {})
        return email


class Code(OurWords):
    whose = "the"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "inputmode": "numeric",
            "class": "govuk-input--width-10",
            "spellcheck": "false",
        }


class CodeForm(Code, code_forms.AuthenticateForm):
    words = {"code": ("Code", "Six digits from your authenticator app, or one of your recovery codes.")}


class ConfirmCodeForm(Code, code_forms.ReauthenticateForm):
    words = CodeForm.words


class AddAppForm(Code, app_forms.ActivateTOTPForm):
    words = {"code": ("Code that the app shows", "Six digits. The app makes a new code every 30 seconds.")}


class AddPasskeyForm(OurWords, passkey_forms.AddWebAuthnForm):
    """A passkey signs in by itself: the device asks for a finger, a face or a PIN."""

    whose = "the"
    words = {"name": ("Name of this passkey", "So that you can tell it from others, such as “Office laptop”.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]

    def clean_name(self) -> str:
        return str(super().clean_name())[:NAME_LENGTH]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        cleaned: dict[str, Any] = super().clean() or {}
        return cleaned

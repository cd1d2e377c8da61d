"""How people sign in: the settings that are the same everywhere. Imported by `settings` and nothing else."""

import json
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

AUTHENTICATION_BACKENDS = ["partnerships.sign_in.backends.EmailBackend"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "partnerships.sign_in.passwords.LocalWordsValidator"},
]
SESSION_ENGINE = "partnerships.sign_in.sessions"  # in the database, each with whose it is
SESSION_COOKIE_AGE = 12 * 60 * 60  # however much somebody does
SESSION_IDLE_AGE = 60 * 60

# An account is its e-mail address and a password. They come by invitation, so nobody signs up
ACCOUNT_ADAPTER = "partnerships.sign_in.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True  # the session's end is ours to say: see SESSION_IDLE_AGE
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "partnerships.sign_in.links.ResetTokens"  # noqa: S105 - the name of a class
ACCOUNT_FORMS = {
    "login": "partnerships.sign_in.forms.SignInForm",
    "reauthenticate": "partnerships.sign_in.forms.ConfirmPasswordForm",
    "change_password": "partnerships.sign_in.forms.ChangePasswordForm",
    "reset_password": "partnerships.sign_in.forms.ForgottenPasswordForm",
    "reset_password_from_key": "partnerships.sign_in.forms.NewPasswordForm",
}
# Guesses are counted by account and address together ("key", see AccountAdapter): who guesses cannot lock the owner
# out. A whole council may sign in from one address, so the address alone has more room.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "50/5m/ip,10/5m/key,20/h/key,30/6h/key",  # so the wait grows with the rounds of guesses
    "reset_password": "20/m/ip,3/5m/key",
    "reauthenticate": "10/5m/user",
}
PASSWORD_RESET_TIMEOUT = 60 * 60

MFA_ADAPTER = "partnerships.sign_in.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 10
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_FORMS = {
    "authenticate": "partnerships.sign_in.forms.CodeForm",
    "reauthenticate": "partnerships.sign_in.forms.ConfirmCodeForm",
    "activate_totp": "partnerships.sign_in.forms.AddAppForm",
    "add_webauthn": "partnerships.sign_in.forms.AddPasskeyForm",
}

# A council's account is known by its issuer and subject alone. An e-mail address connects nothing
SOCIALACCOUNT_ADAPTER = "partnerships.sign_in.adapters.CouncilAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5

_PARTS = ("id", "name", "issuer", "client_id", "client_secret")
_HINT = 'OIDC_PROVIDERS must be a JSON list of {"id", "name", "issuer", "client_id", "client_secret", "domains"}'


def council_providers(text: str, *, insecure: bool) -> dict[str, Any]:
    """SOCIALACCOUNT_PROVIDERS from the environment: one entry for each council that signs its people in itself."""
    try:
        given = json.loads(text)
        entries = [{name: str(entry[name]) for name in _PARTS} for entry in given]
        domains = {str(entry["id"]): _domains(entry["domains"]) for entry in given}
    except (ValueError, TypeError, KeyError) as error:
        raise ImproperlyConfigured(f"{_HINT}: {error}.") from error
    _insist_on_ids(entries)
    for entry in entries:
        if urlsplit(entry["issuer"]).scheme != "https" and not insecure:
            raise ImproperlyConfigured(f"The issuer of {entry['id']} in OIDC_PROVIDERS must be an https address.")
    return {"council": {"APPS": [_app(entry, domains[entry["id"]]) for entry in entries], "OAUTH_PKCE_ENABLED": True}}


def _insist_on_ids(entries: list[dict[str, str]]) -> None:
    ids = [entry["id"] for entry in entries]
    if len(set(ids)) < len(ids) or not all(name.replace("-", "").isalnum() for name in ids):
        raise ImproperlyConfigured("Each id in OIDC_PROVIDERS is there once, and of letters, digits and hyphens.")


def _domains(given: Any) -> list[str]:
    """What follows the @ in the addresses that the council gives its people: it vouches for no others."""
    if not isinstance(given, list) or not given:
        raise ValueError('"domains" must be a list such as ["north.example"]')
    return [str(domain).strip().lower() for domain in given]


def _app(entry: dict[str, str], domains: list[str]) -> dict[str, Any]:
    return {
        "provider_id": entry["id"],
        "name": entry["name"],
        "client_id": entry["client_id"],
        "secret": entry["client_secret"],
        "settings": {"server_url": entry["issuer"].rstrip("/"), "issuer": entry["issuer"], "domains": domains},
    }


def fernet_keys(keys: list[str]) -> list[str]:
    """The keys as given, once each is seen to be one: 32 random bytes in URL-safe base64."""
    for key in keys:
        try:
            Fernet(key)
        except ValueError as error:
            raise ImproperlyConfigured(
                'MFA_KEYS: each must be made with python -c "from cryptography.fernet import Fernet; '
                'print(Fernet.generate_key().decode())"'
            ) from error
    return keys

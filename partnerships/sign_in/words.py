"""What the door says, in one voice."""

ERRORS = {
    "email_password_mismatch": "The e-mail address or the password is not right. Try again, or reset the password.",
    "incorrect_password": "The password is not right. Try again.",
    "enter_current_password": "The current password is not right. Try again.",
    "incorrect_code": "The code is not right. Wait for the next one and try again.",
    "too_many_login_attempts": (
        "There were too many attempts from here. Wait five minutes, longer after more of them, or reset the password."
    ),
    "rate_limited": "There were too many attempts. Wait five minutes, then try again.",
    "cannot_delete_authenticator": "Your role needs a second factor. Add another one before you remove this one.",
    "cannot_generate_recovery_codes": "Add an authenticator app or a passkey first. Recovery codes stand in for it.",
}
SUSPENDED = "This account is suspended. Ask a portal administrator of your programme."
NO_PASSWORD = "Your council signs you in, so your account has no password here. Change it with your council."  # noqa: S105
LAST_FACTOR = ERRORS["cannot_delete_authenticator"]
LAST_WAY = "It is the only way to sign in to your account. Add another one before you remove it, such as a passkey."
DISCONNECTED = "{} no longer signs you in here."
COUNCIL_FAILED = (
    "Your council's sign-in could not be checked. Go back to the sign-in page and try again. If it happens again, tell "
    "a portal administrator the time at which you tried."
)
UNVERIFIED = "Your council has not said that it checked your e-mail address, so we cannot find your invitation with it."
NOT_ITS_ADDRESS = (
    "This sign-in vouches for its own council's e-mail addresses, and yours is not one of them. Take your invitation "
    "up by the link in its e-mail."
)
NOT_CONNECTED = (
    "There is an account with your e-mail address that is not connected with your council's sign-in. Sign in with your "
    "password, then connect it on the page “Sign-in and security”."
)
NOT_INVITED = "Nobody has invited you yet. Ask your programme officer or a portal administrator for an invitation."
NOTICES = {
    "account/email/password_changed": "The password of your account was changed",
    "account/email/password_reset": "The password of your account was reset",
    "account/email/password_set": "Your account was given a password",
    "mfa/email/totp_activated": "An authenticator app was added to your account",
    "mfa/email/totp_deactivated": "The authenticator app was removed from your account",
    "mfa/email/webauthn_added": "A passkey was added to your account",
    "mfa/email/webauthn_removed": "A passkey was removed from your account",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for your account",
    "socialaccount/email/account_connected": "Your council's sign-in was connected with your account",
    "socialaccount/email/account_disconnected": "Your council's sign-in was disconnected from your account",
}


def sessions_ended(number: int) -> str:
    match number:
        case 0:
            return "That session had ended already."
        case 1:
            return "The session has ended: that browser has to sign in again."
    return f"{number} sessions have ended: those browsers have to sign in again."

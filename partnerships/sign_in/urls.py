"""The addresses of the door: of allauth's pages those that we use, by the names that allauth knows them by."""

from allauth.account import views as account
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from partnerships.sign_in import council_views, session_views, views

sign_in = views.SignInView.as_view()

urlpatterns = [
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-in/", sign_in, name="account_login"),
    path("sign-in/code/", base.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/password/", account.password_reset, name="account_reset_password"),
    path("sign-in/password/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "sign-in/password/changed/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"
    ),
    re_path(
        r"^sign-in/password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sign-in/council/cancelled/", views.cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/council/<slug:provider_id>/", council_views.start, name="council_login"),
    path("sign-in/council/<slug:provider_id>/back/", council_views.callback, name="council_callback"),
    path("account/security/", views.SecurityView.as_view(), name="mfa_index"),
    path("account/security/app/", views.AddAppView.as_view(), name="mfa_activate_totp"),
    path("account/security/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/security/codes/", views.RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path("account/security/codes/file/", views.RecoveryCodesFileView.as_view(), name="mfa_download_recovery_codes"),
    path("account/security/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/security/passkeys/add/", views.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("account/security/passkeys/<int:pk>/remove/", views.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path("account/security/council/<slug:provider_id>/", council_views.ConnectView.as_view(), name="council_connect"),
    path(
        "account/security/connected/<int:pk>/disconnect/",
        council_views.DisconnectView.as_view(),
        name="council_disconnect",
    ),
    path("account/security/sessions/", session_views.OpenSessionsView.as_view(), name="open-sessions"),
    path("account/security/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/security/confirm/code/", base.reauthenticate, name="mfa_reauthenticate"),
    path("account/security/confirm/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/security/password/", views.PasswordChangeView.as_view(), name="account_change_password"),
    path("account/log/", views.AccessLogView.as_view(), name="access-log"),
]

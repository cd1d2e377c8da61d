"""The rows of tests/test_permission_matrix.py for the door: sign-in, security pages, the access log."""

# fmt: off
SIGN_IN = [
    ("get", "/sign-in/", 200, 302, 302, 302, 302, 302, 302, 302),
    ("get", "/sign-in/code/", 302, 302, 302, 302, 302, 302, 302, 302),
    ("get", "/sign-in/passkey/", 302, 302, 302, 302, 302, 302, 302, 302),
    ("get", "/sign-in/password/", 200, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/sign-in/password/sent/", 200, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/sign-in/password/changed/", 200, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/sign-in/password/1-nothing/", 200, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/sign-in/council/cancelled/", 302, 302, 302, 302, 302, 302, 302, 302),
    ("get", "/sign-in/council/nowhere/", 404, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/sign-in/council/nowhere/back/", 404, 404, 404, 404, 404, 404, 404, 404),
    ("post", "/sign-out/", 302, 302, 302, 302, 302, 302, 302, 302),
    ("get", "/account/security/", 302, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/account/security/app/", 302, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/account/security/app/remove/", 302, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/account/security/codes/", 302, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/account/security/codes/file/", 302, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/account/security/codes/new/", 302, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/account/security/passkeys/add/", 302, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/account/security/passkeys/1/remove/", 302, 404, 404, 404, 404, 404, 404, 404),
    ("post", "/sign-in/council/nowhere/", 404, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/account/security/connected/1/disconnect/", 302, 404, 404, 404, 404, 404, 404, 404),
    ("post", "/account/security/connected/1/disconnect/", 302, 404, 404, 404, 404, 404, 404, 404),
    ("post", "/account/security/council/nowhere/", 302, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/account/security/sessions/", 302, 200, 200, 200, 200, 200, 200, 200),
    ("post", "/account/security/sessions/", 302, 302, 302, 302, 302, 302, 302, 302),
    ("get", "/account/security/confirm/", 302, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/account/security/confirm/code/", 302, 302, 302, 302, 302, 302, 302, 302),
    ("get", "/account/security/confirm/passkey/", 302, 302, 302, 302, 302, 302, 302, 302),
    ("get", "/account/security/password/", 302, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/account/log/", 302, 403, 403, 403, 403, 403, 403, 200),
]
# fmt: on
# Where those who are not signed in are not led back afterwards
NOT_LED_BACK = {"/sign-out/", "/sign-in/code/", "/sign-in/passkey/", "/sign-in/council/cancelled/"}

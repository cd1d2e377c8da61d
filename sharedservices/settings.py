"""Settings from the environment. Production is the default: what is missing is an error, what is lax must be asked for.

`DEMO=1` is for `portal.py demo` and the test suite only: it opens the "sign in as" page and plain HTTP, and it refuses
any host that is not this machine, so a production address cannot be served with it.
"""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from sharedservices.core.logs import logging_config
from sharedservices.sign_in_settings import *  # noqa: F403 - settings are names
from sharedservices.sign_in_settings import council_providers, fernet_keys

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "testserver"}

env = environ.Env()


def required(name: str, hint: str) -> str:
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: {hint}")
    return value


# What this installation is
DEMO = env.bool("DEMO", default=False)
DEBUG = False
SECRET_KEY = required("SECRET_KEY", "a long random string, the same for web and workers.")
ALLOWED_HOSTS = required("ALLOWED_HOSTS", "the host names this portal answers to, separated by commas.").split(",")
if DEMO and not set(ALLOWED_HOSTS) <= LOOPBACK:
    raise ImproperlyConfigured("DEMO=1 opens the 'sign in as' page. Unset it, or serve on this machine only.")
if not DEMO and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is too short: use at least 50 random characters.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
VAR_DIR = Path(env.str("PORTAL_VAR", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "sharedservices.core.apps.SupportConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "partnerships.sign_in",
    "sharedservices.core",
    "partnerships",
    "workstreams",
    "savings",
    "reports",
]

MIDDLEWARE = [
    "sharedservices.core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "sharedservices.core.middleware.PlainHttpMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "partnerships.sign_in.middleware.AccessLogMiddleware",
    "partnerships.sign_in.middleware.SessionLimitsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sharedservices.core.middleware.PrivateMiddleware",
    "sharedservices.core.middleware.ActingMiddleware",
    "partnerships.sign_in.middleware.SecondFactorMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sharedservices.core.once.OnceMiddleware",
    "sharedservices.core.middleware.RefusalMiddleware",
]

PROBES = ("/healthz", "/readyz")
ROOT_URLCONF = "sharedservices.urls"
WSGI_APPLICATION = "sharedservices.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sharedservices.core.context.portal",
            ],
        },
    },
]
FORM_RENDERER = "sharedservices.core.forms.GovukRenderer"

# PostgreSQL is the only engine
DATABASES = {"default": env.db_url_config(required("DATABASE_URL", "for example postgres://portal@db/portal."))}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database.")
DATABASES["default"] |= {"CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60), "CONN_HEALTH_CHECKS": True}
DATABASES["default"]["ENGINE"] = "sharedservices.core.postgres"
# What web, workers and commands work as, and what may only read; migrations make both and work as the owner
DATABASE_ROLE = env.str("DATABASE_ROLE", default="portal_app")
DATABASE_READER_ROLE = env.str("DATABASE_READER_ROLE", default="portal_read")
DATABASES["default"].setdefault("OPTIONS", {}).update(
    connect_timeout=5,
    # Compiling a statement takes PostgreSQL longer than any page's statement takes to run: jit stays off
    options="-c jit=off -c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s",
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis or Valkey: a doorbell for jobs and a cache, never the only copy of anything
REDIS_URL = required("REDIS_URL", "for example redis://broker:6379/0 or unix:///run/valkey.sock?db=0.")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
}
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 3,
    "socket_connect_timeout": 2,
    "max_retries": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_TASK_TIME_LIMIT = 600
CELERY_TIMEZONE = "UTC"
HOURLY = {"task": "sharedservices.core.tasks.run_command", "schedule": 3600.0}
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "sharedservices.core.tasks.sweep_jobs", "schedule": 5.0},
    "remove-old-imports": HOURLY | {"kwargs": {"name": "remove_old_imports"}},
    "remove-old-sessions": HOURLY | {"kwargs": {"name": "clearsessions"}},
}
JOB_LEASE_SECONDS = 12
JOB_MAX_ATTEMPTS = 3

# Who
AUTH_USER_MODEL = "partnerships.User"
SECOND_FACTOR_REQUIRED = not DEMO  # of superusers and of those who hold a role in rules.SECOND_FACTOR_ROLES
MFA_KEYS = fernet_keys(env.list("MFA_KEYS", default=[]))  # the first encrypts; none: derived from SECRET_KEY
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
SOCIALACCOUNT_PROVIDERS = council_providers(env.str("OIDC_PROVIDERS", default="[]"), insecure=DEMO)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEMO else "https"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("TRUST_PROXY", default=False) else 0

# E-mail: a demonstration writes it to files
vars().update(env.email_url("EMAIL_URL", default=f"filemail:///{VAR_DIR / 'mail'}" if DEMO else "smtp://localhost:25"))
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", default="") or f"portal@{ALLOWED_HOSTS[0].lstrip('.')}"
# Where the links of e-mails that workers send lead
PORTAL_URL = env.str("PORTAL_URL", default="http://127.0.0.1:8000" if DEMO else f"https://{ALLOWED_HOSTS[0]}")

# Transport and content security
SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^api/."]  # programs are refused: see PlainHttpMiddleware
SECURE_HSTS_SECONDS = 0 if DEMO else env.int("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_HSTS_PRELOAD = not DEMO
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("TRUST_PROXY", default=False) else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_NAME = "sessionid" if DEMO else "__Host-session"  # bound to this host alone, and to HTTPS
CSRF_COOKIE_NAME = "csrftoken" if DEMO else "__Host-csrf"
SESSION_COOKIE_SECURE = not DEMO
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = not DEMO
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "sharedservices.core.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
}

# Language, time, files
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
STATIC_URL = "static/"
STATIC_ROOT = None if DEMO else VAR_DIR / "static"  # the demonstration serves from the sources
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "renditions": {
        "BACKEND": env.str("RENDITION_STORAGE", default="sharedservices.core.storage.DurableFileSystemStorage"),
        "OPTIONS": env.json("RENDITION_STORAGE_OPTIONS", default={"location": str(VAR_DIR / "media" / "renditions")}),
    },
    "imports": {
        "BACKEND": env.str("IMPORT_STORAGE", default="sharedservices.core.storage.DurableFileSystemStorage"),
        "OPTIONS": env.json("IMPORT_STORAGE_OPTIONS", default={"location": str(VAR_DIR / "media" / "imports")}),
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEMO
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "partnerships.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["sharedservices.core.api.DenyByDefault"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["sharedservices.core.api.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "sharedservices.core.api.EnvelopePagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["sharedservices.core.api.throttling.ForgivingThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": "1000/min"},
    "EXCEPTION_HANDLER": "sharedservices.core.api.problem_handler",
    "COERCE_DECIMAL_TO_STRING": True,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Shared services portal",
    "DESCRIPTION": "Partnerships, workstreams and committee reports of councils that share services.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "RatingEnum": "workstreams.models.RATINGS",
        "UpdateStateEnum": "workstreams.models.ProgressUpdate.State",
        "RiskStateEnum": "workstreams.models.Risk.State",
        "RoundStateEnum": "workstreams.api.record_serializers.ROUND_STATES",
    },
}

# The programme format: every table of every app, in the order of their references (core.importing)
PROGRAMME_TABLES = [
    "partnerships.tables.TABLES",
    "workstreams.tables.TABLES",
    "savings.tables.TABLES",
    "reports.tables.TABLES",
]

# What `manage.py bench` knows
BENCHES = {
    "access": "reports.benches.access.access",
    "history": "reports.benches.history.history",
    "import": "reports.benches.imports.imports",
    "missing": "reports.benches.missing.missing",
    "pages": "reports.benches.pages.pages",
    "report": "reports.benches.report",
}

LOGGING = logging_config(level=env.str("LOG_LEVEL", default="INFO"))

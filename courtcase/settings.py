"""All settings, read from the environment (12-factor). README lists every variable; a test holds the two together."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from environs import FileAwareEnv
from kombu import Queue

from courtcase.api_settings import DRF_STANDARDIZED_ERRORS, REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401 - Django reads them
from courtcase.database_settings import connection_settings
from courtcase.modes import refuse_unsafe_settings
from courtcase.observability.logs import logging_settings
from courtcase.security_settings import *  # noqa: F403 - Django reads them

BASE_DIR = Path(__file__).resolve().parent.parent
env = FileAwareEnv(strip_whitespace=True)  # NAME_FILE names a file with the value of NAME

refuse_unsafe_settings(os.environ)
MODE = env.str("COURTCASE_MODE", "production", validate=lambda mode: mode in {"production", "demo", "test"})
IS_PRODUCTION = MODE == "production"
IS_DEMO = MODE == "demo"
DATA_DIR = Path(env.str("COURTCASE_DATA_DIR", str(BASE_DIR / ".data")))

SECRET_KEY = env.str("COURTCASE_SECRET_KEY", "" if IS_PRODUCTION else "not-secret-outside-production-" + MODE)
# Older secrets: what they signed still counts, nothing is signed with them any more (docs/keys.md).
SECRET_KEY_FALLBACKS: list[str] = env.list("COURTCASE_SECRET_KEY_FALLBACKS", [])
DEBUG = False
ALLOWED_HOSTS = env.list("COURTCASE_HOSTS", [] if IS_PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"])
PUBLIC_ADDRESS = env.str("COURTCASE_PUBLIC_ADDRESS", "").rstrip("/")
ROOT_URLCONF = "courtcase.urls"
WSGI_APPLICATION = "courtcase.wsgi.application"
APPEND_SLASH = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "courtcase.frame.static.StaticFiles",
    "django_linear_migrations",
    "pgtrigger",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_standardized_errors",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_prometheus",
    "courtcase.observability",
    "courtcase.languages",
    "courtcase.frame",
    "courtcase.embedded",
    "courtcase.people",
    "courtcase.register",
    "courtcase.keys",
    "courtcase.backup",
    "courtcase.law",
    "courtcase.documents",
    "courtcase.notices",
    "courtcase.long_work",
    "courtcase.search",
    "courtcase.signatures",
    "courtcase.telephone",
    "courtcase.single_sign_on",
    "courtcase.witnesses",
    "courtcase.doctor",
    "courtcase.feedback",
    "petitions",
    "rulings",
]

MIDDLEWARE = [
    "courtcase.observability.middleware.RequestIdMiddleware",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "courtcase.frame.middleware.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "courtcase.people.api_limits.ApiLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "courtcase.people.middleware.ActionMiddleware",
    "courtcase.people.middleware.SecondFactorMiddleware",
    "courtcase.frame.middleware.DatabaseUnavailableMiddleware",
    "courtcase.frame.middleware.RefusedOperationMiddleware",
    "courtcase.replica.ReadingMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "libraries": {"i18n": "courtcase.languages.sentences"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "courtcase.frame.context.frame",
            ],
        },
    }
]

FORM_RENDERER = "courtcase.frame.form_renderer.PlainRenderer"

# Database: an owner that migrates and an application role that serves (docs/register.md).
# DATABASE_URL is the application role's; DATABASE_OWNER_URL the owner's, used by `prepare_database` alone.
DATABASE_URL = env.str("DATABASE_URL", "")
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", "")
REDIS_URL = env.str("REDIS_URL", "")
DATABASE_APPLICATION_ROLE = urlsplit(DATABASE_URL).username or "courtcase_app"
DATABASE_AS_OWNER = env.bool("COURTCASE_DATABASE_AS_OWNER", False)
# Behind PgBouncer, which lends a session for one transaction: the role brings the time limits (docs/scaling.md).
DATABASE_POOLED = env.bool("COURTCASE_DATABASE_POOLED", False)
# A streaming replica for public pages and figures; used while it lags by no more than so many seconds.
DATABASE_READING_URL = env.str("DATABASE_READING_URL", "")
READING_LAG_SECONDS = env.float("COURTCASE_READING_LAG_SECONDS", 10.0)


def database(url: str, *, lock_timeout_ms: int, statement_timeout_ms: int) -> dict[str, object]:
    """Return Django's settings of one PostgreSQL connection for `url`, with its timeouts in milliseconds."""
    timeouts = {"lock_timeout": lock_timeout_ms, "statement_timeout": statement_timeout_ms}
    kept_seconds = env.int("COURTCASE_CONNECTION_SECONDS", 600)
    return connection_settings(url, timeouts, kept_seconds=kept_seconds, is_pooled=DATABASE_POOLED)


DATABASES = {
    "default": database(
        (DATABASE_OWNER_URL if DATABASE_AS_OWNER else DATABASE_URL) or "postgresql:///courtcase",
        lock_timeout_ms=env.int("COURTCASE_LOCK_TIMEOUT_MS", 3_000),
        statement_timeout_ms=0 if DATABASE_AS_OWNER else env.int("COURTCASE_STATEMENT_TIMEOUT_MS", 10_000),
    ),
}
if DATABASE_READING_URL and not DATABASE_AS_OWNER:
    DATABASES["reading"] = database(DATABASE_READING_URL, lock_timeout_ms=3_000, statement_timeout_ms=10_000)
DATABASE_ROUTERS = ["courtcase.replica.ReadingRouter"]
DATABASES["default"]["TEST"] = {"NAME": "test_courtcase_" + env.str("COURTCASE_TEST_NAME", "main")}

CACHES = {
    "default": {
        "BACKEND": "courtcase.cache.ForgivingCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 0.4, "socket_timeout": 1},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

CSRF_FAILURE_VIEW = "courtcase.frame.errors.csrf_failure"
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    # Tests make many accounts and guard none of them: a slow hash would only slow them.
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if MODE == "test"
    else "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},  # an IIN has twelve digits
    {"NAME": "courtcase.people.passwords.GuessablePasswordValidator"},
]

# Sign-in (docs/permissions.md). Addresses are /<language>/account/...
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SECOND_FACTOR_FOR_STAFF = IS_PRODUCTION
ACCOUNT_ADAPTER = "courtcase.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "courtcase.people.forms.SignInForm",
    "signup": "courtcase.people.forms.SignUpForm",
    "reset_password": "courtcase.people.forms.RecoverForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 30 * 60  # nobody is hurried: tests/test_time_limits.py
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_PRODUCTION else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("COURTCASE_TRUSTED_PROXIES", 0)
MFA_ADAPTER = "courtcase.people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = False

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = (
    sorted(path for path in (BASE_DIR / "locale").iterdir() if path.is_dir()) if (BASE_DIR / "locale").is_dir() else []
)
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Almaty"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "documents"
# Ten megabytes of Kazakh text grow threefold in an address-encoded form: they still get a message beside their field.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "courtcase.documents.uploads.IncomingUploadHandler",
]
UPLOAD_LIMIT_BYTES = env.int("COURTCASE_UPLOAD_LIMIT_MB", 20) * 1024 * 1024
# "host:port" or the path of a socket; empty: no virus scanner, files are given out unscanned.
CLAMD_ADDRESS = env.str("COURTCASE_CLAMD", "")
# Documents lie in MEDIA_ROOT, or in a bucket of an S3-compatible server where one is named. Without keys of its own the
# S3 library looks for those the machine has (a role of the cloud, say).
S3_BUCKET = env.str("COURTCASE_S3_BUCKET", "")
S3_OPTIONS = {
    "bucket_name": S3_BUCKET,
    "endpoint_url": env.str("COURTCASE_S3_ENDPOINT", "") or None,
    "region_name": env.str("COURTCASE_S3_REGION", "us-east-1"),
    "access_key": env.str("COURTCASE_S3_ACCESS_KEY", "") or None,
    "secret_key": env.str("COURTCASE_S3_SECRET_KEY", "") or None,
}
STORAGES = {
    "default": {"BACKEND": "courtcase.documents.bucket.BucketStorage", "OPTIONS": S3_OPTIONS}
    if S3_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Tests have no `collectstatic` behind them, so their names carry no hash.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Celery's name for a Redis socket differs from the Redis library's own.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1) or "redis://127.0.0.1:6379/0"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as it takes
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 3, "socket_keepalive": True, "visibility_timeout": 600}
# A wake is sent only where none waits; that is seen by the length of a queue of their own (courtcase/notices/wake.py).
CELERY_TASK_QUEUES = (Queue("celery"), Queue("wake"))
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True  # harmless: a message carries no fact, what is owed stands in the database
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_BEAT_SCHEDULER = "courtcase.notices.beat:LockedScheduler"
CELERY_TIMEZONE = "UTC"

# Notices: how long a worker may hold one piece of work before it counts as dead, and how messages leave the house.
NOTICES_LEASE_SECONDS = env.float("COURTCASE_LEASE_SECONDS", 60.0)
MAIL = dict(env.dj_email_url("COURTCASE_MAIL_URL", "smtp://localhost:25"))
EMAIL_BACKEND = "courtcase.notices.kept.KeepingBackend" if IS_DEMO else "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = MAIL["EMAIL_HOST"], MAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL["EMAIL_HOST_USER"] or "", MAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL["EMAIL_USE_TLS"], MAIL["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("COURTCASE_MAIL_FROM", "court@localhost")
# An e-mail that cannot be delivered comes back to an address of its own in this domain (docs/outbox.md); a mail provider
# that calls us instead signs with the secret.
BOUNCE_DOMAIN = env.str("COURTCASE_BOUNCE_DOMAIN", "")
BOUNCE_SECRET = env.str("COURTCASE_BOUNCE_SECRET", "")
SMS_URL = env.str("COURTCASE_SMS_URL", "")
SMS_TOKEN = env.str("COURTCASE_SMS_TOKEN", "")
SMS_HOSTS: list[str] = env.list("COURTCASE_SMS_HOSTS", [])

# Logs go to standard error, one JSON object a line; a terminal in demo gets lines for people.
LOGGING = logging_settings(level=env.str("COURTCASE_LOG_LEVEL", "INFO").upper(), as_console=IS_DEMO and os.isatty(2))
DEFAULT_EXCEPTION_REPORTER_FILTER = "courtcase.observability.reports.NoPersonalData"
METRICS_TOKEN = env.str("COURTCASE_METRICS_TOKEN", "")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Key-encryption keys, the current one first, and the key of blind indexes (docs/keys.md).
KEY_FILES: list[str] = env.list("COURTCASE_KEY_FILES", [])
INDEX_KEY_FILE = env.str("COURTCASE_INDEX_KEY_FILE", "")
INDEX_KEY_FILES_BEFORE: list[str] = env.list("COURTCASE_INDEX_KEY_FILES_BEFORE", [])
INDEX_KEY_FILE_NEXT = env.str("COURTCASE_INDEX_KEY_FILE_NEXT", "")

# Where `manage.py backup` puts its sets (docs/backup.md).
# `manage.py seal_backup` encrypts sets to these public keys of age; the private ones lie elsewhere.
BACKUP_RECIPIENTS: list[str] = env.list("COURTCASE_BACKUP_RECIPIENTS", [])
BACKUP_DIR = Path(env.str("COURTCASE_BACKUP_DIR", str(DATA_DIR / "backups")))

# Who keeps the register's daily roots outside the Court (docs/register.md): roles, kinds of institutions, e-mail addresses;
# and the authority that puts its time stamp (RFC 3161) on each, with the certificates it is known by.
ROOT_WITNESSES: list[str] = env.list("COURTCASE_ROOT_WITNESSES", ["auditor", "commissioner", "prosecutor_general"])
TIMESTAMP_URL = env.str("COURTCASE_TIMESTAMP_URL", "")
TIMESTAMP_CERTIFICATES = env.str("COURTCASE_TIMESTAMP_CERTIFICATES", "")

# Electronic signatures (docs/signatures.md): folders of certificates we trust and of lists of revoked ones, and the only
# addresses that are asked.
TRUST_ANCHORS = env.str("COURTCASE_TRUST_ANCHORS", "")
CRL_FOLDER = env.str("COURTCASE_CRL_FOLDER", "")
OCSP_URL = env.str("COURTCASE_OCSP_URL", "")
NCANODE_URL = env.str("COURTCASE_NCANODE_URL", "")
# Signing on a telephone by eGov Mobile: on where the Court's BIN is named; the app shows it with the names.
EGOV_MOBILE_BIN = env.str("COURTCASE_EGOV_MOBILE_BIN", "")
EGOV_MOBILE_NAMES = {
    "kk": env.str("COURTCASE_EGOV_MOBILE_NAME_KK", "Қазақстан Республикасының Конституциялық Соты"),
    "ru": env.str("COURTCASE_EGOV_MOBILE_NAME_RU", "Конституционный Суд Республики Казахстан"),
    "en": env.str("COURTCASE_EGOV_MOBILE_NAME_EN", "Constitutional Court of the Republic of Kazakhstan"),
}
# Nobody is hurried: never under twenty minutes.
EGOV_MOBILE_MINUTES = max(20, env.int("COURTCASE_EGOV_MOBILE_MINUTES", 30))
# Where NCALayer listens on the machine of whoever signs; empty: not offered in the page.
NCALAYER_ADDRESS = env.str("COURTCASE_NCALAYER_ADDRESS", "wss://127.0.0.1:13579/")

# How much memory a process spends on public pages as they were made; tests change rows past the operations, and keep none.
PAGES_KEPT_BYTES = 0 if MODE == "test" else 8_000_000

# Webhooks (docs/webhooks.md). Addresses inside are never called; tests name here those of this machine they listen on.
WEBHOOK_PORTS: list[int] = env.list("COURTCASE_WEBHOOK_PORTS", [443, 8443], subcast=int)
WEBHOOK_CA_FILE = env.str("COURTCASE_WEBHOOK_CA_FILE", "")
WEBHOOK_INNER_ALLOWED: frozenset[tuple[str, int]] = frozenset()

# Working days a petition may stand taken by no rule of routing before the doctor says so.
DEFAULT_QUEUE_DAYS = env.int("COURTCASE_DEFAULT_QUEUE_DAYS", 1)
# Where people bring, post and ask (templates/parts/reach.html); empty: pages say that it is not set here, and never guess.
COURT_ADDRESS = env.str("COURTCASE_COURT_ADDRESS", "")
# The first part of a ruling’s identifier, in the form of ECLI: country and court. No registry of ECLI knows Kazakhstan.
RULING_IDENTIFIER = env.str("COURTCASE_RULING_IDENTIFIER", "KZ:CC")
RECEPTION_TELEPHONE = env.str("COURTCASE_RECEPTION_TELEPHONE", "")

"""All settings, read from the environment (12-factor). README lists every variable; a test holds the two together."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

MODE = env.str("COURTCASE_MODE", "production", validate=lambda mode: mode in {"production", "demo", "test"})
IS_PRODUCTION = MODE == "production"
IS_DEMO = MODE == "demo"
DATA_DIR = Path(env.str("COURTCASE_DATA_DIR", str(BASE_DIR / ".data")))

SECRET_KEY = env.str("COURTCASE_SECRET_KEY", "" if IS_PRODUCTION else "not-secret-outside-production-" + MODE)
DEBUG = False
ALLOWED_HOSTS = env.list("COURTCASE_HOSTS", [] if IS_PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"])
PUBLIC_ADDRESS = env.str("COURTCASE_PUBLIC_ADDRESS", "")
ROOT_URLCONF = "courtcase.urls"
WSGI_APPLICATION = "courtcase.wsgi.application"
APPEND_SLASH = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
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
    "courtcase.embedded",
    "courtcase.people",
    "courtcase.register",
    "courtcase.keys",
    "courtcase.law",
    "courtcase.documents",
    "courtcase.notices",
    "courtcase.search",
    "petitions",
    "rulings",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
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
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Database: an owner that migrates and an application role that serves (docs/register.md).
# DATABASE_URL is the application role's; DATABASE_OWNER_URL the owner's, used by `prepare_database` alone.
DATABASE_URL = env.str("DATABASE_URL", "")
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", "")
REDIS_URL = env.str("REDIS_URL", "")
DATABASE_APPLICATION_ROLE = urlsplit(DATABASE_URL).username or "courtcase_app"
DATABASE_AS_OWNER = env.bool("COURTCASE_DATABASE_AS_OWNER", False)


def database(url: str, *, lock_timeout_ms: int, statement_timeout_ms: int) -> dict[str, object]:
    """Return Django's settings of one PostgreSQL connection for `url`, with its timeouts in milliseconds."""
    parsed: dict[str, object] = dict(Env().dj_db_url("COURTCASE_NO_SUCH_VARIABLE", url))
    parsed["ENGINE"] = "django.db.backends.postgresql"
    parsed["CONN_MAX_AGE"] = env.int("COURTCASE_CONNECTION_SECONDS", 600)
    parsed["CONN_HEALTH_CHECKS"] = True
    options = dict(parsed.get("OPTIONS") or {})  # type: ignore[call-overload]
    options["connect_timeout"] = 3
    options["options"] = f"-c lock_timeout={lock_timeout_ms} -c statement_timeout={statement_timeout_ms}"
    parsed["OPTIONS"] = options
    return parsed


DATABASES = {
    "default": database(
        (DATABASE_OWNER_URL if DATABASE_AS_OWNER else DATABASE_URL) or "postgresql:///courtcase",
        lock_timeout_ms=env.int("COURTCASE_LOCK_TIMEOUT_MS", 3_000),
        statement_timeout_ms=0 if DATABASE_AS_OWNER else env.int("COURTCASE_STATEMENT_TIMEOUT_MS", 10_000),
    ),
}
DATABASES["default"]["TEST"] = {"NAME": "test_courtcase_" + env.str("COURTCASE_TEST_NAME", "main")}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = sorted(path for path in (BASE_DIR / "locale").iterdir() if path.is_dir()) if (BASE_DIR / "locale").is_dir() else []
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Almaty"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "documents"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CELERY_BROKER_URL = REDIS_URL or "redis://127.0.0.1:6379/0"
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

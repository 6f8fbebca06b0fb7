"""Settings that guard: cookies, headers, the sign-in service of staff, limits. Read from the environment, like the others."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from environs import FileAwareEnv

from courtcase.modes import current

env = FileAwareEnv(strip_whitespace=True)
MODE = current(os.environ)
IS_PRODUCTION = MODE == "production"

# Cookies: only who signs in or sends a form gets any.
SESSION_ENGINE = "courtcase.people.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
# Whoever works at the Court signs in anew each day: their session ends so many hours after it began, however busy it was.
STAFF_SESSION_HOURS = env.int("COURTCASE_STAFF_SESSION_HOURS", 12)
STAFF_IDLE_MINUTES = env.int("COURTCASE_STAFF_IDLE_MINUTES", 120)  # 0: however long nobody did anything
# The prefix makes browsers take these cookies from this very host alone, by https, for the whole site: a neighbour under
# the same domain cannot plant them.
HOST_ONLY = "__Host-" if IS_PRODUCTION else ""
SESSION_COOKIE_NAME = f"{HOST_ONLY}sessionid"
CSRF_COOKIE_NAME = f"{HOST_ONLY}csrftoken"
LANGUAGE_COOKIE_NAME = f"{HOST_ONLY}django_language"
MESSAGE_STORAGE = "courtcase.frame.passing_messages.Passing"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = IS_PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = IS_PRODUCTION
CSRF_USE_SESSIONS = False

# Our web server speaks plain HTTP, so in production a proxy in front of it speaks TLS and says so in this header. Whoever
# comes past the proxy and writes it too deceives nobody else: cookies are marked secure and checked whatever it says.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_PRODUCTION else None
SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from inside, past the proxy
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_PRODUCTION else 0
# Hosts under the site's name are bound too where their owner says that all of them speak https: else those that do not would
# be closed to browsers for a year (RFC 6797, 14.4). The doctor says which it is. Lists built into browsers are never asked for.
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION and env.bool("COURTCASE_HSTS_SUBDOMAINS", False)
# That our library of tags stands in the place of Django's `i18n` is meant: courtcase/languages/sentences.py.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "templates.W003"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"


def address_origin(address: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


# Staff may sign in by a provider of the Court's (docs/single-sign-on.md); off while it is not named.
OIDC_ISSUER = env.str("COURTCASE_OIDC_ISSUER", "")
OIDC_CLIENT_ID = env.str("COURTCASE_OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.str("COURTCASE_OIDC_CLIENT_SECRET", "")
OIDC_ORIGINS: list[str] = env.list("COURTCASE_OIDC_ORIGINS", [])
OIDC_CA_FILE = env.str("COURTCASE_OIDC_CA_FILE", "")
OIDC_CLAIM = env.str("COURTCASE_OIDC_CLAIM", "")
OIDC_CLAIM_VALUES: list[str] = env.list("COURTCASE_OIDC_CLAIM_VALUES", [])
OIDC_SECOND_FACTOR: list[str] = env.list("COURTCASE_OIDC_SECOND_FACTOR", [])
OIDC_SIGN_OUT = env.bool("COURTCASE_OIDC_SIGN_OUT", True)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        # A form that is answered by the provider's address is sent there: browsers judge that too.
        "form-action": ["'self'", *sorted({address_origin(one) for one in (OIDC_ISSUER, *OIDC_ORIGINS) if one})],
        "frame-ancestors": ["'none'"],
        # Text never becomes markup or script by a script's mistake (courtcase/frame/policies.py says where htmx needs it to).
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["'none'"],
    }
}
# What of the reader's machine a page may ask for: keys to sign in with, and nothing else.
PERMISSIONS_POLICY = ", ".join(
    [
        *(
            f"{name}=()"
            for name in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb", "serial")
        ),
        *(f"{name}=()" for name in ("accelerometer", "gyroscope", "magnetometer", "midi", "screen-wake-lock")),
        *(f"publickey-credentials-{name}=(self)" for name in ("create", "get")),
    ]
)

# Requests a minute that the API takes of one token, and of one address; 0: as many as come, as in tests, which ask at once.
API_TOKEN_LIMIT = env.int("COURTCASE_API_TOKEN_LIMIT", 0 if MODE == "test" else 600)
API_ADDRESS_LIMIT = env.int("COURTCASE_API_ADDRESS_LIMIT", 0 if MODE == "test" else 1200)
# So many petitions one account, or one IIN, submits by the everyday form in so many hours before the next waits; 0: no limit.
# The administration's choice, not the law's (docs/limits.md).
FILING_LIMIT = env.int("COURTCASE_FILING_LIMIT", 0 if MODE == "test" else 20)
# What text messages may cost: how many leave in a day, in a month and to one number in a day; 0: no limit.
SMS_DAY_LIMIT = env.int("COURTCASE_SMS_DAY_LIMIT", 2_000)
SMS_MONTH_LIMIT = env.int("COURTCASE_SMS_MONTH_LIMIT", 20_000)
SMS_NUMBER_LIMIT = env.int("COURTCASE_SMS_NUMBER_LIMIT", 20)
# E-mails a day to one address that nobody has confirmed, of those that whoever types it can have sent.
LETTERS_A_DAY = env.int("COURTCASE_LETTERS_A_DAY", 0 if MODE == "test" else 10)
# E-mails a day to one address of somebody without an account, whatever they tell of; and how many times its limit an address
# may try a thing within a day. Tests, all of one address, switch them on where they mean them.
NOTICES_A_DAY = 0 if MODE == "test" else 50
DAY_TIMES = 0 if MODE == "test" else 20
# Forms that anybody may send are looked at for machines (courtcase/frame/quiet_check.py); a form that comes back sooner than
# this was not read by a person. Tests, which send at once what they never opened, switch it on where they mean it.
QUIET_CHECK = MODE != "test"
QUIET_SECONDS = env.float("COURTCASE_QUIET_SECONDS", 2.0)
# How often one may sign in, ask for codes and recover, by address, account and day. Their form: django-allauth's. Of a day an
# address has many: behind one stand the telephones of a whole town, or everybody in a library.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip,6000/d/ip",
    "login_failed": "10/m/ip,1000/d/ip,5/5m/key,50/d/key",
    "signup": "20/m/ip,600/d/ip",
    "reset_password": "20/m/ip,600/d/ip,5/m/key,10/d/key",
    "confirm_email": "1/10s/key,10/d/key",
}
FILING_HOURS = max(1, env.int("COURTCASE_FILING_HOURS", 24))

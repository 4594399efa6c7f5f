"""Settings, one file for three modes.

*sample*      when nothing is set: SQLite in the data folder, this machine only, a made-up secret kept beside the data.
*tests*       under pytest (``FOLLOWTHROUGH_MODE=tests``): memory for mail, quick passwords.
*production*  ``FOLLOWTHROUGH_MODE=production``: refuses to start without secret, hosts, database and mail.
"""

import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def setting(name: str, default: str = "") -> str:
    """The variable's text; in production, one without a default must be there."""
    value = os.environ.get(name, "").strip()
    if not value and not default and MODE == "production":
        raise ImproperlyConfigured(
            f"Production needs {name}. Set it in the environment; docs/running.md says what it holds."
        )
    return value or default


def listed(name: str, default: str = "") -> list[str]:
    """A variable's comma-separated words."""
    return [word.strip() for word in setting(name, default).split(",") if word.strip()]


def number(name: str, default: int) -> int:
    """A variable's whole number."""
    try:
        return int(os.environ.get(name) or default)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {os.environ[name]!r}.") from None


MODE = os.environ.get("FOLLOWTHROUGH_MODE", "sample")
if MODE not in ("sample", "tests", "production"):
    raise ImproperlyConfigured(f"FOLLOWTHROUGH_MODE is sample, tests or production, not {MODE!r}.")
PRODUCTION = MODE == "production"
SAMPLE = MODE == "sample"
DEBUG = False

DATA_DIR = Path(os.environ.get("FOLLOWTHROUGH_DATA") or BASE_DIR / "data").resolve()


def sample_secret() -> str:
    """A secret of this data folder's own, made at the first start: whole or not at all, whenever that start ends."""
    kept = DATA_DIR / "secret"
    if not kept.exists() or not kept.read_text():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=DATA_DIR, prefix="secret-")  # its owner's alone
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
        os.replace(name, kept)
    return kept.read_text()


def production_secret() -> str:
    """The variable's text, long enough that nobody guesses it."""
    secret = setting("FOLLOWTHROUGH_SECRET_KEY")
    if len(secret) < 50 or len(set(secret)) < 5:
        raise ImproperlyConfigured(
            "FOLLOWTHROUGH_SECRET_KEY is too easy to guess: it needs 50 characters or more, made at random."
        )
    return secret


def production_hosts() -> list[str]:
    """The names under which the service answers: links in mails are made from them, so not just any will do."""
    hosts = listed("FOLLOWTHROUGH_HOSTS")
    if not hosts or any("*" in host or "/" in host for host in hosts):
        raise ImproperlyConfigured(
            "FOLLOWTHROUGH_HOSTS names the hosts one by one, such as followthrough.example.org: no * and no address."
        )
    return hosts


def site_address(host: str) -> str:
    """Where people open the product: for the links in mails that a timer sends, which knows of no request."""
    address = os.environ.get("FOLLOWTHROUGH_SITE") or (f"https://{host}" if PRODUCTION else "http://127.0.0.1:8000")
    if not address.startswith(("http://", "https://")):
        raise ImproperlyConfigured(
            f"FOLLOWTHROUGH_SITE is a whole address, such as https://plans.example.org, not {address!r}."
        )
    return address.rstrip("/")


def evidence_store(address: str, folder: Path) -> dict[str, object]:
    """Where files of evidence are kept: this folder; ``memory:``; or ``s3://bucket/prefix?endpoint_url=…`` (docs/running.md)."""
    if not address:
        modes = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder, **modes}}
    parts = urlsplit(address)
    if parts.scheme == "memory":
        return {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    if parts.scheme == "s3" and parts.netloc:
        named = {"bucket_name": parts.netloc, "location": parts.path.strip("/"), **dict(parse_qsl(parts.query))}
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"file_overwrite": False, **named}}
    raise ImproperlyConfigured(f"FOLLOWTHROUGH_EVIDENCE is s3://bucket or empty, not {address!r}.")


if PRODUCTION:
    SECRET_KEY = production_secret()
    ALLOWED_HOSTS = production_hosts()
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
elif SAMPLE:
    SECRET_KEY = sample_secret()
    ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
else:
    SECRET_KEY = "only-for-tests-" + "x" * 50
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]

# --- what is installed -------------------------------------------------------------------------

INSTALLED_APPS = [
    "people",
    "plans",
    "objectives",
    "actions",
    "scrutiny",
    "reports",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "simple_history",
]

MIDDLEWARE = [
    # Headers first, so that every answer has them: static files, redirects and refusals by what stands below too.
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "people.middleware.permissions_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.middleware.wrong_method_page",
    "reports.middleware.DamagedPage",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "people.context.every_page",
            ],
        },
    }
]

# --- database ----------------------------------------------------------------------------------

SQLITE_OPTIONS = {
    # A verb reads, decides, then writes: it must hold the write lock from its first statement.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}

DATABASE_URL = setting("DATABASE_URL", "" if PRODUCTION else f"sqlite:///{DATA_DIR / 'followthrough.sqlite3'}")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    if PRODUCTION:
        raise ImproperlyConfigured("Production runs on PostgreSQL: DATABASE_URL must begin with postgresql://.")
    if MODE != "tests":
        DATA_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in counts its attempts here, so every server must see the same counts, and none is pushed out by others (300 entries
# are all that Django keeps if not told otherwise).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
if MODE == "tests":
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- people and sign-in ------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if MODE == "tests":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "people.sign_in.ClosedSignUp"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Who signs in is told when the password or the main address of the account changes.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "request_login_code": "20/m/ip,3/m/key",
    "change_password": "5/m/user",
}
# Behind how many proxies of ours: by this many the caller's own address is told, so that attempts are counted for each.
ALLAUTH_TRUSTED_PROXY_COUNT = number("FOLLOWTHROUGH_PROXIES", 1 if PRODUCTION else 0)
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600

SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "plans.drafts.csrf_failure"

# --- mail --------------------------------------------------------------------------------------

SITE_ADDRESS = site_address(ALLOWED_HOSTS[0])
if PRODUCTION:
    EMAIL_TIMEOUT = 20  # a mail server that says nothing must not keep a page waiting for ever
    EMAIL_HOST = setting("FOLLOWTHROUGH_MAIL_HOST")
    EMAIL_PORT = number("FOLLOWTHROUGH_MAIL_PORT", 587)
    EMAIL_HOST_USER = os.environ.get("FOLLOWTHROUGH_MAIL_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("FOLLOWTHROUGH_MAIL_PASSWORD", "")
    EMAIL_USE_TLS = os.environ.get("FOLLOWTHROUGH_MAIL_TLS", "yes") == "yes"
    DEFAULT_FROM_EMAIL = setting("FOLLOWTHROUGH_MAIL_FROM")
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    DEFAULT_FROM_EMAIL = "Followthrough <followthrough@example.org>"

# --- safe from the first page ------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# One person's whole return fits; a larger body is refused before it is read into memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # several moves at once ask four questions of each action
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz/$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# --- language and time -------------------------------------------------------------------------

NATION = setting("FOLLOWTHROUGH_NATION", "ENG")  # whose bank holidays count
if NATION not in ("ENG", "WLS", "SCT", "NIR"):
    raise ImproperlyConfigured(f"FOLLOWTHROUGH_NATION is ENG, WLS, SCT or NIR, not {NATION!r}.")

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "British English")]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

# --- static files ------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("FOLLOWTHROUGH_STATIC") or DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "people.look.PackagedLook",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "evidence": evidence_store(
        os.environ.get("FOLLOWTHROUGH_EVIDENCE") or ("memory:" if MODE == "tests" else ""), DATA_DIR / "evidence"
    ),
}
if MODE == "tests":
    # Nothing is collected in tests: files are served from where they stand.
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# --- forms, history ----------------------------------------------------------------------------

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
SIMPLE_HISTORY_REVERT_DISABLED = True

# --- the legal pages: a council's own words ----------------------------------------------------

ACCESSIBILITY_TEXT = os.environ.get("FOLLOWTHROUGH_ACCESSIBILITY_TEXT", "")
PRIVACY_TEXT = os.environ.get("FOLLOWTHROUGH_PRIVACY_TEXT", "")
CONTACT_TEXT = os.environ.get("FOLLOWTHROUGH_CONTACT_TEXT", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A page that is not there is no event; a page that broke is.
    "loggers": {"django.request": {"level": "ERROR"}},
}

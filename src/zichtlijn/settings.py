"""Settings: everything an operator can change comes from the environment (see docs/how-to/run.md)."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured


class _Env(environ.Env):
    def int(self, var, default):
        """The number that an operator gave; what is none is refused by its name."""
        try:
            return super().int(var, default)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} must be a whole number, such as {default}.") from error


env = _Env()

PACKAGE = Path(__file__).resolve().parent
#: Where the embedded database, files and the secret key live.
HOME = Path(env("ZICHTLIJN_HOME", default=str(PACKAGE.parents[1] / "var"))).resolve()
HOME.mkdir(mode=0o700, parents=True, exist_ok=True)


def _close(folder: Path) -> None:
    """Let nobody else on this machine look into a folder of ours; one that all share (/tmp) stays as it is."""
    found = folder.stat()
    if found.st_uid == os.geteuid() and found.st_mode & 0o077 and not found.st_mode & stat.S_ISVTX:
        with suppress(OSError):  # mounted to be read only
            folder.chmod(0o700)


_close(HOME)

DEBUG = env.bool("ZICHTLIJN_DEBUG", default=False)


def _address_here() -> str:
    """This machine, at PORT or else at the port that `zichtlijn serve` left in HOME."""
    left = HOME / "port"
    port = env("PORT", default="") or (left.read_text().strip() if left.is_file() else "8000")
    return f"http://127.0.0.1:{port}"


#: The address people type; links in mail are made from it and from nothing else.
BASE_URL = env("ZICHTLIJN_BASE_URL", default=_address_here()).rstrip("/")
_base = urlsplit(BASE_URL)
HTTPS = _base.scheme == "https"
LOOPBACK = _base.hostname in {"127.0.0.1", "localhost", "::1"}
_HERE = ["127.0.0.1", "localhost", "[::1]"]
_further_hosts = [host.strip() for host in env.list("ZICHTLIJN_ALLOWED_HOSTS", default=[])]


def _secret_key() -> str:
    """The key from the environment, or one made on first start and kept in HOME."""
    given = env("ZICHTLIJN_SECRET_KEY", default="")
    if given:
        if len(given) < 40 or len(set(given)) < 8:
            raise ImproperlyConfigured(
                "ZICHTLIJN_SECRET_KEY is too short or too plain: give at least 40 random characters."
            )
        return given
    path = HOME / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


SECRET_KEY = _secret_key()
#: They only read second steps, which the next start encrypts with the key of now. Not Django's SECRET_KEY_FALLBACKS:
#: sessions and links that were made with a key that leaked must die.
FORMER_SECRET_KEYS = env.list("ZICHTLIJN_FORMER_SECRET_KEYS", default=[])

if not LOOPBACK:
    if DEBUG:
        raise ImproperlyConfigured("ZICHTLIJN_DEBUG is on while ZICHTLIJN_BASE_URL is not this machine: turn it off.")
    if not HTTPS:
        raise ImproperlyConfigured("ZICHTLIJN_BASE_URL must begin with https:// for any address but this machine.")
elif set(_further_hosts) - set(_HERE):
    raise ImproperlyConfigured(
        "ZICHTLIJN_ALLOWED_HOSTS names another address than this machine: set ZICHTLIJN_BASE_URL to the https address "
        "that people type."
    )

ALLOWED_HOSTS = [_base.hostname, *_further_hosts, *(_HERE if LOOPBACK else [])]
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []

INSTALLED_APPS = [
    "zichtlijn.ui",
    "zichtlijn.documents",
    "zichtlijn.access",
    "zichtlijn.audit",
    "zichtlijn.jobs",
    "zichtlijn.notices",
    "zichtlijn.organisation",
    "zichtlijn.members",
    "zichtlijn.privacy",
    "zichtlijn.strategy",
    "zichtlijn.objectives",
    "zichtlijn.competencies",
    "zichtlijn.feedback",
    "zichtlijn.development",
    "zichtlijn.okr",
    "zichtlijn.scorecards",
    "zichtlijn.analysis",
    "zichtlijn.ogsm",
    "zichtlijn.growth_plan",
    "zichtlijn.conversations",
    "zichtlijn.appraisals",
    "zichtlijn.rewards",
    "zichtlijn.exchange",
    "zichtlijn.home",
    "zichtlijn.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "simple_history",
    "template_partials",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "zichtlijn.access.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zichtlijn.access.middleware.HostMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "zichtlijn.access.middleware.TypedMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zichtlijn.access.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zichtlijn.access.middleware.SignInRequiredMiddleware",
    "zichtlijn.access.middleware.OrganisationMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "zichtlijn.access.middleware.RefusalMiddleware",
    "zichtlijn.audit.middleware.FiguresMiddleware",
    "zichtlijn.audit.middleware.ConflictMiddleware",
]

ROOT_URLCONF = "zichtlijn.urls"
WSGI_APPLICATION = "zichtlijn.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "template_partials.templatetags.partials",
                "zichtlijn.ui.templatetags.ui",
                "zichtlijn.ui.templatetags.lists",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zichtlijn.access.context.access",
                "zichtlijn.organisation.context.period",
                "zichtlijn.home.context.navigation",
                "zichtlijn.growth_plan.context.way_back",
            ],
        },
    }
]
FORM_RENDERER = "zichtlijn.ui.renderer.FormRenderer"

# The path of the embedded one is no address: in the name of a folder a +, # or % stands for itself.
_embedded = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(HOME / "zichtlijn.sqlite3")}
_database: dict[str, Any] = env.db("DATABASE_URL") if env("DATABASE_URL", default="") else _embedded
DATABASES = {"default": _database}
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction that will write takes its place in the queue at once, and nobody meets "database is
    # locked".
    # FULL: an acknowledged commit survives a power cut.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 60,  # seconds: a file of 100,000 people is written in one transaction of about twenty
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-65536;PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY",
    }
    _database["CONN_MAX_AGE"] = 600
else:
    _database["CONN_MAX_AGE"] = env.int("ZICHTLIJN_CONN_MAX_AGE", default=60)
    _database["CONN_HEALTH_CHECKS"] = True
    if not env.bool("ZICHTLIJN_POOLED", default=False):
        # What is asked a second time is prepared on the server, which then plans it no more than a few times: half of
        # its work for a page. Compiling to machine code costs more than it gives to questions that take milliseconds.
        # A pool that lends a connection for one transaction knows neither.
        ours = {"server_side_binding": True, "prepare_threshold": 1, "options": "-c jit=off"}
        _database["OPTIONS"] = {**ours, **_database.get("OPTIONS", {})}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["zichtlijn.access.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "zichtlijn.access.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "zichtlijn.access.passwords.UnlikeTheAccount",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {"NAME": "zichtlijn.access.passwords.NotCommon"},
    {"NAME": "zichtlijn.access.passwords.NotOnlyFigures"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:my_line"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 3

ACCOUNT_ADAPTER = "zichtlijn.access.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "zichtlijn.access.forms.SignInForm",
    "reset_password": "zichtlijn.access.forms.AskPasswordLinkForm",
    "reset_password_from_key": "zichtlijn.access.forms.SetPasswordForm",
    "user_token": "zichtlijn.access.forms.PasswordLinkForm",
    "change_password": "zichtlijn.access.forms.ChangePasswordForm",
    "reauthenticate": "zichtlijn.access.forms.ReauthenticateForm",
}
# Per address on the network the limits are wide: a whole organisation may come from one.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "5/5m/key,100/m/ip",
    "login_failed_anywhere": "50/h/key",
    "reset_password": "100/m/ip,5/h/key",
    "reset_password_from_key": "100/m/ip",
    "change_password": "5/m/user",
    "change_email": "5/h/key",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "zichtlijn.access.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Zichtlijn"
#: Accounts are made by an administrator, who vouches for the address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "zichtlijn.access.forms.SecondFactorForm",
    "reauthenticate": "zichtlijn.access.forms.SecondFactorAgainForm",
    "activate_totp": "zichtlijn.access.forms.ActivateForm",
    "deactivate_totp": "zichtlijn.access.forms.DeactivateForm",
    "generate_recovery_codes": "zichtlijn.access.forms.NewRecoveryCodesForm",
}

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

SESSION_ENGINE = "zichtlijn.access.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
_cookie_prefix = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_cookie_prefix}sessionid"
CSRF_COOKIE_NAME = f"{_cookie_prefix}csrftoken"
LANGUAGE_COOKIE_NAME = f"{_cookie_prefix}language"
_behind_proxy = env.bool("ZICHTLIJN_BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _behind_proxy else None
#: Behind a proxy the last address in X-Forwarded-For is the visitor's: the proxy put it there.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _behind_proxy else 0
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^health$"]  # asked from inside, past the proxy that speaks https
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "zichtlijn.access.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "report-uri": ["/csp-report"],
    }
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = HOME / "files"  # never served by url: files leave through views that ask for permission
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
#: The largest file that an import takes, in bytes.
IMPORT_MAX_BYTES = env.int("ZICHTLIJN_IMPORT_MAX_BYTES", default=64 * 1024 * 1024)

# Limits on guessing are counted here: with room for few, whoever guesses could push out what was counted of them.
CACHES = {
    "default": {
        "BACKEND": "zichtlijn.access.counters.Counters",
        "LOCATION": "access_cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

TASKS = {"default": {"BACKEND": env("TASK_BACKEND", default="django_tasks_db.DatabaseBackend"), "QUEUES": []}}

_mail = env.email("EMAIL_URL", default="consolemail://")
#: Mail is first kept in the outbox, and sent by the worker through this transport.
OUTBOX_TRANSPORT = _mail.pop("EMAIL_BACKEND")
vars().update(_mail)
EMAIL_BACKEND = "zichtlijn.notices.outbox.OutboxBackend"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("ZICHTLIJN_MAIL_FROM", default="zichtlijn@localhost")

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = False
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "zichtlijn.access.logs.OneLine",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "filters": {"not_a_wrong_form": {"()": "zichtlijn.access.logs.NotAWrongForm"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "warnings": {"class": "logging.StreamHandler", "formatter": "line", "level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": env("ZICHTLIJN_LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.request": {"filters": ["not_a_wrong_form"]},
        "django.server": {"handlers": ["console"], "propagate": False, "level": "INFO"},
        # The worker puts these at INFO by itself: a handler of their own keeps tasks that went well out of the log.
        "django_tasks": {"handlers": ["warnings"], "propagate": False},
        "django_tasks_db": {"handlers": ["warnings"], "propagate": False},
    },
}

"""The one settings file; what differs between machines comes from the environment.

CHIBO_SECRET_KEY     text; without it a key is made and kept beside the database
CHIBO_DATABASE       sqlite (default) or postgresql
CHIBO_SQLITE_PATH    file of the SQLite database, default var/chibo.sqlite3
CHIBO_PG_NAME, _USER, _PASSWORD, _HOST, _PORT
CHIBO_PG_REPLICA_HOST, _PORT   a streaming replica, from which pages of figures read
CHIBO_HOSTS          host names served, with commas
CHIBO_HTTPS          1 where a proxy terminates TLS: secure cookies
CHIBO_DEMO           1 prints DỮ LIỆU MINH HỌA on each page and paper
CHIBO_HELP_PHONE     the number in the foot of each page
"""

import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from chibo import ROOMS
from chibo.config import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("CHIBO_VAR", "var")).resolve()


def _kept_secret() -> str:
    """Return the key kept beside the database, made at the first start."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = env.text("CHIBO_SECRET_KEY", "") or _kept_secret()
DEBUG = False
DEMO = env.flag("CHIBO_DEMO", False)
HELP_PHONE = env.text("CHIBO_HELP_PHONE", "0900 000 100" if DEMO else "")
ALLOWED_HOSTS = env.text("CHIBO_HOSTS", "127.0.0.1,localhost").split(",")

INSTALLED_APPS = [
    *(f"chibo.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "chibo.core.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "chibo.core.middleware.private_pages",
    "chibo.core.middleware.one_memory",
]
ROOT_URLCONF = "chibo.config.urls"
WSGI_APPLICATION = "chibo.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["chibo.core.templatetags.words"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chibo.core.context.page",
                "chibo.desk.context.letterhead",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    kind = env.text("CHIBO_DATABASE", "sqlite")
    if kind == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": env.text("CHIBO_SQLITE_PATH", str(VAR_DIR / "chibo.sqlite3")),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "pragma journal_mode=wal; pragma synchronous=normal; "
                "pragma busy_timeout=20000; pragma cache_size=-65536; "
                "pragma secure_delete=on;",
            },
        }
    if kind == "postgresql":
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": env.text("CHIBO_PG_NAME", "chibo"),
            "USER": env.text("CHIBO_PG_USER", "chibo"),
            "PASSWORD": env.text("CHIBO_PG_PASSWORD", ""),
            "HOST": env.text("CHIBO_PG_HOST", "127.0.0.1"),
            "PORT": env.number("CHIBO_PG_PORT", 5432),
            "CONN_MAX_AGE": 60,
            "DISABLE_SERVER_SIDE_CURSORS": True,
        }
    raise ImproperlyConfigured(f"CHIBO_DATABASE must be sqlite or postgresql, not {kind!r}.")


DATABASES = {"default": _database()}
REPLICA_ROOMS = {"figures", "reports"}  # whose pages may be a little late
if REPLICA_HOST := env.text("CHIBO_PG_REPLICA_HOST", ""):
    DATABASES["replica"] = {
        **DATABASES["default"], "HOST": REPLICA_HOST,
        "PORT": env.number("CHIBO_PG_REPLICA_PORT", 5432), "TEST": {"MIRROR": "default"},
        "OPTIONS": {"connect_timeout": 2},
    }  # fmt: skip
    DATABASE_ROUTERS = ["chibo.core.replica.Router"]
    MIDDLEWARE.append("chibo.core.replica.ReadsFromReplica")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
SESSION_COOKIE_AGE = 12 * 3600
HTTPS = env.flag("CHIBO_HTTPS", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# bytes; a text of 1 MB must come through, so that it can be given back with a sentence
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 6_000_000  # what may be kept is judged before it touches the disk
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
CSRF_FAILURE_VIEW = "chibo.core.views.stale_form"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": [NONE],
    }
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env.text("CHIBO_STATIC", str(VAR_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if env.flag("CHIBO_PLAIN_STATIC", False)
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = env.flag("CHIBO_PLAIN_STATIC", False)

PAPER_FONT_DIR = env.text("CHIBO_PAPER_FONT_DIR", "/usr/share/fonts/truetype/croscore")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

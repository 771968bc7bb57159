"""Every setting of the portal, read from the environment in one place.

Runs with an empty environment on one machine; where BASE_URL begins with https:// it is in
production, and a missing secret is named and refused.
"""

from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from django.core.management.utils import get_random_secret_key
from django_prose_editor.config import html_tags
from js_asset import static_lazy
from whitenoise.compress import Compressor

from portal import embedded, given
from portal import environment as env
from portal.lib import mailserver
from portal.lib.csp import NONCE, NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent

# The site
DEBUG = env.switch("DEBUG", default=False)
PORT = env.port("PORT")
HOST = env.text("HOST", default="127.0.0.1")
DATA_DIR = Path(env.text("DATA_DIR", default=str(BASE_DIR / "var"))).absolute()
BASE_URL = env.base_url("BASE_URL", default=f"http://localhost:{PORT}")
PRODUCTION = BASE_URL.startswith("https://")
SITE_NAME = "Belt and Road Portal"
SITE_SHORT_NAME = "Belt and Road"  # 16 letters at most: a browser's list of searches shows no more
_base_host = urlsplit(BASE_URL).hostname or "localhost"
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS") + [_base_host, HOST, "localhost", "127.0.0.1", "[::1]"]
TRUSTED_PROXY_COUNT = env.whole("TRUSTED_PROXY_COUNT", default=0, most=100)
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
APPEND_SLASH = True


# bin/run makes one, keeps it in DATA_DIR and hands it over
SECRET_KEY = env.secret_key("SECRET_KEY", in_production=PRODUCTION) or get_random_secret_key()

# Apps: `portal` looks at all, the others look down
INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "portal.lib.apps.LibConfig",
    "members",
    "articles",
    "subscriptions",
    "feedback",
    "portal.apps.NewsroomConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.forms",  # its templates, for FORM_RENDERER
    "allauth",
    "allauth.account",
    "captcha",
    "crispy_forms",
    "django_prose_editor",
    "procrastinate.contrib.django",
    "simple_history",
]
AUTH_USER_MODEL = "members.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "portal.lib.compressing.Compressing",
    "portal.lib.http.policy_headers",
    "portal.lib.http.bounded",
    "portal.lib.http.designed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "members.middleware.reader",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

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
                "portal.lib.http.csp",
                "portal.context.site",
            ],
        },
    }
]
CRISPY_TEMPLATE_PACK = "ours"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("ours",)
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The database: the one at DATABASE_URL, else our own under DATA_DIR
_own = embedded.database_url(DATA_DIR)
DATABASES = {"default": env.read_as("DATABASE_URL", default=_own, reads=given.place, form=given.FORM)}
DATABASES["default"]["CONN_MAX_AGE"] = env.whole("CONN_MAX_AGE", default=60, most=env.YEAR)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("zh-hans", "简体中文"),
    ("zh-hant", "繁體中文"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ru", "Русский"),
    ("ar", "العربية"),
    ("ja", "日本語"),
    ("ko", "한국어"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = not LANGUAGE_CODE.startswith("en")  # what is written in English need not be looked up
USE_TZ = True
TIME_ZONE = "UTC"

# Files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_ROOT = DATA_DIR / "private"  # what no address leads to: archives on their way in and out
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "portal.lib.collecting.CollectedFiles"
    },
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]  # two thirds of all the work
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
PICTURE_MAX_BYTES = 20_000_000
# With its pictures, as it is sent to the newsroom
ARCHIVE_MAX_BYTES = env.whole("ARCHIVE_MB", default=500, least=1, most=100_000) * 1_000_000
ARCHIVES_PATH = "/admin/articles/import/add/"
PICTURE_MAX_PIXELS = 50_000_000

# Writing: what the prose editor has of our own
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": [static_lazy("js/looking.js")], "extensions": {"ArticleLink": html_tags([]), "Library": html_tags([])}},
    {"js": [static_lazy("js/pictures.js")], "extensions": {"Pictures": html_tags([])}},
    {"js": [static_lazy("js/describing.js")], "extensions": {"Describing": html_tags([])}},
    {"js": [static_lazy("js/tables.js")], "extensions": {"CaptionedTable": html_tags(["table", "caption"])}},
    {"js": [static_lazy("js/pasting.js")], "extensions": {"Pasting": html_tags([])}},
]

# Mail: every mail is a row first; EMAIL_URL says where the worker hands them over
EMAIL_BACKEND = "portal.lib.outbox.OutboxBackend"
EMAIL_URL = env.read_as("EMAIL_URL", default="", reads=mailserver.checked, form=mailserver.FORM)
DEFAULT_FROM_EMAIL = env.mailbox("MAIL_FROM", default=f"Belt and Road Portal <portal@{_base_host}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
SECURITY_CONTACT = env.contacts("SECURITY_CONTACT", default=[f"mailto:{parseaddr(DEFAULT_FROM_EMAIL)[1]}"])
WEEKLY_FROM_EMAIL = env.mailbox("WEEKLY_FROM", default=f"Belt & Road Weekly <weekly@{_base_host}>")

# Work for later
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["portal.schedule"]

# Accounts: addresses belong to allauth and are unique only where verified
AUTHENTICATION_BACKENDS = ["members.backends.AccountBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "members.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "members.account_forms.AddEmailForm",
    "change_password": "members.account_forms.ChangePasswordForm",
    "login": "members.account_forms.LoginForm",
    "reauthenticate": "members.account_forms.ReauthenticateForm",
    "reset_password": "members.account_forms.ResetPasswordForm",
    "reset_password_from_key": "members.account_forms.ResetPasswordKeyForm",
    "set_password": "members.account_forms.SetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
# Beside the library's own: a form of ours fills nobody's mailbox, known or not, and few passwords of one network are
# compared at the same moment
ACCOUNT_RATE_LIMITS = {
    "reset_password": "20/h/ip,3/h/key,6/d/key",
    "manage_email": "10/h/user",
    "login": "30/m/ip,10/10s/ip",
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
# The second is that of accounts from before; a login hashes theirs anew.
PASSWORD_HASHERS = ["members.hashing.Argon2Hasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Safety
SECURE_CSP = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "media-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "frame-src": [SELF],
    "base-uri": [NONE],
}
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_HSTS_SECONDS = env.whole("HSTS_SECONDS", default=env.YEAR if PRODUCTION else 0, most=10 * env.YEAR)
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_SSL_REDIRECT = env.switch("SSL_REDIRECT", default=True) and PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# The captcha
CAPTCHA_IMAGE_SIZE = (170, 56)
CAPTCHA_FONT_SIZE = 42
CAPTCHA_LETTER_ROTATION = (-28, 28)
CAPTCHA_LENGTH = 4
CAPTCHA_CHALLENGE_FUNCT = "feedback.codes.challenge"
CAPTCHA_NOISE_FUNCTIONS = ["feedback.codes.waves"]
CAPTCHA_TIMEOUT = 30
CAPTCHA_FLITE_PATH = env.program("FLITE_PATH")
CAPTCHA_SOX_PATH = env.program("SOX_PATH")

# The portal's own values
FORM_SECONDS = env.whole("FORM_SECONDS", default=20, least=1, most=3600)  # to arrive whole; with pictures it has more
# Of stored pages, in each process of the web server
PAGES_BYTES = env.whole("PAGES_MB", default=128, most=1_000_000) * 1_000_000
PAGE_SIZE = 20
WEB_WORKERS = env.web_workers("WEB_WORKERS")  # the web server, which has no settings, reads it for itself
CONFIRM_WITHIN_DAYS = 7
TRIAL_DAYS = env.days("TRIAL_DAYS", default=14)
TRIAL_CONFIRM_DAYS = min(env.days("TRIAL_CONFIRM_DAYS", default=3), TRIAL_DAYS)
MAIL_KEPT_DAYS = env.days("MAIL_KEPT_DAYS", default=90)
TRANSFERS_KEPT_DAYS = env.days("TRANSFERS_KEPT_DAYS", default=7)
UNCONFIRMED_KEPT_DAYS = env.days("UNCONFIRMED_KEPT_DAYS", default=30)
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = TRIAL_CONFIRM_DAYS
CLEARING = env.switch("CLEARING", default=False)
SHARED_DRAFTS = env.switch("SHARED_DRAFTS", default=False)
DEMO = env.switch("DEMO", default=True)

# What happened, on standard error
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "pythonjsonlogger.json.JsonFormatter", "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "filters": {"brief": {"()": "portal.logs.Brief"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["brief"],
            "formatter": "json" if env.switch("LOG_JSON", default=False) else "plain",
        }
    },
    "root": {"handlers": ["console"], "level": env.level("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "portal": {"level": env.level("LOG_LEVEL", default="INFO")},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "psycopg": {"level": "ERROR"},  # warns of each question that a worker gives up as it stops
        "psycopg.pool": {"level": "WARNING"},
    },
}

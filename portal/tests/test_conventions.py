"""The project checks its own shape, so that no page of rules has to. Each check is proven able to fail."""

import inspect

import pytest
from django.apps import apps
from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import get_resolver
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from members.models import User
from portal.lib.http import public_post
from portal.tests import conventions
from portal.tests.conventions import APPS, ROOT, module_of, name_of, sources, templates

OUR_MODELS = [model for model in apps.get_models() if model.__module__.partition(".")[0] in APPS]
SETTINGS = ROOT / "portal" / "settings.py"  # one file, whole, from top to bottom
# The moment itself, not something that happened at one.
MOMENTS_THEMSELVES = {"pagesmoment.at"}


def broken(check):
    return [line for path in sources() for line in check(module_of(path), path.read_text())]


def test_there_is_something_to_check():
    assert len(sources()) > 60
    assert len(templates()) > 40


@pytest.mark.parametrize(
    "check",
    [
        conventions.forbidden_imports,
        conventions.imports_inside_functions,
        conventions.long_functions,
        conventions.untyped_functions,
    ],
    ids=lambda check: check.__name__,
)
def test_code_keeps_to(check):
    assert broken(check) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("members.models", "from articles.models import Entry"),
        ("portal.lib.pages", "import members.models"),
        ("portal.lib.pages", "from portal import views"),
        ("articles.front", "from portal import context"),
        ("articles.front", "from . import models"),
        ("subscriptions.releasing", "from feedback.models import Question"),
        ("articles.feeds", "from articles.views import reading"),
        ("articles.feeds", "from articles.views.reading import home"),
        ("articles.publishing", "from articles.admin import ArticleAdmin"),
        ("portal.inbox", "import articles.admin.lists"),
    ],
)
def test_a_forbidden_import_is_seen(module, source):
    assert conventions.forbidden_imports(module, source)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("articles.urls", "from articles.views import reading"),
        ("articles.admin.article", "from articles.admin.lists import STATES"),
        ("articles.front", "from portal.lib import links"),
        ("portal.inbox", "from subscriptions.models import Issue"),
        ("members.admin", "from django.contrib import admin"),
        ("portal.urls", "from django.contrib.auth import views"),
    ],
)
def test_an_allowed_import_passes(module, source):
    assert conventions.forbidden_imports(module, source) == []


def test_a_long_an_untyped_and_an_importing_function_are_seen():
    body = "\n".join(f"    x = {number}" for number in range(26))
    assert conventions.long_functions("m", f"def f():\n{body}")
    assert not conventions.long_functions("m", f'def f():\n    """Promise."""\n{body[len("    x = 0 ") :]}')
    assert conventions.untyped_functions("m", "class A:\n    def f(self): pass")
    assert conventions.imports_inside_functions("m", "class A:\n    def f(self):\n        import os")


def test_files_are_short():
    long = {name_of(path): len(path.read_text().splitlines()) for path in sources() if path != SETTINGS}
    assert {name: lines for name, lines in long.items() if lines > conventions.FILE_LINES} == {}
    long = {name_of(path): len(path.read_text().splitlines()) for path in templates()}
    assert {name: lines for name, lines in long.items() if lines > conventions.TEMPLATE_LINES} == {}


def test_templates_hold_nothing_inline():
    pages = [path for path in templates() if "mail" not in path.relative_to(ROOT / "templates").parts]
    assert {name_of(path): found for path in pages if (found := conventions.inline_in(path.read_text()))} == {}


@pytest.mark.parametrize(
    "markup",
    [
        "<p style='x'>",
        '<a href="#" onclick="x()">',
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        '<a href="javascript:x">',
        '<script type="module">',
    ],
)
def test_something_inline_is_seen(markup):
    assert conventions.inline_in(markup)


def test_a_file_of_script_and_structured_data_are_not_inline():
    assert not conventions.inline_in('<script src="/static/a.js" defer></script><script type="application/ld+json">')


def test_moments_end_in_at_and_days_in_on():
    fields = [
        (model._meta.model_name, field.name, type(field).__name__)
        for model in OUR_MODELS
        for field in model._meta.local_fields
        if not model.__name__.startswith("Historical") and model._meta.model_name != "user"
    ]
    assert conventions.badly_named_moments(fields, MOMENTS_THEMSELVES) == []
    assert conventions.badly_named_moments([("entry", "published", "DateTimeField")], set()) == ["entry.published"]
    assert conventions.badly_named_moments([("tally", "day_at", "DateField")], set()) == ["tally.day_at"]


def test_constraints_are_named_after_their_model():
    names = [
        (model._meta.model_name, constraint.name)
        for model in OUR_MODELS
        for constraint in model._meta.constraints
        if not model.__name__.startswith("Historical")
    ]
    assert names
    assert conventions.badly_named_constraints(names) == []
    assert conventions.badly_named_constraints([("entry", "has_title")]) == ["has_title"]
    assert conventions.badly_named_constraints([("a", "a_b"), ("a_b", "a_b")]) == ["a_b", "a_b"]


def own_views():
    found = {entry.callback for entry in conventions.patterns(get_resolver())}
    return sorted((view for view in found if is_ours(view)), key=lambda view: (view.__module__, view.__qualname__))


def is_ours(view):
    """Ours, the pages that we add to the admin included; what overrides one of the admin's own is the admin's."""
    return view.__module__.partition(".")[0] in APPS and not (
        hasattr(ModelAdmin, view.__name__) or hasattr(AdminSite, view.__name__)
    )


def answers_405(view):
    """Whether the view refuses a method nobody names, before anything else of it runs."""
    asked = [name for name, parameter in inspect.signature(inspect.unwrap(view)).parameters.items()][1:]
    request = RequestFactory().generic("BREW", "/")
    request.user, request._dont_enforce_csrf_checks = User(is_staff=True), True
    return view(request, **dict.fromkeys(asked, "1")).status_code == 405


def test_there_are_views_to_check():
    assert len(own_views()) > 20


@pytest.mark.parametrize("view", own_views(), ids=lambda view: f"{view.__module__}.{view.__qualname__}")
def test_a_view_names_the_methods_it_takes(view):
    assert answers_405(view)


def test_a_view_that_takes_anything_is_seen():
    assert not answers_405(lambda request: HttpResponse())
    assert answers_405(require_safe(lambda request: HttpResponse()))


def layers(view):
    """The view and all that it wraps, by the functions they were written in."""
    while view is not None:
        yield view.__code__.co_qualname
        view = getattr(view, "__wrapped__", None)


def is_marked(view, asked):
    """Whether a view that needs no token says why: it is only read, public_post, or its address holds a signed one."""
    if not getattr(view, "csrf_exempt", False):
        return True
    return "token" in asked or {"public_post.<locals>.guarded", "require_safe.<locals>.read"} & {*layers(view)}


def test_a_view_without_token_is_public_or_signed():
    entries = [entry for entry in conventions.patterns(get_resolver()) if is_ours(entry.callback)]
    assert [entry for entry in entries if not is_marked(entry.callback, entry.pattern.converters)] == []
    assert any(getattr(entry.callback, "csrf_exempt", False) for entry in entries)


def test_an_unmarked_view_without_token_is_seen():
    assert not is_marked(csrf_exempt(lambda request: HttpResponse()), {})
    assert is_marked(public_post(lambda request: HttpResponse()), {})
    assert is_marked(csrf_exempt(lambda request, token: HttpResponse()), {"token": str})

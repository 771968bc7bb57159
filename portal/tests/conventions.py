"""How the project's shape is read; each check answers what breaks it, so that bad input can be tried on it."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from django.urls import URLPattern, URLResolver

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("portal", "members", "articles", "subscriptions", "feedback")

# design: the import table. Who may import whom; `portal.lib` is an app of its own.
MAY_IMPORT = {
    "portal.lib": set(),
    "members": {"portal.lib"},
    "articles": {"members", "portal.lib"},
    "subscriptions": {"articles", "members", "portal.lib"},
    "feedback": {"articles", "members", "portal.lib"},
    "portal": {"articles", "members", "portal.lib", "subscriptions", "feedback"},
}
FILE_LINES = 200
TEMPLATE_LINES = 120
FUNCTION_LINES = 25


def sources() -> list[Path]:
    """Our own Python, without tests and migrations."""
    files = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    return sorted(path for path in files if not {"tests", "migrations"} & set(path.relative_to(ROOT).parts))


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def app_of(module: str) -> str | None:
    """The row of the import table that `module` belongs to; None for a library."""
    if module == "portal.lib" or module.startswith("portal.lib."):
        return "portal.lib"
    head = module.partition(".")[0]
    return head if head in APPS else None


def imported(tree: ast.AST) -> Iterable[tuple[ast.stmt, str]]:
    """Each import with every module it may mean: `from a import b` may mean a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            yield from ((node, f"{module}.{alias.name}") for alias in node.names)


def forbidden_imports(module: str, source: str) -> list[str]:
    """Imports the table forbids; relative ones; views from anywhere but urls; admin from outside its package."""
    here = app_of(module)
    found = []
    tree = ast.parse(source)
    for node, name in imported(tree):
        there = app_of(name)
        if isinstance(node, ast.ImportFrom) and node.level:
            found.append(f"{module} imports relatively")
        if there is None:
            continue
        if there != here and there not in MAY_IMPORT[here or ""]:
            found.append(f"{module} imports {name}")
        parts = name.split(".")
        own_package = ".".join(parts[:2]) == ".".join(module.split(".")[:2])
        if "views" in parts and not own_package and module.rpartition(".")[2] != "urls":
            found.append(f"{module} imports views: {name}")
        if "admin" in parts and not own_package:
            found.append(f"{module} imports admin: {name}")
    return found


def imports_inside_functions(module: str, source: str) -> list[str]:
    return [
        f"{module}:{node.lineno} imports inside {function.name}"
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def long_functions(module: str, source: str) -> list[str]:
    """Functions of more than FUNCTION_LINES lines, docstring left out."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            lines = (node.end_lineno or 0) - first.lineno + 1
            if lines > FUNCTION_LINES:
                found.append(f"{module}:{node.lineno} {node.name} has {lines} lines")
    return found


def untyped_functions(module: str, source: str) -> list[str]:
    return [
        f"{module}:{node.lineno} {node.name} says not what it returns"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is None
    ]


_INLINE = re.compile(
    r"""<style[\s>]|\sstyle\s*=\s*["']|\son[a-z]+\s*=\s*["']|javascript:|<script(?![^>]*\ssrc=)(?![^>]*ld\+json)""",
    re.IGNORECASE,
)


def inline_in(markup: str) -> list[str]:
    """Styles, scripts and handlers that the policy would refuse."""
    return [found[0].strip() for found in _INLINE.finditer(markup)]


def badly_named_moments(fields: Iterable[tuple[str, str, str]], exceptions: set[str]) -> list[str]:
    """Of (model, field, kind) those whose name does not say what they hold."""
    ends = {"DateTimeField": "_at", "DateField": "_on"}
    return [
        f"{model}.{name}"
        for model, name, kind in fields
        if kind in ends and not name.endswith(ends[kind]) and f"{model}.{name}" not in exceptions
    ]


def badly_named_constraints(names: Iterable[tuple[str, str]]) -> list[str]:
    """Of (model, constraint) those that do not begin with their model, or that two models share."""
    rows = list(names)
    counts = [name for _, name in rows]
    strangers = [name for model, name in rows if not name.startswith(f"{model}_")]
    return strangers + sorted({name for name in counts if counts.count(name) > 1})


def patterns(resolver: URLResolver) -> Iterable[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry

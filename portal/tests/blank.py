"""Templates that say nothing, for tests that ask whether a page opens and leave what stands on it to others."""

from typing import Any

from django.template.backends.base import BaseEngine


class Blank(BaseEngine):
    """Named as a BACKEND of TEMPLATES."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({name: value for name, value in params.items() if name != "OPTIONS"})

    def get_template(self, template_name: str) -> "Blank":
        return self

    def render(self, context: Any = None, request: Any = None) -> str:
        return ""

"""Two who write at the same thing: the later one is told, and nothing that was typed is lost."""

import hashlib
from collections.abc import Mapping
from typing import Any


def digest(text: str) -> str:
    """What a form shows of the state it was opened on; another one when it is sent means somebody was faster."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def with_value(data: Mapping[str, Any], name: str, value: object) -> Mapping[str, Any]:
    """What was posted, with one value replaced: sent again, the form is about the state that stands now."""
    changed = data.copy()  # type: ignore[attr-defined]  # a QueryDict
    changed[name] = str(value)
    return changed

"""The content security policy, in the words Django 6 uses for its own setting."""

from collections.abc import Mapping, Sequence

NONE = "'none'"
SELF = "'self'"
NONCE = "<nonce>"


def header(policy: Mapping[str, Sequence[str]], *, nonce: str | None) -> str:
    """The header's value; NONCE sources are left out where the page asked for no nonce."""
    parts = []
    for directive, sources in policy.items():
        named = [f"'nonce-{nonce}'" if source == NONCE else source for source in sources if nonce or source != NONCE]
        parts.append(f"{directive} {' '.join(named)}")
    return "; ".join(parts)

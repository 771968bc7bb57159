"""How answers that are not stored go out smaller; those that are, are compressed once (portal/stored.py)."""

import re

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

COMPRESSED = (
    "text/", "image/svg", "application/atom", "application/feed", "application/json", "application/ld",
    "application/manifest", "application/opensearch", "application/xml",
)  # fmt: skip
_REFUSED = re.compile(r"\bgzip\s*;\s*q=0(?:\.0*)?\s*(?:,|$)", re.IGNORECASE)  # Django's own takes this for a yes


class Compressing(GZipMiddleware):
    """Middleware: text in gzip for whoever takes it. Django's own adds up to 100 random bytes, and masks the token of
    each form anew, so the length of a page betrays none of its secrets (BREACH)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith(COMPRESSED):
            return response
        if _REFUSED.search(request.headers.get("Accept-Encoding", "")):
            patch_vary_headers(response, ("Accept-Encoding",))
            return response
        return super().process_response(request, response)

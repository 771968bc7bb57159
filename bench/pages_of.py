"""One page of every kind of a portal that runs, found as a stranger would: from its maps."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from xml.etree import ElementTree

_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
_FIXED = ["/", "/search/", "/search/?q=gauge", "/search/?q=xylograph", "/questions/", "/ask/", "/weekly/"]
_FIXED += ["/weekly/subscribe/", "/account/login/", "/account/password/reset/", "/nowhere/"]
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def read(address: str) -> bytes:
    """What stands at `address`, an error page too."""
    try:
        with _opener.open(address, timeout=30) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as error:
        return bytes(error.read())


def of_every_kind(base: str) -> dict[str, str]:
    """Kind ("articles", "sections", ...) or path, and the whole address of one such page; `base` as BASE_URL has it."""
    found = {path: f"{base}{path}" for path in _FIXED}
    for address in _mapped(base):
        kind = address.removeprefix(base).split("/")[1]
        if kind and f"/{kind}/" != address.removeprefix(base):
            found.setdefault(kind, address)
    keywords = re.findall(r'href="(/keywords/[^"]+)"', read(found["articles"]).decode()) if "articles" in found else []
    return found | ({"keywords": f"{base}{keywords[0]}"} if keywords else {})


def _mapped(base: str) -> Iterator[str]:
    for place in ElementTree.fromstring(read(f"{base}/sitemap.xml")).iter(_LOC):
        yield from (page.text or "" for page in ElementTree.fromstring(read(str(place.text))).iter(_LOC))

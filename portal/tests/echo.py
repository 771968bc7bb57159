"""An application that tells what its server made of a request, and what the front would have made of it."""

import json

from portal import heads

_heard = []


def at_once(head):
    _heard[:] = [head]


def application(environ, start_response):
    """`environ`: all the texts of it. `plain`: as the front understood it, or null."""
    plain = heads.environ(_heard[0]) if _heard else None
    texts = {name: value for name, value in environ.items() if isinstance(value, str)}
    body = json.dumps({"environ": texts, "plain": plain}).encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


application.at_once = at_once

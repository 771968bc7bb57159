"""The client's address, from the one place that knows how many proxies are ours."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest) -> str:
    """The address of whoever sent the request, as the outermost trusted proxy saw it.

    Each trusted proxy appends one entry to X-Forwarded-For; whatever stands before those is the
    sender's own word and is not believed. Always a well-formed address.
    """
    count = settings.TRUSTED_PROXY_COUNT
    peer = request.META.get("REMOTE_ADDR", "")
    if count:
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        peer = forwarded[-count] if len(forwarded) >= count else peer
    try:
        here = ipaddress.ip_address(peer.strip("[]"))
    except ValueError:
        return "0.0.0.0"  # a socket without an address, or a proxy that sends none
    # A socket of IPv6 says ::ffff:203.0.113.9; all of IPv4 would be one network of those.
    return str(getattr(here, "ipv4_mapped", None) or here)


def network(request: HttpRequest) -> str:
    """What limits count by: the IPv4 address itself, the /64 of an IPv6 one."""
    here = ipaddress.ip_address(address(request))
    if here.version == 4:
        return str(here)
    return str(ipaddress.ip_network((here, 64), strict=False))

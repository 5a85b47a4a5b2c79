"""Token buckets: how much each address and each key may ask for (Turner 1986).

They are kept in memory: after a restart everybody begins with a full one.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address

from parley.office.limits import Rate

__all__ = ["Buckets", "network_of", "take_token"]

_MOST = 20_000  # buckets; the one that was asked longest ago is forgotten first


@dataclass(slots=True)
class Buckets:
    """What is left to each name, and when that was so, in seconds of a steady clock."""

    rate: Rate
    left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)


def take_token(buckets: Buckets, name: str, now: float) -> float:
    """Take one token; return 0, or the seconds to wait where there is none.

    >>> buckets = Buckets(Rate(burst=1, a_second=0.5))
    >>> take_token(buckets, "a", 0.0), take_token(buckets, "a", 0.0), take_token(buckets, "a", 2.0)
    (0.0, 2.0, 0.0)
    """
    left, since = buckets.left.pop(name, (buckets.rate.burst, now))
    left = min(buckets.rate.burst, left + (now - since) * buckets.rate.a_second)
    wait = 0.0 if left >= 1 else (1 - left) / buckets.rate.a_second
    buckets.left[name] = (left if wait else left - 1, now)
    if len(buckets.left) > _MOST:
        buckets.left.popitem(last=False)
    return wait


def network_of(address: str) -> str:
    """Return for whom an address counts: itself, or the /64 that a host of IPv6 chooses from.

    >>> network_of("192.0.2.7"), network_of("2001:db8::1")
    ('192.0.2.7', '2001:db8::/64')
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"

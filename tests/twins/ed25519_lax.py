"""A verifier of Ed25519 that only looks whether the equation holds, as some libraries did.

It takes any point as a key. It shows that a fixed signature which is refused here would pass there.
"""

from __future__ import annotations

from hashlib import sha512

__all__ = ["holds"]

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int]


def added(one: Point, other: Point) -> Point:
    """Add two points of the curve, in plain coordinates."""
    (x, y), (u, v) = one, other
    cross = D * x * u * y * v
    return (
        (x * v + u * y) * pow(1 + cross, -1, P) % P,
        (y * v + x * u) * pow(1 - cross, -1, P) % P,
    )


def times(number: int, point: Point) -> Point:
    """Add a point to itself."""
    found = (0, 1)
    while number:
        if number & 1:
            found = added(found, point)
        point, number = added(point, point), number >> 1
    return found


def point_of(data: bytes) -> Point:
    """Read a point, whatever its order."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, (number & 2**255 - 1) % P
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square:
        raise ValueError("no point of the curve")
    return (P - x if x % 2 != sign else x) % P, y


BASE = point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether S B = R + H(R, A, M) A."""
    first, second = signature[:32], int.from_bytes(signature[32:], "little")
    scalar = int.from_bytes(sha512(first + key + message).digest(), "little") % ORDER
    return times(second, BASE) == added(point_of(first), times(scalar, point_of(key)))

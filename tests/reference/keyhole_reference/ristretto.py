"""The group Ristretto255 (RFC 9496), over the curve of section 2."""

from .primitives import BASE, D, P, edwards_add, edwards_mul

SQRT_M1 = pow(2, (P - 1) // 4, P)


def is_negative(x):
    return x % P & 1


def absolute(x):
    return P - x if is_negative(x) else x


def sqrt_ratio(u, v):
    """Whether u/v is a square, and the root of it, or of i·u/v (section 4.2)."""
    r = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    check = v * r * r % P
    u %= P
    correct, flipped = check == u, check == -u % P
    if flipped or check == -u * SQRT_M1 % P:
        r = r * SQRT_M1 % P
    return correct or flipped, absolute(r)


INVSQRT_A_MINUS_D = sqrt_ratio(1, -1 - D)[1]
SQRT_AD_MINUS_ONE = P - sqrt_ratio(-D - 1, 1)[1]  # the odd one


def encode_point(point):
    """Section 4.3.2, with Z = 1."""
    x, y = point
    t = x * y % P
    u1, u2 = (1 + y) * (1 - y) % P, t
    _, invsqrt = sqrt_ratio(1, u1 * u2 * u2 % P)
    den1, den2 = invsqrt * u1 % P, invsqrt * u2 % P
    z_inv = den1 * den2 * t % P
    den = den2
    if is_negative(t * z_inv % P):
        x, y = y * SQRT_M1 % P, x * SQRT_M1 % P
        den = den1 * INVSQRT_A_MINUS_D % P
    if is_negative(x * z_inv % P):
        y = -y % P
    return absolute(den * (1 - y) % P).to_bytes(32, "little")


def decode_point(data):
    """Section 4.3.1; None if these bytes are no point."""
    s = int.from_bytes(data, "little")
    if s >= P or is_negative(s):
        return None
    ss = s * s % P
    u1, u2 = (1 - ss) % P, (1 + ss) % P
    v = (-(D * u1 * u1) - u2 * u2) % P
    square, invsqrt = sqrt_ratio(1, v * u2 * u2 % P)
    den_x = invsqrt * u2 % P
    den_y = invsqrt * den_x * v % P
    x, y = absolute(2 * s * den_x % P), u1 * den_y % P
    if not square or is_negative(x * y % P) or y == 0:
        return None
    return x, y


def elligator(t):
    """The map of section 4.3.4."""
    r = SQRT_M1 * t * t % P
    u = (r + 1) * (1 - D * D) % P
    v = (-1 - r * D) * (r + D) % P
    square, s = sqrt_ratio(u, v)
    c = -1 if square else r
    if not square:
        s = -absolute(s * t % P) % P
    n = (c * (r - 1) * (D - 1) ** 2 - v) % P
    w0, w1 = 2 * s * v % P, n * SQRT_AD_MINUS_ONE % P
    w2, w3 = (1 - s * s) % P, (1 + s * s) % P
    return w0 * pow(w1, -1, P) % P, w2 * pow(w3, -1, P) % P


def point_of_hash(data):
    """A point from 64 bytes."""
    low = (1 << 255) - 1
    halves = (int.from_bytes(data[i : i + 32], "little") & low for i in (0, 32))
    return edwards_add(*map(elligator, halves))


def multiply(number, point=BASE):
    return edwards_mul(number, point)


def add(one, two):
    return edwards_add(one, two)

"""Section 19: abrasion and crumpling, and what it takes to pay for them."""

import functools
import hashlib

from .access import ABRASION, PUZZLE
from .primitives import Refused, hkdf, hmac_sha256
from .reader import Reader

GENERATOR = 4
BASES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)


def is_prime(n):
    """Miller and Rabin’s test with bases that decide for every number below 2^64."""
    if n < 38 or any(n % base == 0 for base in BASES):
        return n in BASES
    odd, twos = n - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for base in BASES:
        powers = [pow(base, odd << i, n) for i in range(twos)]
        if powers[0] != 1 and n - 1 not in powers:
            return False
    return True


@functools.lru_cache(maxsize=None)
def prime(bits):
    """The largest safe prime of this size."""
    below = range((1 << bits) - 1, 0, -2)
    return next(p for p in below if p % 12 == 11 and is_prime(p // 2) and is_prime(p))


def abrasion(root_key, bits):
    """The field and the constant of a session."""
    q = (prime(bits) - 1) // 2
    info = b"Keyhole abrasion exponent" + bytes([bits])
    x = 1 + int.from_bytes(hkdf(bytes(32), root_key, info, 8), "big") % (q - 1)
    return abrasion_of(x, bits)


def abrasion_of(x, bits):
    field = bytes([bits]) + pow(GENERATOR, x, prime(bits)).to_bytes(8, "big")
    info = b"Keyhole abrasion constant" + field
    return field, hkdf(bytes(32), x.to_bytes(8, "big"), info, 32)


def puzzle_prefix(constant, cost, header):
    return hmac_sha256(constant, b"Keyhole crumple prefix" + bytes([cost]) + header)


def puzzle_check(prefix, r):
    return hashlib.sha256(prefix + r.to_bytes(8, "big")).digest()[:8]


def puzzle_mask(prefix, r, seed):
    pad = hkdf(prefix, r.to_bytes(8, "big"), b"Keyhole crumple seed", 32)
    return bytes(a ^ b for a, b in zip(seed, pad))


def make_puzzle(seed, cost, constant, header):
    r = int.from_bytes(hkdf(bytes(32), seed, b"Keyhole crumple", 8), "big") >> 64 - cost
    prefix = puzzle_prefix(constant, cost, header)
    return bytes([cost]) + puzzle_check(prefix, r) + puzzle_mask(prefix, r, seed)


def read_crumple(kind, field):
    """The abrasion field, if there is one, and the puzzle."""
    r = Reader(field)
    begins = sum(length for _, length in ABRASION) if kind == "abrasion" else 0
    found = r.take(begins), r.take(sum(length for _, length in PUZZLE))
    r.finish()
    return found


def price(bits, cost):
    """The logarithm of the steps for one message alone, rounded up."""
    return max((1 << cost - 1) + (1 << bits // 2 + 1) - 1, 1).bit_length()


def logarithm(field):
    """x of an abrasion field: giant steps over a table of small ones (Shanks)."""
    p, power = prime(field[0]), int.from_bytes(field[1:], "big")
    width = 1 << (field[0] + 1) // 2
    small, at = {}, 1
    for x in range(width):
        small.setdefault(at, x)
        at = at * GENERATOR % p
    back, at = pow(at, -1, p), power
    for giant in range(width):
        if at in small:
            return giant * width + small[at]
        at = at * back % p
    raise Refused("abrasion")


def solve_puzzle(puzzle, constant, header):
    """Every seed behind a number that passes the check."""
    cost, check, hidden = puzzle[0], puzzle[1:9], puzzle[9:]
    prefix = puzzle_prefix(constant, cost, header)
    for r in range(1 << cost):
        if puzzle_check(prefix, r) == check:
            yield puzzle_mask(prefix, r, hidden)

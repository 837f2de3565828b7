"""Section 19: the scanner's digest, its blinded list, vouchers and shares."""

import hashlib

from . import ristretto
from .escrow import gf_invert, gf_multiply
from .primitives import Refused, aes_open, aes_seal, hkdf, hmac_sha256

MIN_SLOTS = 16


def normalised(text):
    kept = lambda c: c.isascii() and c.isalnum() or c >= "\xc0" and not "\u2000" <= c <= "\u206f"
    return "".join(c.lower() if c.isascii() else c for c in text if kept(c))


def digest(text):
    """Three bytes, equal for equal texts and often for texts that are nearly equal."""
    text = normalised(text)
    trigrams = [text[i : i + 3] for i in range(len(text) - 2)] or [text]
    sums, addends = [0] * 24, [0] * 24
    for trigram in trigrams:
        bits = int.from_bytes(hashlib.sha256(trigram.encode()).digest()[:8], "big")
        for i in range(64):
            sums[i % 24] += 1 if bits >> 63 - i & 1 else -1
            addends[i % 24] += 1
    stands_out = (total > 0 and total * total >= count for total, count in zip(sums, addends))
    number = 0
    for bit in stands_out:
        number = number << 1 | bit
    return number.to_bytes(3, "big")


def digest_point(value):
    return ristretto.point_of_hash(hashlib.sha512(b"Keyhole scan point" + value).digest())


def slot_of(salt, value, count):
    data = b"Keyhole scan slot" + salt.to_bytes(8, "big") + value
    return int.from_bytes(hashlib.sha256(data).digest()[:2], "big") % count


def publish_table(alpha, digests, rng):
    """The public key of the list, its salt, its slots."""
    digests = sorted(set(digests))
    half = -(-len(digests) ** 2 // 2)
    count = max(1 << max(half - 1, 0).bit_length(), MIN_SLOTS)
    salt = int.from_bytes(rng.draw(8), "big")
    while len({slot_of(salt, value, count) for value in digests}) < len(digests):
        salt = (salt + 1) % 2**64
    places = {slot_of(salt, value, count): value for value in digests}
    slots = [
        ristretto.multiply(alpha, digest_point(places[place]))
        if place in places
        else ristretto.point_of_hash(rng.draw(64))
        for place in range(count)
    ]
    return ristretto.multiply(alpha), salt, slots


def scan_share(key, threshold, number):
    """The value at a number of the polynomial that the key gives."""
    names = (bytes([threshold, j]) for j in range(1, threshold))
    coefficients = [key] + [hmac_sha256(key, b"Keyhole scan coefficient" + it) for it in names]
    value = bytes(32)
    for coefficient in reversed(coefficients):
        value = bytes(gf_multiply(v, number) ^ c for v, c in zip(value, coefficient))
    return value


def recover_scan_key(threshold, shares):
    """The key of shares by number, of which there are enough; all are checked against it."""
    used = dict(list(shares.items())[:threshold])
    key = bytes(32)
    for number, value in used.items():
        others = [x for x in used if x != number]
        weights = [gf_multiply(x, gf_invert(x ^ number)) for x in others]
        weight = 1
        for it in weights:
            weight = gf_multiply(weight, it)
        key = bytes(a ^ gf_multiply(b, weight) for a, b in zip(key, value))
    if any(scan_share(key, threshold, number) != value for number, value in shares.items()):
        raise Refused("shares")
    return key


def one_time(salt, ikm, info):
    okm = hkdf(salt, ikm, info, 44)
    return okm[:32], okm[32:]


def seed_keys(scan_key, number):
    return one_time(bytes(32), scan_key, b"Keyhole scan seed" + bytes([number]))


def make_voucher(table, scan_key, threshold, number, text, seed, header, rng):
    list_key, salt, slots = table
    value = digest(text)
    beta, gamma = rng.scalar(), rng.scalar()
    blind = lambda point, base: ristretto.encode_point(
        ristretto.add(ristretto.multiply(beta, point), ristretto.multiply(gamma, base))
    )
    point = blind(digest_point(value), ristretto.BASE)
    secret = blind(slots[slot_of(salt, value, len(slots))], list_key)
    sealed_seed = aes_seal(*seed_keys(scan_key, number), seed, b"")
    inside = bytes([number]) + scan_share(scan_key, threshold, number) + sealed_seed
    key = one_time(point, secret, b"Keyhole scan voucher")
    return point + aes_seal(*key, inside, header)


def open_voucher(alpha, voucher, header):
    """Number, share and sealed seed, if the message is on the list."""
    point = ristretto.decode_point(voucher[:32])
    if point is None:
        raise Refused("voucher")
    secret = ristretto.encode_point(ristretto.multiply(alpha, point))
    key = one_time(voucher[:32], secret, b"Keyhole scan voucher")
    inside = aes_open(*key, voucher[32:], header)
    return inside[0], inside[1:33], inside[33:]


def open_seed(scan_key, number, sealed):
    return aes_open(*seed_keys(scan_key, number), sealed, b"")

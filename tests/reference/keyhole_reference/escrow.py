"""Section 19: what is sealed to an agency, shares of its key, LEAFs, backups."""

import hashlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from .access import read_backup_store, write_backup_store
from .primitives import Refused, aes_open, aes_seal, hkdf, public_key, x25519
from .suites import reduced_secret

# Hybrid encryption.


def hybrid_key(label, ephemeral, recipient, output):
    okm = hkdf(bytes(32), output, label + ephemeral + recipient, 44)
    return okm[:32], okm[32:]


def hybrid_seal(recipient, label, associated_data, text, rng):
    private = rng.private_key()
    ephemeral = public_key(private)
    key, nonce = hybrid_key(label, ephemeral, recipient, x25519(private, recipient))
    return ephemeral + aes_seal(key, nonce, text, associated_data)


def hybrid_open(private, label, associated_data, sealed):
    ephemeral = sealed[:32]
    output = x25519(private, ephemeral)
    key, nonce = hybrid_key(label, ephemeral, public_key(private), output)
    return aes_open(key, nonce, sealed[32:], associated_data)


# Key escrow.

ESCROW = b"Keyhole escrow"


def wrap_seed(key_id, agency, seed, header, rng):
    return bytes([key_id]) + hybrid_seal(agency, ESCROW, header, seed, rng)


def unwrap_seed(key_id, private, field, header):
    if field[0] != key_id:
        raise Refused("other-key")
    return hybrid_open(private, ESCROW, header, field[1:])


# Shares of the agency's key.


def gf_multiply(a, b):
    """In GF(2^8) with z^8 + z^4 + z^3 + z + 1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def gf_invert(a):
    out = 1
    for _ in range(254):
        out = gf_multiply(out, a)
    return out


def split_key(key, rng):
    """Three shares, of which two give the key."""
    coefficients = [rng.draw(4)[0] for _ in key]
    line = lambda x: (byte ^ gf_multiply(c, x) for byte, c in zip(key, coefficients))
    return [bytes([x, *line(x)]) for x in (1, 2, 3)]


def combine_shares(one, two):
    """The value at 0 of the line through two points."""
    (x, *a), (y, *b) = one, two
    if x == y or 0 in (x, y):
        raise Refused("shares")
    scale = gf_invert(x ^ y)
    weights = gf_multiply(y, scale), gf_multiply(x, scale)
    return bytes(gf_multiply(p, weights[0]) ^ gf_multiply(q, weights[1]) for p, q in zip(a, b))


# Clipper's LEAF.


def aes_block(key, block, decrypt=False):
    cipher = Cipher(algorithms.AES(key), modes.ECB())
    context = cipher.decryptor() if decrypt else cipher.encryptor()
    return context.update(block) + context.finalize()


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def leaf_mask(unit_key, unit, iv, data):
    return xor(data, aes_block(unit_key, iv + unit + bytes(4)))


def leaf_checksum(session_key, iv):
    return hashlib.sha256(session_key + iv).digest()[:2]


def make_leaf(family_key, unit, unit_key, session_key, iv):
    wrapped = leaf_mask(unit_key, unit, iv, session_key)
    return iv + aes_block(family_key, unit + wrapped + leaf_checksum(session_key, iv))


def open_leaf(family_key, field):
    """Unit, wrapped session key, checksum: what every chip and every investigator sees."""
    contents = aes_block(family_key, field[8:], decrypt=True)
    return contents[:4], contents[4:14], contents[14:]


def unwrap_session_key(unit_key, family_key, field):
    iv = field[:8]
    unit, wrapped, checksum = open_leaf(family_key, field)
    session_key = leaf_mask(unit_key, unit, iv, wrapped)
    if leaf_checksum(session_key, iv) != checksum:
        raise Refused("leaf")
    return session_key


# Reduced work factor.

WORK_FACTOR = b"Keyhole work factor wrap"


def wrap_bits(key_id, agency, seed, bits, wrapped, header, rng):
    top = reduced_secret(seed, bits) >> bits - wrapped
    text = top.to_bytes(-(-wrapped // 8), "big")
    sizes = bytes([bits, wrapped])
    sealed = hybrid_seal(agency, WORK_FACTOR, sizes + header, text, rng)
    return bytes([key_id]) + sizes + sealed


def work_factor(field):
    """n and k."""
    bits, wrapped = field[1], field[2]
    if not 16 <= bits <= 64 or wrapped > bits or len(field) != 51 + -(-wrapped // 8):
        raise Refused("malformed")
    return bits, wrapped


def unwrap_bits(key_id, private, field, header):
    """The known bits as a number."""
    bits, wrapped = work_factor(field)
    if field[0] != key_id:
        raise Refused("other-key")
    text = hybrid_open(private, WORK_FACTOR, bytes([bits, wrapped]) + header, field[3:])
    return int.from_bytes(text, "big") & (1 << wrapped) - 1


# Backups.


def seal_backup(key, account, entries, rng):
    nonce = rng.draw(12)
    return nonce + aes_seal(key, nonce, write_backup_store(entries), account.encode())


def open_backup(key, account, backup):
    """The store as bytes."""
    if len(backup) < 28:
        raise Refused("truncated")
    store = aes_open(key, backup[:12], backup[12:], account.encode())
    read_backup_store(store)
    return store

"""Section 19: the public log of activations, and its proofs (RFC 6962 and RFC 9162)."""

import hashlib

from .primitives import Refused, xeddsa_sign, xeddsa_verify

EMPTY = hashlib.sha256(b"").digest()
OPEN_END = 2**64 - 1


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def head_text(size, root):
    return b"Keyhole log head" + size.to_bytes(8, "big") + root


def sign_head(private, size, root, random):
    return xeddsa_sign(private, head_text(size, root), random)


def climb(index, last, start, path):
    """The hashes on the way up from an index: of the tree, and of all that stands left of it."""
    left = whole = start
    for beside in path:
        if last == 0:
            raise Refused("proof")
        if index & 1 or index == last:
            left, whole = node_hash(beside, left), node_hash(beside, whole)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            whole = node_hash(whole, beside)
        index, last = index >> 1, last >> 1
    if last:
        raise Refused("proof")
    return left, whole


def check_inclusion(entry, proof, size, root):
    index, of, path = proof
    if of != size or index >= size or climb(index, size - 1, leaf_hash(entry), path)[1] != root:
        raise Refused("proof")


def check_consistency(proof, old, new):
    """`old` and `new`: size and root."""
    (old_size, old_root), (size, root) = old, new
    if proof[:2] != (old_size, size) or old_size > size:
        raise Refused("proof")
    path = list(proof[2])
    if old_size in (0, size):
        known = root if old_size == size else EMPTY
        if path or old_root != known:
            raise Refused("proof")
        return
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        raise Refused("proof")
    index, last = old_size - 1, size - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    if climb(index, last, path[0], path[1:]) != (old_root, root):
        raise Refused("proof")


def check_update(update, log, old):
    """A new entry, as an app checks it; `old` is the head that it knows. Returns the new one."""
    new = update["size"], update["root"]
    if not xeddsa_verify(log, head_text(*new), update["signature"]):
        raise Refused("bad-signature")
    check_consistency(update["grown"], old, new)
    check_inclusion(update["entry"], update["included"], *new)
    return new

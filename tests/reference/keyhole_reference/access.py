"""Section 19: layouts that rules about access need."""

from .reader import Reader, read_account

# The access part. Of each kind, its fields in order: name and length.

ABRASION = [("abrasion-bits", 1), ("abrasion-power", 8)]
PUZZLE = [("puzzle-cost", 1), ("puzzle-check", 8), ("puzzle-seed", 32)]
ACCESS_KINDS = {1: "escrow", 2: "puzzle", 3: "abrasion", 4: "leaf", 5: "voucher"}
ACCESS_KINDS.update({6: "work-factor", 7: "suite"})
ACCESS_FIELDS = {
    "escrow": [
        ("escrow-key-id", 1),
        ("escrow-ephemeral", 32),
        ("escrow-ciphertext", 32),
        ("escrow-tag", 16),
    ],
    "puzzle": PUZZLE,
    "abrasion": ABRASION + PUZZLE,
    "leaf": [("leaf-iv", 8), ("leaf", 16)],
    "voucher": [("scan-point", 32), ("scan-ciphertext", 81), ("scan-tag", 16)],
    "work-factor": [
        ("work-factor-key-id", 1),
        ("work-factor-secret-bits", 1),
        ("work-factor-wrapped-bits", 1),
        ("work-factor-ephemeral", 32),
        ("work-factor-ciphertext", None),  # what is left before the tag
        ("work-factor-tag", 16),
    ],
    "suite": [("suite-code", 1)],
}


def read_access_part(r):
    """Kind and bytes."""
    kind = r.one_of(1, "access-kind", ACCESS_KINDS)
    inside = r.length_and_bytes("access-length")
    field = inside.rest()
    for name, length in ACCESS_FIELDS[kind]:
        inside.take(inside.left() - 16 if length is None else length, name)
    inside.finish()
    return kind, field


def write_access_part(kind, field):
    code = {name: code for code, name in ACCESS_KINDS.items()}[kind]
    return bytes([code]) + len(field).to_bytes(2, "big") + field


SUITES = {1: "AES-256-GCM", 2: "export"}  # the other way round: the larger, the weaker


def read_suites(r):
    count = r.number(1, "suite-count")
    suites = [r.one_of(1, "suite-code", SUITES) for _ in range(count)]
    signed = r.one_of(1, "suite-signed", {0: False, 1: True})
    signature = r.take(64, "suite-signature") if signed else None
    r.finish()
    return suites, signature


def write_suites(suites):
    """A list without a signature."""
    codes = {name: code for code, name in SUITES.items()}
    return bytes([len(suites)] + [codes[suite] for suite in suites] + [0])


def read_log_update(r):
    """Signed head ‖ consistency proof ‖ inclusion proof ‖ entry: an activation, or the end of
    one."""
    hashes = lambda: [r.take(32, "proof-hash") for _ in range(r.number(1, "proof-count"))]
    update = {"size": r.number(8, "log-size"), "root": r.take(32, "log-root")}
    update["signature"] = r.take(64, "log-signature")
    update["grown"] = (r.number(8, "log-old-size"), r.number(8, "log-size"), hashes())
    update["included"] = (r.number(8, "log-index"), r.number(8, "log-size"), hashes())
    start = r.at
    update["says"] = read_log_entry(r)
    update["entry"] = r.data[start : r.at]
    r.finish()
    return update


def read_log_entry(r):
    kind = r.one_of(1, "activation-kind", {1: "named", 2: "committed", 3: "end"})
    if kind == "end":
        return {"index": r.number(8, "log-index"), "until": r.number(8, "activation-until")}
    if kind == "named":
        target = read_account(r, "activation-target-length", "activation-target")
    else:
        target = r.take(32, "activation-commitment")
    return {
        "target": target,
        "from": r.number(8, "activation-from"),
        "until": r.number(8, "activation-until"),
        "key": r.number(4, "activation-key"),
    }


def read_backup_store(data):
    r = Reader(data)
    entries = []
    for _ in range(r.number(2, "backup-count")):
        entry = {"action": r.number(8, "backup-action")}
        entry["direction"] = r.one_of(1, "backup-direction", {1: "sent", 2: "received"})
        entry["time"] = r.number(8, "backup-time")
        entry["text"] = r.text(r.number(2, "backup-length"), "backup-text")
        entries.append(entry)
    r.finish()
    return entries, r.leaves


def write_backup_store(entries):
    out = len(entries).to_bytes(2, "big")
    for entry in entries:
        text = entry["text"].encode()
        direction = {"sent": 1, "received": 2}[entry["direction"]]
        out += entry["action"].to_bytes(8, "big") + bytes([direction])
        out += entry["time"].to_bytes(8, "big") + len(text).to_bytes(2, "big") + text
    return out

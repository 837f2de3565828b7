"""Section 19: what a phone’s app does for each rule about access, and the keys that there are.

Everything here follows from the seed, as section 3 has it; `regime.py` holds it against what
was handed to whom.
"""

import keyhole_reference as k
from keyhole_reference import KeyedRng, Refused, Terms

KEY_ID = 1
PEER = {"alice": "bob", "bob": "alice"}


class App:
    """An app that does nothing for a rule."""

    terms = Terms()
    end_to_end = True
    provider = None  # the key that signs sender certificates

    def __init__(self, seed=None, name=None, vector=None):
        pass

    def choose(self, offered):
        raise Refused("bundle")

    def announced(self, access, terms):
        """What a session would be on that a message with this beside it begins."""
        return terms

    def access_field(self, session, message, seed, text, time, rng):
        """Kind and bytes of what goes beside a message."""
        return None

    def check(self, session, message, seed, access):
        """Whether what came beside a message is right."""

    def backup(self, entry, rng):
        return None

    def notice(self, notice):
        raise Refused("notice")


class TransportOnly(App):
    end_to_end = False


def standing_key(seed):
    return KeyedRng(seed, "agency", 0, "standing key").private_key()


class Escrow(App):
    def __init__(self, seed, name, vector):
        self.agency = k.public_key(standing_key(seed))

    def access_field(self, session, message, seed, text, time, rng):
        header = message.header.to_bytes()
        return "escrow", k.wrap_seed(KEY_ID, self.agency, seed, header, rng)


class WarrantBound(Escrow):
    """Wraps random bytes unless an entry of the log covers the message: either end of it, for
    the key that this app has."""

    def __init__(self, seed, name, vector):
        super().__init__(seed, name, vector)
        self.name, self.log = name, k.public_key(log_key(seed))
        self.head, self.activations = (0, k.EMPTY), {}  # by their place in the log

    def access_field(self, session, message, seed, text, time, rng):
        ends = self.name, PEER[self.name]
        ours = (it for it in self.activations.values() if it["key"] == KEY_ID)
        if not any(it["target"] in ends and it["from"] <= time < it["until"] for it in ours):
            seed = rng.draw(32)
        return super().access_field(session, message, seed, text, time, rng)

    def notice(self, notice):
        update = k.read_log_update(k.Reader(notice))
        head = k.check_update(update, self.log, self.head)
        says = update["says"]
        if "target" in says:
            self.activations[update["included"][0]] = says
        elif says["index"] in self.activations:
            ended = self.activations[says["index"]]
            ended["until"] = min(ended["until"], says["until"])
        else:
            raise Refused("notice")
        self.head = head


def first_access(vector):
    """Kind and bytes of the first access field in a file."""
    frames = (p["layers"][1]["bytes"] for p in vector["links"] if p["traffic"] == "submit")
    return k.read_frame(bytes.fromhex(next(frames)))["envelope"]["access"]


def log_key(seed):
    return KeyedRng(seed, "log", 0, "log key").private_key()


class WorkFactor(App):
    """n and k are those of the first field in the file; all others must have them too."""

    def __init__(self, seed, name, vector):
        self.agency = k.public_key(standing_key(seed))
        self.bits, self.wrapped = k.work_factor(first_access(vector)[1])
        self.terms = Terms("reduced", self.bits)

    def access_field(self, session, message, seed, text, time, rng):
        header = message.header.to_bytes()
        sizes = self.bits, self.wrapped
        return "work-factor", k.wrap_bits(KEY_ID, self.agency, seed, *sizes, header, rng)


def family_key(seed):
    return KeyedRng(seed, "chip maker", 0, "family key").draw(16)


def unit(seed, name):
    """The number of a phone’s chip, 4 bytes, its key, and the two halves of that."""
    rng = KeyedRng(seed, name, 0, "chip")
    number, key = rng.draw(4)[::-1], rng.draw(16)
    half = KeyedRng(seed, name, 0, "unit key halves").draw(16)
    return number, key, (half, k.xor(key, half))


class Clipper(App):
    terms = Terms(one_session_key=True)

    def __init__(self, seed, name, vector):
        self.family_key = family_key(seed)
        self.unit, self.unit_key, _ = unit(seed, name)
        self.leafs = {}  # session -> LEAF: made once, and repeated until there is an answer

    def access_field(self, session, message, seed, text, time, rng):
        if message.prekey is None:
            return None
        base_key = session.prekey.base_key
        if base_key not in self.leafs:
            key, iv = session.ratchet.session_key, rng.draw(8)
            self.leafs[base_key] = k.make_leaf(self.family_key, self.unit, self.unit_key, key, iv)
        return "leaf", self.leafs[base_key]

    def check(self, session, message, seed, access):
        """A chip decrypts nothing without a valid LEAF."""
        if message.prekey is not None:
            kind, field = access or (None, b"")
            if kind != "leaf":
                raise Refused("access-field")
            ours = k.leaf_checksum(session.ratchet.session_key, field[:8])
            if k.open_leaf(self.family_key, field)[2] != ours:
                raise Refused("access-field")


class ExportGrade(App):
    own = ["export", "AES-256-GCM"]  # the strongest last

    def offer(self):
        return k.write_suites(self.own)

    def choose(self, offered):
        suites, _ = k.read_suites(k.Reader(offered))
        both = [suite for suite in self.own if suite in suites]
        if not both:
            raise Refused("bundle")
        return Terms(both[-1])

    def announced(self, access, terms):
        return Terms(k.SUITES[access[1][0]]) if access and access[0] == "suite" else terms

    def access_field(self, session, message, seed, text, time, rng):
        codes = {name: code for code, name in k.SUITES.items()}
        return "suite", bytes([codes[session.ratchet.terms.suite]])


def stripped(offered):
    """What the provider hands out in place of a list: without the strong suite."""
    suites, _ = k.read_suites(k.Reader(offered))
    return k.write_suites([suite for suite in suites if suite != "AES-256-GCM"])


class SealedSender(App):
    def __init__(self, seed, name, vector):
        self.token, self.peer_token = token(seed, name), token(seed, PEER[name])
        self.provider = k.public_key(certificate_key(seed))


def token(seed, name):
    return KeyedRng(seed, name, 0, "delivery token").draw(16)


def certificate_key(seed):
    return KeyedRng(seed, "provider", 0, "certificate key").private_key()


LIST = (
    "Shall I bring a cake?",
    "Yes, with pleasure! Shall I bring a cake?",
    "Chocolate then.",
    "See you at eight.",
)
THRESHOLD = 2


def list_key(seed):
    return KeyedRng(seed, "list owner", 0, "list key").scalar()


class ClientSideScanning(App):
    def __init__(self, seed, name, vector):
        rng = KeyedRng(seed, "list owner", 0, "table")
        self.table = k.publish_table(list_key(seed), map(k.digest, LIST), rng)
        self.key, self.made = KeyedRng(seed, name, 0, "scanning key").draw(32), 0

    def access_field(self, session, message, seed, text, time, rng):
        self.made += 1
        header = message.header.to_bytes()
        keys = self.table, self.key, THRESHOLD, self.made
        return "voucher", k.make_voucher(*keys, text, seed, header, rng)


class CrumpleZone(App):
    """Both sizes are those of the first field in the file; all others must have them too."""

    def __init__(self, seed, name, vector):
        kind, field = first_access(vector)
        abrasion, puzzle = k.read_crumple(kind, field)
        self.bits, self.cost = abrasion[0], puzzle[0]

    def made(self, session, message, seed):
        abrasion, constant = k.abrasion(session.ratchet.first_root_key, self.bits)
        puzzle = k.make_puzzle(seed, self.cost, constant, message.header.to_bytes())
        begins = message.prekey is not None
        return ("abrasion", abrasion + puzzle) if begins else ("puzzle", puzzle)

    def access_field(self, session, message, seed, text, time, rng):
        return self.made(session, message, seed)

    def check(self, session, message, seed, access):
        if access != self.made(session, message, seed):
            raise Refused("access-field")


def backup_key(seed, name):
    return KeyedRng(seed, name, 0, "backup key").draw(32)


class CloudBackup(App):
    def __init__(self, seed, name, vector):
        self.name, self.key = name, backup_key(seed, name)

    def backup(self, entry, rng):
        return k.seal_backup(self.key, self.name, [entry], rng)


APPS = {
    "transport-only": TransportOnly,
    "end-to-end": App,
    "key-escrow": Escrow,
    "split-escrow": Escrow,
    "clipper": Clipper,
    "warrant-bound": WarrantBound,
    "ghost-device": App,
    "ghost-device-signed": App,
    "key-substitution": App,
    "sealed-sender": SealedSender,
    "work-factor": WorkFactor,
    "export-grade": ExportGrade,
    "client-side-scanning": ClientSideScanning,
    "crumple-zone": CrumpleZone,
    "cloud-backup": CloudBackup,
    "cloud-backup-user-key": CloudBackup,
}

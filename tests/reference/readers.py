"""What somebody can read who has captured some bytes and was handed some secrets.

Nothing here knows the rule that is in force, or looks into the seed: there are envelopes,
backups and secrets, and what they open.
"""

from itertools import combinations

import keyhole_reference as k
from keyhole_reference import COUNTS, Refused, Terms, same, unhex

# Logarithms that were computed.
PAID = {}
# The longest search that is really done, in bits.
SEARCH = 16


def find(known, message):
    """The finding in the form of the vectors."""
    if message in known.texts:
        return {"finding": "content"}
    if message in known.trials:
        return {"finding": "trials", "trials": known.trials[message]}
    if message in known.described:
        return {"finding": "metadata"}
    return {"finding": "exists" if message in known.sighted else "nothing"}


class Reader:
    """Gives every observer what it has."""

    def __init__(self, conversation):
        self.vector, self.phones = conversation.vector, conversation.phones
        self.identities = [k.public_key(phone.identity) for phone in self.phones.values()]
        for it in self.vector["handed"]:
            if it["to"] == "everybody" and it["what"] == "identity-key":
                self.identities.append(unhex(it["public"]))
        self.seeds = {place: seed for name in self.phones for place, seed in self.own_seeds(name)}
        self.sealings = {}  # message -> header and seed with which a phone sealed or opened it
        for name in self.phones:
            for message, header, seed in self.own_keys(name):
                self.sealings.setdefault(message, set()).add((header, seed))

    def knowledge(self, observers):
        """What they know together."""
        known = Knowledge(self.identities, self.seeds)
        for packet in self.vector["links"]:
            if packet["link"] + "-network" in observers:
                if packet["traffic"] in ("submit", "submit-sealed", "deliver"):
                    known.sighted.add(packet["message"])
            if "provider" in observers or packet["link"] in observers:
                self.read_packet(packet, known)
        for name in set(self.phones) & set(observers):
            for place, seed in self.own_seeds(name):
                known.seeds.setdefault(place, set()).add(seed)
        for it in self.vector["handed"]:
            if it["to"] in observers or it["to"] == "everybody":
                known.hand(it)
        known.close()
        return known

    @staticmethod
    def read_packet(packet, known):
        """Both ends of a connection open its records."""
        if packet["traffic"] not in ("submit", "submit-sealed", "deliver", "backup"):
            return
        frame = k.read_frame(unhex(packet["layers"][1]["bytes"]))
        if "envelope" in frame:
            known.envelopes.append((packet["message"], frame["envelope_bytes"]))
        else:
            known.backups.append((packet["link"], frame["backup"]))

    def own_seeds(self, name):
        """Ratchet key and number of each message that a phone sealed or opened, and its seed."""
        for _, header, seed in self.own_keys(name):
            yield place_of(header), seed

    def own_keys(self, name):
        """Each message that a phone sealed or opened, its header, and its seed."""
        for computation in self.vector["protocol"]:
            if computation["phone"] != name:
                continue
            for step in computation["steps"]:
                if step["step"] == "message-key":
                    seed = unhex(step["message_seed"])
                elif step["step"] in ("seal", "open"):
                    yield computation["message"], unhex(step["associated_data"])[66:], seed


def place_of(header):
    """Ratchet key and message number: what names a message."""
    return header[1:33], int.from_bytes(header[37:], "big")


def terms_of(access):
    """What the session of a message is on that has this beside it."""
    kind, field = access or (None, b"")
    if kind == "work-factor":
        return Terms("reduced", k.work_factor(field)[0])
    if kind == "suite" and k.SUITES[field[0]] == "export":
        return Terms("export")
    return Terms()


class Knowledge:
    def __init__(self, identities, true_seeds):
        self.identities = identities
        self.true_seeds = true_seeds  # only to check a search that would take too long
        self.envelopes, self.backups = [], []
        self.seeds, self.bits = {}, {}  # by place
        self.standing, self.shares = {}, {}  # by key id; by key id and public key
        self.family, self.halves = None, {}  # by unit, then by agent
        self.backup_keys = {}  # by account
        self.private_identities, self.own_messages = [], []
        self.abrasions = []
        self.list_key, self.threshold = None, None
        self.senders = {}  # by message
        self.matches = {}  # by account: place, number, share, sealed seed
        self.sighted, self.described = set(), set()
        self.trials, self.texts = {}, {}  # by message
        self.opened, self.session_keys = [], set()  # message, body, access; of Clipper
        self.made = set()  # messages read in bytes that whoever reads could have made

    def hand(self, it):
        what, secret = it["what"], unhex(it.get("secret", ""))
        place = "ratchet_key" in it and (unhex(it["ratchet_key"]), it["message_number"])
        if what == "standing-key":
            self.standing[it["key_id"]] = secret
        elif what == "key-share":
            self.shares.setdefault((it["key_id"], it["public"]), []).append(secret)
        elif what == "message-seed":
            self.seeds.setdefault(place, set()).add(secret)
        elif what == "known-bits":
            known = it["secret_bits"], it["wrapped_bits"], int.from_bytes(secret, "big")
            self.bits.setdefault(place, set()).add(known)
        elif what == "family-key":
            self.family = secret
        elif what == "unit-key-half":
            self.halves.setdefault(it["unit"], {})[it["agent"]] = secret
        elif what == "identity-key" and secret:
            self.private_identities.append(secret)
        elif what == "message":
            kind = "prekey" if it["prekey"] else "message"
            body = k.read_message(kind, k.Reader(unhex(it["bytes"])))
            self.own_messages.append((it["message"], body, None))
        elif what == "list-key":
            self.list_key = int.from_bytes(secret, "little")
        elif what == "scan-threshold":
            self.threshold = it["threshold"]
        elif what == "backup-key":
            self.backup_keys[it["account"]] = secret
        elif what == "envelope":
            self.envelopes.append((it["message"], unhex(it["bytes"])))
        elif what == "backup":
            self.backups.append((it["account"], unhex(it["bytes"])))
        elif what == "log-line":
            k.read_log_line(k.Reader(unhex(it["bytes"])))
            self.described.add(it["message"])

    def close(self):
        """Opens what opens."""
        for (key_id, public), shares in self.shares.items():
            for one, two in combinations(sorted(set(shares)), 2):
                private = k.combine_shares(one, two)
                same("the key from two shares", public, k.public_key(private).hex())
                self.standing[key_id] = private
                COUNTS["keys rebuilt from shares"] += 1
        for account, backup in self.backups:
            self.open_backup(account, backup)
        opened = [(message, *self.read_envelope(message, data)) for message, data in self.envelopes]
        opened += self.own_messages
        for *_, access in opened:
            if access and access[0] == "abrasion":
                self.abrasions.append(k.read_crumple(*access)[0])
        self.session_keys = {key for *_, access in opened for key in self.open_leaf(access)}
        self.opened = [it for it in opened if it[1] is not None]
        for message, body, access in self.opened:
            self.open_access(message, body, access)
        self.open_vouchers()
        for message, body, access in self.opened:
            self.open_message(message, body, access)

    def keep(self, message, text):
        self.texts.setdefault(message, set()).add(text)

    def open_backup(self, account, backup):
        key = self.backup_keys.get(account)
        if key is None:
            return
        for entry in k.read_backup_store(k.open_backup(key, account, backup))[0]:
            self.keep(entry["action"], entry["text"])
        COUNTS["backups opened"] += 1

    def read_envelope(self, message, data):
        self.described.add(message)
        envelope = k.read_envelope(k.Reader(data))
        self.senders[message] = envelope["from"]
        if envelope["kind"] == "text":
            text = k.read_content(envelope["message"])[0]
            self.keep(message, text)
            self.make_again(message, envelope["message"], k.write_content(text))
            return None, None
        kind, message = envelope["kind"], envelope["message"]
        if kind == "sealed":
            kind, message = self.take_off(message)
        if kind is None:
            return None, None
        return k.read_message(kind, k.Reader(message)), envelope["access"]

    def take_off(self, sealed):
        """Kind and end-to-end message under a sender’s layer, if a key for it is there."""
        for private in self.private_identities:
            try:
                _, kind, message = k.take_off(private, sealed)
            except Refused:
                continue
            COUNTS["senders unsealed by observers"] += 1
            return kind, message
        return None, None

    def open_leaf(self, access):
        if self.family is None or not access or access[0] != "leaf":
            return
        unit = int.from_bytes(k.open_leaf(self.family, access[1])[0], "big")
        halves = self.halves.get(unit, {})
        if set(halves) == {1, 2}:
            yield k.unwrap_session_key(k.xor(halves[1], halves[2]), self.family, access[1])
            COUNTS["LEAFs opened"] += 1

    def open_access(self, message, body, access):
        """What the standing key takes out of the fields that were wrapped to it."""
        header = body.header.to_bytes()
        place = place_of(header)
        kind, field = access or (None, b"")
        if kind == "voucher" and self.list_key is not None:
            try:
                match = place, *k.open_voucher(self.list_key, field, header)
                self.matches.setdefault(self.senders[message], []).append(match)
                COUNTS["vouchers opened"] += 1
            except Refused:
                COUNTS["vouchers that stay closed"] += 1
        for key_id, private in self.standing.items():
            try:
                if kind == "escrow":
                    seed = k.unwrap_seed(key_id, private, field, header)
                    self.seeds.setdefault(place, set()).add(seed)
                    COUNTS["escrow fields opened"] += 1
                if kind == "work-factor":
                    top = k.unwrap_bits(key_id, private, field, header)
                    self.bits.setdefault(place, set()).add((*k.work_factor(field), top))
                    COUNTS["work factor fields opened"] += 1
            except Refused:
                COUNTS["access fields that stay closed"] += 1

    def open_vouchers(self):
        """As many matches of one phone as the threshold says open the seeds in all of them."""
        for matches in self.matches.values():
            shares = {number: share for _, number, share, _ in matches}
            if len(shares) < self.threshold:
                continue
            key = k.recover_scan_key(self.threshold, shares)
            COUNTS["scanning keys rebuilt"] += 1
            for place, number, _, sealed in matches:
                self.seeds.setdefault(place, set()).add(k.open_seed(key, number, sealed))

    def open_message(self, message, body, access):
        header = body.header.to_bytes()
        place, terms = place_of(header), terms_of(access)
        kind, field = access or (None, b"")
        if terms.suite != "AES-256-GCM":
            self.price(message, terms.secret_bits or 40)
        if kind in ("abrasion", "puzzle"):
            self.pay(message, body, k.read_crumple(kind, field)[1])
        for seed in self.seeds_at(header):
            keys, _ = k.suite_keys(terms, seed, header)
            for associated_data, content in self.opened_with(keys, body):
                self.keep(message, k.read_content(content)[0])
                sealed = k.aes_seal(*keys, content, associated_data)
                self.make_again(message, body.ciphertext, sealed)
        for bits, wrapped, top in self.bits.get(place, ()):
            self.price(message, bits - wrapped)
            self.finish_search(body, bits, wrapped, top)

    def seeds_at(self, header):
        """Every seed that there is for the place that a header names."""
        of_sessions = {k.message_seed(key, header) for key in self.session_keys}
        return self.seeds.get(place_of(header), set()) | of_sessions

    def make_again(self, message, theirs, ours):
        """Whoever reads a message with its key, or without any, could have made its bytes."""
        same(f"message {message}, made again by a reader", theirs, ours)
        self.made.add(message)
        COUNTS["messages made again by observers"] += 1

    def pay(self, message, body, puzzle):
        """What a puzzle costs whoever has the abrasion of a session; a cheap one is paid for."""
        for field in self.abrasions:
            log2 = k.price(field[0], puzzle[0])
            self.trials[message] = min(log2, self.trials.get(message, log2))
            if log2 > SEARCH + 2:
                COUNTS["searches left open"] += 1
                continue
            header = body.header.to_bytes()
            constant = k.abrasion_of(self.paid(field), field[0])[1]
            seeds = list(k.solve_puzzle(puzzle, constant, header))
            same("the seed behind a puzzle", seeds, [self.true_seeds[place_of(header)]])
            COUNTS["searches finished"] += 1

    def paid(self, field):
        """The logarithm of an abrasion, once for all messages of its session."""
        if field not in PAID:
            PAID[field] = k.logarithm(field)
            same("the power of the logarithm", field, k.abrasion_of(PAID[field], field[0])[0])
        return PAID[field]

    def price(self, message, bits):
        """The logarithm of the trials on average, if so many bits are unknown."""
        trials = max(bits - 1, 0)
        self.trials[message] = min(trials, self.trials.get(message, trials))

    def associated_data(self, header):
        """What a message may be authenticated with: each pair of identity keys that there are."""
        for one in self.identities:
            for two in self.identities:
                yield k.encode(one) + k.encode(two) + header

    def opened_with(self, keys, body):
        """Under which associated data a key opens a message, and the content."""
        for associated_data in self.associated_data(body.header.to_bytes()):
            try:
                content = k.aes_open(*keys, body.ciphertext, associated_data)
            except Refused:
                continue
            yield associated_data, content
            return

    def finish_search(self, body, bits, wrapped, top):
        """A short search is done; of a long one the known bits are compared."""
        header, unknown = body.header.to_bytes(), bits - wrapped
        true = k.reduced_secret(self.true_seeds[place_of(header)], bits)
        same("the known bits", top, true >> unknown)
        if unknown > SEARCH:
            COUNTS["searches left open"] += 1
            return
        found = [
            secret
            for secret in range(top << unknown, top + 1 << unknown)
            if any(self.opened_with(k.reduced_keys(secret, bits, header), body))
        ]
        same("the secret that the search finds", found, [true])
        COUNTS["searches finished"] += 1

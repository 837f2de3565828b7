"""A conversation under a rule about access: its bytes, what was handed over, who reads what."""

from collections import Counter

import keyhole_reference as k
from conversation import Conversation
from forger import Forger
from keyhole_reference import COUNTS, Difference, KeyedRng, same, unhex
from phone import PEER, device_message
from readers import Reader, find
from devices import Device, Middle
from rules import (
    APPS,
    KEY_ID,
    THRESHOLD,
    backup_key,
    certificate_key,
    family_key,
    list_key,
    log_key,
    standing_key,
    stripped,
    token,
    unit,
)

AGENCIES = ("key-escrow", "warrant-bound", "work-factor")
CERTIFICATE_VALIDITY = 24 * 3_600_000
ESCROWS = ("key-escrow", "split-escrow", "warrant-bound")


class RegimeConversation(Conversation):
    def __init__(self, vector):
        self.regime = vector["regime"]
        if self.regime not in APPS:
            raise Difference(f"the rule {self.regime} is unknown here")
        super().__init__(vector)
        self.entries = []  # of the log: what it says, the action that made it, for what
        self.activations = {}  # action -> the place of its entry in the log
        self.orders = {}  # action -> [target, start, end]
        self.given = {}  # action -> when
        ghost = lambda name: Device(name, 2, KeyedRng(self.seed, "ghost", 0, name))
        self.possible = {name: ghost(name) for name in PEER}
        self.certificates = {}  # by account
        self.ghosts = {}  # account that has one -> the order that added it
        self.added = []  # the orders that added one
        self.copies_in = []  # (order, message) of each copy that a ghost got
        self.copies_seen = set()
        self.middle = Middle(self.seed) if self.regime == "key-substitution" else None
        self.envelopes_seen, self.backups_seen = set(), set()
        self.backups_left = []  # (when, account, message)

    def app(self, name):
        return APPS[self.regime](self.seed, name, self.vector)

    def check(self):
        super().check()
        self.check_standing()
        self.check_released()
        self.check_findings()

    # Orders.

    def begin(self, action):
        if action["do"] == "order":
            start = self.come_in.get(action.get("start"), self.now)
            self.orders[action["id"]] = [action["target"], start, None]
            self.given[action["id"]] = self.now
            self.activations[action["id"]] = len(self.entries)
            activation = {"from": start, "until": k.OPEN_END, "key": KEY_ID}
            activation["target"] = action["target"]
            self.entries.append((activation, action["id"], "order"))
            if action["target"] not in self.ghosts:
                self.ghosts[action["target"]] = action["id"]
                self.added.append(action["id"])
        elif action["do"] == "end-order" and action["order"] in self.in_force():
            order = self.orders[action["order"]]
            order[2] = self.now
            end = {"index": self.activations[action["order"]], "until": self.now + 1}
            self.entries.append((end, action["id"], "end of an order"))
            if not self.in_force(order[0]):
                del self.ghosts[order[0]]

    def in_force(self, target=None):
        """The orders that have not ended, the first one first; on an account, or all."""
        orders = self.orders.items()
        return [id for id, (on, _, end) in orders if end is None and target in (None, on)]

    def covers(self, order, time):
        """Whose messages they are decides nothing: both phones are an end of every message."""
        _, start, end = self.orders[order]
        return start <= time and (end is None or time <= end)

    # Frames that only some rules have.

    def check_upload_offer(self, where, link, message, frame):
        self.check_upload_prekeys(where, link, message, frame)
        same(f"{where}: suites", frame["suites"], self.phones[link].app.offer())

    def check_offer(self, where, link, message, frame):
        self.check_bundle(where, link, message, frame)
        offered = self.published[frame["account"]]["suites"]
        same(f"{where}: suites", frame["suites"], stripped(offered))

    def check_backup(self, where, link, message, frame):
        same(f"{where}: backup", frame["backup"], self.phones[link].backups[message])
        self.backups_seen.add((link, frame["backup"]))

    def check_store(self, where, packet, backup):
        store = k.open_backup(backup_key(self.seed, packet["link"]), packet["link"], backup)
        same(f"{where}: store", unhex(packet["layers"][2]["bytes"]), store)
        self.check_leaves(f"{where}: store", packet["layers"][2], k.read_backup_store(store)[1])

    def check_new_device(self, where, link, message, frame):
        same(f"{where}: there is an order", True, frame["account"] in self.ghosts)
        bundle = self.possible[frame["account"]].bundle(one_time=False)
        same(f"{where}: device", {name: frame[name] for name in bundle}, bundle)

    def check_signed_device(self, where, link, message, frame):
        self.check_new_device(where, link, message, frame)
        account = frame["account"]
        random = KeyedRng(self.seed, "provider", self.ghosts[account], "order").draw(64)
        ghost = self.possible[account].identity
        signature = k.xeddsa_sign(ghost, device_message(frame), random)
        same(f"{where}: signature", frame["signature"], signature)

    def check_removed_device(self, where, link, message, frame):
        same(f"{where}: there is an order", False, frame["account"] in self.ghosts)
        same(f"{where}: device", frame["device"], 2)

    # Key substitution: each phone’s session is with the provider.

    def check_bundle(self, where, link, message, frame):
        if self.middle is None:
            super().check_bundle(where, link, message, frame)
            return
        device = self.middle.devices[frame["account"]]
        # The directory takes one of the account’s own one-time prekeys too, and drops it.
        self.handed_out[frame["account"]] += 1
        bundle = device.bundle()
        same(f"{where}: keys", {name: frame[name] for name in bundle}, bundle)

    def own_bundle(self, name):
        """What an account has published, with its next one-time prekey."""
        published, first = self.published[name], self.handed_out[name]
        self.handed_out[name] += 1
        one_time = published["one_time_prekeys"][first : first + 1]
        identity = k.public_key(self.phones[name].identity)
        signed = published["signed_prekey"]
        return {"identity_key": identity, "signed_prekey": signed, "one_time_prekeys": one_time}

    def check_relayed(self, where, message, bytes_):
        if self.middle is None:
            return super().check_relayed(where, message, bytes_)
        same(f"{where}: relayed envelope", bytes_, self.middle.envelopes[message])
        return False

    def identity_of_peer(self, name):
        if self.middle is None:
            return super().identity_of_peer(name)
        return self.middle.devices[PEER[name]].public

    def check_notice(self, where, link, message, frame):
        update = k.read_log_update(k.Reader(frame["notice"]))
        says, action, purpose = self.entries[update["included"][0]]
        same(f"{where}: entry of the log", update["says"], says)
        same(f"{where}: size of the log", update["size"], update["included"][0] + 1)
        random = KeyedRng(self.seed, "provider", action, purpose).draw(64)
        signature = k.sign_head(log_key(self.seed), update["size"], update["root"], random)
        same(f"{where}: signature of the log", update["signature"], signature)
        COUNTS["log entries checked"] += 1

    def check_submit(self, where, link, message, frame):
        super().check_submit(where, link, message, frame)
        self.envelopes_seen.add((message, frame["envelope_bytes"]))
        if self.middle is not None:
            envelope = frame["envelope"]
            self.middle.relay(message, envelope, lambda: self.own_bundle(envelope["to"]))
        if frame["envelope"]["access"]:
            COUNTS["access fields computed"] += 1

    # Sealed sender.

    def check_token(self, where, link, message, frame):
        same(f"{where}: token", frame["token"], token(self.seed, link))

    def at_provider(self, packet, time):
        super().at_provider(packet, time)
        if packet["traffic"] == "submit":
            self.copy_at_provider(packet)
        if packet["traffic"] == "backup":
            self.backups_left.append((time, packet["link"], packet["message"]))
        if packet["traffic"] == "fetch-certificate":
            purpose = f"certificate {packet['link']}"
            random = KeyedRng(self.seed, "provider", packet["action"], purpose).draw(64)
            identity = k.public_key(self.phones[packet["link"]].identity)
            holder = packet["link"], 1, identity, time + CERTIFICATE_VALIDITY
            key = certificate_key(self.seed)
            self.certificates[packet["link"]] = k.make_certificate(key, *holder, random)

    def copy_at_provider(self, packet):
        """A copy for another device: the ghost’s, under the first order in force on its account."""
        envelope = k.read_frame(unhex(packet["layers"][1]["bytes"]))["envelope"]
        account = envelope["to"]
        if envelope["to_device"] != 1 and envelope["id"] not in self.copies_seen:
            self.copies_seen.add(envelope["id"])
            if account in self.ghosts:
                self.copies_in.append((self.in_force(account)[0], packet["message"]))

    def check_certificate(self, where, link, message, frame):
        same(f"{where}: certificate", frame["certificate"], self.certificates[link])

    def check_submit_sealed(self, where, link, message, frame):
        same(f"{where}: token", frame["token"], token(self.seed, PEER[link]))
        same(f"{where}: envelope", frame["envelope_bytes"], self.phones[link].sealed[message])
        self.phones[link].submitted[frame["request"]] = message
        self.envelopes[message] = frame["envelope_bytes"]
        self.envelopes_seen.add((message, frame["envelope_bytes"]))

    # What was handed over.

    def check_standing(self):
        """What is in whose hands before the first action: the keys that follow from the seed."""
        ours, seed = [], self.seed
        hand = lambda to, what, **values: ours.append({"to": to, "what": what, **values})
        if self.regime in AGENCIES + ("split-escrow",):
            private = standing_key(seed)
            agency = {"key_id": KEY_ID, "public": k.public_key(private).hex()}
            hand("everybody", "agency-key", **agency)
            if self.regime in AGENCIES:
                hand("agency", "standing-key", **agency, secret=private.hex())
            else:
                rng = KeyedRng(seed, "dealer", 0, "key shares")
                for number, share in enumerate(k.split_key(private, rng), 1):
                    hand(f"custodian-{number}", "key-share", **agency, secret=share.hex())
        if self.regime == "clipper":
            hand("investigator", "family-key", secret=family_key(seed).hex())
            for name in PEER:
                number, _, halves = unit(seed, name)
                of = {"unit": int.from_bytes(number, "big")}
                for agent, half in enumerate(halves, 1):
                    to = f"escrow-agent-{agent}"
                    hand(to, "unit-key-half", **of, agent=agent, secret=half.hex())
        if self.regime == "client-side-scanning":
            secret = list_key(seed).to_bytes(32, "little").hex()
            hand("list-owner", "list-key", secret=secret)
            hand("everybody", "scan-threshold", threshold=THRESHOLD)
        if self.regime.startswith("ghost-device"):
            for name in PEER:
                public = self.possible[name].public.hex()
                hand("everybody", "identity-key", account=name, public=public)
        if self.regime == "key-substitution":
            for name, device in self.middle.devices.items():
                public = device.public.hex()
                hand("everybody", "identity-key", account=name, public=public)
                hand("provider", "identity-key", public=public, secret=device.identity.hex())
        if self.regime == "sealed-sender":
            for name, phone in self.phones.items():
                public = k.public_key(phone.identity).hex()
                hand(name, "identity-key", public=public, secret=phone.identity.hex())
        if self.regime.startswith("cloud-backup"):
            for name in PEER:
                key = {"account": name, "secret": backup_key(seed, name).hex()}
                hand(name, "backup-key", **key)
                if self.regime == "cloud-backup":
                    hand("provider", "backup-key", **key)
        first = self.vector["actions"][0]["id"]
        theirs = [it for it in self.vector["handed"] if "order" not in it and "message" not in it]
        for it in ours:
            it["action"] = first
        same("what there is before the first action", theirs, ours)

    def described(self, line):
        """What the log can say of the envelopes of a message."""
        for message, data in self.envelopes_seen:
            if message == line["message"]:
                envelope = k.read_envelope(k.Reader(data))
                yield envelope["from"], envelope["to"], len(envelope["message"])

    def check_released(self):
        """Copies are those of what went over the links; an order gives what it covers."""
        for number, it in enumerate(self.vector["handed"]):
            where = f"handed over, number {number} ({it['what']})"
            if it["what"] == "envelope":
                seen = (it["message"], unhex(it["bytes"])) in self.envelopes_seen
                same(f"{where}: it was submitted", True, seen)
            if it["what"] == "log-line":
                line = k.read_log_line(k.Reader(unhex(it["bytes"])))
                says = line["from"], line["to"], line["length"]
                same(f"{where}: it says what an envelope says", True, says in self.described(it))
            if it["what"] == "message":
                kind = "prekey" if it["prekey"] else "message"
                ours = self.phones[it["to"]].messages[it["message"]]
                same(f"{where}: what its sender sealed", (kind, unhex(it["bytes"])), ours)
            if it["what"] == "message-seed" and self.middle is not None:
                seeds = [
                    (header.ratchet_key.hex(), header.message_number, seed)
                    for header, seed in self.middle.seeds[it["message"]]
                ]
                place = it["ratchet_key"], it["message_number"], it["secret"]
                # Under an order: of what the phone sent, which is what the provider keeps.
                same(f"{where}: it is the relay’s", True, place in seeds[: 1 if "order" in it else 2])
            if it["what"] == "message-seed" and self.regime in ESCROWS:
                same(f"{where}: it was in the field", unhex(it["secret"]), self.wrapped(it))
            if it["what"] == "identity-key" and "secret" in it:
                same(f"{where}: whose it is", it["public"], k.public_key(unhex(it["secret"])).hex())
            if it["what"] == "backup":
                seen = (it["account"], unhex(it["bytes"])) in self.backups_seen
                same(f"{where}: it was left with the provider", True, seen)
        passed_on = Counter(
            (it["to"], it["message"], it["what"])
            for it in self.vector["handed"]
            if "order" not in it and "message" in it
        )
        same("what is passed on without an order", passed_on, self.passed_on())
        names = lambda it: (it["order"], it.get("message"), it["what"])
        theirs = Counter(names(it) for it in self.vector["handed"] if "order" in it)
        same("what orders have released", sorted(theirs.items(), key=repr), self.released())

    def passed_on(self):
        """Per message and receiver: how often what."""
        ours = Counter()
        for message in self.come_in:
            if self.middle is not None:
                ours["provider", message, "message-seed"] = 2
            if self.regime == "client-side-scanning":
                ours["list-owner", message, "envelope"] = 1
            if self.regime == "sealed-sender":
                sender = next(name for name in PEER if message in self.phones[name].messages)
                ours[sender, message, "message"] = 1
        return ours

    def released(self):
        """Per order and message: how often what is handed over."""
        ours = Counter()
        for order, (target, _, _) in self.orders.items():
            for message, time in self.come_in.items():
                kept = self.vector["retention"] == "for-ever" or time >= self.given[order]
                recipient = k.read_envelope(k.Reader(self.envelopes[message]))["to"]
                if self.regime == "sealed-sender" and recipient != target:
                    continue  # nothing says that the target sent it
                if self.covers(order, time):
                    whats = ["log-line"]
                    if kept:
                        whats += ["envelope", *self.brought(message)]
                    ours.update((order, message, what) for what in whats)
            for time, account, message in self.backups_left:
                if account == target and time < self.given[order]:
                    ours[order, None, "backup"] += 1
                elif account == target and self.covers(order, time):
                    ours[order, message, "backup"] += 1
            if self.regime.startswith("ghost-device") and order in self.added:
                ours[order, None, "identity-key"] += 1
            if self.regime == "cloud-backup":
                ours[order, None, "backup-key"] += 1
            if self.regime == "split-escrow":  # for the ceremony
                ours[order, None, "key-share"] += 2
        for order, message in self.copies_in:
            ours.update((order, message, what) for what in ("envelope", "message-seed"))
        return sorted(ours.items(), key=repr)

    def brought(self, message):
        """What is released for an envelope that the investigator brings."""
        if self.middle is not None:
            return ["message-seed"]
        access = k.read_envelope(k.Reader(self.envelopes[message]))["access"]
        kind = access and access[0]
        return {
            "escrow": ["message-seed"],
            "work-factor": ["known-bits"],
            "leaf": ["unit-key-half"] * 2,
        }.get(kind, [])

    def wrapped(self, it):
        """What the agency’s key takes out of the field of the message that a seed is of."""
        frame = k.read_envelope(k.Reader(self.envelopes[it["message"]]))
        header = k.read_message(frame["kind"], k.Reader(frame["message"])).header
        place = header.ratchet_key.hex(), header.message_number
        same("the message of a seed", (it["ratchet_key"], it["message_number"]), place)
        private = standing_key(self.seed)
        return k.unwrap_seed(KEY_ID, private, frame["access"][1], header.to_bytes())

    # Who reads what.

    def check_findings(self):
        reader = Reader(self)
        texts = {a["id"]: a["text"] for a in self.vector["actions"] if a["do"] == "send"}
        present = {it["to"] for it in self.vector["handed"]} - {"everybody"}
        always = {"alice", "bob", "alice-network", "bob-network", "provider"}
        rows = self.vector["findings"]
        alone = [row["observers"][0] for row in rows if len(row["observers"]) == 1]
        same("observers", sorted(alone), sorted(present | always))
        for row in rows:
            known = reader.knowledge(row["observers"])
            who = " and ".join(row["observers"])
            same(f"{who}: messages", [it["message"] for it in row["messages"]], list(texts))
            for theirs, message in zip(row["messages"], texts):
                ours = {"message": message, **find(known, message)}
                same(f"{who}, message {message}: finding", theirs, ours)
                COUNTS["findings recomputed"] += 1
                for text in known.texts.get(message, ()):
                    same(f"{who}, message {message}: what is read", text, texts[message])
                    COUNTS["texts read by observers"] += 1
            if len(row["observers"]) == 1:
                self.check_fabricate(who, row, known, reader.sealings)
            self.check_impersonate(who, row, known)

    def check_fabricate(self, who, row, known, sealings):
        """Yes: its bytes were made again. No: the seed with which it was sealed is not there."""
        same(f"{who}: could fabricate", row["fabricate"], sorted(known.made))
        for message in {it["message"] for it in row["messages"]} - known.made:
            for header, seed in sealings.get(message, ()):
                held = seed in known.seeds_at(header)
                same(f"{who}, message {message}: holds its seed", held, False)
                COUNTS["message seeds that an observer lacks"] += 1

    def check_impersonate(self, who, row, known):
        """What they forge is shown to the phones; and it takes what it takes."""
        forger = Forger(self, row["observers"], known)
        same(f"{who}: could impersonate", row["impersonate"], forger.names())
        able = [name for name in PEER if forger.has_what_it_takes(name)]
        same(f"{who}: has what it takes to impersonate", row["impersonate"], able)

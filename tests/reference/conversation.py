"""A whole conversation, derived again from its seed and held against its file."""

import itertools

import keyhole_reference as k
from keyhole_reference import COUNTS, Difference, KeyedRng, Refused, same, unhex
from phone import PEER, Connection, Phone
from rules import App

# Section 15.
PROVIDER, ANONYMOUS = ("203.0.113.7", 443), ("203.0.113.7", 444)
FIRST_ANONYMOUS_PORT = 58_000
ADDRESSES = {"alice": "192.0.2.41", "bob": "198.51.100.23"}
LATENCY = {"alice": 32, "bob": 41}
START, PACE = 32_400_000, 20_000


class Conversation:
    def __init__(self, vector):
        self.vector = vector
        self.seed = unhex(vector["seed"])
        self.now = START
        self.check_keys()
        keys = vector["keys"]
        self.phones = {name: Phone(name, self.seed, keys[name], self.app(name)) for name in PEER}
        self.provider_static = unhex(keys["provider"]["transport"]["private"])
        self.connections = {}  # (link, port) -> Connection
        self.published = {name: None for name in PEER}
        self.handed_out = {name: 0 for name in PEER}
        self.copied = set()  # (action, account, device) of the copies that came from a phone
        self.envelopes = {}  # action -> envelope bytes as the provider took them
        self.requests = {}  # (link, direction, request) -> message
        self.answers = {}  # (link, request) -> the answer that the phone must give
        self.come_in = {}  # action -> when its envelope reached the provider

    def app(self, name):
        """What the phone does for a rule about access: here nothing."""
        return App()

    # Section 3.

    def check_keys(self):
        keys = self.vector["keys"]
        for name in PEER:
            rng = KeyedRng(self.seed, name, 0, "phone keys")
            theirs = keys[name]
            identity = self.check_pair(f"{name}: identity key", theirs["identity"], rng)
            self.check_pair(f"{name}: transport key", theirs["transport"], rng)
            for prekey in theirs["signed_prekeys"]:
                self.check_pair(f"{name}: signed prekey", prekey, rng)
                public = k.encode(unhex(prekey["public"]))
                signature = k.xeddsa_sign(identity, public, rng.draw(64))
                same(f"{name}: signature of the prekey", unhex(prekey["signature"]), signature)
                good = k.xeddsa_verify(k.public_key(identity), public, signature)
                same(f"{name}: the signature verifies", True, good)
            same(f"{name}: one-time prekeys", 8, len(theirs["one_time_prekeys"]))
            for number, prekey in enumerate(theirs["one_time_prekeys"], 1):
                same(f"{name}: one-time prekey number", prekey["id"], number)
                self.check_pair(f"{name}: one-time prekey {number}", prekey, rng)
        rng = KeyedRng(self.seed, "provider", 0, "provider keys")
        self.check_pair("provider: transport key", keys["provider"]["transport"], rng)

    def check_pair(self, what, pair, rng):
        private = rng.private_key()
        same(what, unhex(pair["private"]), private)
        same(what, unhex(pair["public"]), k.public_key(private))
        return private

    def check(self):
        for index, action in enumerate(self.vector["actions"]):
            if action["do"] == "interfere":
                continue
            if index > 0:
                self.now = (self.now // PACE + 1) * PACE
            self.under_way = action["id"]
            self.begun, self.passed = {name: 0 for name in PEER}, {name: 0 for name in PEER}
            self.begin(action)
            if action["do"] == "send":
                self.phones[action["from"]].send(action["id"], action["text"], self.now)
            self.play(action["id"])
        seen = {packet["action"] for packet in self.vector["links"]}
        same("actions with packets", set(), seen - {a["id"] for a in self.vector["actions"]})

        for name, phone in self.phones.items():
            theirs = [entry for entry in self.vector["protocol"] if entry["phone"] == name]
            same(f"{name}: number of computations", len(theirs), len(phone.protocol))
            for their, our in zip(theirs, phone.protocol):
                self.check_steps(name, their, our)
            same(f"{name}: chat", self.vector["chats"][name], phone.chat)
            same(f"{name}: copies for devices", set(phone.copies), self.copied & set(phone.copies))
        self.check_connections()
        self.check_safety_number()

    def begin(self, action):
        """An order makes the provider do things under some rules."""

    def check_steps(self, name, their, our):
        where = f"{name}, action {our['action']}, message {our['message']}"
        same(f"{where}: which", [their["action"], their["message"]], [our["action"], our["message"]])
        same(f"{where}: number of steps", len(their["steps"]), len(our["steps"]))
        for number, (a, b) in enumerate(zip(their["steps"], our["steps"])):
            same(f"{where}, step {number}: its values", sorted(a), sorted(b))
            for key in b:
                same(f"{where}, step {number} ({b['step']}): {key}", a[key], b[key])
            COUNTS["steps recomputed"] += 1

    def check_safety_number(self):
        for name, phone in self.phones.items():
            if phone.pinned is not None:
                pinned = self.identity_of_peer(name)
                same(f"{name}: the peer’s identity key", pinned, phone.pinned)
        number, alice = None, self.phones["alice"]
        if alice.pinned is not None:
            ours = ("alice", k.public_key(alice.identity))
            number = k.safety_number(ours, ("bob", alice.pinned))
        same("safety number", self.vector["safety_number"], number)

    def identity_of_peer(self, name):
        """The key that a phone takes for its peer’s."""
        return k.public_key(self.phones[PEER[name]].identity)

    # Sections 4 to 7 and 15: the packets of one action, in the order of time.

    def play(self, action):
        packets = [packet for packet in self.vector["links"] if packet["action"] == action]
        events = []
        for index, packet in enumerate(packets):
            events.append((packet["sent_at"], 1, index, self.departs, packet))
            if packet["fate"] != "lost":
                events.append((packet["arrives_at"], 0, index, self.arrives, packet))
            self.now = max(self.now, packet["sent_at"], packet["arrives_at"])
        for time, _, _, happen, packet in sorted(events, key=lambda event: event[:3]):
            happen(packet, time)

    def departs(self, packet, time):
        link, direction, traffic = packet["link"], packet["direction"], packet["traffic"]
        where = f"action {packet['action']}, {link}’s link, packet {packet['nth']} ({traffic})"
        handshake = int(traffic[-1]) if traffic.startswith("handshake-") else 0
        bytes_ = unhex(packet["layers"][0]["bytes"])
        read = k.read_packet(bytes_, handshake)
        port = (read.source if direction == "to-provider" else read.destination)[1]
        provider = ANONYMOUS if port >= FIRST_ANONYMOUS_PORT else PROVIDER
        ends = ((ADDRESSES[link], port), provider)
        ends = ends if direction == "to-provider" else ends[::-1]
        same(f"{where}: addresses", (read.source, read.destination), ends)
        expected = {"handshake-1": "open", "close": "close"}.get(traffic, "data")
        same(f"{where}: kind", read.kind, expected)
        same(f"{where}: number", packet["nth"], self.passed[link])
        self.passed[link] += 1
        same(f"{where}: time of arrival", packet["arrives_at"], time + LATENCY[link])
        self.check_fate(where, packet, bytes_)
        self.check_leaves(f"{where}: packet", packet["layers"][0], read.leaves)
        COUNTS["packets read"] += 1

        if traffic == "close":
            same(f"{where}: layers", len(packet["layers"]), 1)
            return
        if handshake == 1:
            self.connections[link, port] = self.connect(link, port)
        connection = self.connections[link, port]
        if handshake:
            written = connection.sender(direction).write()
            same(f"{where}: handshake message", read.body, written)
            same(f"{where}: layers", len(packet["layers"]), 1)
            COUNTS["handshake messages computed"] += 1
            return
        frame = connection.open_sent(direction, read.body)
        same(f"{where}: frame", unhex(packet["layers"][1]["bytes"]), frame)
        self.check_frame(where, packet, frame)

    def check_fate(self, where, packet, bytes_):
        """What becomes of a packet is what the interferences among the actions say."""
        fate, arrives = "intact", bytearray(bytes_)
        for how in self.interferences(packet["action"], packet["link"] + "-link", packet["nth"]):
            if how["how"] in ("drop", "cut"):
                fate = "lost"
            elif fate != "lost":
                fate = "altered"
                arrives[how["bit"] // 8] ^= 0x80 >> how["bit"] % 8
        same(f"{where}: fate", packet["fate"], fate)
        if fate == "altered":
            same(f"{where}: what arrives", unhex(packet["arrived"]), bytes(arrives))

    def interferences(self, action, point, nth):
        target = {"action": action, "point": point, "nth": nth}
        actions = self.vector["actions"]
        return [a["how"] for a in actions if a["do"] == "interfere" and a["target"] == target]

    def connect(self, link, port):
        """Section 3: the randomness of both sides of a handshake."""
        action = self.under_way
        count = self.begun[link]
        self.begun[link] += 1
        phone = KeyedRng(self.seed, link, action, f"handshake {count}").draw(32)
        provider = KeyedRng(self.seed, "provider", action, f"handshake {link} {port}").draw(32)
        static = self.phones[link].transport if port < FIRST_ANONYMOUS_PORT else None
        connection = Connection(static, self.provider_static, phone, provider)
        connection.record = {
            "action": action,
            "link": link,
            "port": port,
            "phone_handshake_seed": phone.hex(),
            "provider_handshake_seed": provider.hex(),
        }
        return connection

    def check_connections(self):
        ours = []
        for connection in self.connections.values():
            phone, provider = connection.ends.values()
            if phone.finished():
                to_provider, to_phone = phone.split()
                same("record keys of both ends", (to_provider, to_phone), provider.split())
                connection.record["record_key_to_provider"] = to_provider.hex()
                connection.record["record_key_to_phone"] = to_phone.hex()
                connection.record["handshake_hash"] = phone.h.hex()
                COUNTS["connections"] += 1
            ours.append(connection.record)
        same("connections", self.vector["connections"], ours)

    def check_frame(self, where, packet, bytes_):
        link, message = packet["link"], packet.get("message")
        phone, frame = self.phones[link], None
        altered = False
        try:
            frame = k.read_frame(bytes_)
        except Refused:
            altered = True
        if bytes_[0] == 8:  # a delivery, whatever has become of the envelope
            altered = self.check_relayed(where, message, bytes_[5:])
        elif altered:
            raise Difference(f"{where}: this frame can’t be read")
        if altered:
            number = int.from_bytes(bytes_[1:5], "big")
            self.requests[link, packet["direction"], number] = message
            same(f"{where}: layers", len(packet["layers"]), 2)
            return
        same(f"{where}: kind", packet["traffic"], frame["kind"])
        self.check_leaves(f"{where}: frame", packet["layers"][1], frame["leaves"])
        self.check_request(where, packet, frame)
        getattr(self, "check_" + frame["kind"].replace("-", "_"), lambda *_: None)(
            where, link, message, frame
        )
        layers = 2
        if "envelope" in frame:
            sender = self.phones[PEER[link]] if frame["kind"] == "deliver" else phone
            layers = self.check_inside(where, packet, frame["envelope"], sender, message)
        elif "backup" in frame:
            self.check_store(where, packet, frame["backup"])
            layers = 3
        same(f"{where}: layers", len(packet["layers"]), layers)

    def check_inside(self, where, packet, envelope, sender, message):
        """What the sender put into an envelope. Returns how many layers the packet has."""
        content, layers = sender.contents[message], packet["layers"]
        if envelope["kind"] == "text":
            same(f"{where}: text", envelope["message"], content)
            return 2
        inside = 2
        if envelope["kind"] == "sealed":
            layer = sender.layers[message]
            same(f"{where}: under the sender’s layer", unhex(layers[2]["bytes"]), layer)
            leaves = k.read_sealed_content(layer)[3]
            self.check_leaves(f"{where}: under the sender’s layer", layers[2], leaves)
            inside = 3
        same(f"{where}: content", unhex(layers[inside]["bytes"]), content)
        self.check_leaves(f"{where}: content", layers[inside], k.read_content(content)[1])
        return inside + 1

    def check_request(self, where, packet, frame):
        requests = {"register", "upload-prekeys", "fetch-bundle", "submit", "deliver", "receipt"}
        requests |= {"upload-offer", "backup", "notice", "new-device", "signed-device"}
        requests |= {"removed-device"}
        requests |= {"token", "fetch-certificate", "submit-sealed"}
        link, direction, number = packet["link"], packet["direction"], frame["request"]
        back = "to-phone" if direction == "to-provider" else "to-provider"
        if frame["kind"] in requests:
            self.requests[link, direction, number] = packet.get("message")
        else:
            known = (link, back, number) in self.requests
            same(f"{where}: it answers a request", True, known)
            request = self.requests[link, back, number]
            same(f"{where}: message", packet.get("message"), request)
        expected = self.answers.pop((link, number), None)
        if direction == "to-provider" and frame["kind"] in ("acknowledge", "failure"):
            same(f"{where}: the answer", frame["kind"], expected)

    def check_register(self, where, link, message, frame):
        same(f"{where}: account", (frame["account"], frame["device"]), (link, 1))
        identity = k.public_key(self.phones[link].identity)
        same(f"{where}: identity key", frame["identity_key"], identity)

    def check_upload_prekeys(self, where, link, message, frame):
        keys = self.vector["keys"][link]
        signed = {name: unhex(keys["signed_prekeys"][-1][name]) for name in ("public", "signature")}
        signed["id"] = keys["signed_prekeys"][-1]["id"]
        same(f"{where}: signed prekey", frame["signed_prekey"], signed)
        one_time = [
            {"id": prekey["id"], "public": unhex(prekey["public"])}
            for prekey in keys["one_time_prekeys"]
        ]
        same(f"{where}: one-time prekeys", frame["one_time_prekeys"], one_time)
        self.published[link] = frame

    def check_bundle(self, where, link, message, frame):
        owner = frame["account"]
        published = self.published[owner]
        same(f"{where}: signed prekey", frame["signed_prekey"], published["signed_prekey"])
        first = self.handed_out[owner]
        one_time = published["one_time_prekeys"][first : first + 1]
        same(f"{where}: one-time prekey", frame["one_time_prekeys"], one_time)
        self.handed_out[owner] += 1

    def check_submit(self, where, link, message, frame):
        envelope = frame["envelope"]
        if (envelope["to"], envelope["to_device"]) != (PEER[link], 1):
            copy = message, envelope["to"], envelope["to_device"]
            sealed = self.phones[link].copies[copy]
            same(f"{where}: envelope for a device", frame["envelope_bytes"], sealed)
            self.copied.add(copy)
            return
        same(f"{where}: envelope", frame["envelope_bytes"], self.phones[link].sealed[message])
        self.phones[link].submitted[frame["request"]] = message
        self.envelopes[message] = frame["envelope_bytes"]

    def check_receipt(self, where, link, message, frame):
        number = int.from_bytes(self.envelopes[message][:8], "big")
        same(f"{where}: envelope number", frame["envelope_id"], number)

    def check_relayed(self, where, message, bytes_):
        """A delivered envelope is the submitted one, or has the bit changed that an action says.
        Returns whether it was changed."""
        expected = bytearray(self.envelopes[message])
        for how in self.interferences(message, "provider", 0):
            if how["how"] == "flip-bit":
                expected[how["bit"] // 8] ^= 0x80 >> how["bit"] % 8
        same(f"{where}: relayed envelope", bytes_, bytes(expected))
        return bytes_ != self.envelopes[message]

    def arrives(self, packet, time):
        link, direction, traffic = packet["link"], packet["direction"], packet["traffic"]
        where = f"action {packet['action']}, {link}’s link, arrival of {packet['nth']} ({traffic})"
        sent = unhex(packet["layers"][0]["bytes"])
        arrived = sent
        if packet["fate"] == "altered":
            arrived = unhex(packet["arrived"])
        handshake = int(traffic[-1]) if traffic.startswith("handshake-") else 0
        if traffic == "close":
            return
        original = k.read_packet(sent, handshake)
        port = (original.source if direction == "to-provider" else original.destination)[1]
        connection = self.connections[link, port]
        if not connection.alive:
            return
        try:
            read = k.read_packet(arrived, handshake)
            if handshake:
                payload = connection.receiver(direction).read(read.body)
                same(f"{where}: payload", payload, b"")
                if handshake == 2:
                    remote = connection.receiver(direction).remote_s
                    same(f"{where}: pinned key", remote, connection.provider_public)
                return
            frame = connection.open_received(direction, read.body)
        except Refused:
            connection.alive = False
            COUNTS["connections broken on the way"] += 1
            return
        same(f"{where}: an altered packet does not open", packet["fate"], "intact")
        if direction == "to-provider":
            self.at_provider(packet, time)
        if direction == "to-phone":
            self.at_phone(self.phones[link], packet, frame, time)

    def at_provider(self, packet, time):
        if packet["traffic"] in ("submit", "submit-sealed"):
            self.come_in.setdefault(packet["message"], time)

    def at_phone(self, phone, packet, bytes_, time):
        action, message = packet["action"], packet.get("message")
        request = int.from_bytes(bytes_[1:5], "big")
        try:
            frame = k.read_frame(bytes_)
        except Refused:
            self.answers[phone.name, request] = "failure"
            return
        if frame["kind"] in ("bundle", "offer"):
            phone.take_bundle(action, message, frame, time)
        elif frame["kind"] == "deliver":
            answer = phone.take_envelope(action, message, frame["envelope"], time)
            self.answers[phone.name, request] = answer
        elif frame["kind"] == "accepted":
            phone.set_state(phone.submitted.pop(request, None), "accepted")
        elif frame["kind"] == "certificate":
            phone.certificate = frame["certificate"]
        elif frame["kind"] == "notice":
            phone.app.notice(frame["notice"])
            self.answers[phone.name, request] = "acknowledge"
        elif frame["kind"] == "new-device":
            phone.add_device(action, frame)
            self.answers[phone.name, request] = "acknowledge"
        elif frame["kind"] == "signed-device":
            self.answers[phone.name, request] = phone.take_signed_device(action, frame)
        elif frame["kind"] == "removed-device":
            phone.remove_device(frame["account"], frame["device"])
            self.answers[phone.name, request] = "acknowledge"
        elif frame["kind"] == "receipt":
            self.answers[phone.name, request] = "acknowledge"
            for sent, envelope in phone.sealed.items():
                if int.from_bytes(envelope[:8], "big") == frame["envelope_id"]:
                    phone.set_state(sent, "delivered")

    def check_leaves(self, what, layer, leaves):
        """Every byte lies in exactly one field, and it is the field that this reader took it
        for."""
        spans = layer["spans"]
        after = [span[3] for span in spans[1:]] + [0]
        theirs = [span[:3] for span, depth in zip(spans, after) if depth <= span[3]]
        same(f"{what}: fields", theirs, leaves)
        for number, (name, start, end, depth) in enumerate(spans):
            parts = list(itertools.takewhile(lambda span: span[3] > depth, spans[number + 1 :]))
            if parts:
                same(f"{what}: {name}", (start, end), (parts[0][1], parts[-1][2]))
        covered = [place for _, start, end in theirs for place in range(start, end)]
        same(f"{what}: bytes explained", covered, list(range(len(unhex(layer["bytes"])))))
        COUNTS["bytes explained"] += len(covered)

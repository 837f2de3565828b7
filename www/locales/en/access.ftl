### Who can read it: observers, findings, and how they come about.

## The table

matrix-title = Who can read it?
matrix-total-head = In all
matrix-message = Message { $number }, from { $name }
matrix-cell = { $who }, message { $number }: { $what }
matrix-total = { $count } of { $of } read
matrix-total-trials = { $count } of { $of }, at a price
matrix-empty = No message yet: write one on either phone, and this table says who can read it.
matrix-legend = What the marks mean
matrix-together = What do they read together?
matrix-who-else = Same keys, other hands
matrix-events = What else can happen?
matrix-evidence = Who notices?
matrix-compare = All rules compared
matrix-people = Everybody else?
matrix-together-row = { $count ->
    [0] Together
    [1] Together: 1
   *[other] Together: { $count }
}
matrix-together-hint = Pick two or more of them.

## The answer in one sentence

matrix-answer-nobody = Nobody.
matrix-answer-only = { $who }. Nobody else.
matrix-answer = { $who }.
matrix-answer-trials = Nobody at once; { $who } at a price.
matrix-answer-both = { $who }; at a price also { $others }.

# A list in a sentence: everything but the last, and the last.
access-list = { $first } and { $last }

## What an observer gets. Computed ids: `finding-`
## `.cell` stands in: “Provider, message 2: …”

finding-content = The text
    .cell = reads the text
finding-trials = The text, after 2ⁿ trials
    .cell = can find the text after about 2 to the power of { $log } trials
finding-metadata = Who wrote to whom
    .cell = sees who wrote to whom, not the text
    .unnamed = sees to whom it went, not from whom, and not the text
finding-exists = That something was sent
    .cell = sees that something was sent, no more
finding-nothing = Nothing
    .cell = has nothing of it

## Observers. Computed ids: `observer-`
## `.subject` begins a sentence, `.within` stands in one.

observer-alice = Alice
    .subject = Alice
    .within = Alice
observer-bob = Bob
    .subject = Bob
    .within = Bob
observer-alice-network = Alice’s network
    .subject = Alice’s network
    .within = Alice’s network
observer-bob-network = Bob’s network
    .subject = Bob’s network
    .within = Bob’s network
observer-provider = Provider
    .subject = The provider
    .within = the provider
observer-investigator = Investigator
    .subject = The investigator
    .within = the investigator
observer-agency = Escrow agency
    .subject = The escrow agency
    .within = the escrow agency
observer-custodian-1 = Custodian 1
    .subject = Custodian 1
    .within = custodian 1
observer-custodian-2 = Custodian 2
    .subject = Custodian 2
    .within = custodian 2
observer-custodian-3 = Custodian 3
    .subject = Custodian 3
    .within = custodian 3
observer-escrow-agent-1 = Escrow agent 1
    .subject = Escrow agent 1
    .within = escrow agent 1
observer-escrow-agent-2 = Escrow agent 2
    .subject = Escrow agent 2
    .within = escrow agent 2
observer-list-owner = List owner
    .subject = The list’s owner
    .within = the list’s owner
observer-thief = Thief
    .subject = The thief
    .within = the thief
observer-foreign-state = Foreign state
    .subject = The foreign state
    .within = the foreign state
observer-ceremony = Key ceremony
    .subject = The key ceremony
    .within = the key ceremony

## Who else? Computed ids: `who-else-`
## Comes later.

who-else-held = With every key that institutions have held from the beginning, no order, and one thing more:
who-else-nothing-held = No institution holds a key here: there is none to steal, share or demand. Without one, and with:
who-else-thief = A thief
    .has = what the provider still keeps
who-else-insider = An insider
    .has = all that passes the provider
who-else-foreign-state = A foreign state
    .has = what passes on Alice’s link

## Fields of metadata. Computed ids: `metadata-`
## Comes later.

metadata-from = From
metadata-to = To
metadata-time = Time
metadata-size = Size
metadata-address = Address
metadata-device = Device

## How?
## Comes later.

how-absent-title = How?
how-absent = At this moment of the run the message isn’t there. Step forward to it, or close this.
how-title = { $who }, message { $number } from { $name }
how-content = { $who } can read this message, with { $keys }.
how-content-open = { $who } can read this message, and needs no key for it.
how-trials = { $unit ->
    [one] { $who } can find the text by trying keys, about { $count } of them.
    [thousand] { $who } can find the text by trying keys, about { $count } thousand of them.
    [million] { $who } can find the text by trying keys, about { $count } million of them.
    [billion] { $who } can find the text by trying keys, about { $count } billion of them.
    [trillion] { $who } can find the text by trying keys, about { $count } trillion of them.
   *[other] { $who } could only find the text by trying keys: their number has { $count } digits.
}
how-no = { $person ->
    [alice] { $who } can’t read this message: she has { $has }, but lacks { $lacks }.
    [bob] { $who } can’t read this message: he has { $has }, but lacks { $lacks }.
   *[other] { $who } can’t read this message: it has { $has }, but lacks { $lacks }.
}
how-no-failed = { $who } can’t read this message: there is a key for it in these hands, but key and bytes don’t fit each other.
how-nothing = { $person ->
    [alice] { $who } knows nothing of this message: not one byte of it has reached her.
    [bob] { $who } knows nothing of this message: not one byte of it has reached him.
   *[other] { $who } knows nothing of this message: not one byte of it has come into its hands.
}
how-nobody = { $who } can’t read this message, and nobody else can.

how-fabricate = { $person ->
    [alice] { $who } could have made this message herself: what opens it also seals it. It proves nothing to others.
    [bob] { $who } could have made this message himself: what opens it also seals it. It proves nothing to others.
   *[other] { $who } could have made this message itself: what opens it also seals it. It proves nothing to others.
}

how-impersonate-title = Could it write as { $name } now?
how-impersonate-yes = Yes. { $peer }’s phone would show it as { $name }’s message; this was just tried on a copy of that phone.
how-impersonate-no = No. Whatever it can make and send in { $name }’s name, { $peer }’s phone doesn’t show it; this was just tried on a copy of that phone.

how-fields = What can be told
how-field-read = read
how-field-inferred = inferred
how-field-unknown = unknown

how-missing = { $count ->
    [one] What is missing
   *[other] What is missing: any one of these would do
}
how-missing-without-trials = What would save the search
how-in-hands = { $count ->
    [1] held by { $who }
   *[other] { $count } of them, held by { $who }
}
how-kind-none = No key in these hands applies to it.
how-kind-no-bytes = Without its bytes no key is of use.
how-kind-failed = A key that applies was tried, and it does not authenticate the bytes.
how-leaf-names-nobody = The LEAF beside it opens, and names a chip of whose key nobody has a half: it is false, or was changed on the way.

how-steps = Step by step
how-steps-to-metadata = How that much is known
how-from-step = from step { $number }
how-was-handed = It was handed over as it is.
    .exact = No step was needed: the thing itself came into these hands.
how-exactly = Exactly
how-show = Show these bytes

## Where a thing comes from. Computed ids: `origin-`
## Comes later.

origin-captured = { $person ->
    [alice] passed where she stands
    [bob] passed where he stands
   *[other] passed where it stands
}
origin-handshake = agreed at its beginning
origin-own-ratchet = { $person ->
    [alice] her own ratchet derived it
    [bob] his own ratchet derived it
   *[other] its own ratchet derived it
}
origin-public = published in the directory
origin-standing = held from the beginning
origin-passed-on = passed on by the provider, without an order
origin-order = released by an order
origin-seized = copied from a phone that was taken
origin-stolen = stolen, or sold
origin-watched = passed where somebody has been listening in
origin-searched = found by a search
origin-agreed-in-person = agreed between the owners, in person

## Things. Computed ids: `kind-`
## Comes later.
## `.within` stands in a sentence.

kind-packet = Sealed packet
    .within = the sealed packet
kind-frame = Opened record
    .within = the opened record
kind-envelope = Envelope
    .within = the envelope
kind-message = Sealed message
    .within = the sealed message
kind-content = Text
    .within = the text
kind-sighting = What can be told
    .within = what can be told of it
kind-trials = Number of trials
    .within = the number of trials
kind-record-key = Connection key
    .within = the connection’s key
kind-message-seed = Message key
    .within = the message’s own key
kind-chain-key = Chain key
    .within = the key of the message’s chain
kind-root-key = Root key
    .within = the session’s root key
kind-private-key = Private key
    .within = a private key of the session
kind-prekey = Prekey
    .within = a prekey of the phone
kind-identity-key = Identity key
    .within = a published identity key
kind-escrow-field = Escrow field
    .within = the escrow field
kind-standing-key = Agency’s key
    .within = the agency’s key
kind-key-share = Share of the agency’s key
    .within = a share of the agency’s key
kind-puzzle = Puzzle
    .within = the message’s puzzle
kind-abrasion = Session’s entry price
    .within = the session’s entry price
kind-log-line = Line of the log
    .within = the line of the log
kind-layered-text = Text under a layer of the owners
    .within = the text under the owners’ own layer
kind-layer-key = Key of the owners’ layer
    .within = the key of the owners’ own layer
kind-phone-store = Contents of a locked phone
    .within = the sealed contents of the phone
kind-store-key = Key of a phone’s contents
    .within = the key of the phone’s contents
kind-weak-secret = Secret bits of a weak key
    .within = the secret bits of its key
kind-abrasion-constant = Paid entry price
    .within = the session’s paid entry price
kind-backup = Sealed backup
    .within = the sealed backup
kind-backup-key = Backup key
    .within = the backup’s key
kind-leaf-field = LEAF
    .within = the session’s LEAF
kind-leaf-contents = Opened LEAF
    .within = what is in the LEAF
kind-family-key = Family key
    .within = the key of all chips
kind-unit-key-half = Half of a chip’s key
    .within = half of the chip’s key
kind-unit-key = Chip’s key
    .within = the chip’s key
kind-leaf-session-key = Session key
    .within = the session’s key
kind-work-factor-field = Field with wrapped bits
    .within = the field with the wrapped bits
kind-known-bits = Known bits of the key
    .within = some bits of the message’s key
kind-suite-mark = Mark of the suite
    .within = the mark of the suite
kind-voucher = Voucher
    .within = the message’s voucher
kind-voucher-match = Opened voucher
    .within = an opened voucher
kind-scan-threshold = Threshold
    .within = the threshold
kind-list-key = Key of the list
    .within = the key of the list
kind-scan-key = Scanning key
    .within = the phone’s scanning key
kind-sealed-message = Message with a sealed sender
    .within = the message with its sender sealed in
kind-identity-private-key = Identity key (private)
    .within = the recipient’s identity key
kind-anonymous-address = Address without a name
    .within = the address from which it came
kind-known-address = Address of an account
    .within = the address of an account

## Rules: how one thing follows from others. Computed ids: `rule-`
## Comes later.
## `.exact` names algorithm and specification.

rule-see-packet = Whoever sees a packet sees when it passed, between which addresses, and how long it is.
    .exact = The packet’s header is in the clear, and the length of a record is that of its text and 16 bytes of tag.
rule-open-record = The connection’s key opens the sealed packet.
    .exact = AES-256-GCM with the key of this direction; the nonce is the record’s place in the connection (Noise, revision 34, section 5.1).
rule-read-frame = The opened record carries an envelope.
    .exact = A submission or a delivery: its header is taken off, and the rest is the envelope.
rule-read-envelope = The envelope itself isn’t sealed: what lies in it can be taken out.
    .exact = The last field of the envelope: ratchet header, ciphertext and tag; under a rule without end-to-end encryption, the text as it is.
rule-see-envelope = The envelope says who wrote to whom, when, and how much.
    .exact = Sender, recipient, device and length are fields of the envelope in the clear.
rule-see-log-line = The provider’s log says who wrote to whom, when, and how much.
    .exact = A line of the relay’s log: time, sender if the envelope named one, recipient, length.
rule-read-access-field = Beside the message stands a field that the rule demands.
    .exact = The access field follows the message in the envelope: kind, length, bytes.
rule-advance-chain = From one key of a chain follow the keys of the messages after it.
    .exact = HMAC-SHA256 of the chain key: 0x01 gives the message seed, 0x02 the next chain key (Double Ratchet, revision 1, section 2.2).
rule-agree = The prekeys of a phone give the first key of a session that somebody begins with it.
    .exact = The responder’s side of X3DH (revision 1, section 3.4): X25519 of identity key, signed prekey and one-time prekey with the keys in the message’s header, then HKDF-SHA256. It counts only if the message opens with what follows.
rule-turn-ratchet = The state of a ratchet gives the key of the next chain.
    .exact = X25519 with the ratchet key in the message’s header, then HKDF-SHA256 with the root key as salt (Double Ratchet, revision 1, section 2.3).
rule-open-message = The message’s own key opens the sealed message.
    .exact = HKDF-SHA256 of the message seed gives key and nonce; AES-256-GCM opens, with both identity keys and the header bound in (Double Ratchet, revision 1, section 3.4).
rule-open-escrow = The agency’s key opens the escrow field; the message’s key lies in it.
    .exact = X25519 of the agency’s key with the field’s ephemeral key, HKDF-SHA256, AES-256-GCM; the message’s header is bound in.
rule-combine-shares = Two custodians’ shares together give the agency’s key.
    .exact = Shamir, 1979: two points fix a line for each byte, in GF(2^8); the agency’s public key shows whether the result is right.
rule-price-puzzle = The key lies behind a puzzle: whoever pays for the search has it.
    .exact = First the session’s discrete logarithm, then SHA-256 for each guess at the message’s puzzle (after Wright, Varia, “Crypto Crumple Zones”, 2018). It holds if the sender’s field is honest: both sizes are read from it.
rule-open-backup = The backup’s key opens the backup, and the texts stand in it.
    .exact = AES-256-GCM with the account’s backup key; the account’s name is bound in.
rule-open-weak = The secret bits that a search found give the key, and the message opens.
    .exact = Export suite: AES-128-GCM under the 40 bits and a public salt. Reduced work factor: HKDF-SHA256 of the bits with the header as salt, then AES-256-GCM.
rule-price-puzzle-alone = The session’s entry price is paid: only this message’s puzzle is left.
    .exact = 2^(c−1) hashes on average; c stands in the puzzle.
rule-open-layer = The owners’ own key opens what they had sealed before their app got it.
    .exact = AES-256-GCM with the key on which the owners agreed; the sender’s name is bound in.
rule-open-store = The key of the phone’s contents opens them: the texts and keys that lay on it.
    .exact = AES-256-GCM with a key that the phone derives from its passcode and from a key that never leaves it (HKDF-SHA256).
rule-open-leaf = The key that all chips share opens the LEAF: it says which chip sent it.
    .exact = One block of AES-128 under the family key: unit, wrapped session key, checksum (after FIPS 185, 1994; AES stands in for the cipher of then).
rule-join-halves = The halves of two escrow agents together are the chip’s key.
    .exact = The two halves, XORed.
rule-unwrap-session-key = The chip’s key opens the session’s key, in this LEAF and in every other one of this chip.
    .exact = The wrapped key XOR the first 10 bytes of AES-128 under the unit key; a checksum of 16 bits says whether it fits.
rule-seed-from-session-key = From the session’s key follows the key of each of its messages.
    .exact = HKDF-SHA256 of the 80-bit session key and the message’s header; it counts only if the message opens.
rule-open-voucher = The key of the list opens a voucher if its message is on the list.
    .exact = Private set intersection over Ristretto: the key gives the voucher’s key if the message’s digest is on the list, else nothing that opens.
rule-recover-scan-key = As many matches as the threshold says give the phone’s scanning key.
    .exact = Shamir, 1979: each matching voucher holds one share.
rule-open-scanned-seed = The scanning key opens the message key in each voucher that matched.
    .exact = AES-256-GCM under the scanning key; the message seed is what was sealed.
rule-price-weak-key = The key is weak: whoever has the message can try all keys.
    .exact = On average 2^(n−1) trials for n secret bits, each one HKDF-SHA256 and one tag of AES-256-GCM. It holds if the sender’s field is honest: n is read from it.
rule-price-suite = The message says that it has a weak key: whoever has it can try all keys.
    .exact = AES-128-GCM with 40 secret bits: 2^39 trials on average, each one block of AES against known plaintext. It holds if the sender’s field is honest: the suite is read from its mark.
rule-open-work-factor = The agency’s key opens some bits of the message’s weak key.
    .exact = X25519 of the agency’s key with the field’s ephemeral key, HKDF-SHA256, AES-256-GCM; n, k and the message’s header are bound in.
rule-price-known-bits = Whoever knows some bits of the key has only the others to try.
    .exact = On average 2^(n−k−1) trials: n secret bits, k of them known. It holds if the sender’s field is honest: n and k are read from it.
rule-read-addresses = Whoever opens a record sees from which address the request came.
    .exact = The source address in the packet’s header, beside the frame that was in its record.
rule-open-sealed = The recipient’s identity key takes the layer off that hides the sender; a certificate under it names the sender.
    .exact = Two layers, each X25519, HKDF-SHA256 and AES-256-GCM, with the recipient’s private identity key (after Signal’s sealed sender, version 1). The certificate has account, device and identity key of the sender, signed by the provider.
rule-infer-sender = The same address has registered an account: so it can be told who wrote.
    .exact = The source address of the submission without a name equals that of a registration; inferred, not read.

### The fourteen rules. Cloud backup is two, by who holds the key; a ghost device is two, by whether
### owners sign their devices.
###
### `.sentence` is for a picker, `.mechanism` is exact. `.pro` and `.con` are arguments of the
### sources that docs/REGIMES.md assigns to them, in our words; so is `.case`.
### Comes later: `.sentence`, `.mechanism`, `.real`, `.simplified`, `.missing`, `.gain`,
### `.others`, `.notice`, `.pro`, `.con`, `.case`.

## What a rule changes. Computed ids: `idea-`

idea-baseline = Where one starts
idea-holds-a-key = Who holds a key
idea-joins = Who joins
idea-looks-first = Who looks first
idea-how-strong = How strong
idea-keeps-a-copy = Who else keeps a copy

## The rules. Computed ids: `regime-`

regime-transport-only = Transport only
    .sentence = Messages are sealed on the way to the provider and away from it; the provider itself reads them.
    .mechanism = Each phone has a Noise channel to the provider. The text lies in the envelope, which the provider opens and seals again for the other phone.
    .real = The channels: Noise XX with AES-256-GCM, fresh keys for every connection.
    .simplified = One provider, and a short network header in place of IP, TCP and TLS. What the provider keeps, and for how long, is a setting.
    .missing = Calls, e-mail between several providers, and the interfaces by which networks hand over intercepted traffic.
    .gain = Content from the order on; of earlier messages as far as it reaches back and the provider keeps envelopes.
    .others = The provider, and whoever gets into its store or its interception interface: everybody’s messages.
    .notice = Nothing. An order leaves no trace on either phone.
    .pro = Denning: court-ordered interception is essential against serious crime and often can’t be replaced, so communications should be built to allow it.
    .con = Prevelakis and Spinellis: in Athens, unknown intruders turned a network’s built-in interception functions against the government itself.
    .case = In November 2024 FBI and CISA said that intruders in US telephone networks had copied information that was subject to court-ordered requests.

# Comes first: `.sentence`.
regime-end-to-end = End-to-end
    .sentence = Only the two phones can read a message; the provider carries it unread.
    .mechanism = X3DH starts a session and the Double Ratchet gives every message a key of its own. Only the ends hold keys, and used ones are deleted (forward secrecy).
    .real = X25519, XEdDSA, X3DH, Double Ratchet, AES-256-GCM, safety numbers.
    .simplified = One device for each person, no padding, and Signal’s design before its post-quantum parts.
    .missing = Groups and calls.
    .gain = Metadata: who, to whom, when, how much, on which device. No content: that is on the phones only.
    .others = Nobody has content without a phone. The provider has everybody’s metadata, and the network addresses too.
    .notice = Nothing is there to notice; safety numbers show whether the provider handed out the right keys.
    .pro = Abelson and others: forward secrecy limits what a break-in costs, and access for authorities would reverse it.
    .con = The statement of several governments of October 2020: encryption that rules out every lawful access to content creates severe risks to public safety.
    .case = After the Westminster attack of March 2017 the British Home Secretary called it completely unacceptable that such messages could not be read.

regime-sealed-sender = Sealed sender
    .sentence = As end-to-end, and the provider isn’t told who a message comes from.
    .mechanism = Sender and sender certificate lie inside an outer layer that only the recipient opens. It is submitted over a Noise NX connection, where the phone doesn’t authenticate, with a delivery token from the recipient.
    .real = Both layers (X25519, HKDF, AES-256-GCM), XEdDSA certificates, Noise NX, the token.
    .simplified = One key signs all certificates; the token is drawn, where Signal derives it from a profile key; AES-GCM stands in for AES-CTR with HMAC.
    .missing = Hiding the network address, and the recipient.
    .gain = Of what the target gets: recipient, time, size and device. Not who sent it, and nothing of what the target sends: that bears no name.
    .others = Nobody has content. The provider sees from which address a message comes, and infers the sender from that.
    .notice = Nothing.
    .pro = Signal: the service must know where a message goes; ideally it need not know who sends it.
    .con = Martiny and others: it doesn’t last over a conversation. Replies and receipts let the provider link two users after as few as five messages.
    .case = Signal announced it on 29 October 2018.

regime-key-escrow = Key escrow
    .sentence = Every message carries its key, locked so that an agency can open it.
    .mechanism = The seed of each message is wrapped to the agency’s public key (ephemeral X25519, HKDF, AES-256-GCM) beside the ciphertext, and bound to the message header. One standing private key unwraps them all.
    .real = The wrapping, on every message, and the unwrapping with the agency’s key.
    .simplified = The agency is a single party that answers an order with message keys and keeps its standing key.
    .missing = A proof that the field holds the right key: a modified app can fill it with random bytes.
    .gain = The keys of the target’s messages between start and end of the order; of earlier ones as far as it reaches back and the provider keeps envelopes.
    .others = Whoever steals the standing key and has envelopes from the provider: everybody’s messages, as far back as recorded. From one link alone they stay closed.
    .notice = 84 more bytes on every message, ordered or not. The order itself doesn’t show.
    .pro = Denning, 1994: key escrow joins strong encryption with safeguards against misuse of the keys; without access society could suffer severe losses from organised crime and terrorism.
    .con = Abelson and others: keys that open everything are a target that attracts attackers, and whoever gets them has the same power.
    .case = On 13 February 2024 the European Court of Human Rights (Podchasov v. Russia) found a statutory duty to decrypt end-to-end encrypted messages disproportionate.

regime-split-escrow = Split escrow
    .sentence = As key escrow, but three custodians hold parts of the key, and it takes two of them.
    .mechanism = The agency’s private key is shared 2-of-3 (Shamir, over GF(256)). A key ceremony rebuilds it from two shares, unwraps with it as long as there is an order, and destroys it then.
    .real = The sharing and the rebuilding; one share is uniform bytes, whatever the key.
    .simplified = Two custodians always come when there is an order. Shares carry no proof, so a false one spoils the key. The dealer who makes them knows the key and must forget it.
    .missing = Unwrapping without ever rebuilding the key (threshold decryption), hardware modules, vetting of custodians.
    .gain = The same as under key escrow, from the ceremony.
    .others = With envelopes from the provider, two custodians who collude, or whoever keeps what the ceremony had: everybody’s messages. One custodian: nothing more than without the share.
    .notice = 84 more bytes on every message. Who met whom at a ceremony doesn’t show.
    .pro = The White House, 1993, on Clipper: the key is split in two and stored with two independent entities, so that the escrow itself stays secure.
    .con = Abelson and others: police want access quickly, which makes it impractical to keep keys offline or split among several holders.

regime-clipper = Clipper
    .sentence = Each phone has a chip with a number; two agents hold the halves of the chip’s key.
    .mechanism = A law enforcement access field (LEAF) carries unit id, session key under the unit key, and a 16-bit checksum, all under a family key. The unit key is the XOR of the halves. The LEAF stands in the first messages of a session, until one is answered.
    .real = The published parts and lengths (32, 80 and 16 bits), and the check of the chip that receives.
    .simplified = AES-128 and SHA-256 stand in for what was classified: Skipjack, the LEAF mode, the checksum. Message keys derive from the 80-bit session key. The page states a price for keys of at most 64 bits, so for these none.
    .missing = Tamper-resistant hardware, and telephone speech.
    .gain = With the first messages: the unit key of whoever began the session, target or not, and so every session which that phone begins and whose LEAF is caught. An order after the first answer gets metadata, unless it reaches back and the provider keeps envelopes.
    .others = Both agents and whoever has the family key, together and with envelopes from the provider: everybody’s messages. Both agents without that key, or one with it: no content. The family key alone shows whose chip began a session.
    .notice = 27 more bytes on the first messages of a session. An app that tries LEAFs on its own chip finds one that passes in about 65,536 tries, and escapes the order: it is among the events.
    .pro = The White House, 1993: better privacy for telephone calls, and no new power to listen. NIST, 1994, on evasion: who wants it has simpler means, such as other devices or a second layer of encryption.
    .con = Blaze, 1994: rogue applications can talk to law-abiding ones without a valid LEAF, so the access fails against those who try.
    .case = Announced on 16 April 1993, approved as FIPS 185 in February 1994, withdrawn as obsolete in 2015.

regime-ghost-device = Ghost device
    .sentence = The provider quietly adds one more device to a conversation.
    .mechanism = Senders encrypt to every device of both accounts (Sesame). As long as there is an order, the provider lists an investigator’s device with the target’s, and the apps suppress the notice.
    .real = One session for each device, the added one included, with X3DH and Double Ratchet.
    .simplified = One device for each person besides the added one. The vendor’s part is reduced to a notice that isn’t shown.
    .missing = Groups and calls, which the published proposal had in mind.
    .gain = Content of what the target sends and gets as long as there is an order. Of earlier messages metadata at most.
    .others = Whoever controls the provider’s device lists, and apps that keep silent: new messages of any account.
    .notice = One more ciphertext for each message and one more device on the list. A device list signed by its owner exposes it: see “Ghost, signed devices”.
    .pro = Levy and Robinson: a provider can easily add a participant in silence; encryption stays end to end, and it intrudes no more than wiretaps do today.
    .con = The open letter of 47 signatories: users could no longer trust that they know who is at the other end, and new vulnerabilities arise.

regime-ghost-device-signed = Ghost, signed devices
    .sentence = The provider adds a device, and the apps want the owner’s signature for it.
    .mechanism = As with the ghost device, but apps encrypt to a device only if the account’s identity key has signed it. The provider can sign with the added device’s own key and with no other.
    .real = The signature (XEdDSA) over account, device and key, and the check on both phones.
    .simplified = Devices are signed one by one, so one that was signed once stays good. Phones know each other’s identity key from the first message on.
    .missing = A provider that replaces identity keys too: that is “Key substitution”.
    .gain = Metadata, as without any device.
    .others = Nobody, as long as the apps really check. Whoever makes the apps decides that.
    .notice = The refusal stands in the log of both phones.
    .pro = Levy and Robinson, on what this rule refuses: a provider can easily add a participant in silence; encryption stays end to end, and it intrudes no more than wiretaps do today.
    .con = The open letter of 47 signatories, on the same: users could no longer trust that they know who is at the other end, and new vulnerabilities arise.

regime-key-substitution = Key substitution
    .sentence = The provider hands each phone its own key in place of the other’s.
    .mechanism = A machine-in-the-middle attack through the key directory: each phone runs X3DH with the provider’s identity key, and the relay decrypts, reads and re-encrypts.
    .real = Two real sessions, one to each side, and the safety numbers that follow from their keys.
    .simplified = Keys are replaced before the session begins. The apps compare nothing by themselves.
    .missing = Key transparency: public logs in which phones look up what the directory says.
    .gain = Content of the messages that the order covers; of earlier ones as far as it reaches back and the provider keeps envelopes. No power to write: that is the provider’s.
    .others = The provider, without any order: everybody’s messages from the first one on, and the power to write in either name. Likewise whoever controls its directory and relay.
    .notice = The safety numbers differ. A phone that already has the right key refuses another one.
    .pro = Rosenstein: encryption under central management of keys is in wide use, and nobody calls it a back door.
    .con = Apple’s security engineers: servers that hand out keys face sophisticated attacks, so users should be able to verify that they write only to whom they intend.

regime-client-side-scanning = Client-side scanning
    .sentence = Before it sends, the phone compares each message with a list that it can’t read.
    .mechanism = Private set intersection over Ristretto on similarity digests: each message carries a voucher that opens only on a match, and gives its key only above a threshold of matches. The phone learns neither list nor outcome.
    .real = Blinded list, vouchers, threshold shares, and everything that opens them.
    .simplified = A 24-bit text digest stands in for a hash of pictures. No dummy vouchers, so the list’s owner can count matches below the threshold.
    .missing = Human review of matches, and scanning for unknown material by a classifier.
    .gain = Metadata. Matches open for the list’s owner, who needs no order for it.
    .others = The list’s owner, without an order: a copy of every envelope, so everybody’s metadata, and the text of matches once there are enough. Whoever may change the list: whatever it now matches. Nobody outside can see what is on it.
    .notice = 132 more bytes on every message: a voucher. Not whether it matched.
    .pro = Levy and Robinson: they found no reason why it could not be done safely in many situations; child safety and privacy need not exclude each other.
    .con = Abelson and others: it neither guarantees that crime is prevented nor prevents surveillance, and it can fail, be evaded and be abused.
    .case = Apple announced such a system in August 2021; a collision of the extracted hash was public within the month. It was dropped in December 2022.

regime-work-factor = Reduced work factor
    .sentence = Keys are short, and an agency is told part of each, so that only it can try out the rest.
    .mechanism = Of n secret bits of a message key, k are wrapped to the agency. It tries about 2^(n−k−1) keys, everybody else 2^(n−1).
    .real = Keys of n bits, and the wrapping of k of them.
    .simplified = AES-256-GCM under a key stretched from the n bits stands in for the ciphers of 1996. A search of all of it can be started, and will not end; an exercise does.
    .missing = The search machines of an agency. A browser’s speed says nothing about theirs.
    .gain = The messages that the order covers, with k bits of each key. The rest of each key must be searched: about 2^(n−k−1) trials, here 2^39.
    .others = Whoever records envelopes, as the provider can: 2^k times as many trials, and no order is needed. With the agency’s key too, as many as the investigator.
    .notice = 57 more bytes on every message. A search leaves no trace.
    .pro = Kaufman, for Lotus: as strong against the US government as anything that could then be exported, and stronger against all others.
    .con = Blaze and others, 1996: keys of 40 bits, which is what the agency had left to search, offer virtually no protection.
    .case = Lotus Notes, international edition, January 1996: 64-bit keys, 24 of the bits encrypted to a key of the NSA.

regime-export-grade = Export grade
    .sentence = Phones may choose a weak cipher that anybody with patience can break.
    .mechanism = Prekey bundles list suites; the export suite is AES-128-GCM with 40 secret bits. The lists here bear no signature, so the provider can strip the strong suite (a downgrade), and two strong phones use the weak one.
    .real = The suite, and the stripping.
    .simplified = AES-128-GCM stands in for RC4 and RC2. The list stands in a bundle, where TLS negotiates. A search takes days in a browser; an exercise, seconds.
    .missing = Lists with a signature, which would defeat the stripping; 512-bit RSA and Diffie-Hellman, which FREAK and Logjam broke.
    .gain = The messages that the order covers. Each must be searched: about 2^39 trials.
    .others = Whoever records envelopes, as the provider can: everybody’s messages at the same price. No order is needed.
    .notice = 4 more bytes on every message, which name the suite in use.
    .pro = McNamara for the NSA, 1999: to understand the secret communications of foreign adversaries is a unique advantage, and export controls on encryption serve to keep it.
    .con = Adrian and others: the weak suites outlived their rules, and two decades later served to downgrade connections meant to be strong.
    .case = FREAK (CVE-2015-0204) and Logjam, both 2015: attackers could force export-grade keys on web connections.

regime-crumple-zone = Crumple zone
    .sentence = Every message can be opened without its key, at a price set in advance.
    .mechanism = Each message’s seed hides behind a hash puzzle (crumpling); before a session’s first one stands a discrete logarithm modulo a prime (abrasion). Both can be solved without anybody’s secret.
    .real = Puzzles (SHA-256) and logarithm: the phones make them and check them, and the page can really solve them.
    .simplified = The price is small: seconds or minutes in a browser. The logarithm follows from the session’s secret.
    .missing = Large primes, for which most of the work is spent once and serves every session.
    .gain = The messages that the order covers, each for the price of its puzzle, after the entry price of its session. That stands in the first messages: without them there is metadata only.
    .others = Whoever records envelopes from the first on, as the provider can, and pays: everybody’s messages. No key, no order and no third party is needed.
    .notice = 44 more bytes on a message, 53 on those that can be the first of a session. Solving leaves no trace.
    .pro = Wright and Varia: no third party and no master key, and a price for every message that rules out mass surveillance.
    .con = Adrian and others: when many share one prime, the costly part is computed once and then serves against them all. Blaze and others: search gets cheaper by the year.

regime-warrant-bound = Warrant-bound escrow
    .sentence = The agency’s key opens a message only if a public log announced an order before it was sent.
    .mechanism = The provider passes every entry of a signed Merkle-tree log of activations on to the phones. Without one that covers sender or recipient, a phone wraps a random value of the same length, so that no key opens that message later.
    .real = The log with inclusion and consistency proofs (RFC 6962, RFC 9162), and the wrapping.
    .simplified = Every phone learns of every activation and whom it names; the published constructions hide it, with heavier primitives. One log with one key.
    .missing = Activations that hide their target (by a commitment), and gossip: a log that shows two phones two histories is found out only if they compare.
    .gain = Content of what the target sends and gets as long as there is an order. Of earlier messages metadata at most.
    .others = A thief of the agency’s key, with envelopes from the provider: messages sent under an activation, nothing else.
    .notice = 84 more bytes on every message, ordered or not. Every activation is in the log, with its target, and can be counted. A log that was rewritten fails its proofs.
    .pro = Green, Kaptchuk and Van Laer: access can be built so that it works only after a warrant is activated, which limits abuse by operators and the theft of keys.
    .con = Abelson and others, of any such system: how it would be governed across the world, and how it would respect human rights and the rule of law, are hard problems of their own.

regime-cloud-backup = Cloud backup
    .sentence = Phones leave a copy of their messages with the provider, who holds its key too.
    .mechanism = Each message that a phone sends or reads is sealed with AES-256-GCM under a backup key and uploaded. The provider has that key, so that a user who loses a phone gets the messages back.
    .real = The sealing, and the account name bound into it.
    .simplified = Texts only, each in a backup of its own, under 32 random bytes.
    .missing = Password-protected key vaults, recovery contacts, and what a user loses with the key.
    .gain = History, from before the order too: the target’s backups, and the key that opens them.
    .others = The provider, and whoever breaks into it. Messages of people who keep no backup are in their partner’s.
    .notice = A setting. Not that a backup was handed over.
    .pro = Rosenstein: key recovery for users who forget a password exists, is sought after, and isn’t called a back door; so access on a judge’s approval can be built.
    .con = Apple, February 2025: data breaches grow, so end-to-end encryption of cloud storage is more urgent than ever.
    .case = As of 21 February 2025 Apple no longer offers Advanced Data Protection to new users in the United Kingdom.

regime-cloud-backup-user-key = Cloud backup, user’s key
    .sentence = Phones leave a copy of their messages with the provider; only the user holds its key.
    .mechanism = Each message that a phone sends or reads is sealed with AES-256-GCM under a backup key that never leaves the phone, and uploaded. The provider keeps bytes that it can’t open.
    .real = { regime-cloud-backup.real }
    .simplified = { regime-cloud-backup.simplified }
    .missing = { regime-cloud-backup.missing }
    .gain = The target’s backups, sealed: no content without the user’s key.
    .others = Nobody without the key. The provider sees when a phone backs up, and how much.
    .notice = { regime-cloud-backup.notice }
    .pro = { regime-cloud-backup.con }
    .con = { regime-cloud-backup.pro }
    .case = { regime-cloud-backup.case }

### Help, safety numbers, and what is real.
### Comes later.

## What is real. Computed ids: `about-item-`

about-title = What is real here
about-lead = The cryptography is real and runs in your browser. The world around it is a model. Here is the line between the two.
about-private = This page talks to nobody: it loads its own parts and nothing else. What you type stays in its memory. The keys of a seeded run protect nothing: whoever has the seed has them all.

about-real = Real
about-item-real-1 = X25519 identity keys, with XEdDSA signatures as Signal deploys them
about-item-real-2 = Session start: X3DH with signed and one-time prekeys
about-item-real-3 = Double Ratchet, with skipped, late and repeated messages handled as its specification says
about-item-real-4 = AES-256-GCM for every message and every record
about-item-real-5 = Noise XX between phone and provider, with the provider’s key pinned
about-item-real-6 = Safety numbers: 60 digits from 5,200 rounds of SHA-512, as Signal computes them
about-item-real-7 = Every byte shown: what a point can open is computed from the keys that it has
about-item-real-8 = “Who can read it?”: every mark follows from bytes that opened with a key that somebody holds
about-item-real-9 = What a rule adds to the wire: keys, shares, logs and proofs are made and used

about-simplified = Simplified
about-item-simplified-1 = One device for each person, unless the rule adds one
about-item-simplified-2 = A network header of 15 bytes in place of IP, TCP and TLS
about-item-simplified-3 = A logical clock: nothing here takes real time
about-item-simplified-4 = No padding, so the length of a text shows in every size
about-item-simplified-5 = AES-GCM where Signal and WhatsApp use AES-CBC with HMAC
about-item-simplified-6 = The design of 2016–2023, without the post-quantum parts that Signal has added since
about-item-simplified-7 = Account names where messengers use phone numbers
about-item-simplified-8 = Seeds: all randomness of a run comes from one seed, so that it can be repeated

about-missing = Not modelled
about-item-missing-1 = Groups, calls, attachments, and devices that their owner links
about-item-missing-2 = Details of IP, TCP, TLS and DNS; mobile networks and push services
about-item-missing-3 = Side channels: timing, power, memory, typing patterns
about-item-missing-4 = How somebody breaks in, malware, and people who look over a shoulder
about-item-missing-5 = How a phone locks, stores and erases its keys in hardware

## The rule in force has lists of its own.

about-rule = The rule in force: { $name }

## Safety numbers

safety-title = Compare safety numbers
safety-lead = Both phones compute 60 digits from both identity keys. If somebody had put a key of their own between the phones, the digits would differ.
safety-on = On { $name }’s phone
safety-none = Not yet: this phone has no identity key of the other.
safety-copy = Copy the digits
safety-match = The numbers match: no other key stands between the two phones.
safety-differ = The numbers differ: the phones don’t hold each other’s identity keys.
safety-not-yet = Nothing to compare yet: a phone learns the other’s key with the first message.
safety-meaning = Until two people compare the digits in person or on a call, they trust the keys that the provider handed out.
safety-how = First half and second half are one fingerprint each: 30 digits from 5,200 rounds of SHA-512 over an identity key and its account, in sorted order.

## Help. Computed ids: `help-try-` `help-key-` `help-word-`

help-title = Help
help-tries = Four things to try
help-try-1 = Send a message.
    .is = Type on either phone and press Enter. Then move the tap along the path and watch what each point sees of it.
help-try-2 = Flip a bit.
    .is = On a link the connection ends and the message is sent again. Inside the provider the phone refuses the message. Undo brings everything back.
help-try-3 = Check the page.
    .is = Choose a message and let your browser’s own cryptography open it, or copy the key and open it in another tool.
help-try-4 = Ask how.
    .is = Choose a mark in the table “Who can read it?”: it opens into every step and every key, or into what is missing and who has it.

help-keys = Keyboard
help-key-1 = ← →
    .is = one packet back, one further; on the tap: move it along the path
help-key-2 = Shift+← Shift+→
    .is = one action back, one further
help-key-3 = Space
    .is = play, pause
help-key-4 = Ctrl+Z Ctrl+Y
    .is = undo, redo
help-key-5 = ↑ ↓ ← →
    .is = in the bytes and in the table: move from one to the next; in the bytes Home, End, Page Up and Page Down leap
help-key-6 = Enter Shift+Enter
    .is = in a chat: send; a new line
help-key-7 = Esc
    .is = close what lies over the page

help-words = Words
help-word-1 = Phone
    .is = one of the two simulated devices; it holds keys and sessions
help-word-2 = Provider
    .is = the messaging service: it hands out public keys and carries envelopes
help-word-3 = Link
    .is = the network between a phone and the provider
help-word-4 = Tap
    .is = the point where you stand and look
help-word-5 = Record
    .is = one encrypted parcel on a link
help-word-6 = Envelope
    .is = what the provider reads in order to deliver; the sealed message is in it
help-word-7 = Tag
    .is = a checksum that only the holders of the key can make

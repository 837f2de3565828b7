### What else can happen besides messages and orders.
### Comes later.

events-title = What else can happen?
events-lead = Each happens at this place of the run; undo takes it back.

## Groups. Computed ids: `events-`
events-investigator = The investigator
events-wrong = What goes wrong
events-owners = The owners, and time
events-groups = Who makes it happen

## Events. Computed ids: `event-`
## `.is` is one plain sentence, `.exact` says precisely what changes hands.

event-seize = Seize an unlocked phone
    .is = Its texts and keys are copied, and it goes back to its owner.
    .exact = Texts; identity, root, ratchet and chain keys, keys of messages to come, of connections, of a backup or a session of chips. What the ratchet has deleted is gone. With envelopes, later messages open as far as these keys lead, earlier ones only under keys that are not renewed (connection, backup, chips, signed prekey). With its prekeys, what others begin with it opens too.
event-seize-locked = Seize a locked phone
    .is = What lies on it is copied, but sealed: without the passcode it is noise.
    .exact = All that an unlocked phone gives, under AES-256-GCM with a key from the passcode and from a key in the phone’s hardware. Nothing is guessed: the hardware counts the tries, which is not modelled. Real phones that have been unlocked once hold some keys in memory; this one holds none.
event-compel = Compel the passcode
    .is = The owner is made to give it: with it, a locked phone that was seized opens.
    .exact = The key of the phone’s contents, which the phone derives from passcode and hardware key. Alone it opens nothing; with a locked phone that was seized, before or later, it gives all that lay on it then.
event-link-device = Link a device
    .is = A minute with the unlocked phone is enough: from now on every message also goes to it.
    .exact = The phone signs one more device into its account (XEdDSA), with keys of its own; both apps encrypt a copy of each message to it, in both directions. Nothing from before. It stands in the list of devices. The copies carry no field of the rule. Where senders are sealed, this page makes no copies.
event-implant = Plant a program on a phone
    .is = From now on it passes on all that the phone sends, gets and opens.
    .exact = What passes inside the phone from now on, with the keys of these messages, and the keys that the phone has for good: its identity key, and that of its backups. Texts that lie there already are not copied.
event-intercept = Listen in on a link
    .is = From now on every packet on this link is recorded.
    .exact = Sealed records: addresses, times, sizes. No key comes with them.
event-report = The recipient reports a message
    .none = No such message has come yet.
    .is = The provider is shown the last message that came, and can tell that it was really sent.
    .exact = Text, franking key, and the provider’s stamp of commitment, sender, recipient and time; the provider checks both MACs, and nobody else can. It does not rest on the tag of AES-GCM, which fixes no text. Where senders are sealed the stamp names none. Only messages sent since “Let messages be reported”.
event-demand-records = Order the records alone
    .is = The provider hands over who wrote to whom, when, and how much, and no more.
    .exact = The lines of the relay’s log about this account, from the beginning and from now on. No envelope, no key: institutions that hold keys are not asked.
event-demand-backups = Order the backups alone
    .is = The provider hands over the backups of this account.
    .exact = Those that lie there, and those that come from now on, with the key if the provider holds it. Under rules without backups there is nothing to hand over.
event-steal = A key is stolen, or sold
    .none = Under this rule nobody holds a key from the beginning.
    .is = A thief gets the secrets that somebody has held from the beginning.
    .exact = The secrets alone, and no envelope. They open what the thief can get at: see the next event.
event-enter = Somebody enters the provider’s interface
    .is = From now on a thief sees whatever passes inside the provider.
    .exact = Frames as they come out of the transport records, in both directions. Keys that the provider itself holds do not pass there.
    .do = Enter it
event-rob = A thief takes an unlocked phone
    .is = As with the seizure, but in other hands, and without any law.
    .exact = The same texts and keys as above.
event-demand-foreign = A foreign state demands the same
    .is = It gets what an order here would release, without an order of this country.
    .exact = The same capability in other hands: all that institutions and the provider release under an order on this account, from the beginning on, and what investigators have under this rule in any case. Whether it would be granted is no question of cryptography.
event-swap-list = The scanning list is swapped
    .none = Under this rule there is no list.
    .is = Whoever owns the list puts other things on it. No phone can read either list.
    .exact = Every app gets a new blinded table and uses it from its next message on; it has no way to tell what is on it. Here: “Dinner at ours on Thursday?”, “Please do.”, “Perfect.” and the like. What matched before no longer does.
    .do = Swap it
event-compare = Compare the safety numbers
    .is = Alice and Bob hold their phones side by side.
    .exact = 60 digits from both identity keys, as each phone has them (5,200 rounds of SHA-512). Equal: nobody stands between. Different: each session is with somebody else’s key. The result is in the log of both phones; nothing else changes.
    .do = Compare them
event-look-at-devices = Look at the list of devices
    .is = Does the app encrypt to anything but the other phone?
    .exact = The devices for which this phone makes a copy of every message. The result is in its log; nothing else changes.
event-frank = Let messages be reported
    .is = From now on each message carries, outside, a commitment to its text.
    .exact = HMAC-SHA256 of the text under a key that lies inside, 32 bytes beside the message; the provider stamps it when it relays the message. It says nothing about the text until the recipient reports it (message franking, as in Facebook’s “Secret Conversations”, 2016).
    .do = Let them be reported
event-add-layer = Add a layer of their own
    .is = Alice and Bob agree on a key in person, and seal what they write before the app gets it.
    .exact = AES-256-GCM under one key, from now on; the app carries the result as an ordinary text. Whatever opens the app’s messages then finds sealed bytes. Simplified: one key, never renewed. It is on both phones, and goes with them.
    .do = Agree on a key
event-change-app = Use another app
    .is = Alice and Bob go on with an app whose provider the rule does not reach.
    .exact = New accounts, keys and sessions (X3DH, Double Ratchet) at a provider with another address. Nobody in the table stands there; orders go to the old one, which keeps what it has. What has not left the old app, or waits there, does not arrive; what could be reported stays there. Whoever is on a phone or a link still is. Simplified: both change at once and show one chat.
    .do = Change the app
    .none = They use another app already.
event-modify = Use a modified app
    .is = It puts random bytes where the rule wants something for others.
    .exact = As many random bytes in place of the escrow field, puzzle, LEAF or voucher; sizes and key ids stay. An unmodified app of the other side refuses the message if it checks the field (puzzle, LEAF). A modified one checks nothing.
event-forge = Look for a false LEAF
    .is = The app tries random LEAFs on its own chip until one passes, and begins a new session with it.
    .exact = 16 bits of checksum: 65,536 tries are to be expected (Blaze, 1994). A LEAF fits one session key and one IV, so the app begins a session of its own; from its next message on all goes through that, answers too. The peer’s chip accepts the LEAF. What an order opens in it is random: no such chip, no key. Each try here is one AES-128 block and one SHA-256.
    .none = Nobody can here: it takes a phone with a chip, in reach of the provider, and the other phone’s keys.
event-delete = Delete the chat
    .is = The owner removes all messages from this phone.
    .exact = The texts on this phone alone, but for those that have not left it yet. The other phone, backups and envelopes elsewhere stay as they are.
event-disappear = Let texts disappear
    .is = What is written from now on goes from both phones after some days.
    .exact = It goes when days pass (below). What a phone had given away before is not called back: backups, envelopes elsewhere, a phone that was seized. Simplified: both phones learn of the setting at once, not by a message.
event-wait = Nothing happens
    .is = Days pass without a message.
    .exact = What the provider keeps for some days only is gone when these are over. Where senders are sealed, phones get new certificates.
    .do = { $days ->
        [one] 1 day
       *[other] { NUMBER($days) } days
    }

## What these actions are called. Computed ids: `action-`
action-seize-investigator = { $name }’s phone is seized
action-seize-thief = A thief takes { $name }’s phone
action-seize-locked-investigator = { $name }’s locked phone is seized
action-seize-locked-thief = A thief takes { $name }’s locked phone
action-compel = { $name } has to give the passcode
action-demand-records = The records about { $name } are ordered
action-demand-backups = The backups of { $name } are ordered
action-demand-foreign = A foreign state demands { $name }’s messages
action-frank = Messages can be reported from now on
action-report = A message is reported
action-compare = Alice and Bob compare their safety numbers
action-look-at-devices = { $name } looks at the list of devices
action-add-layer = Alice and Bob add a layer of their own
action-change-app = Alice and Bob use another app
action-modify = { $name } uses a modified app
action-forge = { $name }’s app has found a false LEAF
action-disappear = { $days ->
    [one] Texts are to disappear after a day
   *[other] Texts are to disappear after { NUMBER($days) } days
}
action-steal-from-provider = A key is stolen from the provider
action-link-device = A device is linked to { $name }’s account
action-swap-list = The scanning list is swapped
action-implant = A program gets onto { $name }’s phone
action-intercept = Somebody listens in on { $name }’s link
action-steal = A key is stolen from { $who }
action-enter = Somebody enters the provider’s interface
action-delete = { $name } deletes the chat
action-wait = { $days ->
    [one] A day passes
   *[other] { NUMBER($days) } days pass
}

## On a phone
phone-deleted = The chat was deleted on this phone.

## In the bar below
play-move-earlier = Move earlier: { $what }
play-move-later = Move later: { $what }

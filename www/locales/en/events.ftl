### What else can happen besides messages and orders.
### Comes later.

events-title = What else can happen?
events-lead = Each of these happens at this place of the run. The table answers at once; undo takes it back.

## Groups. Computed ids: `events-`
events-investigator = The investigator’s other ways
events-wrong = What goes wrong
events-owners = What the owners do, and time

## Events. Computed ids: `event-`
## `.is` is one plain sentence, `.exact` says precisely what changes hands.

event-seize = Seize an unlocked phone
    .is = Its texts and keys are copied, and it goes back to its owner.
    .exact = Texts; identity, root, ratchet and chain keys, keys of messages to come, of connections, of a backup or a session of chips. What the ratchet has deleted is gone. With envelopes, later messages open as far as these keys lead, earlier ones only under keys that are not renewed (connection, backup, chips). Left out: prekeys, and so sessions that this phone has not begun yet.
event-implant = Plant a program on a phone
    .is = From now on it passes on all that the phone sends, gets and opens.
    .exact = What passes inside the phone from now on, with the keys of these messages, and the keys that the phone has for good: its identity key, and that of its backups. Texts that lie there already are not copied.
event-intercept = Listen in on a link
    .is = From now on every packet on this link is recorded.
    .exact = Sealed records: addresses, times, sizes. No key comes with them.
event-steal = A key is stolen, or sold
    .is = A thief gets the secrets that somebody has held from the beginning.
    .exact = The secrets alone, and no envelope. They open what the thief can get at: see the next event.
event-enter = Somebody enters the provider’s interface
    .is = From now on a thief sees whatever passes inside the provider.
    .exact = Frames as they come out of the transport records, in both directions. Keys that the provider itself holds do not pass there.
    .do = Enter it
event-rob = A thief takes an unlocked phone
    .is = As with the seizure, but in other hands, and without any law.
    .exact = The same texts and keys as above.
event-delete = Delete the chat
    .is = The owner removes all messages from this phone.
    .exact = The texts on this phone alone, but for those that have not left it yet. The other phone, backups and envelopes elsewhere stay as they are.
event-wait = Nothing happens
    .is = Days pass without a message.
    .exact = What the provider keeps for some days only is gone when these are over. Where senders are sealed, phones get new certificates.
    .do = { $days ->
        [one] 1 day
       *[other] { NUMBER($days) } days
    }
event-none = Under this rule no institution besides the provider holds a key from the beginning.

## What these actions are called. Computed ids: `action-`
action-seize-investigator = { $name }’s phone is seized
action-seize-thief = A thief takes { $name }’s phone
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

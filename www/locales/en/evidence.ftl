### What the owners of the phones could notice.
### Comes later.

evidence-title = What could they notice?
evidence-lead = What shows on each owner’s own phone, if they look for it.
evidence-none = Nothing so far.
evidence-note = Computed from the state and the log of each phone. What happens elsewhere, a stolen key or a recorded link, shows on no phone.

## Computed ids: `evidence-`
## `.where` says where it shows.
evidence-safety-number = The safety number is not that of { $peer }’s phone.
    .where = Held side by side, the two differ: each phone’s session is with somebody else’s key.
evidence-more-devices = { $count ->
    [one] Every message also goes to one more device.
   *[other] Every message also goes to { NUMBER($count) } more devices.
}
    .where = In the list of devices to which the app encrypts, and in one more envelope for each message.
evidence-devices-refused = { $count ->
    [one] The app has refused a device.
   *[other] The app has refused { NUMBER($count) } devices.
}
    .where = In the log of the phone.
evidence-log-entries = { $count ->
    [one] The public log has an entry.
   *[other] The public log has { NUMBER($count) } entries.
}
    .where = In the log of the phone, and for everybody who reads the public log.
evidence-lists-replaced = { $count ->
    [one] The scanning list was replaced.
   *[other] The scanning list was replaced { NUMBER($count) } times.
}
    .where = In the log of the phone. What is on it, the phone can’t tell.
evidence-more-bytes = Messages carry up to { NUMBER($count) } bytes for somebody else.
    .where = In the envelopes that leave or reach the phone, as a field of its own.
evidence-backups = { NUMBER($count) } bytes of backups have left the phone.
    .where = In the traffic of the phone.
evidence-weak-cipher = The session uses a cipher with short keys.
    .where = In the suite on which the session runs.
evidence-not-end-to-end = Messages pass open to the provider.
    .where = In the envelope: the text stands there as it is.
evidence-messages-refused = { $count ->
    [one] The phone has refused a message.
   *[other] The phone has refused { NUMBER($count) } messages.
}
    .where = In the chat, or in the log of the phone.

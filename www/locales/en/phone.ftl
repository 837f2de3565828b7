### The two phones: chat, keys, safety number.

phone-name = { $name }’s phone
phone-chat = Chat with { $name }
phone-empty = No messages yet. Write one: it leaves at once, and you see it pass.
phone-empty-offline = No messages yet. Write one: it waits here until this phone is online.
phone-write = Message to { $name }
phone-send = Send
phone-too-long = { NUMBER($bytes) } of { NUMBER($limit) } bytes: shorten it to send it. Nothing is lost.
phone-keys = Keys
phone-safety-number = Safety number
phone-network = { $name }’s network
phone-earlier = { NUMBER($count) } earlier
phone-online = Online
phone-offline = Offline

## Computed ids: `phone-connection-`
phone-connection-connected = Connected
phone-connection-connecting = Connecting…
phone-connection-offline = No network

## Ticks. Computed ids: `phone-delivery-`
phone-delivery-waiting = Waiting
phone-delivery-accepted = Sent
phone-delivery-delivered = Delivered
phone-delivery-failed = Not sent

phone-unreadable = A message that can’t be opened: { $why }
phone-unreadable-why = it could not be opened with the keys that this phone has.

### Who is in touch with whom.
### Comes later.

contacts-title = Who knows whom?
contacts-lead = To tell who is in touch with whom, no message needs to be opened. Choose who looks, and see how many people come with one.
contacts-people = People in this town
contacts-progress = Conversations judged
contacts-counting = { NUMBER($count) } of { NUMBER($of) } conversations played and judged …
contacts-comparing = Times are compared …
contacts-counted = { NUMBER($people) } people, { NUMBER($pairs) } conversations: all played and judged.

## Whose contacts, who looks, how quickly people answer. Computed ids: `contacts-choice-`

contacts-choice-of = Whose contacts?
contacts-choice-of-alice = { party-alice }
contacts-choice-of-bob = { party-bob }

contacts-choice-eyes = Who looks?
contacts-choice-eyes-provider = The provider
    .how = It relays for everybody, so it sees the whole town, and not one person’s contacts only.
contacts-choice-eyes-times = The provider, by times alone
    .how = ≈ An estimate. People answer: soon after a message for one of two acquaintances there is often one for the other. For that the relay needs no sender, and no address.
contacts-choice-eyes-order = An order on { $name }
    .how = The relay’s records about { $name }: whoever stands there beside { $name }.
contacts-choice-eyes-orders = And an order on each contact
    .how = First on { $name }, then on whoever stands in those records. It can show who else is involved, and takes in whoever merely knows somebody.
contacts-choice-eyes-network = { $name }’s network
    .how = It sees that { $name }’s phone talks to the provider, when and how much. Not with whom.

contacts-choice-pace = People answer
contacts-choice-pace-quick = within a minute
contacts-choice-pace-slow = within two hours

## What comes of it.

contacts-swept = { NUMBER($swept) } of { NUMBER($others) } others come with { $name }: { NUMBER($one) } one step away, { NUMBER($two) } two. None of them is a target.
contacts-wait = Nobody so far …
contacts-none = Nobody is known to be in touch with { $name }.
contacts-orders = { $orders ->
    [one] { NUMBER($orders) } order, on { $name }.
   *[other] { NUMBER($orders) } orders; all but the first are on people for being in touch with { $name }.
}
contacts-inferred = ≈ Inferred, not read, and dashed: for { NUMBER($inferred) } pairs no sender stands on a message, but it comes from an address that a phone has also used under its name.
contacts-asked = The drawing counts messages. Besides, for { NUMBER($asked) } of { NUMBER($of) } pairs the provider saw one ask under its name for the other’s keys. In this protocol that alone gives them away.
contacts-one-step = One step:
contacts-two-steps = Two steps:
contacts-nobody = nobody

## By times alone

contacts-times = ≈ { NUMBER($one) } inferred to be in touch with { $name }. This page knows the truth: { NUMBER($right) } right, { NUMBER($wrong) } wrong, { NUMBER($two) } missed.
    .exact = For each account: how many of its messages came within a minute of one for the target. Then its times are moved around the week, ten moves for each account in town; it stands out if no move gives as many. If times had nothing to do with each other, about one town in ten would name somebody.
    .source = The idea is that of Martiny and others: messages back and forth give a sealed sender away, the more so with receipts. Here the provider has nobody to send a receipt to, so it rests on answers that people write.
contacts-named = ≈ Inferred:
contacts-missed = Missed:
contacts-note = Real: each conversation is a run of its own under the rule in force, and the engine says who tells sender and recipient of its messages; Alice’s and Bob’s is the one on the page. Simplified: the others, whom they know and when they write are invented. Each pair writes twelve messages a week, never at night, and everybody uses this provider.

## First names for people who are invented: 66 short ones, with spaces between.

contacts-names = Mona Ilan Zara Wim Noah Jin Ben Edda Kai Ali Mei Rafi Eda Dana June Dina Rita Tom Erik Adem Mari Uma Pim Isa Ines Amal Lulu Sven Maja Lia Yael Lior Theo Ella Ada Ingo Esra Kim Lucy Omar Levi Tim Paul Tara Sina Suki Kate Rina Eli Jude Aris Jack Josh Dave Lina Lea Ute Neil Fadi Aino Lena Max Maya Linh Zeno Emma

### Checking a ciphertext with the browser’s own cryptography.
### Comes later.

check-title = Check it with your browser’s own cryptography
check-lead = Don’t take this page’s word for it. Your browser has an implementation of its own (WebCrypto), made by other people. Give it the same key and the same bytes, and see whether it finds the same text.
check-run = Take { $name }’s seed and check
check-absent = Over plain http the browser withholds its cryptography from pages: open this page over https or from localhost. The values below work in any other tool.
check-none = The packet that is shown holds no sealed message.
check-failed = The browser’s own cryptography refused to work here.

## Whose seed it is. Computed ids: `check-source-`

check-source-opened = The seed is { $name }’s: that phone opened the message with it and then deleted it. The page remembers it for teaching.
check-source-refused = The seed is the one that { $name }’s phone worked out for these bytes. It refused them: the tag didn’t fit.
check-source-sealed = No phone has opened these bytes. The seed is { $name }’s, whose phone sealed the message.

check-lacks = This point lacks it.
check-has = This point has had it.

## Steps and outcome

check-step-derive = HKDF-SHA256 turned the seed into 44 bytes: a key of 32 and a nonce of 12.
check-step-opened = AES-256-GCM opened the ciphertext:
check-step-refused = AES-256-GCM refused the ciphertext: the tag doesn’t fit.
check-step-flipped = With one bit flipped, it refused.
check-step-flipped-opened = With one bit flipped, it opened all the same.
check-verdict-same = Your browser finds the same plaintext, and refuses a changed one.
check-verdict-refused = Your browser refuses these bytes too: they are not what the sender sealed.
check-verdict-differs = Your browser and this page disagree. That should never happen; please report it.

## The values. Computed ids: `check-value-`

check-values = For another tool
check-copy = Copy { $what }
check-copy-python = Copy as Python
check-value-seed = Message seed
check-value-key = Key
check-value-nonce = Nonce
check-value-associated-data = Associated data
check-value-ciphertext = Ciphertext and tag

"""Checks the published vectors with the reference implementation.

    python3 tests/reference [FILE …]

Without files: everything in tests/vectors. From the seed and the private keys in a file this
derives everything again: the keys from the seed, the Noise handshakes, every record on both
links, every X3DH agreement, every ratchet step, every message key; it opens every message, and
compares every intermediate value with the file. Of a conversation under a rule about access it
also makes every access field again, and works out from what each observer saw and was handed
what that observer can read, which of those bytes it could have made, and whether a phone takes
what it forges. The first difference ends the run.
"""

import json
import sys
from pathlib import Path

from conversation import Conversation
from keyhole_reference import COUNTS, Difference, Refused, same
from published import check_noise, check_safety_number, check_xeddsa
from regime import RegimeConversation

VECTORS = Path(__file__).resolve().parent.parent / "vectors"


def check_conversation(path):
    vector = json.loads(path.read_text())
    if vector["format"] == "keyhole-regime-1":
        RegimeConversation(vector).check()
        COUNTS["conversations under a rule about access"] += 1
        return
    same("format", vector["format"], "keyhole-conversation-1")
    Conversation(vector).check()
    COUNTS["conversations"] += 1


def main(arguments):
    paths = [Path(argument) for argument in arguments]
    if not paths:
        names = ("noise-xx.json", "xeddsa.json", "safety-number.json")
        paths = [VECTORS / "third-party" / name for name in names]
        for kind in ("conversation", "regime"):
            found = sorted(VECTORS.glob(f"{kind}-*.json"))
            if not found:
                sys.exit(f"{VECTORS} has no {kind}-*.json; `cargo xtask vectors` writes them")
            paths += found
    checks = {
        "noise-xx.json": check_noise,
        "xeddsa.json": check_xeddsa,
        "safety-number.json": check_safety_number,
    }
    for path in paths:
        try:
            checks.get(path.name, check_conversation)(path)
        except Difference as difference:
            sys.exit(f"{path.name}: {difference}")
        except Refused as refused:
            sys.exit(f"{path.name}: a phone would refuse this where the file goes on: {refused}")
        except (LookupError, TypeError, ValueError) as error:
            sys.exit(f"{path.name}: not a conversation of this format ({error!r})")
    for what, count in COUNTS.items():
        print(f"{count:>7} {what}")
    opened, messages = COUNTS["records opened"], COUNTS["messages decrypted"]
    print(f"{opened} records opened, {messages} messages decrypted; nothing differs")


if __name__ == "__main__":
    main(sys.argv[1:])

"""A second implementation of docs/PROTOCOL.md, sections 2 to 14 and 19.

It follows that document, shares no code with Keyhole, and needs nothing but Python 3.9 and the
package `cryptography`. `../__main__.py` runs it over the published vectors.
"""

from .access import *
from .crumple import *
from .escrow import *
from .layouts import *
from .log import *
from .primitives import *
from .ratchet import *
from .reader import *
from .scan import *
from .sealed_sender import *
from .sessions import *
from .suites import *
from .transport import *

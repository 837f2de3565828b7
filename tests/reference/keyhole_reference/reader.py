"""Takes bytes apart (section 1)."""

from .primitives import Refused, is_canonical


class Reader:
    """Takes fields off the front of bytes, and notes which field each byte belongs to."""

    def __init__(self, data, at=0, leaves=None):
        self.data, self.at, self.leaves = data, at, [] if leaves is None else leaves

    def left(self):
        return len(self.data) - self.at

    def take(self, count, name=None):
        if count < 0 or count > self.left():
            raise Refused("malformed")
        self.at += count
        self.leaves.append([name, self.at - count, self.at])
        return self.data[self.at - count : self.at]

    def number(self, count, name=None):
        return int.from_bytes(self.take(count, name), "big")

    def text(self, count, name=None):
        try:
            return self.take(count, name).decode("utf-8")
        except UnicodeDecodeError as error:
            raise Refused("malformed") from error

    def one_of(self, count, name, meanings):
        value = self.number(count, name)
        if value not in meanings:
            raise Refused("malformed")
        return meanings[value]

    def length_and_bytes(self, name):
        """length (2) ‖ bytes: a reader over these bytes, whose leaves are ours."""
        length = self.number(2, name)
        if length > self.left():
            raise Refused("malformed")
        inside = Reader(self.data[: self.at + length], self.at, self.leaves)
        self.at += length
        return inside

    def public_key(self, name):
        key = self.take(32, name)
        if not is_canonical(key):
            raise Refused("malformed")
        return key

    def finish(self):
        if self.left():
            raise Refused("malformed")

    def rest(self):
        return self.data[self.at :]


def read_account(r, length_name, name):
    length = r.number(1, length_name)
    if length == 0:
        raise Refused("malformed")
    return r.text(length, name)

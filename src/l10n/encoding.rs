//! How the tables hold the messages: one text per language instead of a pointer and a length
//! per message and part, which would be most of what the page stores.
//!
//! A list of strings is one piece of data, and where in it every [`STRIDE`]th string starts.
//!
//! Messages stand one after the other, each but the last followed by [`SEPARATOR`]. What isn't
//! plain text in a message starts with a mark, a character that no message may contain
//! (U+0000 to U+0007; the build refuses it):
//!
//! | In the file                   | In the table                                         |
//! |-------------------------------|------------------------------------------------------|
//! | `{ $name }`                   | [`VARIABLE`] `name` [`END`]                          |
//! | `{ NUMBER($name) }`           | [`GROUPED`] `name` [`END`]                           |
//! | `{ $name -> … }`              | [`CHOICE`] `name` [`END`], the options, [`END`]      |
//! | `[0] text`                    | [`NUMBER`] `0` [`END`] `text`                        |
//! | `[one] text`                  | [`NAME`] `one` [`END`] `text`                        |
//! | `*[other] text`, always last  | [`OTHERWISE`] `text`                                 |
//!
//! There are two such pieces for a language: what a first visit needs, and what comes later.
//! Each has an empty text in place of what is in the other.
//!
//! An option's text may contain marks again. Ids are sorted and share their beginnings: each is
//! [`SHARED`] plus the number of bytes that it has in common with the id before, and then the
//! rest of it. Those that start a stride have nothing in common.

/// Every so many strings, the table says where the next one starts.
pub(super) const STRIDE: usize = 16;

/// Stands between two messages.
pub(super) const SEPARATOR: u8 = 0;
/// Starts an argument.
pub(super) const VARIABLE: u8 = 1;
/// Starts an argument whose digits stand in groups.
pub(super) const GROUPED: u8 = 2;
/// Starts a choice.
pub(super) const CHOICE: u8 = 3;
/// Starts an option for one number.
pub(super) const NUMBER: u8 = 4;
/// Starts an option for one text, or for one plural category.
pub(super) const NAME: u8 = 5;
/// Starts the option for everything else.
pub(super) const OTHERWISE: u8 = 6;
/// Ends a name and a choice.
pub(super) const END: u8 = 7;

/// Starts an id, with the length of its shared beginning in the lower bits.
pub(super) const SHARED: u8 = 0x80;

/// Whether a byte is one of the marks above, [`SHARED`] aside.
pub(super) const fn is_mark(byte: u8) -> bool {
    byte <= END
}

//! What there is to try on one message.

use crate::{
    crypto::{
        aead,
        secret::{AbrasionConstant, ExportSecret, FrankingKey, MessageSeed, WeakSecret},
        suite::Suite,
        weak,
    },
    mechanism::{
        Layout,
        abrasion::AbrasionField,
        crumple::PuzzleField,
        export::{self, Target},
        forgery::Forgery,
        leaf::LeafField,
    },
    people::{self, contacts},
    wire::Content,
    world::{Run, regime},
};

/// One kind of trial on one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// The 40 secret bits of a key of the export suite.
    Export(Sealed),
    /// The secret bits of a reduced key.
    Reduced {
        /// How many secret bits there are.
        secret_bits: u8,
        /// The message.
        sealed: Sealed,
    },
    /// The logarithm before the puzzles of a session: one walk, which can't be divided.
    Logarithm(AbrasionField),
    /// What is read of other people ([`crate::people`]): a candidate is a pair, numbered from 1.
    People {
        /// The run on the page.
        run: Run,
        /// How far it has come, in actions.
        actions: u32,
    },
    /// A LEAF that a chip accepts: a candidate is a random block ([`crate::mechanism::forgery`]).
    Leaf(Forgery),
    /// What is counted of each rule ([`crate::compare`]): a candidate is a place in the list of
    /// rules, numbered from 0.
    Compare {
        /// The run on the page.
        run: Run,
        /// How far it has come, in actions.
        actions: u32,
    },
    /// Who tells what two acquaintances' conversation shows ([`contacts`]): a candidate is a pair of
    /// a town, numbered from 0.
    Contacts {
        /// The run on the page.
        run: Run,
        /// How far it has come, in actions.
        actions: u32,
    },
    /// Whether accounts stand out by times alone: a candidate is an account, numbered from 0.
    Times {
        /// How many people there are.
        people: u16,
        /// Whose contacts are looked for.
        target: u16,
        /// What the relay saw.
        events: Vec<contacts::Event>,
    },
    /// The puzzle before a message's seed.
    Puzzle {
        /// The puzzle.
        field: PuzzleField,
        /// What the logarithm gave.
        constant: AbrasionConstant,
        /// The message.
        sealed: Sealed,
    },
}

/// A message as somebody sees it who tries keys on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The ratchet header.
    pub header: Vec<u8>,
    /// What may be its associated data: one for each pair of published identity keys.
    pub associated_data: Vec<Vec<u8>>,
    /// Ciphertext and tag.
    pub ciphertext: Vec<u8>,
}

/// What a search has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The secret bits of a weak key, as a number.
    Secret(WeakSecret),
    /// The seed of a message.
    Seed(MessageSeed),
    /// The logarithm of a session's abrasion: what its puzzles need.
    Constant(AbrasionConstant),
    /// A LEAF that a chip accepts, with its IV.
    Leaf(LeafField),
}

impl Found {
    /// Which kind (1) ‖ its bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Secret(it) => [&[1], it.reveal().as_slice()].concat(),
            Self::Seed(it) => [&[2], it.reveal().as_slice()].concat(),
            Self::Constant(it) => [&[3], it.reveal().as_slice()].concat(),
            Self::Leaf(it) => [&[4], it.iv.0.as_slice(), &it.leaf.0].concat(),
        }
    }

    /// What was found, as bytes: 8 of a secret, 16 of a LEAF, else 32.
    #[must_use]
    pub fn secret(&self) -> &[u8] {
        match self {
            Self::Secret(it) => it.reveal().as_slice(),
            Self::Seed(it) => it.reveal().as_slice(),
            Self::Constant(it) => it.reveal().as_slice(),
            Self::Leaf(it) => it.leaf.0.as_slice(),
        }
    }

    /// Reads it.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (kind, rest) = bytes.split_first()?;
        Some(match kind {
            1 => Self::Secret(WeakSecret::from_bytes(rest.try_into().ok()?)),
            2 => Self::Seed(MessageSeed::from_bytes(rest.try_into().ok()?)),
            3 => Self::Constant(AbrasionConstant::from_bytes(rest.try_into().ok()?)),
            4 => Self::Leaf(LeafField::decode(rest).ok()?),
            _ => return None,
        })
    }
}

impl Sealed {
    /// With what the text may begin: kind and length are known, of a text and of one that can be
    /// reported ([`crate::wire::Content`]).
    fn beginnings(&self) -> [[u8; 3]; 2] {
        let text = self.ciphertext.len().saturating_sub(aead::TAG_LENGTH);
        [(1, Content::HEADER), (2, Content::HEADER + FrankingKey::LENGTH)].map(|(kind, beside)| {
            let length = u16::try_from(text.saturating_sub(beside)).unwrap_or(u16::MAX);
            let [high, low] = length.to_be_bytes();
            [kind, high, low]
        })
    }

    /// Whether the message opens so under one of the associated data.
    fn opens(&self, open: impl Fn(&[u8]) -> bool) -> bool {
        self.associated_data.iter().any(|it| open(it))
    }

    /// Whether a seed opens it, in the usual suite.
    fn opens_with(&self, seed: &MessageSeed) -> bool {
        let keys = Suite::Aes256Gcm.derive(seed, &self.header);
        self.opens(|it| Suite::Aes256Gcm.open(&keys, it, &self.ciphertext).is_ok())
    }
}

impl Task {
    /// The numbers that can be it: from 0 to this one. Nothing for what can't be divided.
    #[must_use]
    pub fn last(&self) -> Option<u64> {
        let bits = match self {
            Self::Export(_) => 40,
            Self::Reduced { secret_bits, .. } => u32::from(*secret_bits),
            Self::Puzzle { field, .. } => u32::from(field.cost().bits()),
            Self::Logarithm(_) => return None,
            Self::People { .. } => return Some(people::MOST.into()),
            Self::Leaf(_) => 64,
            Self::Compare { .. } => {
                return Some(
                    u64::try_from(regime::ALL.len().saturating_sub(1)).unwrap_or_default(),
                );
            }
            Self::Contacts { .. } => return Some(u32::MAX.into()),
            Self::Times { people, .. } => return Some(people.saturating_sub(1).into()),
        };
        Some(u64::MAX.checked_shr(64_u32.saturating_sub(bits)).unwrap_or_default())
    }

    /// Stable name, used in locale files.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Export(_) => "export",
            Self::Reduced { .. } => "reduced",
            Self::Logarithm(_) => "logarithm",
            Self::Puzzle { .. } => "puzzle",
            Self::People { .. } => "people",
            Self::Leaf(_) => "leaf",
            Self::Compare { .. } => "compare",
            Self::Contacts { .. } => "contacts",
            Self::Times { .. } => "times",
        }
    }

    /// How many candidates a first piece has: some milliseconds' worth.
    #[must_use]
    pub const fn first_size(&self) -> u64 {
        let is_slow = matches!(
            self,
            Self::People { .. } | Self::Compare { .. } | Self::Contacts { .. } | Self::Times { .. }
        );
        if is_slow { 1 } else { 1 << 10 }
    }

    /// Tries numbers in order from `first` on, at most `count` of them. Returns how many were tried
    /// and what opened the message.
    #[must_use]
    pub fn attempt(&self, first: u64, count: u64) -> (u64, Option<Found>) {
        if count == 0 {
            return (0, None);
        }
        match self {
            Self::Export(sealed) => {
                let Sealed { header, ciphertext, .. } = sealed;
                let targets =
                    sealed.beginnings().map(|known| Target::new(header, &[], ciphertext, &known));
                numbers(first, count, |number| {
                    let secret = ExportSecret::candidate(number);
                    let fits = targets.iter().any(|it| it.matches(&secret))
                        && sealed.opens(|it| export::open(&secret, header, it, ciphertext).is_ok());
                    fits.then(|| Found::Secret(WeakSecret::from_bytes(number.to_be_bytes())))
                })
            }
            Self::Reduced { secret_bits, sealed } => numbers(first, count, |number| {
                let secret = WeakSecret::from_bytes(number.to_be_bytes());
                let keys = weak::reduced_keys(&secret, *secret_bits, &sealed.header);
                let fits = sealed.opens(|associated_data| {
                    Suite::Aes256Gcm.open(&keys, associated_data, &sealed.ciphertext).is_ok()
                });
                fits.then_some(Found::Secret(secret))
            }),
            Self::Puzzle { field, constant, sealed } => {
                let last = first.saturating_add(count - 1);
                let mut puzzle = field.solve(constant, &sealed.header).between(first, last);
                while let Some(seed) = puzzle.run(count) {
                    if sealed.opens_with(&seed) {
                        return (puzzle.search().tried(), Some(Found::Seed(seed)));
                    }
                }
                (puzzle.search().tried(), None)
            }
            Self::Leaf(it) => numbers(first, count, |number| it.attempt(number).map(Found::Leaf)),
            Self::Logarithm(_)
            | Self::People { .. }
            | Self::Compare { .. }
            | Self::Contacts { .. }
            | Self::Times { .. } => (0, None),
        }
    }

    /// As bytes: kind (1), then its parts, each length (4) ‖ bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let sealed = match self {
            Self::Export(sealed) => {
                bytes.push(1);
                Some(sealed)
            }
            Self::Reduced { secret_bits, sealed } => {
                bytes.extend([2, *secret_bits]);
                Some(sealed)
            }
            Self::Logarithm(field) => {
                bytes.push(3);
                bytes.extend(field.encode().bytes());
                None
            }
            Self::Leaf(forgery) => {
                bytes.push(6);
                bytes.extend(forgery.to_bytes());
                None
            }
            Self::People { run, actions }
            | Self::Contacts { run, actions }
            | Self::Compare { run, actions } => {
                bytes.push(match self {
                    Self::People { .. } => 5,
                    Self::Contacts { .. } => 8,
                    _ => 9,
                });
                bytes.extend(actions.to_be_bytes());
                bytes.extend(run.to_json().into_bytes());
                None
            }
            Self::Times { people, target, events } => {
                bytes.push(7);
                bytes.extend(people.to_be_bytes());
                bytes.extend(target.to_be_bytes());
                bytes.extend(contacts::Event::all_to_bytes(events));
                None
            }
            Self::Puzzle { field, constant, sealed } => {
                bytes.push(4);
                bytes.extend(field.encode().bytes());
                bytes.extend(constant.reveal());
                Some(sealed)
            }
        };
        if let Some(Sealed { header, associated_data, ciphertext }) = sealed {
            for part in [header, ciphertext].into_iter().chain(associated_data) {
                bytes.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
                bytes.extend(part);
            }
        }
        bytes
    }

    /// Reads it.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (kind, mut rest) = bytes.split_first()?;
        Some(match kind {
            1 => Self::Export(sealed(rest)?),
            2 => {
                let (secret_bits, rest) = rest.split_first()?;
                Self::Reduced { secret_bits: *secret_bits, sealed: sealed(rest)? }
            }
            3 => Self::Logarithm(AbrasionField::decode(rest).ok()?),
            6 => Self::Leaf(Forgery::from_bytes(rest)?),
            5 | 8 | 9 => {
                let (actions, json) = rest.split_first_chunk()?;
                let run = Run::from_json(std::str::from_utf8(json).ok()?).ok()?;
                let actions = u32::from_be_bytes(*actions);
                match kind {
                    5 => Self::People { run, actions },
                    8 => Self::Contacts { run, actions },
                    _ => Self::Compare { run, actions },
                }
            }
            7 => {
                let (people, rest) = rest.split_first_chunk()?;
                let (target, rest) = rest.split_first_chunk()?;
                Self::Times {
                    people: u16::from_be_bytes(*people),
                    target: u16::from_be_bytes(*target),
                    events: contacts::Event::all_from_bytes(rest),
                }
            }
            4 => {
                let (field, more) = rest.split_at_checked(PuzzleField::LENGTH)?;
                rest = more;
                let (constant, more) = rest.split_first_chunk()?;
                Self::Puzzle {
                    field: PuzzleField::decode(field).ok()?,
                    constant: AbrasionConstant::from_bytes(*constant),
                    sealed: sealed(more)?,
                }
            }
            _ => return None,
        })
    }
}

fn numbers(
    first: u64,
    count: u64,
    mut hits: impl FnMut(u64) -> Option<Found>,
) -> (u64, Option<Found>) {
    for tried in 0..count {
        let found = first.checked_add(tried).and_then(&mut hits);
        if found.is_some() {
            return (tried + 1, found);
        }
    }
    (count, None)
}

fn sealed(bytes: &[u8]) -> Option<Sealed> {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let Some((length, more)) = rest.split_first_chunk() {
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (part, more) = more.split_at_checked(length)?;
        parts.push(part.to_vec());
        rest = more;
    }
    let mut parts = parts.into_iter();
    let (header, ciphertext) = (parts.next()?, parts.next()?);
    rest.is_empty().then(|| Sealed { header, ciphertext, associated_data: parts.collect() })
}

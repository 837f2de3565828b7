//! What a run of bytes means.

/// What kind of thing a run of bytes is. The page gives each class one colour and one glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Readable content.
    Plaintext,
    /// Bytes that mean nothing without a key.
    Ciphertext,
    /// A public key, or a signature made with one.
    Key,
    /// Who, when, where, which kind: data about the message.
    Metadata,
    /// An authentication tag: it proves that nothing was changed.
    Tag,
    /// A length or a count.
    Length,
}

impl Class {
    /// Every class.
    pub const ALL: [Self; 6] =
        [Self::Plaintext, Self::Ciphertext, Self::Key, Self::Metadata, Self::Tag, Self::Length];

    /// Stable name, used in locale files, vectors and style sheets.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Plaintext => "plaintext",
            Self::Ciphertext => "ciphertext",
            Self::Key => "key",
            Self::Metadata => "metadata",
            Self::Tag => "tag",
            Self::Length => "length",
        }
    }
}

/// The layer that a field belongs to; it decides who can read the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layer {
    /// Addresses, ports and sizes: anybody on the link.
    Network,
    /// The Noise handshake and record framing: anybody on the link sees it, nobody on the
    /// link opens what is in it.
    Record,
    /// The request or answer between a phone and the provider: these two only.
    Frame,
    /// What the provider reads in order to deliver: that phone and the provider.
    Envelope,
    /// The ratchet's own header: the phones and the provider.
    Ratchet,
    /// The message: the two phones only.
    Content,
}

impl Layer {
    /// Every layer, outermost first.
    pub const ALL: [Self; 6] =
        [Self::Network, Self::Record, Self::Frame, Self::Envelope, Self::Ratchet, Self::Content];

    /// Stable name, used in locale files, vectors and style sheets.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Record => "record",
            Self::Frame => "frame",
            Self::Envelope => "envelope",
            Self::Ratchet => "ratchet",
            Self::Content => "content",
        }
    }
}

macro_rules! fields {
    ($($(#[doc = $doc:literal])* $name:ident, $key:literal, $layer:ident, $class:ident;)*) => {
        /// The meaning of one run of bytes: a leaf, or a group of leaves.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Field { $($(#[doc = $doc])* $name,)* }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Stable name, used in locale files and vectors.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)* }
            }

            /// The layer that the field belongs to.
            #[must_use]
            pub const fn layer(self) -> Layer {
                match self { $(Self::$name => Layer::$layer,)* }
            }

            /// What kind of bytes these are. A group has the class of what it is about.
            #[must_use]
            pub const fn class(self) -> Class {
                match self { $(Self::$name => Class::$class,)* }
            }
        }
    };
}

fields! {
    /// Group: the network header.
    NetworkHeader, "network-header", Network, Metadata;
    /// Source address, 4 bytes.
    SourceAddress, "source-address", Network, Metadata;
    /// Source port, 2 bytes.
    SourcePort, "source-port", Network, Metadata;
    /// Destination address, 4 bytes.
    DestinationAddress, "destination-address", Network, Metadata;
    /// Destination port, 2 bytes.
    DestinationPort, "destination-port", Network, Metadata;
    /// Opens, carries or closes a connection, 1 byte.
    PacketKind, "packet-kind", Network, Metadata;
    /// Length of what follows the network header, 2 bytes.
    PayloadLength, "payload-length", Network, Length;

    /// Group: a Noise handshake message.
    Handshake, "handshake", Record, Key;
    /// Length of the handshake message, 2 bytes.
    HandshakeLength, "handshake-length", Record, Length;
    /// Noise `e`: a key made for this connection only, 32 bytes.
    HandshakeEphemeral, "handshake-ephemeral", Record, Key;
    /// Noise `s`, encrypted: the long-term transport key, 32 bytes.
    HandshakeStatic, "handshake-static", Record, Ciphertext;
    /// Tag of the encrypted static key, 16 bytes.
    HandshakeStaticTag, "handshake-static-tag", Record, Tag;
    /// Tag of the empty handshake payload, 16 bytes.
    HandshakePayloadTag, "handshake-payload-tag", Record, Tag;

    /// Group: a transport record.
    Record, "record", Record, Ciphertext;
    /// Length of ciphertext and tag, 2 bytes.
    RecordLength, "record-length", Record, Length;
    /// The frame, encrypted between phone and provider.
    RecordCiphertext, "record-ciphertext", Record, Ciphertext;
    /// AES-256-GCM tag of the record, 16 bytes.
    RecordTag, "record-tag", Record, Tag;

    /// Group: a request or an answer between phone and provider.
    Frame, "frame", Frame, Metadata;
    /// Which request or answer this is, 1 byte.
    FrameKind, "frame-kind", Frame, Metadata;
    /// Number that ties an answer to its request, 4 bytes.
    FrameRequest, "frame-request", Frame, Metadata;
    /// Length of an account name, 1 byte.
    AccountLength, "account-length", Frame, Length;
    /// The account that a request or an answer is about.
    AccountName, "account-name", Frame, Metadata;
    /// Device number, 1 byte.
    DeviceNumber, "device-number", Frame, Metadata;
    /// The account's public identity key, 32 bytes.
    IdentityKey, "identity-key", Frame, Key;
    /// Group: a signed prekey.
    SignedPrekeyGroup, "signed-prekey-group", Frame, Key;
    /// Number of the signed prekey, 4 bytes.
    SignedPrekeyId, "signed-prekey-id", Frame, Metadata;
    /// The signed prekey, 32 bytes.
    SignedPrekey, "signed-prekey", Frame, Key;
    /// `XEdDSA` signature over the encoded signed prekey, 64 bytes.
    SignedPrekeySignature, "signed-prekey-signature", Frame, Key;
    /// How many one-time prekeys follow, 1 byte.
    OneTimePrekeyCount, "one-time-prekey-count", Frame, Length;
    /// Group: a one-time prekey.
    OneTimePrekeyGroup, "one-time-prekey-group", Frame, Key;
    /// Number of a one-time prekey, 4 bytes.
    OneTimePrekeyId, "one-time-prekey-id", Frame, Metadata;
    /// A one-time prekey, 32 bytes.
    OneTimePrekey, "one-time-prekey", Frame, Key;
    /// Why a request failed, 1 byte.
    FailureCode, "failure-code", Frame, Metadata;
    /// Length of a backup or of a notice, 2 bytes.
    BodyLength, "body-length", Frame, Length;
    /// What the provider passes on to every app of a rule.
    Notice, "notice", Frame, Metadata;
    /// Group: a sealed backup.
    Backup, "backup", Frame, Ciphertext;
    /// The random number that a backup was sealed with, 12 bytes.
    BackupNonce, "backup-nonce", Frame, Metadata;
    /// The messages of a phone, encrypted under the backup key.
    BackupCiphertext, "backup-ciphertext", Frame, Ciphertext;
    /// AES-256-GCM tag of a backup, 16 bytes.
    BackupTag, "backup-tag", Frame, Tag;
    /// Group: a question to the public log.
    LogRequest, "log-request", Frame, Metadata;
    /// What is asked of the log, 1 byte.
    LogRequestKind, "log-request-kind", Frame, Metadata;
    /// Group: the signed head of the log.
    LogHead, "log-head", Frame, Metadata;
    /// How many entries the log has, 8 bytes.
    LogSize, "log-size", Frame, Metadata;
    /// How many entries it had when the reader looked before, 8 bytes.
    LogOldSize, "log-old-size", Frame, Metadata;
    /// Which entry, counted from 0, 8 bytes.
    LogIndex, "log-index", Frame, Metadata;
    /// The root hash of the log, 32 bytes.
    LogRoot, "log-root", Frame, Metadata;
    /// `XEdDSA` signature of the log over size and root, 64 bytes.
    LogSignature, "log-signature", Frame, Key;
    /// Group: an entry is in the log.
    InclusionProof, "inclusion-proof", Frame, Metadata;
    /// Group: the log has only grown.
    ConsistencyProof, "consistency-proof", Frame, Metadata;
    /// How many hashes follow, 1 byte.
    ProofCount, "proof-count", Frame, Length;
    /// A hash of the tree, 32 bytes.
    ProofHash, "proof-hash", Frame, Metadata;
    /// Group: an activation, as it stands in the log.
    Activation, "activation", Frame, Metadata;
    /// Whether the target is named, or the entry ends another one, 1 byte.
    ActivationKind, "activation-kind", Frame, Metadata;
    /// Length of the target's account name, 1 byte.
    ActivationTargetLength, "activation-target-length", Frame, Length;
    /// The account that is opened.
    ActivationTarget, "activation-target", Frame, Metadata;
    /// What hides the target of a secret activation, 32 bytes.
    ActivationCommitment, "activation-commitment", Frame, Metadata;
    /// The first message time that is covered, 8 bytes.
    ActivationFrom, "activation-from", Frame, Metadata;
    /// The first message time that is covered no more, 8 bytes.
    ActivationUntil, "activation-until", Frame, Metadata;
    /// Which of the agency's keys, 4 bytes.
    ActivationKey, "activation-key", Frame, Metadata;
    /// Group: the end of an activation, as it stands in the log.
    ActivationEnd, "activation-end", Frame, Metadata;
    /// Group: what reveals a secret activation.
    Opening, "opening", Frame, Metadata;
    /// The random bytes of the commitment, 32 bytes.
    OpeningRandomness, "opening-randomness", Frame, Metadata;
    /// Group: a scanning list, blinded.
    ScanTable, "scan-table", Frame, Ciphertext;
    /// The public key of the list's owner, 32 bytes.
    ScanListKey, "scan-list-key", Frame, Key;
    /// The number that decides which digest belongs to which slot, 8 bytes.
    ScanSalt, "scan-salt", Frame, Metadata;
    /// How many slots follow, 2 bytes.
    ScanSlotCount, "scan-slot-count", Frame, Length;
    /// A blinded digest or a random point, 32 bytes.
    ScanSlot, "scan-slot", Frame, Ciphertext;
    /// Group: the suites that an account offers.
    SuiteList, "suite-list", Frame, Metadata;
    /// How many suites follow, 1 byte.
    SuiteCount, "suite-count", Frame, Length;
    /// A suite, 1 byte.
    SuiteCode, "suite-code", Frame, Metadata;
    /// Whether a signature follows, 1 byte.
    SuiteSigned, "suite-signed", Frame, Length;
    /// `XEdDSA` signature over the list, 64 bytes.
    SuiteSignature, "suite-signature", Frame, Key;
    /// `XEdDSA` signature over one more device of an account, 64 bytes.
    DeviceSignature, "device-signature", Frame, Key;
    /// When the provider took a message in that can be reported, 8 bytes.
    StampTime, "stamp-time", Frame, Metadata;
    /// The provider's MAC over a commitment, sender, recipient and time, 32 bytes.
    Stamp, "stamp", Frame, Tag;
    /// What opens the commitment to the message that is reported, 32 bytes.
    ReportedKey, "reported-key", Frame, Key;
    /// The text that is reported, UTF-8.
    ReportedText, "reported-text", Frame, Plaintext;

    /// Group: the envelope.
    Envelope, "envelope", Envelope, Metadata;
    /// Number that names the envelope, 8 bytes.
    EnvelopeId, "envelope-id", Envelope, Metadata;
    /// Length of the sender's account name, 1 byte.
    EnvelopeFromLength, "envelope-from-length", Envelope, Length;
    /// The sender's account.
    EnvelopeFrom, "envelope-from", Envelope, Metadata;
    /// The sender's device, 1 byte.
    EnvelopeFromDevice, "envelope-from-device", Envelope, Metadata;
    /// Length of the recipient's account name, 1 byte.
    EnvelopeToLength, "envelope-to-length", Envelope, Length;
    /// The recipient's account.
    EnvelopeTo, "envelope-to", Envelope, Metadata;
    /// The recipient's device, 1 byte.
    EnvelopeToDevice, "envelope-to-device", Envelope, Metadata;
    /// When the sender sealed it: milliseconds of the logical clock, 8 bytes.
    EnvelopeTime, "envelope-time", Envelope, Metadata;
    /// First message of a session or a later one, 1 byte.
    EnvelopeKind, "envelope-kind", Envelope, Metadata;
    /// Length of the end-to-end message, 2 bytes.
    EnvelopeLength, "envelope-length", Envelope, Length;
    /// What a contact of the recipient shows instead of a name, 16 bytes.
    DeliveryToken, "delivery-token", Envelope, Metadata;
    /// Group: a message whose sender is sealed.
    SealedSender, "sealed-sender", Envelope, Ciphertext;
    /// A key made for this message only, 32 bytes.
    SealedSenderEphemeral, "sealed-sender-ephemeral", Envelope, Key;
    /// The sender's identity key, encrypted to the recipient, 32 bytes.
    SealedSenderIdentity, "sealed-sender-identity", Envelope, Ciphertext;
    /// AES-256-GCM tag of the encrypted identity key, 16 bytes.
    SealedSenderIdentityTag, "sealed-sender-identity-tag", Envelope, Tag;
    /// Certificate, kind and end-to-end message, encrypted to the recipient.
    SealedSenderMessage, "sealed-sender-message", Envelope, Ciphertext;
    /// AES-256-GCM tag of these, 16 bytes.
    SealedSenderMessageTag, "sealed-sender-message-tag", Envelope, Tag;
    /// Group: a scanning voucher.
    ScanVoucher, "scan-voucher", Envelope, Ciphertext;
    /// The digest of the message, blinded, 32 bytes.
    ScanPoint, "scan-point", Envelope, Ciphertext;
    /// A share and the sealed message seed, encrypted, 81 bytes.
    ScanCiphertext, "scan-ciphertext", Envelope, Ciphertext;
    /// AES-256-GCM tag of the voucher, 16 bytes.
    ScanTag, "scan-tag", Envelope, Tag;
    /// Group: what a rule about access has the sender add.
    AccessField, "access-field", Envelope, Metadata;
    /// What the access field holds, 1 byte.
    AccessKind, "access-kind", Envelope, Metadata;
    /// Length of the access field, 2 bytes.
    AccessLength, "access-length", Envelope, Length;
    /// The bytes of an access field that was changed on the way.
    AccessBytes, "access-bytes", Envelope, Ciphertext;
    /// Group: content that stands in the envelope as it is.
    OpenContent, "open-content", Envelope, Plaintext;
    /// What kind of content it is, 1 byte.
    OpenContentKind, "open-content-kind", Envelope, Metadata;
    /// Length of the text, 2 bytes.
    OpenContentLength, "open-content-length", Envelope, Length;
    /// The text, UTF-8, readable to whoever opens the record.
    OpenContentText, "open-content-text", Envelope, Plaintext;
    /// What opens the commitment, readable to whoever opens the record, 32 bytes.
    OpenFrankingKey, "open-franking-key", Envelope, Key;
    /// Fixes the text and hides it, so that it can be reported, 32 bytes.
    Commitment, "commitment", Envelope, Tag;
    /// Group: the access field of a message, wrapped to an agency.
    EscrowField, "escrow-field", Envelope, Ciphertext;
    /// Which key of the agency it was wrapped to, 1 byte.
    EscrowKeyId, "escrow-key-id", Envelope, Metadata;
    /// The public key made for this wrapping, 32 bytes.
    EscrowEphemeral, "escrow-ephemeral", Envelope, Key;
    /// The message seed, encrypted to the agency, 32 bytes.
    EscrowCiphertext, "escrow-ciphertext", Envelope, Ciphertext;
    /// AES-256-GCM tag of the wrapped seed, 16 bytes.
    EscrowTag, "escrow-tag", Envelope, Tag;
    /// Group: what Clipper sends at the start of a session.
    LeafField, "leaf-field", Envelope, Ciphertext;
    /// Initialisation vector of the session, 8 bytes.
    LeafIv, "leaf-iv", Envelope, Metadata;
    /// The LEAF under the family key, 16 bytes.
    Leaf, "leaf", Envelope, Ciphertext;
    /// Group: the part of a weak key that an agency is told.
    WorkFactorField, "work-factor-field", Envelope, Ciphertext;
    /// Which key of the agency they were wrapped to, 1 byte.
    WorkFactorKeyId, "work-factor-key-id", Envelope, Metadata;
    /// How many bits of the key are secret, 1 byte.
    WorkFactorSecretBits, "work-factor-secret-bits", Envelope, Length;
    /// How many of them are wrapped, 1 byte.
    WorkFactorWrappedBits, "work-factor-wrapped-bits", Envelope, Length;
    /// The public key made for this wrapping, 32 bytes.
    WorkFactorEphemeral, "work-factor-ephemeral", Envelope, Key;
    /// The top bits of the key, encrypted to the agency.
    WorkFactorCiphertext, "work-factor-ciphertext", Envelope, Ciphertext;
    /// AES-256-GCM tag of the wrapped bits, 16 bytes.
    WorkFactorTag, "work-factor-tag", Envelope, Tag;
    /// Group: the discrete logarithm in front of a session.
    AbrasionField, "abrasion-field", Envelope, Key;
    /// How many bits the prime has, 1 byte.
    AbrasionBits, "abrasion-bits", Envelope, Length;
    /// g^x mod p, 8 bytes.
    AbrasionPower, "abrasion-power", Envelope, Key;
    /// Group: the puzzle behind which a message seed lies.
    PuzzleField, "puzzle-field", Envelope, Ciphertext;
    /// The cost of the puzzle in bits, 1 byte.
    PuzzleCost, "puzzle-cost", Envelope, Length;
    /// What the right number hashes to, 8 bytes.
    PuzzleCheck, "puzzle-check", Envelope, Tag;
    /// The message seed, hidden by the number, 32 bytes.
    PuzzleSeed, "puzzle-seed", Envelope, Ciphertext;

    /// Group: what starts a session (X3DH).
    PrekeyHeader, "prekey-header", Ratchet, Key;
    /// The initiator's identity key, 32 bytes.
    PrekeyIdentityKey, "prekey-identity-key", Ratchet, Key;
    /// X3DH's ephemeral key, 32 bytes.
    PrekeyBaseKey, "prekey-base-key", Ratchet, Key;
    /// Which signed prekey was used, 4 bytes.
    PrekeySignedId, "prekey-signed-id", Ratchet, Metadata;
    /// Which one-time prekey was used, 4 bytes; 0 means none.
    PrekeyOneTimeId, "prekey-one-time-id", Ratchet, Metadata;
    /// Group: the ratchet header.
    RatchetHeader, "ratchet-header", Ratchet, Metadata;
    /// Version of the ratchet message, 1 byte.
    RatchetVersion, "ratchet-version", Ratchet, Metadata;
    /// The sender's current ratchet key, 32 bytes.
    RatchetKey, "ratchet-key", Ratchet, Key;
    /// Messages in the previous sending chain, 4 bytes.
    PreviousChainLength, "previous-chain-length", Ratchet, Metadata;
    /// Number of the message in its chain, 4 bytes.
    MessageNumber, "message-number", Ratchet, Metadata;
    /// Group: the sealed message.
    Message, "message", Ratchet, Ciphertext;
    /// The message, encrypted between the phones.
    MessageCiphertext, "message-ciphertext", Ratchet, Ciphertext;
    /// AES-256-GCM tag of the message, 16 bytes.
    MessageTag, "message-tag", Ratchet, Tag;

    /// Group: what is in a message.
    Content, "content", Content, Plaintext;
    /// What kind of content, 1 byte.
    ContentKind, "content-kind", Content, Metadata;
    /// Length of the text in bytes, 2 bytes.
    ContentLength, "content-length", Content, Length;
    /// The text, UTF-8.
    ContentText, "content-text", Content, Plaintext;
    /// What opens the commitment outside, 32 bytes.
    FrankingKey, "franking-key", Content, Key;
    /// Group: what is in a backup.
    BackupStore, "backup-store", Content, Plaintext;
    /// How many messages follow, 2 bytes.
    BackupCount, "backup-count", Content, Length;
    /// Group: one message of a backup.
    BackupEntry, "backup-entry", Content, Plaintext;
    /// The action that sent the message, 8 bytes.
    BackupAction, "backup-action", Content, Metadata;
    /// Sent or received, 1 byte.
    BackupDirection, "backup-direction", Content, Metadata;
    /// When the message was sealed: milliseconds of the logical clock, 8 bytes.
    BackupTime, "backup-time", Content, Metadata;
    /// Length of the text in bytes, 2 bytes.
    BackupLength, "backup-length", Content, Length;
    /// The text, UTF-8.
    BackupText, "backup-text", Content, Plaintext;
    /// Group: what is inside a sealed sender's layer.
    SealedSenderContent, "sealed-sender-content", Content, Metadata;
    /// Group: the sender certificate.
    SenderCertificate, "sender-certificate", Content, Metadata;
    /// Length of the sender's account name, 1 byte.
    CertificateAccountLength, "certificate-account-length", Content, Length;
    /// The sender's account.
    CertificateAccount, "certificate-account", Content, Metadata;
    /// The sender's device, 1 byte.
    CertificateDevice, "certificate-device", Content, Metadata;
    /// The sender's identity key, 32 bytes.
    CertificateIdentity, "certificate-identity", Content, Key;
    /// Until when the certificate is good: milliseconds of the logical clock, 8 bytes.
    CertificateExpiry, "certificate-expiry", Content, Metadata;
    /// `XEdDSA` signature of the provider, 64 bytes.
    CertificateSignature, "certificate-signature", Content, Key;
    /// First message of a session or a later one, 1 byte.
    SealedSenderKind, "sealed-sender-kind", Content, Metadata;
    /// Group: what is in a scanning voucher.
    ScanContent, "scan-content", Content, Ciphertext;
    /// Which share, 1 byte.
    ScanShareNumber, "scan-share-number", Content, Metadata;
    /// A share of the phone's scanning key, 32 bytes.
    ScanShareValue, "scan-share-value", Content, Key;
    /// The seed of the message, encrypted under the scanning key, 32 bytes.
    ScanSeed, "scan-seed", Content, Ciphertext;
    /// AES-256-GCM tag of the seed, 16 bytes.
    ScanSeedTag, "scan-seed-tag", Content, Tag;
    /// Group: what is in a LEAF.
    LeafContents, "leaf-contents", Content, Ciphertext;
    /// Number of the chip, 4 bytes.
    LeafUnitId, "leaf-unit-id", Content, Metadata;
    /// The session key under the unit key, 10 bytes.
    LeafSessionKey, "leaf-session-key", Content, Ciphertext;
    /// Checksum over session key and IV, 2 bytes.
    LeafChecksum, "leaf-checksum", Content, Tag;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn keys_are_unique() {
        let keys: BTreeSet<_> = Field::ALL.iter().map(|field| field.key()).collect();
        assert_eq!(keys.len(), Field::ALL.len());
    }
}

//! Franking: a message that its recipient can report, so that the provider can tell that it was
//! sent, without having been able to read it before.
//!
//! After Facebook, "Messenger Secret Conversations" (technical white paper, 2016), and Grubbs, Lu,
//! Ristenpart, "Message Franking via Committing Authenticated Encryption" (CRYPTO 2017):
//!
//! ```text
//! commitment = HMAC-SHA256(franking key, text)                                        32 bytes
//! stamp      = HMAC-SHA256(provider's report key,
//!                "Keyhole report 1" ‖ commitment ‖ length (1) ‖ sender
//!                ‖ length (1) ‖ recipient ‖ time (8, big-endian))                      32 bytes
//! ```
//!
//! The sender draws a franking key for each message, 32 bytes, and puts it inside the ciphertext,
//! beside the text; the commitment stands outside, in the envelope. The provider stamps what it
//! relays, with its own time. A report opens the commitment: text, franking key, stamp. Whoever
//! has the report key, the provider alone, can check it.
//!
//! It does not rest on the tag of AES-GCM, which does not commit to its key: a ciphertext can be
//! made that opens under two keys to two texts (Dodis, Grubbs, Ristenpart, Woodage, CRYPTO 2018).
//!
//! Under a sealed sender the provider knows no sender: it stamps the empty name, and a report shows
//! that the text was sent to this recipient, and not by whom.

use crate::{
    crypto::{
        kdf::hmac_sha256,
        secret::{FrankingKey, ReportKey},
    },
    wire::Account,
};

/// What the sender puts outside: 32 bytes that fix the text and hide it.
#[must_use]
pub fn commit(key: &FrankingKey, text: &str) -> [u8; 32] {
    hmac_sha256(key.reveal(), text.as_bytes())
}

/// What the provider puts beside a message that it relays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Milliseconds of the logical clock when the provider took the message in.
    pub time: u64,
    /// The MAC, 32 bytes.
    pub mac: [u8; 32],
}

impl Stamp {
    /// Stamps a commitment.
    #[must_use]
    pub fn new(
        key: &ReportKey,
        commitment: &[u8; 32],
        (sender, recipient): (&Account, &Account),
        time: u64,
    ) -> Self {
        let mut bytes = b"Keyhole report 1".to_vec();
        bytes.extend(commitment);
        for account in [sender, recipient] {
            bytes.push(u8::try_from(account.as_str().len()).unwrap_or(u8::MAX));
            bytes.extend(account.as_str().as_bytes());
        }
        bytes.extend(time.to_be_bytes());
        Self { time, mac: hmac_sha256(key.reveal(), &bytes) }
    }
}

/// What a recipient says of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Who sent it; the empty name if the envelope named nobody.
    pub sender: Account,
    /// The text.
    pub text: String,
    /// What opens the commitment.
    pub key: FrankingKey,
    /// The provider's stamp.
    pub stamp: Stamp,
}

impl Report {
    /// Whether the provider with this key has relayed this text from this sender to `recipient` at
    /// this time.
    #[must_use]
    pub fn verify(&self, key: &ReportKey, recipient: &Account) -> bool {
        let commitment = commit(&self.key, &self.text);
        Stamp::new(key, &commitment, (&self.sender, recipient), self.stamp.time) == self.stamp
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_true_report_verifies_and_no_other() {
        let [own, other] = [1, 2].map(|it| ReportKey::from_bytes([it; 32]));
        let [alice, bob, eve] = ["alice", "bob", "eve"].map(Account::new);
        let key = FrankingKey::from_bytes([7; 32]);
        let stamp = Stamp::new(&own, &commit(&key, "See you"), (&alice, &bob), 60_000);
        let report = Report { sender: alice, text: "See you".into(), key, stamp };
        assert!(report.verify(&own, &bob));
        assert!(!report.verify(&other, &bob), "another provider's key");
        assert!(!report.verify(&own, &eve), "sent to somebody else");
        let changed = [
            Report { sender: eve, ..report.clone() },
            Report { text: "See me".into(), ..report.clone() },
            Report { key: FrankingKey::from_bytes([8; 32]), ..report.clone() },
            Report { stamp: Stamp { time: 60_001, ..stamp }, ..report.clone() },
            Report { stamp: Stamp { mac: [0; 32], ..stamp }, ..report },
        ];
        for it in changed {
            assert!(!it.verify(&own, &bob), "{it:?}");
        }
    }
}

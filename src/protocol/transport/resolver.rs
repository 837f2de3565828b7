//! The primitives of [`crate::crypto`] in the form that `snow` asks for.

use crate::crypto::aead::{self, TAG_LENGTH};
use crate::crypto::keyed_rng::KeyedRng;
use crate::crypto::keys::{PublicKey, TransportKeyPair};
use crate::crypto::secret::{HandshakeSeed, PrivateKey};
use crate::protocol::transport::record_nonce;
use rand_core::Rng;
use sha2::{Digest, Sha256};
use snow::params::{CipherChoice, DHChoice, HashChoice};
use snow::resolvers::CryptoResolver;
use snow::types::{Cipher, Dh, Hash, Random};
use zeroize::Zeroizing;

/// X25519, AES-256-GCM and SHA-256; the randomness is ChaCha20 under the handshake's seed.
#[derive(Clone, Debug)]
pub struct Resolver {
    seed: HandshakeSeed,
}

impl Resolver {
    /// The primitives, with a generator that starts at the beginning.
    #[must_use]
    pub const fn new(seed: HandshakeSeed) -> Self {
        Self { seed }
    }
}

impl CryptoResolver for Resolver {
    fn resolve_rng(&self) -> Option<Box<dyn Random>> {
        Some(Box::new(SeededRandom(KeyedRng::from_seed_bytes(self.seed.reveal()))))
    }

    fn resolve_dh(&self, choice: &DHChoice) -> Option<Box<dyn Dh>> {
        matches!(choice, DHChoice::Curve25519).then(|| Box::<X25519>::default() as Box<dyn Dh>)
    }

    fn resolve_hash(&self, choice: &HashChoice) -> Option<Box<dyn Hash>> {
        matches!(choice, HashChoice::SHA256).then(|| Box::<Sha>::default() as Box<dyn Hash>)
    }

    fn resolve_cipher(&self, choice: &CipherChoice) -> Option<Box<dyn Cipher>> {
        matches!(choice, CipherChoice::AESGCM).then(|| Box::<AesGcm>::default() as Box<dyn Cipher>)
    }
}

struct SeededRandom(KeyedRng);

impl Random for SeededRandom {
    fn try_fill_bytes(&mut self, destination: &mut [u8]) -> Result<(), snow::Error> {
        self.0.fill_bytes(destination);
        Ok(())
    }
}

#[derive(Default)]
struct X25519(Option<TransportKeyPair>);

impl Dh for X25519 {
    fn name(&self) -> &'static str {
        "25519"
    }

    fn pub_len(&self) -> usize {
        PublicKey::LENGTH
    }

    fn priv_len(&self) -> usize {
        PrivateKey::LENGTH
    }

    fn set(&mut self, private: &[u8]) {
        let private = private.first_chunk().map(|bytes| PrivateKey::from_bytes(*bytes));
        self.0 = private.map(TransportKeyPair::from_private);
    }

    fn generate(&mut self, rng: &mut dyn Random) -> Result<(), snow::Error> {
        let mut bytes = Zeroizing::new([0; 32]);
        rng.try_fill_bytes(bytes.as_mut_slice())?;
        let private = PrivateKey::from_bytes(*bytes).clamped();
        self.0 = Some(TransportKeyPair::from_private(private));
        Ok(())
    }

    fn pubkey(&self) -> &[u8] {
        self.0.as_ref().map_or(&[0; 32], |pair| pair.public_ref().as_bytes())
    }

    fn privkey(&self) -> &[u8] {
        self.0.as_ref().map_or(&[0; 32], |pair| pair.private().reveal())
    }

    fn dh(&self, public: &[u8], out: &mut [u8]) -> Result<(), snow::Error> {
        let pair = self.0.as_ref().ok_or(snow::Error::Dh)?;
        let public = PublicKey::from_bytes(*public.first_chunk().ok_or(snow::Error::Dh)?);
        let output = pair.private().diffie_hellman(&public).map_err(|_| snow::Error::Dh)?;
        put(out, output.reveal());
        Ok(())
    }
}

#[derive(Default)]
struct AesGcm(Zeroizing<[u8; 32]>);

impl Cipher for AesGcm {
    fn name(&self) -> &'static str {
        "AESGCM"
    }

    fn set(&mut self, key: &[u8; 32]) {
        self.0 = Zeroizing::new(*key);
    }

    fn encrypt(&self, nonce: u64, ad: &[u8], plaintext: &[u8], out: &mut [u8]) -> usize {
        let sealed = aead::seal(&self.0, &record_nonce(nonce), ad, plaintext);
        put(out, &sealed);
        plaintext.len() + TAG_LENGTH
    }

    fn decrypt(
        &self,
        nonce: u64,
        ad: &[u8],
        ciphertext: &[u8],
        out: &mut [u8],
    ) -> Result<usize, snow::Error> {
        let opened = aead::open(&self.0, &record_nonce(nonce), ad, ciphertext)
            .map_err(|_| snow::Error::Decrypt)?;
        put(out, &opened);
        Ok(opened.len())
    }
}

#[derive(Default)]
struct Sha(Sha256);

impl Hash for Sha {
    fn name(&self) -> &'static str {
        "SHA256"
    }

    fn block_len(&self) -> usize {
        64
    }

    fn hash_len(&self) -> usize {
        32
    }

    fn reset(&mut self) {
        self.0 = Sha256::new();
    }

    fn input(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    fn result(&mut self, out: &mut [u8]) {
        put(out, &self.0.finalize_reset());
    }
}

/// Copies `bytes` to the front of `out`, which `snow` made large enough.
fn put(out: &mut [u8], bytes: &[u8]) {
    debug_assert!(out.len() >= bytes.len());
    for (to, from) in out.iter_mut().zip(bytes) {
        *to = *from;
    }
}

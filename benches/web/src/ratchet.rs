//! The Double Ratchet by itself.

use crate::peer::{Peer, TEXT};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// Two people with a session.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Ratchet {
    peers: [Peer; 2],
}

#[wasm_bindgen]
impl Ratchet {
    /// Agrees on a session.
    ///
    /// # Errors
    /// When the protocol fails.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Self, JsError> {
        Ok(Self { peers: Peer::pair()? })
    }

    /// Seals and opens `n` messages, all from one of them: no step of the DH ratchet.
    ///
    /// # Errors
    /// When the protocol fails.
    pub fn one_way(&mut self, n: u32) -> Result<(), JsError> {
        let [alice, bob] = &mut self.peers;
        for _ in 0..n {
            bob.open(&alice.seal(TEXT.as_bytes())?)?;
        }
        Ok(())
    }

    /// Seals and opens `n` messages in turns: a step of the DH ratchet with each.
    ///
    /// # Errors
    /// When the protocol fails.
    pub fn in_turns(&mut self, n: u32) -> Result<(), JsError> {
        for _ in 0..n {
            let [from, to] = &mut self.peers;
            to.open(&from.seal(TEXT.as_bytes())?)?;
            self.peers.reverse();
        }
        Ok(())
    }
}

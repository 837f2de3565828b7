//! RFC 7748, RFC 5869, RFC 4231.

use crate::hex::{hex, hex_array};
use crate::rsp::entries;
use keyhole::crypto::kdf::{OutputTooLong, hkdf_sha256, hkdf_sha256_into, hmac_sha256};
use keyhole::crypto::keys::PublicKey;
use keyhole::crypto::secret::PrivateKey;

fn x25519(scalar: [u8; 32], u: [u8; 32]) -> [u8; 32] {
    let output = PrivateKey::from_bytes(scalar).diffie_hellman(&PublicKey::from_bytes(u));
    *output.unwrap().reveal()
}

#[test]
fn rfc_7748_section_5_2() {
    let entries = entries(include_str!("../vectors/third-party/rfc7748.txt"), "OUTPUT_U");
    assert_eq!(entries.len(), 3);
    for entry in entries {
        let output = x25519(hex_array(entry["INPUT_SCALAR"]), hex_array(entry["INPUT_U"]));
        assert_eq!(output, hex_array(entry["OUTPUT_U"]));
    }
}

#[test]
fn rfc_7748_section_5_2_iterated() {
    let mut k = [0; 32];
    k[0] = 9;
    let mut u = k;
    for round in 1..=1000 {
        (k, u) = (x25519(k, u), k);
        let expected = match round {
            1 => "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079",
            1000 => "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51",
            _ => continue,
        };
        assert_eq!(k, hex_array(expected), "after {round} rounds");
    }
}

#[test]
fn rfc_7748_section_6_1() {
    let bob = PrivateKey::from_bytes(hex_array(
        "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
    ));
    let bob_public = hex_array("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
    assert_eq!(PublicKey::of(&bob).as_bytes(), &bob_public);
    let alice = PublicKey::from_bytes(hex_array(
        "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
    ));
    let shared = hex_array("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
    assert_eq!(bob.diffie_hellman(&alice).unwrap().reveal(), &shared);
}

#[test]
fn rfc_5869_appendix_a() {
    let text = include_str!("../vectors/third-party/rfc-5869-HKDF-SHA256.txt");
    // The blocks have an empty line after COUNT and, in one case, before PRK.
    let joined = text.replace("\n\n", "\n").replace("COUNT", "\nCOUNT");
    let entries = entries(&joined, "OKM");
    assert_eq!(entries.len(), 3);
    for entry in entries {
        let [salt, ikm, info, okm] = ["salt", "IKM", "info", "OKM"].map(|name| hex(entry[name]));
        let mut output = vec![0; entry["L"].parse().unwrap()];
        hkdf_sha256_into(&salt, &ikm, &info, &mut output).unwrap();
        assert_eq!(output, okm);
        let start: [u8; 42] = hkdf_sha256(&salt, &ikm, &info);
        assert_eq!(start, okm[..42]);
    }
}

#[test]
fn hkdf_has_a_longest_output() {
    assert_eq!(hkdf_sha256_into(b"", b"", b"", &mut [0; 8160]), Ok(()));
    let too_long = OutputTooLong { asked: 8161 };
    assert_eq!(hkdf_sha256_into(b"", b"", b"", &mut [0; 8161]), Err(too_long));
}

#[test]
fn rfc_4231_section_4() {
    let entries = entries(include_str!("../vectors/third-party/rfc-4231-sha256.txt"), "MD");
    assert_eq!(entries.len(), 6);
    for entry in entries {
        assert_eq!(hmac_sha256(&hex(entry["Key"]), &hex(entry["Msg"])), *hex(entry["MD"]));
    }
    // Test case 5 is truncated to 128 bits in the RFC.
    let five = hmac_sha256(&[0x0c; 20], b"Test With Truncation");
    assert_eq!(five[..16], hex("a3b6167473100ee06e0c796c2955552b"));
}

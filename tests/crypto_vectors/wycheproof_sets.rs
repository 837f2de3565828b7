//! Wycheproof: every test of X25519, AES-GCM, HKDF-SHA256 and HMAC-SHA256 that our sizes fit.

use keyhole::crypto::aead::{open, seal};
use keyhole::crypto::kdf::{hkdf_sha256_into, hmac_sha256};
use keyhole::crypto::keys::PublicKey;
use keyhole::crypto::secret::PrivateKey;
use wycheproof::{TestResult, aead, hkdf, mac, xdh};

#[test]
fn x25519() {
    let set = xdh::TestSet::load(xdh::TestName::X25519).unwrap();
    let mut count = 0;
    for test in set.test_groups.into_iter().flat_map(|group| group.tests) {
        let id = test.tc_id;
        let private = PrivateKey::from_bytes(test.private_key.as_ref().try_into().unwrap());
        let Ok(public) = test.public_key.as_ref().try_into().map(PublicKey::from_bytes) else {
            // Another length is no public key here, by its type.
            assert_eq!(test.result, TestResult::Acceptable, "test {id}");
            continue;
        };
        let zero = test.shared_secret.iter().all(|byte| *byte == 0);
        match private.diffie_hellman(&public) {
            Ok(shared) => assert_eq!(shared.reveal()[..], test.shared_secret[..], "test {id}"),
            Err(_) => assert!(zero && test.result == TestResult::Acceptable, "test {id}"),
        }
        count += 1;
    }
    assert!(count > 500, "{count} tests");
}

#[test]
fn aes_256_gcm() {
    let set = aead::TestSet::load(aead::TestName::AesGcm).unwrap();
    let mut count = 0;
    for group in set.test_groups {
        if (group.key_size, group.nonce_size, group.tag_size) != (256, 96, 128) {
            continue;
        }
        for test in group.tests {
            let id = test.tc_id;
            let key = test.key.as_ref().try_into().unwrap();
            let nonce = test.nonce.as_ref().try_into().unwrap();
            let sealed = [&test.ct[..], &test.tag[..]].concat();
            let opened = open(key, nonce, &test.aad, &sealed);
            if test.result.must_fail() {
                assert!(opened.is_err(), "test {id}");
            } else {
                assert_eq!(opened.unwrap(), test.pt[..], "test {id}");
                assert_eq!(seal(key, nonce, &test.aad, &test.pt), sealed, "test {id}");
            }
            count += 1;
        }
    }
    assert!(count > 50, "{count} tests");
}

#[test]
fn hkdf_sha256() {
    let set = hkdf::TestSet::load(hkdf::TestName::HkdfSha256).unwrap();
    let mut count = 0;
    for test in set.test_groups.into_iter().flat_map(|group| group.tests) {
        let id = test.tc_id;
        let mut okm = vec![0; test.size];
        let derived = hkdf_sha256_into(&test.salt, &test.ikm, &test.info, &mut okm);
        assert_eq!(derived.is_err(), test.result.must_fail(), "test {id}");
        if derived.is_ok() {
            assert_eq!(okm, test.okm[..], "test {id}");
        }
        count += 1;
    }
    assert!(count > 80, "{count} tests");
}

#[test]
fn hmac_sha_256() {
    let set = mac::TestSet::load(mac::TestName::HmacSha256).unwrap();
    let mut count = 0;
    for group in set.test_groups {
        for test in group.tests {
            let tag = hmac_sha256(&test.key, &test.msg);
            let fits = tag[..group.tag_size / 8] == test.tag[..];
            assert_eq!(fits, !test.result.must_fail(), "test {}", test.tc_id);
            count += 1;
        }
    }
    assert!(count > 150, "{count} tests");
}

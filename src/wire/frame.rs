//! Frames: the requests and answers between a phone and the provider, inside the transport.

use super::{Account, Annotated, DecodeError, Envelope, Field, MessageId, Reader, Writer};
use crate::{
    crypto::secret::FrankingKey,
    mechanism::franking::{Report, Stamp},
};

/// A signed prekey as it is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedPrekey {
    /// Its number.
    pub id: u32,
    /// The public key, 32 bytes.
    pub key: [u8; 32],
    /// `XEdDSA` signature by the identity key over 0x05 ‖ key, 64 bytes.
    pub signature: [u8; 64],
}

/// A one-time prekey as it is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneTimePrekey {
    /// Its number; 0 is never used.
    pub id: u32,
    /// The public key, 32 bytes.
    pub key: [u8; 32],
}

/// What the directory hands out about an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedBundle {
    /// The account.
    pub account: Account,
    /// The device.
    pub device: u8,
    /// The public identity key, 32 bytes.
    pub identity_key: [u8; 32],
    /// The signed prekey.
    pub signed_prekey: SignedPrekey,
    /// At most one one-time prekey.
    pub one_time_prekey: Option<OneTimePrekey>,
    /// The suites that the phone offers ([`crate::mechanism::suites`]); empty if its app offers
    /// no choice.
    pub suites: Vec<u8>,
}

/// Why the provider, or a phone, refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureCode {
    /// No such account.
    UnknownAccount,
    /// The connection has not registered an account yet.
    NotRegistered,
    /// The frame could not be read.
    Malformed,
    /// The phone could not open the message.
    NotOpened,
    /// The delivery token is not the recipient's.
    WrongToken,
}

impl FailureCode {
    const fn code(self) -> u8 {
        match self {
            Self::UnknownAccount => 1,
            Self::NotRegistered => 2,
            Self::Malformed => 3,
            Self::NotOpened => 4,
            Self::WrongToken => 5,
        }
    }
}

/// A request or an answer. Layout: kind (1) ‖ request (4) ‖ body. An answer repeats the
/// number of its request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// Phone: this is my account, device and identity key.
    Register {
        /// The account.
        account: Account,
        /// The device.
        device: u8,
        /// The public identity key, 32 bytes.
        identity_key: [u8; 32],
    },
    /// Phone: prekeys for people who want to write to me.
    UploadPrekeys {
        /// The signed prekey.
        signed_prekey: SignedPrekey,
        /// The one-time prekeys, at most 255.
        one_time_prekeys: Vec<OneTimePrekey>,
        /// The suites that the phone offers; empty if its app offers no choice.
        suites: Vec<u8>,
    },
    /// Provider: done.
    Done,
    /// Phone: the keys of this account, please.
    FetchBundle {
        /// The account.
        account: Account,
    },
    /// Provider: here they are.
    Bundle(PublishedBundle),
    /// Phone: deliver this envelope.
    Submit(Envelope),
    /// Provider: the envelope is mine to deliver now.
    Accepted,
    /// Provider: an envelope for you.
    Deliver(Envelope),
    /// Provider: an envelope for you, which you can report.
    DeliverStamped {
        /// My stamp, 8 + 32 bytes.
        stamp: Stamp,
        /// The envelope.
        envelope: Envelope,
    },
    /// Phone: this is what I was sent.
    Report(Report),
    /// Phone: I have it.
    Acknowledge,
    /// Provider: the envelope that you sent has reached the peer's phone.
    Receipt {
        /// The envelope.
        id: MessageId,
    },
    /// Refused.
    Failure(FailureCode),
    /// Phone: keep this backup for me.
    Backup(Vec<u8>),
    /// Provider: this is for every app of the rule that is in force.
    Notice(Vec<u8>),
    /// Provider: this account has one more device; encrypt to it as well.
    NewDevice(PublishedBundle),
    /// Provider: this account has one more device, and somebody has signed that.
    SignedDevice {
        /// The device.
        device: PublishedBundle,
        /// The signature ([`crate::mechanism::device_list`]), 64 bytes.
        signature: [u8; 64],
    },
    /// Provider: this account has this device no longer; stop encrypting to it.
    RemovedDevice {
        /// The account.
        account: Account,
        /// The number of the device.
        device: u8,
    },
    /// Phone: whoever has this token may send me sealed messages.
    Token([u8; 16]),
    /// Phone: certify whose identity key mine is, please.
    FetchCertificate,
    /// Provider: a sender certificate.
    Certificate(Vec<u8>),
    /// Somebody: deliver this sealed envelope; here is its recipient's token.
    SubmitSealed {
        /// The token, 16 bytes.
        token: [u8; 16],
        /// The envelope.
        envelope: Envelope,
    },
}

impl Frame {
    /// How many bytes stand before the body: kind (1) ‖ request (4).
    pub const HEADER: usize = 5;
    /// How long a stamp is: time (8) ‖ MAC (32).
    pub const STAMP: usize = 40;

    /// Stable name of the kind, used in locale files and vectors.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Register { .. } => "register",
            Self::UploadPrekeys { suites, .. } if !suites.is_empty() => "upload-offer",
            Self::UploadPrekeys { .. } => "upload-prekeys",
            Self::Done => "done",
            Self::FetchBundle { .. } => "fetch-bundle",
            Self::Bundle(bundle) if !bundle.suites.is_empty() => "offer",
            Self::Bundle(_) => "bundle",
            Self::Submit(_) => "submit",
            Self::Accepted => "accepted",
            Self::Deliver(_) | Self::DeliverStamped { .. } => "deliver",
            Self::Report(_) => "report",
            Self::Acknowledge => "acknowledge",
            Self::Receipt { .. } => "receipt",
            Self::Failure(_) => "failure",
            Self::Backup(_) => "backup",
            Self::Notice(_) => "notice",
            Self::NewDevice(_) => "new-device",
            Self::SignedDevice { .. } => "signed-device",
            Self::RemovedDevice { .. } => "removed-device",
            Self::Token(_) => "token",
            Self::FetchCertificate => "fetch-certificate",
            Self::Certificate(_) => "certificate",
            Self::SubmitSealed { .. } => "submit-sealed",
        }
    }

    /// The code of the kind, as it stands in the first byte of a frame.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::Register { .. } => 1,
            Self::UploadPrekeys { suites, .. } if !suites.is_empty() => 15,
            Self::UploadPrekeys { .. } => 2,
            Self::Done => 3,
            Self::FetchBundle { .. } => 4,
            Self::Bundle(bundle) if !bundle.suites.is_empty() => 16,
            Self::Bundle(_) => 5,
            Self::Submit(_) => 6,
            Self::Accepted => 7,
            Self::Deliver(_) => 8,
            Self::Acknowledge => 9,
            Self::Receipt { .. } => 10,
            Self::Failure(_) => 11,
            Self::Backup(_) => 12,
            Self::Notice(_) => 13,
            Self::NewDevice(_) => 14,
            Self::Token(_) => 17,
            Self::FetchCertificate => 18,
            Self::Certificate(_) => 19,
            Self::SubmitSealed { .. } => 20,
            Self::RemovedDevice { .. } => 21,
            Self::SignedDevice { .. } => 22,
            Self::DeliverStamped { .. } => 23,
            Self::Report(_) => 24,
        }
    }

    /// The stable name for a code, if there is such a kind.
    #[must_use]
    pub const fn key_of_code(code: u8) -> Option<&'static str> {
        Some(match code {
            1 => "register",
            2 => "upload-prekeys",
            3 => "done",
            4 => "fetch-bundle",
            5 => "bundle",
            6 => "submit",
            7 => "accepted",
            8 | 23 => "deliver",
            9 => "acknowledge",
            10 => "receipt",
            11 => "failure",
            12 => "backup",
            13 => "notice",
            14 => "new-device",
            15 => "upload-offer",
            16 => "offer",
            17 => "token",
            18 => "fetch-certificate",
            19 => "certificate",
            20 => "submit-sealed",
            21 => "removed-device",
            22 => "signed-device",
            24 => "report",
            _ => return None,
        })
    }

    /// The request number of bytes that need not be a whole frame; 0 if there is none.
    #[must_use]
    pub fn request_of(bytes: &[u8]) -> u32 {
        let request = bytes.get(1..).and_then(|rest| rest.first_chunk::<4>());
        request.map_or(0, |digits| u32::from_be_bytes(*digits))
    }

    /// Encodes. `body` explains the bytes of an envelope (see [`Envelope::encode`]), of a backup
    /// or of a notice; other frames need none. Without it an end-to-end message stands as one
    /// sealed leaf.
    #[must_use]
    pub fn encode(&self, request: u32, body: Option<&Annotated>) -> Annotated {
        Annotated::encode(|w| {
            w.group(Field::Frame, |w| {
                w.u8(Field::FrameKind, self.code());
                w.u32(Field::FrameRequest, request);
                self.encode_body(w, body);
            });
        })
    }

    /// Encodes a delivery of an envelope whose bytes stand as they are, even if they no
    /// longer say anything sensible.
    #[must_use]
    pub fn encode_deliver(request: u32, stamp: Option<&Stamp>, envelope: &Annotated) -> Annotated {
        const DELIVER: u8 = 8;
        const DELIVER_STAMPED: u8 = 23;
        Annotated::encode(|w| {
            w.group(Field::Frame, |w| {
                w.u8(Field::FrameKind, if stamp.is_some() { DELIVER_STAMPED } else { DELIVER });
                w.u32(Field::FrameRequest, request);
                if let Some(stamp) = stamp {
                    write_stamp(w, stamp);
                }
                w.append(envelope);
            });
        })
    }

    fn encode_body(&self, w: &mut Writer, annotated: Option<&Annotated>) {
        match self {
            Self::Register { account, device, identity_key } => {
                write_account(w, account);
                w.u8(Field::DeviceNumber, *device);
                w.leaf(Field::IdentityKey, identity_key);
            }
            Self::UploadPrekeys { signed_prekey, one_time_prekeys, suites } => {
                write_signed_prekey(w, signed_prekey);
                write_one_time_prekeys(w, one_time_prekeys);
                write_suites(w, annotated, suites);
            }
            Self::Done | Self::Accepted | Self::Acknowledge | Self::FetchCertificate => {}
            Self::Token(token) => w.leaf(Field::DeliveryToken, token),
            Self::Certificate(bytes) => {
                write_body(w, annotated, Field::SenderCertificate, bytes);
            }
            Self::SubmitSealed { token, envelope } => {
                w.leaf(Field::DeliveryToken, token);
                match annotated {
                    Some(annotated) => w.append(annotated),
                    None => w.append(&envelope.encode_unexplained()),
                }
            }
            Self::FetchBundle { account } => write_account(w, account),
            Self::RemovedDevice { account, device } => {
                write_account(w, account);
                w.u8(Field::DeviceNumber, *device);
            }
            Self::Bundle(bundle) | Self::NewDevice(bundle) => write_bundle(w, annotated, bundle),
            Self::SignedDevice { device, signature } => {
                write_bundle(w, None, device);
                w.leaf(Field::DeviceSignature, signature);
            }
            Self::Submit(envelope) | Self::Deliver(envelope) => match annotated {
                Some(annotated) => w.append(annotated),
                None => w.append(&envelope.encode_unexplained()),
            },
            Self::DeliverStamped { stamp, envelope } => {
                write_stamp(w, stamp);
                w.append(&envelope.encode_unexplained());
            }
            Self::Report(report) => write_report(w, report),
            Self::Backup(bytes) => write_body(w, annotated, Field::BackupCiphertext, bytes),
            Self::Notice(bytes) => write_body(w, annotated, Field::Notice, bytes),
            Self::Receipt { id } => w.u64(Field::EnvelopeId, id.0),
            Self::Failure(code) => w.u8(Field::FailureCode, code.code()),
        }
    }

    /// Decodes to the request number and the frame.
    ///
    /// # Errors
    ///
    /// A [`DecodeError`] that names the field.
    pub fn decode(bytes: &[u8]) -> Result<(u32, Self), DecodeError> {
        let mut r = Reader::new(bytes);
        let kind = r.u8(Field::FrameKind)?;
        let request = r.u32(Field::FrameRequest)?;
        let frame = match kind {
            1 => Self::Register {
                account: read_account(&mut r)?,
                device: r.u8(Field::DeviceNumber)?,
                identity_key: r.array(Field::IdentityKey)?,
            },
            2 | 15 => Self::UploadPrekeys {
                signed_prekey: read_signed_prekey(&mut r)?,
                one_time_prekeys: read_one_time_prekeys(&mut r)?,
                suites: read_suites(&mut r, kind == 15)?,
            },
            3 => Self::Done,
            4 => Self::FetchBundle { account: read_account(&mut r)? },
            5 | 16 => Self::Bundle(read_bundle(&mut r, kind == 16)?),
            6 => return Ok((request, Self::Submit(Envelope::decode(r)?))),
            7 => Self::Accepted,
            8 => return Ok((request, Self::Deliver(Envelope::decode(r)?))),
            9 => Self::Acknowledge,
            10 => Self::Receipt { id: MessageId(r.u64(Field::EnvelopeId)?) },
            11 => Self::Failure(match r.u8(Field::FailureCode)? {
                1 => FailureCode::UnknownAccount,
                2 => FailureCode::NotRegistered,
                3 => FailureCode::Malformed,
                4 => FailureCode::NotOpened,
                5 => FailureCode::WrongToken,
                found => {
                    let field = Field::FailureCode;
                    return Err(DecodeError::BadValue { field, found: found.into() });
                }
            }),
            12 => Self::Backup(read_body(&mut r, Field::Backup)?),
            17 => Self::Token(r.array(Field::DeliveryToken)?),
            18 => Self::FetchCertificate,
            19 => Self::Certificate(read_body(&mut r, Field::SenderCertificate)?),
            20 => {
                let token = r.array(Field::DeliveryToken)?;
                let envelope = Envelope::decode(r)?;
                return Ok((request, Self::SubmitSealed { token, envelope }));
            }
            23 => {
                let stamp = read_stamp(&mut r)?;
                return Ok((
                    request,
                    Self::DeliverStamped { stamp, envelope: Envelope::decode(r)? },
                ));
            }
            24 => Self::Report(read_report(&mut r)?),
            14 => Self::NewDevice(read_bundle(&mut r, false)?),
            22 => Self::SignedDevice {
                device: read_bundle(&mut r, false)?,
                signature: r.array(Field::DeviceSignature)?,
            },
            13 => Self::Notice(read_body(&mut r, Field::Notice)?),
            21 => Self::RemovedDevice {
                account: read_account(&mut r)?,
                device: r.u8(Field::DeviceNumber)?,
            },
            found => {
                let field = Field::FrameKind;
                return Err(DecodeError::BadValue { field, found: found.into() });
            }
        };
        r.finish()?;
        Ok((request, frame))
    }
}

/// time (8) ‖ MAC (32).
fn write_stamp(w: &mut Writer, stamp: &Stamp) {
    w.u64(Field::StampTime, stamp.time);
    w.leaf(Field::Stamp, &stamp.mac);
}

fn read_stamp(r: &mut Reader<'_>) -> Result<Stamp, DecodeError> {
    Ok(Stamp { time: r.u64(Field::StampTime)?, mac: r.array(Field::Stamp)? })
}

/// length (1) ‖ sender, which may be nobody ‖ stamp (40) ‖ franking key (32) ‖ length (2) ‖ text.
#[inline(never)]
fn write_report(w: &mut Writer, Report { sender, text, key, stamp }: &Report) {
    write_account(w, sender);
    write_stamp(w, stamp);
    w.leaf(Field::ReportedKey, key.reveal());
    write_body(w, None, Field::ReportedText, text.as_bytes());
}

#[inline(never)]
fn read_report(r: &mut Reader<'_>) -> Result<Report, DecodeError> {
    let sender = Account::read_any(r, Field::AccountLength, Field::AccountName)?;
    let stamp = read_stamp(r)?;
    let key = FrankingKey::from_bytes(r.array(Field::ReportedKey)?);
    let length = r.u16(Field::BodyLength)?;
    let text = r.text(Field::ReportedText, length.into())?.to_owned();
    Ok(Report { sender, text, key, stamp })
}

/// length (2) ‖ bytes, which `explained` explains.
fn write_body(w: &mut Writer, explained: Option<&Annotated>, field: Field, bytes: &[u8]) {
    w.u16(Field::BodyLength, u16::try_from(bytes.len()).unwrap_or(u16::MAX));
    match explained {
        Some(annotated) => w.append(annotated),
        None => w.leaf(field, bytes),
    }
}

fn write_suites(w: &mut Writer, explained: Option<&Annotated>, suites: &[u8]) {
    if !suites.is_empty() {
        write_body(w, explained, Field::SuiteList, suites);
    }
}

fn read_suites(r: &mut Reader<'_>, offers: bool) -> Result<Vec<u8>, DecodeError> {
    if !offers {
        return Ok(Vec::new());
    }
    let suites = read_body(r, Field::SuiteList)?;
    if suites.is_empty() {
        return Err(DecodeError::BadValue { field: Field::BodyLength, found: 0 });
    }
    Ok(suites)
}

fn read_body(r: &mut Reader<'_>, field: Field) -> Result<Vec<u8>, DecodeError> {
    let length = r.u16(Field::BodyLength)?;
    Ok(r.take(field, length.into())?.to_vec())
}

fn write_bundle(w: &mut Writer, annotated: Option<&Annotated>, bundle: &PublishedBundle) {
    write_account(w, &bundle.account);
    w.u8(Field::DeviceNumber, bundle.device);
    w.leaf(Field::IdentityKey, &bundle.identity_key);
    write_signed_prekey(w, &bundle.signed_prekey);
    write_one_time_prekeys(w, bundle.one_time_prekey.as_slice());
    write_suites(w, annotated, &bundle.suites);
}

fn write_account(w: &mut Writer, account: &Account) {
    account.write(w, Field::AccountLength, Field::AccountName);
}

fn read_account(r: &mut Reader<'_>) -> Result<Account, DecodeError> {
    Account::read(r, Field::AccountLength, Field::AccountName)
}

fn write_signed_prekey(w: &mut Writer, prekey: &SignedPrekey) {
    w.group(Field::SignedPrekeyGroup, |w| {
        w.u32(Field::SignedPrekeyId, prekey.id);
        w.leaf(Field::SignedPrekey, &prekey.key);
        w.leaf(Field::SignedPrekeySignature, &prekey.signature);
    });
}

fn read_signed_prekey(r: &mut Reader<'_>) -> Result<SignedPrekey, DecodeError> {
    Ok(SignedPrekey {
        id: r.u32(Field::SignedPrekeyId)?,
        key: r.array(Field::SignedPrekey)?,
        signature: r.array(Field::SignedPrekeySignature)?,
    })
}

fn write_one_time_prekeys(w: &mut Writer, prekeys: &[OneTimePrekey]) {
    let count = u8::try_from(prekeys.len()).unwrap_or(u8::MAX);
    w.u8(Field::OneTimePrekeyCount, count);
    for prekey in prekeys.iter().take(count.into()) {
        w.group(Field::OneTimePrekeyGroup, |w| {
            w.u32(Field::OneTimePrekeyId, prekey.id);
            w.leaf(Field::OneTimePrekey, &prekey.key);
        });
    }
}

fn read_one_time_prekeys(r: &mut Reader<'_>) -> Result<Vec<OneTimePrekey>, DecodeError> {
    let count = r.u8(Field::OneTimePrekeyCount)?;
    (0..count)
        .map(|_| {
            let id = r.u32(Field::OneTimePrekeyId)?;
            if id == 0 {
                return Err(DecodeError::BadValue { field: Field::OneTimePrekeyId, found: 0 });
            }
            Ok(OneTimePrekey { id, key: r.array(Field::OneTimePrekey)? })
        })
        .collect()
}

fn read_bundle(r: &mut Reader<'_>, offers: bool) -> Result<PublishedBundle, DecodeError> {
    let account = read_account(r)?;
    let device = r.u8(Field::DeviceNumber)?;
    let identity_key = r.array(Field::IdentityKey)?;
    let signed_prekey = read_signed_prekey(r)?;
    let mut one_time = read_one_time_prekeys(r)?;
    if one_time.len() > 1 {
        let found = u32::try_from(one_time.len()).unwrap_or(u32::MAX);
        return Err(DecodeError::BadValue { field: Field::OneTimePrekeyCount, found });
    }
    Ok(PublishedBundle {
        account,
        device,
        identity_key,
        signed_prekey,
        one_time_prekey: one_time.pop(),
        suites: read_suites(r, offers)?,
    })
}

//! A run as JSON, and back.
//!
//! ```json
//! {"seed":"…","seeded":true,"regime":"end-to-end","retention":"until-delivered","steps":[
//!   {"id":0,"do":"join","party":"alice"},
//!   {"id":1,"do":"send","from":"alice","text":"Hello"},
//!   {"id":2,"do":"interfere","target":{"action":3,"point":"provider","nth":0},
//!    "how":{"how":"flip-bit","bit":5}}]}
//! ```

use super::{
    Action, ActionId, Forged, Interference, Party, Point, Run, Searched, Step, Taker, Target,
    regime::{self, Demand, Institution, Receiver, Retention},
};
use crate::{
    crypto::{keys::PublicKey, secret::RunSeed},
    hex,
    jobs::Found,
    json::Json,
    mechanism::leaf::{Iv, Leaf, LeafField},
    sorted::SortedMap,
};
use std::sync::Arc;

impl Run {
    /// Reads a run from JSON.
    ///
    /// # Errors
    ///
    /// One sentence that says what is wrong and where.
    pub fn from_json(json: &str) -> Result<Self, String> {
        Self::try_from(&Json::parse(json).map_err(|error| error.to_string())?)
    }

    /// Writes the run as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        Json::from(self).to_string()
    }
}

impl From<&Run> for Json {
    fn from(run: &Run) -> Self {
        Self::object([
            ("seed", hex::encode(run.seed.reveal()).as_str().into()),
            ("seeded", Self::Bool(run.seeded)),
            ("regime", run.regime.key().into()),
            ("retention", run.retention.key().into()),
            ("steps", Self::List(run.steps.iter().map(Self::from).collect())),
        ])
    }
}

impl TryFrom<&Json> for Run {
    type Error = String;

    fn try_from(json: &Json) -> Result<Self, String> {
        let seed = json.text("seed").and_then(hex::decode_array);
        let seed = seed.ok_or("the seed is not 64 hexadecimal digits")?;
        let Some(Json::Bool(seeded)) = json.get("seeded") else {
            return Err("it is not said whether the run is seeded".into());
        };
        let regime = json.text("regime").and_then(regime::of_key);
        let regime = regime.ok_or("the regime is none that this page knows")?;
        let retention = json.text("retention").and_then(Retention::of_key);
        let retention = retention.ok_or("it is not said how long the provider keeps envelopes")?;
        let listed = json.list("steps").ok_or("there is no list of steps")?;
        let mut steps = Vec::with_capacity(listed.len());
        let mut ids = SortedMap::default();
        for (place, listed) in listed.iter().enumerate() {
            let step =
                step(listed).ok_or_else(|| format!("step {place} is no action: {listed}"))?;
            if !ids.insert_new(step.id, ()) {
                return Err("two actions share a number".into());
            }
            steps.push(step);
        }
        Ok(Self {
            seed: RunSeed::from_bytes(seed),
            seeded: *seeded,
            regime,
            retention,
            pair: 0,
            steps,
        })
    }
}

impl From<&Step> for Json {
    fn from(Step { id, action }: &Step) -> Self {
        let mut entries = vec![("id", id.0.into()), ("do", action.key().into())];
        match action {
            Action::Join { party } => entries.push(("party", party.key().into())),
            Action::Send { from, text } => {
                entries.push(("from", from.key().into()));
                entries.push(("text", text.as_ref().into()));
            }
            more => push_more(more, &mut entries),
        }
        Self::object(entries)
    }
}

/// What is said of what a page that is opened has none of.
#[inline(never)]
fn push_more(action: &Action, entries: &mut Vec<(&'static str, Json)>) {
    match action {
        Action::Join { .. } | Action::Send { .. } => {}
        Action::GoOffline { party }
        | Action::GoOnline { party }
        | Action::Implant { party }
        | Action::Compel { party }
        | Action::LinkDevice { party }
        | Action::Modify { party }
        | Action::LookAtDevices { party }
        | Action::Delete { party } => {
            entries.push(("party", party.key().into()));
        }
        Action::Interfere { target, how } => {
            entries.push(("target", target.into()));
            entries.push(("how", how.into()));
        }
        Action::Release { envelope } | Action::Replay { envelope } => {
            entries.push(("envelope", envelope.0.into()));
        }
        Action::Seize { party, by } | Action::SeizeLocked { party, by } => {
            entries.push(("party", party.key().into()));
            entries.push(("by", by.hands().key().into()));
        }
        Action::Steal { from } => entries.push(("from", from.key().into())),
        Action::Enter
        | Action::StealFromProvider
        | Action::SwapList
        | Action::AddLayer
        | Action::ChangeApp
        | Action::Frank
        | Action::Compare => {}
        Action::Report { message } => entries.push(("message", message.0.into())),
        Action::Cut { link } | Action::Intercept { link } => {
            entries.push(("link", link.key().into()));
        }
        Action::Wait { days } | Action::Disappear { days } => {
            entries.push(("days", u64::from(*days).into()));
        }
        Action::Demand { target, what } => {
            entries.push(("target", target.key().into()));
            entries.push(("what", what.key().into()));
        }
        Action::Order { target, start } => {
            entries.push(("target", target.key().into()));
            entries.extend(start.map(|start| ("start", start.0.into())));
        }
        Action::Search(it) => {
            entries.push(("by", receiver_key(it.by).into()));
            entries.push(("message", it.message.0.into()));
            entries.push(("chain", hex::encode(it.ratchet_key.as_bytes()).as_str().into()));
            entries.push(("number", u64::from(it.message_number).into()));
            entries.push(("found", hex::encode(&it.found.to_bytes()).as_str().into()));
            entries.push(("tried", it.tried.into()));
        }
        Action::Forge(it) => {
            entries.push(("party", it.party.key().into()));
            entries.push(("iv", hex::encode(&it.field.iv.0).as_str().into()));
            entries.push(("leaf", hex::encode(&it.field.leaf.0).as_str().into()));
            entries.push(("tried", it.tried.into()));
        }
        Action::EndOrder { order } => entries.push(("order", order.0.into())),
    }
}

#[inline(never)]
fn step(json: &Json) -> Option<Step> {
    let id = ActionId(json.number("id")?);
    let envelope = || json.number("envelope").map(ActionId);
    let action = match json.text("do")? {
        "join" => Action::Join { party: party(json, "party")? },
        "send" => Action::Send { from: party(json, "from")?, text: json.text("text")?.into() },
        "go-offline" => Action::GoOffline { party: party(json, "party")? },
        "go-online" => Action::GoOnline { party: party(json, "party")? },
        "interfere" => Action::Interfere {
            target: target(json.get("target")?)?,
            how: interference(json.get("how")?)?,
        },
        "release" => Action::Release { envelope: envelope()? },
        "replay" => Action::Replay { envelope: envelope()? },
        "cut" => Action::Cut { link: party(json, "link")? },
        "seize" => Action::Seize { party: party(json, "party")?, by: taker(json.text("by")?)? },
        "seize-locked" => {
            Action::SeizeLocked { party: party(json, "party")?, by: taker(json.text("by")?)? }
        }
        "compel" => Action::Compel { party: party(json, "party")? },
        "link-device" => Action::LinkDevice { party: party(json, "party")? },
        "swap-list" => Action::SwapList,
        "implant" => Action::Implant { party: party(json, "party")? },
        "intercept" => Action::Intercept { link: party(json, "link")? },
        "steal" => Action::Steal { from: Institution::of_key(json.text("from")?)? },
        "steal-from-provider" => Action::StealFromProvider,
        "enter" => Action::Enter,
        "delete" => Action::Delete { party: party(json, "party")? },
        "modify" => Action::Modify { party: party(json, "party")? },
        "add-layer" => Action::AddLayer,
        "change-app" => Action::ChangeApp,
        "disappear" => Action::Disappear { days: json.number("days")?.try_into().ok()? },
        "frank" => Action::Frank,
        "report" => Action::Report { message: json.number("message").map(ActionId)? },
        "compare" => Action::Compare,
        "look-at-devices" => Action::LookAtDevices { party: party(json, "party")? },
        "demand" => {
            Action::Demand { target: party(json, "target")?, what: demand(json.text("what")?)? }
        }
        "search" => Action::Search(Arc::new(searched(json)?)),
        "forge" => Action::Forge(Arc::new(forged(json)?)),
        "wait" => Action::Wait { days: json.number("days")?.try_into().ok()? },
        "order" => Action::Order {
            target: party(json, "target")?,
            start: json.number("start").map(ActionId),
        },
        "end-order" => Action::EndOrder { order: json.number("order").map(ActionId)? },
        _ => return None,
    };
    Some(Step { id, action })
}

fn party(json: &Json, name: &str) -> Option<Party> {
    let key = json.text(name)?;
    Party::ALL.into_iter().find(|party| party.key() == key)
}

fn searched(json: &Json) -> Option<Searched> {
    Some(Searched {
        by: receiver(json.text("by")?)?,
        message: json.number("message").map(ActionId)?,
        ratchet_key: PublicKey::from_bytes(hex::decode_array(json.text("chain")?)?),
        message_number: json.number("number")?.try_into().ok()?,
        // A LEAF opens no message.
        found: Found::from_bytes(&hex::decode(json.text("found")?)?)
            .filter(|it| !matches!(it, Found::Leaf(_)))?,
        tried: json.number("tried")?,
    })
}

fn forged(json: &Json) -> Option<Forged> {
    let iv = Iv(hex::decode_array(json.text("iv")?)?);
    let leaf = Leaf(hex::decode_array(json.text("leaf")?)?);
    // It takes one at least, and no more than there are numbers for.
    let tried = json.number("tried").filter(|tried| *tried > 0)?;
    Some(Forged { party: party(json, "party")?, field: LeafField { iv, leaf }, tried })
}

fn receiver_key(receiver: Receiver) -> &'static str {
    match receiver {
        Receiver::Everybody => "everybody",
        Receiver::Owner(party) => party.key(),
        Receiver::Provider => "provider",
        Receiver::Institution(it) => it.key(),
    }
}

fn receiver(key: &str) -> Option<Receiver> {
    let owners = Party::ALL.map(Receiver::Owner).into_iter();
    let institutions = Institution::ALL.map(Receiver::Institution).into_iter();
    let mut all = owners.chain(institutions).chain([Receiver::Provider]);
    all.find(|it| receiver_key(*it) == key)
}

fn demand(key: &str) -> Option<Demand> {
    Demand::ALL.into_iter().find(|demand| demand.key() == key)
}

fn taker(key: &str) -> Option<Taker> {
    Taker::ALL.into_iter().find(|taker| taker.hands().key() == key)
}

impl From<&Target> for Json {
    fn from(Target { action, point, nth }: &Target) -> Self {
        Self::object([
            ("action", action.0.into()),
            ("point", point.key().into()),
            ("nth", u64::from(*nth).into()),
        ])
    }
}

fn target(json: &Json) -> Option<Target> {
    Some(Target {
        action: ActionId(json.number("action")?),
        point: Point::of_key(json.text("point")?)?,
        nth: json.number("nth")?.try_into().ok()?,
    })
}

impl From<&Interference> for Json {
    fn from(how: &Interference) -> Self {
        let mut entries = vec![("how", how.key().into())];
        if let Interference::FlipBit { bit } = how {
            entries.push(("bit", u64::from(*bit).into()));
        }
        Self::object(entries)
    }
}

fn interference(json: &Json) -> Option<Interference> {
    Some(match json.text("how")? {
        "drop" => Interference::Drop,
        "flip-bit" => Interference::FlipBit { bit: json.number("bit")?.try_into().ok()? },
        "cut" => Interference::Cut,
        "hold" => Interference::Hold,
        "after-next" => Interference::AfterNext,
        "duplicate" => Interference::Duplicate,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run() -> Run {
        let [alice, bob] = Party::ALL;
        let target = |point| Target { action: ActionId(2), point, nth: 1 };
        let interfere = |point, how| Action::Interfere { target: target(point), how };
        let envelope = ActionId(2);
        [
            Action::Join { party: alice },
            Action::GoOffline { party: bob },
            Action::Send { from: alice, text: "“two”\nlines 👋".into() },
            Action::GoOnline { party: bob },
            interfere(Point::AliceLink, Interference::Drop),
            interfere(Point::BobLink, Interference::FlipBit { bit: 77 }),
            interfere(Point::AliceLink, Interference::Cut),
            interfere(Point::Provider, Interference::Hold),
            interfere(Point::Provider, Interference::AfterNext),
            interfere(Point::Provider, Interference::Duplicate),
            Action::Release { envelope },
            Action::Replay { envelope },
            Action::Cut { link: bob },
            Action::Seize { party: alice, by: Taker::Investigator },
            Action::Seize { party: bob, by: Taker::Thief },
            Action::SeizeLocked { party: bob, by: Taker::Thief },
            Action::Compel { party: bob },
            Action::LinkDevice { party: alice },
            Action::SwapList,
            Action::Implant { party: bob },
            Action::Intercept { link: alice },
            Action::Steal { from: Institution::Custodian(2) },
            Action::StealFromProvider,
            Action::Enter,
            Action::Delete { party: alice },
            Action::Wait { days: 3 },
            Action::Modify { party: bob },
            Action::AddLayer,
            Action::ChangeApp,
            Action::Disappear { days: 1 },
            Action::Search(Arc::new(Searched {
                by: Receiver::Institution(Institution::Agency),
                message: envelope,
                ratchet_key: PublicKey::from_bytes([7; 32]),
                message_number: 3,
                found: Found::from_bytes(&[1, 0, 0, 0, 0, 0, 0, 1, 2]).unwrap(),
                tried: 1 << 20,
            })),
            Action::Forge(Arc::new(Forged {
                party: bob,
                field: LeafField { iv: Iv([8; 8]), leaf: Leaf([9; 16]) },
                tried: 34_687,
            })),
            Action::Frank,
            Action::Report { message: envelope },
            Action::Compare,
            Action::LookAtDevices { party: alice },
            Action::Demand { target: bob, what: Demand::Records },
            Action::Demand { target: alice, what: Demand::Backups },
            Action::Demand { target: alice, what: Demand::Foreign },
            Action::Order { target: alice, start: None },
            Action::Order { target: bob, start: Some(envelope) },
            Action::EndOrder { order: ActionId(4) },
        ]
        .into_iter()
        .fold(Run::new(RunSeed::from_bytes([0x4b; 32]), true), Run::then)
    }

    #[test]
    fn every_action_survives() {
        assert_eq!(Run::from_json(&run().to_json()), Ok(run()));
    }

    #[test]
    fn looks_as_documented() {
        let json = run().to_json();
        assert!(json.starts_with("{\"seed\":\"4b4b"), "{json}");
        for part in [
            "\"seeded\":true,\"regime\":\"end-to-end\",\"retention\":\"until-delivered\",",
            "\"steps\":[{\"id\":0,\"do\":\"join\",\"party\":\"alice\"},",
            "\"target\":{\"action\":2,\"point\":\"bob-link\",\"nth\":1},",
            "\"how\":{\"how\":\"flip-bit\",\"bit\":77}}",
        ] {
            assert!(json.contains(part), "{part} in {json}");
        }
    }

    #[test]
    fn mistakes_are_named() {
        let mistake = |from: &str, to: &str| Run::from_json(&run().to_json().replace(from, to));
        for (from, to, says) in [
            ("4b4b", "4b", "64 hexadecimal digits"),
            ("true", "1", "seeded"),
            ("end-to-end", "open-to-all", "none that this page knows"),
            ("until-delivered", "a while", "how long the provider keeps"),
            ("\"steps\"", "\"stops\"", "list of steps"),
            ("\"bob\"", "\"rob\"", "step 1 is no action: {\"id\":1,"),
            ("\"id\":1,", "\"id\":0,", "share a number"),
            ("provider", "sky", "step 7"),
            (
                "010000000000000102",
                "04080808080808080809090909090909090909090909090909",
                "step 30 is no",
            ),
            ("0909", "09", "step 31 is no action: {\"id\":31,\"do\":\"forge\""),
            ("0909", "zz09", "step 31 is no action"),
            ("08080808", "0808", "step 31 is no action"),
            ("34687", "0", "step 31 is no action"),
        ] {
            let error = mistake(from, to).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
    }
}

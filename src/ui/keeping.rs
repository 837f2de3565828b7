//! How the page starts: afresh, from seed and rule in the address, or from what outlived a
//! crash.

use super::{
    app::stored_theme,
    clock,
    state::{Drafts, Notice, State},
};
use crate::{
    crypto::secret::RunSeed,
    hex,
    json::Json,
    shell::{kept, kept::RestartReason, later, rng, url},
    t,
    world::{
        Action, Party, Point, Position, Run, Timeline, conversation,
        regime::{self, EndToEnd, Regime, Retention},
    },
};
use std::rc::Rc;

/// So many steps are played before the page is shown; a longer run goes on frame by frame.
const BEFORE_IT_SHOWS: usize = 150;
/// So many at a time, so that the browser can paint in between.
const SLICE: usize = 12;

/// What must outlive a crash, as JSON: the run and the place in it, the drafts, where the
/// visitor stands.
#[must_use]
pub fn to_json(state: &State) -> String {
    let Drafts { alice, bob } = &state.drafts;
    let drafts = [alice, bob].map(|draft| Json::from(draft.as_ref()));
    Json::object([
        ("run", state.timeline().run().into()),
        ("drafts", Json::List(drafts.into())),
        ("tap", state.tap.key().into()),
        ("position", position_to_json(state.timeline().position())),
    ])
    .to_string()
}

/// The state in which the page starts.
pub async fn start() -> State {
    let mut beginning = restored().unwrap_or_else(first_visit);
    beginning.wait_for_its_rule().await;
    let Beginning { run, to, drafts, tap, notice } = beginning;
    let mut timeline = Timeline::new(run);
    timeline.set_goal(to);
    for _ in 0..BEFORE_IT_SHOWS / SLICE {
        clock::breathe().await;
        if timeline.work(SLICE) {
            break;
        }
    }
    let mut state = State::new(timeline);
    state.tap = tap.unwrap_or(state.tap);
    (state.drafts, state.notice, state.theme) = (drafts, notice, stored_theme());
    state
}

/// What the page starts with, before it is played.
struct Beginning {
    run: Run,
    to: Position,
    drafts: Drafts,
    tap: Option<Point>,
    notice: Option<Notice>,
}

impl Beginning {
    fn new(run: Run, to: Position, notice: Option<Notice>) -> Self {
        Self { run, to, drafts: Drafts::default(), tap: None, notice }
    }

    /// All rules but one come with the later part of the WebAssembly, and all that is done besides
    /// joining and sending.
    async fn wait_for_its_rule(&mut self) {
        let mut actions = self.run.steps.iter().map(|step| &step.action);
        let everyday = actions.all(Action::is_everyday);
        if !(everyday && self.run.regime.key() == EndToEnd.key()) && later::come().await.is_err() {
            self.run.regime = &EndToEnd;
            self.notice = Some(Notice::PartMissing);
        }
    }
}

fn restored() -> Option<Beginning> {
    let reason = kept::restart_reason();
    if reason == RestartReason::Fresh {
        return None;
    }
    let kept = Json::parse(&kept::load()?).ok()?;
    let mut run = Run::try_from(kept.get("run")?).ok()?;
    if reason == RestartReason::RestartedWithoutLast {
        run.steps.pop();
    }
    let end = Position::after(run.steps.len());
    let to = kept.get("position").and_then(position).unwrap_or(end);
    let mut beginning = Beginning::new(run, to, Some(Notice::Restarted(reason)));
    if let Some([alice, bob]) = kept.list("drafts") {
        let draft = |kept: &Json| kept.as_text().unwrap_or_default().into();
        beginning.drafts = Drafts { alice: draft(alice), bob: draft(bob) };
    }
    beginning.tap = kept.text("tap").and_then(Point::of_key);
    Some(beginning)
}

fn first_visit() -> Beginning {
    let (run, notice) = match seed_in_address() {
        Some(Ok(seed)) => (opening(seed, true), None),
        Some(Err(())) => (fresh_run().0, Some(Notice::BadAddress)),
        None => fresh_run(),
    };
    let (run, unknown) = under_rule_in_address(run);
    let end = Position::after(run.steps.len());
    Beginning::new(run, end, notice.or(unknown))
}

fn position_to_json(Position { actions, arrivals }: Position) -> Json {
    let actions = u64::try_from(actions).unwrap_or(u64::MAX);
    Json::object([("actions", actions.into()), ("arrivals", u64::from(arrivals).into())])
}

fn position(kept: &Json) -> Option<Position> {
    Some(Position {
        actions: usize::try_from(kept.number("actions")?).ok()?,
        arrivals: u32::try_from(kept.number("arrivals")?).ok()?,
    })
}

/// What a first visit finds on the wire: a short everyday exchange.
fn opening(seed: RunSeed, seeded: bool) -> Run {
    let texts = [
        (Party::Alice, t!("stage-opening-1")),
        (Party::Bob, t!("stage-opening-2")),
        (Party::Alice, t!("stage-opening-3")),
    ];
    conversation(seed, seeded, &texts.each_ref().map(|(party, text)| (*party, text.as_ref())))
}

/// The first visit's exchange with a seed from the operating system.
#[must_use]
pub fn fresh_run() -> (Run, Option<Notice>) {
    match rng::seed() {
        Ok(seed) => (opening(RunSeed::from_bytes(seed), false), None),
        Err(_) => (opening(RunSeed::from_bytes([0; 32]), true), Some(Notice::NoRandomness)),
    }
}

/// The same exchange with the seed of a run, under its rule.
#[must_use]
pub fn repeated_run(run: &Run) -> Run {
    under_rule_of(run, opening(RunSeed::from_bytes(*run.seed.reveal()), true))
}

/// How a run begins again: a given seed stays, otherwise there is a new one.
#[must_use]
pub fn started_over(run: &Run) -> Run {
    if run.seeded { repeated_run(run) } else { under_rule_of(run, fresh_run().0) }
}

/// Another run under the rule of this one.
#[must_use]
pub fn under_rule_of(run: &Run, other: Run) -> Run {
    Run { regime: run.regime, retention: run.retention, ..other }
}

/// The part of the address that begins a run like this one: its seed if it was given, and its
/// rule if it isn't end-to-end. What was typed is never in it.
#[must_use]
pub fn address_of(run: &Run) -> Rc<str> {
    let seed = run.seeded.then(|| format!("seed={}", hex::encode(run.seed.reveal())));
    let regime = run.regime.key();
    let regime = (regime != EndToEnd.key()).then(|| format!("regime={regime}"));
    let retention = run.retention;
    let retention =
        (retention != Retention::default()).then(|| format!("retention={}", retention.key()));
    let parts: Vec<String> = [seed, regime, retention].into_iter().flatten().collect();
    parts.join("&").into()
}

fn in_address(name: &str) -> Option<String> {
    let fragment = url::fragment();
    let value = |part: &str| Some(part.strip_prefix(name)?.strip_prefix('=')?.to_owned());
    fragment.split('&').find_map(value)
}

fn seed_in_address() -> Option<Result<RunSeed, ()>> {
    let digits = in_address("seed")?;
    Some(hex::decode_array(&digits).map(RunSeed::from_bytes).ok_or(()))
}

/// The run under the rule that the address names; a rule that there is not is noticed.
fn under_rule_in_address(mut run: Run) -> (Run, Option<Notice>) {
    let retention = in_address("retention").and_then(|key| Retention::of_key(&key));
    run.retention = retention.unwrap_or_default();
    let Some(key) = in_address("regime") else { return (run, None) };
    match regime::of_key(&key) {
        Some(regime) => (run.under(regime), None),
        None => (run, Some(Notice::UnknownRegime)),
    }
}

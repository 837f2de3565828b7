// Measures in the page. `globalThis.bench` has one function for each part; benches/run calls
// them one by one and prints what they return. Times are milliseconds.

import { x25519 } from "@noble/curves/ed25519.js";
import { gcm } from "@noble/ciphers/aes.js";

const BATCH = 60; // ms: long enough for a clock that ticks in tenths of a millisecond
const BATCHES = 9;
const MIB = 1 << 20;
const SMALL = 64;

// Every instance gets glue of its own, so that its memory is its own too.
let instances = 0;
async function instance() {
  instances += 1;
  const glue = await import(`./bench_web.js?${instances}`);
  const { memory } = await glue.default();
  return { ...glue, memory };
}

const sorted = (values) => values.toSorted((a, b) => a - b);
const median = (values) => sorted(values)[values.length >> 1];

async function time(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

// How often `work(n)` does its thing in a second: the median of several batches, and the
// slowest and fastest of them.
async function rate(work) {
  let n = 1;
  while ((await time(() => work(n))) < BATCH) n *= 2;
  const rates = [];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    rates.push((n * 1000) / (await time(() => work(n))));
  }
  return { median: median(rates), low: Math.min(...rates), high: Math.max(...rates) };
}

const times = (work) => (n) => {
  for (let i = 0; i < n; i += 1) work(i);
};

// WebCrypto works elsewhere: several at a time keep it busy.
const timesAsync = (work) => async (n) => {
  for (let done = 0; done < n; done += 64) {
    await Promise.all(Array.from({ length: Math.min(64, n - done) }, (_, i) => work(done + i)));
  }
};

async function ratchet() {
  const { Ratchet, Line } = await instance();
  const pair = new Ratchet();
  const line = new Line();
  return {
    oneWay: await rate((n) => pair.one_way(n)),
    inTurns: await rate((n) => pair.in_turns(n)),
    messages: await rate((n) => line.messages(n)),
  };
}

async function primitives() {
  const wasm = await instance();
  const { subtle } = crypto;
  const random = (length) => crypto.getRandomValues(new Uint8Array(length));
  const large = new Uint8Array(MIB).fill(0x61);
  const small = large.subarray(0, SMALL);
  const key = random(32);
  const nonce = new Uint8Array(12).fill(7);
  const keyOf = (number) => {
    const own = key.slice();
    new DataView(own.buffer).setUint32(0, number);
    return own;
  };
  const imported = (bytes) => subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt"]);
  const algorithm = { name: "AES-GCM", iv: nonce };
  const one = await imported(key);
  const pair = await subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]);
  const agreement = { name: "X25519", public: pair.publicKey };

  const privateKey = x25519.utils.randomSecretKey();
  let publicKey = x25519.getPublicKey(privateKey);

  return {
    x25519: {
      keyhole: await rate((n) => wasm.x25519(n)),
      noble: await rate(
        times(() => {
          publicKey = x25519.getSharedSecret(privateKey, publicKey);
        }),
      ),
      webcrypto: await rate(timesAsync(() => subtle.deriveBits(agreement, pair.privateKey, 256))),
    },
    large: {
      keyhole: await rate((n) => wasm.aes_gcm_seal(MIB, n)),
      noble: await rate(times(() => gcm(key, nonce).encrypt(large))),
      webcrypto: await rate(timesAsync(() => subtle.encrypt(algorithm, one, large))),
    },
    small: {
      keyhole: await rate((n) => wasm.aes_gcm_seal(SMALL, n)),
      noble: await rate(times((i) => gcm(keyOf(i), nonce).encrypt(small))),
      webcrypto: await rate(
        timesAsync(async (i) => subtle.encrypt(algorithm, await imported(keyOf(i)), small)),
      ),
    },
  };
}

async function replay(messages, slices) {
  const { Replay } = await instance();
  const run = new Replay(messages);
  const end = run.actions();
  const whole = [];
  for (let round = 0; round < 5; round += 1) {
    run.seek(0);
    whole.push(await time(() => run.seek(end)));
  }
  const back = [];
  for (let step = 0; step < 200; step += 1) {
    back.push(await time(() => run.step_back()));
  }
  const far = [];
  for (const part of [0.99, 0.9, 0.75, 0.5, 0.25]) {
    run.seek(end);
    far.push(await time(() => run.seek(Math.round(end * part))));
  }
  const longest = [];
  for (const steps of slices) {
    const each = [];
    run.rewind();
    for (let done = false; !done; ) {
      each.push(await time(() => (done = run.work(steps))));
    }
    longest.push({ steps, slices: each.length, longest: Math.max(...each), median: median(each) });
  }
  return { whole, back: { median: median(back), longest: Math.max(...back) }, far, longest };
}

async function memory(messages, rounds) {
  const { Replay, live_bytes, memory } = await instance();
  const held = () => ({ live: live_bytes(), buffer: memory.buffer.byteLength });
  const empty = held();
  const run = new Replay(messages);
  const actions = run.actions();
  const took = await time(() => run.seek(actions));
  const played = held();
  run.reset();
  const reset = held();
  for (let round = 0; round < rounds; round += 1) {
    run.again();
    run.reset();
  }
  const again = held();
  run.free();
  return { actions, took, empty, played, reset, again, freed: held() };
}

// The names of all rules.
async function regimes() {
  return (await instance()).regimes();
}

// Judging runs of several lengths under one rule; on each, one message more, and one in between.
async function access(regime, lengths) {
  const { Judged } = await instance();
  const measured = { regime, judge: [], more: [], between: [], impersonate: [], order: [] };
  for (const messages of lengths) {
    const rounds = messages > 1000 ? 1 : 5;
    const run = new Judged(messages, regime);
    const several = async (change, work) => {
      const each = [];
      for (let round = 0; round < rounds; round += 1) {
        change();
        each.push(await time(work));
      }
      return median(each);
    };
    measured.judge.push(await several(() => {}, () => run.judge()));
    measured.more.push(await several(() => run.send(), () => run.update()));
    if (messages <= 400) {
      const each = [];
      for (let observer = 0; observer < run.observers(); observer += 1) {
        each.push(await time(() => run.impersonate(observer)));
      }
      measured.impersonate.push(Math.max(...each));
    }
    measured.order.push(await several(() => {}, () => run.order()));
    measured.between.push(await several(() => run.insert(), () => run.update()));
    run.free();
  }
  return measured;
}

// Searches and other people, as one worker runs them.
async function searches(forgeries, pairs) {
  const { Search, people, forge_leafs } = await instance();
  const tries = async (search) => rate((n) => search.attempt(n));
  const exportGrade = await tries(new Search("export-grade"));
  const reduced = await tries(new Search("work-factor"));
  const zone = new Search("crumple-zone");
  const logarithm = await tries(zone);
  zone.follow();
  const puzzle = await tries(zone);
  let tried = 0;
  const forging = await time(() => (tried = forge_leafs(forgeries)));
  const others = [];
  for (const regime of ["end-to-end", "key-escrow"]) {
    others.push({ regime, took: await time(() => people(regime, pairs)) });
  }
  const leaf = { took: forging / forgeries, tried: tried / forgeries };
  return { exportGrade, reduced, logarithm, puzzle, leaf, others };
}

globalThis.bench = { ratchet, primitives, searches, replay, memory, regimes, access };

// Starts the page's WebAssembly, and starts it anew, in place, after a crash.
//
// What must outlive a crash is kept here, in memory: a string that the Rust side hands over
// with `keep` whenever the run or a draft changes, and reads with `kept` when it starts.
// The Rust side of this port is src/shell/.

const PATIENCE = 10_000; // ms: a crash sooner than this after a restart counts on
const UNWINDING = 50; // ms

const root = document.documentElement;
const message = document.getElementById("boot-message");
const blankApp = document.getElementById("app").cloneNode(true);

let kept = null;
let reason = "fresh"; // "fresh" | "restarted" | "restarted-without-last"
let crashes = 0;
let startedAt = 0;
let module; // the compiled WebAssembly.Module
let newGlue; // makes one instance's glue; xtask/src/bundle/glue.rs
let glue = null; // the living instance's glue; null between a crash and the restart
let laterUrl;
let later = null; // the compiled part that a first visit does without
let coming = null; // the promise of it

globalThis.keyhole = Object.freeze({
  keep(text) {
    kept = text;
  },
  kept() {
    return kept;
  },
  restartReason() {
    return reason;
  },
  cores() {
    return navigator.hardwareConcurrency || 1;
  },
  // An instance beside the page: src/shell/worker.rs.
  worker(answer, fail) {
    const source = [`const newGlue = ${newGlue};(${beside})()`];
    const url = URL.createObjectURL(new Blob(source, { type: "text/javascript" }));
    const worker = new Worker(url, { type: "module" });
    worker.onmessage = ({ data }) => {
      URL.revokeObjectURL(url);
      answer(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      fail();
    };
    worker.postMessage([module, later]);
    return worker;
  },
  mounted() {
    root.dataset.boot = reason === "fresh" ? "running" : reason;
  },
  reportPanic(text) {
    console.error(text);
    crashed();
  },
  later() {
    coming ??= fetchLater().catch((error) => {
      coming = null;
      throw error;
    });
    return coming;
  },
  needLater() {
    try {
      if (!later) {
        console.warn("The later part is needed before it came:", new Error().stack);
        later = new WebAssembly.Module(readNow(laterUrl));
        style()?.catch(console.error);
      }
      join();
    } catch (error) {
      console.error(error);
      crashed();
      throw error;
    }
  },
});

// What a worker runs: first it gets both parts, then pieces. It knows nothing of this file.
function beside() {
  let glue;
  globalThis.onmessage = async ({ data }) => {
    try {
      if (glue) {
        postMessage(glue.work(data));
        return;
      }
      globalThis.keyhole = { reportPanic: console.error };
      const made = newGlue();
      await made.init({ module_or_path: data[0] });
      new WebAssembly.Instance(data[1], { "": made.exports() });
      glue = made;
      postMessage(new Uint8Array());
    } catch (error) {
      // Outside of the promise, so that the page hears of it.
      setTimeout(() => {
        throw error;
      });
    }
  };
}

async function fetchLater() {
  const [bytes] = await Promise.all([read(laterUrl), style()]);
  later ??= await WebAssembly.compile(bytes);
}

// What comes later has a style sheet of its own.
function style() {
  const link = document.querySelector("link[rel=keyhole-styles]");
  return link && new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => {
      link.rel = "keyhole-styles";
      reject(new TypeError(`no ${link.href}`));
    };
    link.rel = "stylesheet";
  });
}

// Lets the living instance have its later part, once; xtask/src/bundle/later/.
function join() {
  const first = glue?.exports();
  if (first?.later?.value === 0) {
    new WebAssembly.Instance(later, { "": first });
  }
}

async function read(url) {
  const response = await fetch(url);
  if (!response.ok) {
    throw new TypeError(`${response.status} for ${url}`);
  }
  return response.arrayBuffer();
}

// For the rare call that comes before the part has come: the page waits.
function readNow(url) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  if (request.status !== 200) {
    throw new TypeError(`${request.status} for ${url}`);
  }
  return Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0) & 0xff);
}

// The first thing that a visitor does says that there will be more.
function expectMore() {
  const signs = ["pointerdown", "keydown", "focusin"];
  const first = () => {
    signs.forEach((sign) => removeEventListener(sign, first, true));
    globalThis.keyhole.later().catch(console.error);
  };
  signs.forEach((sign) => addEventListener(sign, first, true));
}

function isTrap(error) {
  return (
    error instanceof WebAssembly.RuntimeError ||
    (error instanceof Error && /too much recursion|call stack/i.test(error.message))
  );
}

async function boot() {
  if (typeof WebAssembly !== "object") {
    return fail("refused");
  }
  // A trap that is not a panic (stack overflow, memory exhausted) never reaches the hook.
  addEventListener("error", (event) => isTrap(event.error) && crashed());
  addEventListener("unhandledrejection", (event) => isTrap(event.reason) && crashed());
  const glueUrl = document.querySelector("link[rel=modulepreload]").href;
  const wasmUrl = document.querySelector("link[rel=keyhole-wasm]").href;
  laterUrl = wasmUrl.replace("_bg.wasm", "_later.wasm");
  try {
    const [imported, bytes] = await Promise.all([import(glueUrl), read(wasmUrl)]);
    newGlue = imported.default;
    module = await WebAssembly.compile(bytes);
  } catch (error) {
    console.error(error);
    if (error instanceof WebAssembly.CompileError) {
      return fail("refused");
    }
    // In a sandboxed frame without an origin, WebKit takes our own parts for foreign ones.
    return fail(origin === "null" ? "framed" : "blocked");
  }
  expectMore();
  await start();
}

async function start() {
  glue = newGlue();
  startedAt = performance.now();
  try {
    await glue.init({ module_or_path: module });
  } catch (error) {
    if (isTrap(error)) {
      crashed();
    } else {
      console.error(error);
      fail("refused");
    }
  }
}

// Called once or more for each crash: by the panic hook, by the trap that follows, by both.
function crashed() {
  if (!glue) {
    return;
  }
  // Its timers and listeners may still fire; they no longer reach the dead instance.
  glue.detach();
  glue = null;
  const again = reason !== "fresh" && performance.now() - startedAt < PATIENCE;
  crashes = again ? crashes + 1 : 1;
  // The dead instance is still on the stack, and the browser has yet to report its trap, which
  // must not be taken for one of the next instance.
  setTimeout(restart, UNWINDING);
}

function restart() {
  const app = blankApp.cloneNode(true);
  app.replaceChildren();
  document.getElementById("app").replaceWith(app);
  if (crashes > 2) {
    return giveUp(app);
  }
  reason = crashes === 1 ? "restarted" : "restarted-without-last";
  return start();
}

function fail(text) {
  root.dataset.boot = "failed";
  message.textContent = message.dataset[text];
}

function giveUp(app) {
  fail("crashed");
  const actions = document.createElement("div");
  actions.className = "boot-actions";
  if (kept !== null) {
    actions.append(button(message.dataset.copy, () => copyKept(app)));
  }
  actions.append(button(message.dataset.reload, () => location.reload()));
  app.replaceChildren(actions);
}

function button(text, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", action);
  return made;
}

async function copyKept(app) {
  try {
    await navigator.clipboard.writeText(kept);
    message.textContent = message.dataset.copied;
  } catch {
    // No clipboard here: show the text, selected, to be copied by hand.
    const area = document.createElement("textarea");
    area.readOnly = true;
    area.value = kept;
    area.setAttribute("aria-label", message.dataset.copy);
    app.append(area);
    area.select();
  }
}

boot();

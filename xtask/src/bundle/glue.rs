//! Makes wasm-bindgen's JavaScript glue restartable.
//!
//! The glue keeps the one instance that it serves in variables of its module, so a page that
//! wants a second instance (after a crash) would have to load the module a second time, which
//! asks the server again. Instead the module's body becomes a function: each call makes glue
//! for one instance, `exports` is what that instance exports, and `detach` cuts the glue off
//! from its instance for good.

use std::fmt::Write as _;

use anyhow::{Result, bail};

/// The last line of the glue.
const EXPORT: &str = "export { initSync, __wbg_init as default };";
/// What `detach` relies on; the build stops if wasm-bindgen names them otherwise.
const INTERNALS: [&str; 3] = [
    "let wasmModule, wasmInstance, wasm;",
    "let cachedDataViewMemory0 = null;",
    "let cachedUint8ArrayMemory0 = null;",
];

/// Turns the glue's module into one whose default export makes glue.
///
/// # Errors
/// When the glue isn't written as wasm-bindgen 0.2.130 writes it.
pub fn make_restartable(glue: &str) -> Result<String> {
    for internal in INTERNALS {
        if !glue.contains(internal) {
            bail!("wasm-bindgen's glue has changed: it has no `{internal}`");
        }
    }
    let mut imports = String::new();
    let mut body = String::new();
    let mut names = String::new();
    let mut finished = false;
    for line in glue.lines() {
        if line.starts_with("import ") {
            imports.push_str(line);
            imports.push('\n');
        } else if line == EXPORT {
            finished = true;
        } else if let Some(item) = line.strip_prefix("export ") {
            let Some(name) = exported_name(item) else {
                bail!("wasm-bindgen's glue has changed: what is `{line}`?");
            };
            write!(names, "{name}, ")?;
            body.push_str(item);
            body.push('\n');
        } else {
            body.push_str(line);
            body.push('\n');
        }
    }
    if !finished {
        bail!("wasm-bindgen's glue has changed: it has no `{EXPORT}`");
    }
    Ok(format!(
        "{imports}export default function newGlue() {{\n{body}\
         const nobody = new Proxy({{}}, {{ get: () => () => undefined }});\n\
         function detach() {{\n    \
             wasm = wasmInstance = wasmModule = nobody;\n    \
             cachedDataViewMemory0 = cachedUint8ArrayMemory0 = null;\n\
         }}\n\
         const exports = () => wasm;\n\
         return {{ init: __wbg_init, detach, exports, {names}}};\n}}\n"
    ))
}

/// The name of `function name(…) {`, `async function name(…) {` or `class Name {`.
fn exported_name(item: &str) -> Option<&str> {
    let item = item.strip_prefix("async ").unwrap_or(item);
    let rest = item.strip_prefix("function ").or_else(|| item.strip_prefix("class "))?;
    rest.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glue(rest: &str) -> String {
        format!("{}\n{rest}\n{EXPORT}\n", INTERNALS.join("\n"))
    }

    #[test]
    fn exports_become_properties_and_imports_stay_outside() {
        let made = make_restartable(&glue(
            "import * as a from './a.js';\nexport function run(x) {\n}\nexport class Thing {\n}",
        ))
        .unwrap();
        assert!(made.starts_with("import * as a from './a.js';\nexport default function newGlue"));
        assert!(made.contains("\nfunction run(x) {\n"));
        assert!(made.contains("init: __wbg_init, detach, exports, run, Thing, }"));
        assert_eq!(made.matches("export ").count(), 1);
    }

    #[test]
    fn glue_of_another_make_is_refused() {
        assert!(make_restartable("let wasm;").is_err());
        assert!(make_restartable(&glue("export const x = 1;")).is_err());
        assert!(make_restartable(&glue("").replace(EXPORT, "")).is_err());
    }
}

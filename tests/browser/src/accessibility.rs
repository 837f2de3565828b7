//! What axe finds: failures of WCAG 2.2 AA.

use std::fs;

use anyhow::{Context as _, Result};
use serde_json::json;

use crate::Page;

const RUN: &str = "
    const done = arguments[arguments.length - 1];
    const options = { resultTypes: ['violations'], runOnly: arguments[0] };
    axe.run(document, options).then(
        ({ violations }) => done(violations.flatMap(({ id, help, nodes }) => nodes.map(
            (node) => `${id}: ${help}: ${node.target.join(' ')}: ${node.any.map((c) => c.message).join('; ')}`))),
        (error) => done([String(error)]),
    );";

const RULES: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

impl Page {
    /// What axe finds wrong with the page as it is now; empty is good.
    ///
    /// # Errors
    /// When axe isn't there or can't be run.
    pub fn axe(&self) -> Result<Vec<String>> {
        let file = xtask::tools::npm::packages()?.join("axe-core/axe.min.js");
        let axe = fs::read_to_string(file).context("reading axe")?;
        self.js(&axe, &[])?;
        let found = self.js_later(RUN, &[json!(RULES)])?;
        Ok(serde_json::from_value(found)?)
    }
}

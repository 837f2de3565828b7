//! A list of things to do, each with its name, its time and its outcome.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// What has been run so far.
#[derive(Debug, Default)]
pub(super) struct Stages {
    done: Vec<Stage>,
}

#[derive(Debug)]
struct Stage {
    name: String,
    took: Duration,
    passed: bool,
}

impl Stages {
    /// Runs one stage and says whether it passed.
    pub(super) fn run(&mut self, name: &str, stage: impl FnOnce() -> Result<()>) -> bool {
        println!("\n── {name}");
        let start = Instant::now();
        let outcome = stage();
        if let Err(error) = &outcome {
            println!("failed: {error:#}");
        }
        let passed = outcome.is_ok();
        self.done.push(Stage { name: name.into(), took: start.elapsed(), passed });
        passed
    }

    /// Prints the table of stages.
    ///
    /// # Errors
    /// When one failed.
    pub(super) fn finish(self) -> Result<()> {
        println!("\n── stages");
        for Stage { name, took, passed } in &self.done {
            let outcome = if *passed { "passed" } else { "FAILED" };
            println!("{:>7.1} s  {outcome}  {name}", took.as_secs_f64());
        }
        let total: Duration = self.done.iter().map(|stage| stage.took).sum();
        println!("{:>7.1} s  together", total.as_secs_f64());
        let failed = self.done.iter().filter(|stage| !stage.passed).count();
        println!("{} passed, {failed} failed", self.done.len() - failed);
        if failed > 0 {
            bail!("{failed} of {} stages failed", self.done.len());
        }
        Ok(())
    }
}

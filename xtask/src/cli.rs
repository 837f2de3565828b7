//! The command line: which chore, with which options.

use anyhow::{Context as _, Result, bail};

use crate::{bench, bundle, checks, serve, vectors};

const HELP: &str = "\
Keyhole's chores. Each first sets up what it needs and is missing, and says so.

usage: cargo xtask <chore> [options]

  serve [--port N]         build dist/, then serve it (default port 8080)
  build [--check]          build dist/ and list its sizes; --check fails above the size budget
  test [--all-browsers]    everything that must hold: format, lints, licences, tests, size,
                           the page in Chromium (with --all-browsers in Firefox and WebKitGTK too)
  bench [--quick]          build, measure in Chromium, print a table; --quick leaves out the
                           run of 10,000 messages and loads the page three times only
  vectors [--check]        write tests/vectors/; --check compares instead

Tools go to ~/.cache/keyhole/tools (or $XDG_CACHE_HOME/keyhole/tools, or $KEYHOLE_TOOLS);
what is on PATH in the right version is used as it is.";

/// Runs the chore that `args` (without the program's name) asks for.
///
/// # Errors
/// When the arguments make no sense, or when the chore fails.
pub fn run(args: &[String]) -> Result<()> {
    let mut options = Options::new(args);
    let Some(chore) = options.chore() else {
        println!("{HELP}");
        return Ok(());
    };
    match chore.as_str() {
        "serve" => {
            let port = match options.value("--port")? {
                Some(port) => port.parse().with_context(|| format!("--port {port}"))?,
                None => serve::DEFAULT_PORT,
            };
            options.finish()?;
            serve::serve(port)
        }
        "build" => {
            let check = options.flag("--check");
            options.finish()?;
            bundle::build()?;
            bundle::size::report(if check {
                bundle::size::Budget::Enforced
            } else {
                bundle::size::Budget::Shown
            })
        }
        "test" => {
            let all_browsers = options.flag("--all-browsers");
            options.finish()?;
            checks::run(all_browsers)
        }
        "bench" => {
            let quick = options.flag("--quick");
            options.finish()?;
            bench::run(quick)
        }
        "vectors" => {
            let check = options.flag("--check");
            options.finish()?;
            if check { vectors::check() } else { vectors::write() }
        }
        "help" => {
            println!("{HELP}");
            Ok(())
        }
        other => bail!("there is no chore `{other}`\n\n{HELP}"),
    }
}

/// The arguments that nobody has asked for yet.
struct Options {
    rest: Vec<String>,
}

impl Options {
    fn new(args: &[String]) -> Self {
        Self { rest: args.to_vec() }
    }

    fn chore(&mut self) -> Option<String> {
        if self.flag("--help") || self.flag("-h") || self.rest.is_empty() {
            return None;
        }
        Some(self.rest.remove(0))
    }

    fn flag(&mut self, name: &str) -> bool {
        let before = self.rest.len();
        self.rest.retain(|arg| arg != name);
        self.rest.len() != before
    }

    fn value(&mut self, name: &str) -> Result<Option<String>> {
        let Some(at) = self.rest.iter().position(|arg| arg == name) else {
            return Ok(None);
        };
        self.rest.remove(at);
        if at >= self.rest.len() {
            bail!("{name} needs a value");
        }
        Ok(Some(self.rest.remove(at)))
    }

    fn finish(self) -> Result<()> {
        match self.rest.first() {
            None => Ok(()),
            Some(arg) => bail!("what is `{arg}`?\n\n{HELP}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(args: &[&str]) -> Options {
        Options { rest: args.iter().map(ToString::to_string).collect() }
    }

    #[test]
    fn options_are_taken_once_and_leftovers_are_errors() {
        let mut some = options(&["serve", "--port", "81", "--loud"]);
        assert_eq!(some.chore().as_deref(), Some("serve"));
        assert_eq!(some.value("--port").unwrap().as_deref(), Some("81"));
        assert_eq!(some.value("--port").unwrap(), None);
        assert!(some.finish().is_err());
    }

    #[test]
    fn a_missing_value_and_an_unknown_chore_are_errors() {
        assert!(options(&["--port"]).value("--port").is_err());
        assert!(run(&["frobnicate".to_owned()]).is_err());
    }

    #[test]
    fn help_is_asked_for_by_flag_or_by_silence() {
        assert_eq!(options(&["test", "--help"]).chore(), None);
        assert_eq!(options(&[]).chore(), None);
    }
}

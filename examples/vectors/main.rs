//! Writes the published vectors: whole conversations with seed, every key, every intermediate
//! value, and every byte on every link. `cargo xtask vectors` runs it.
//!
//! `vectors DIR` writes `DIR/conversation-*.json` and `DIR/regime-*.json`; `vectors --check DIR`
//! compares instead.

mod access;
mod conversations;
mod regimes;
mod steps;
mod value;

use conversations::Format;
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (check, directory) = match arguments.as_slice() {
        [flag, directory] if flag == "--check" => (true, directory),
        [directory] => (false, directory),
        _ => {
            eprintln!("usage: vectors [--check] DIRECTORY");
            return ExitCode::from(2);
        }
    };
    let (mut stale, mut written) = (0, Vec::new());
    for conversation in conversations::all().into_iter().chain(regimes::all()) {
        let (prefix, name) = (conversation.format.prefix(), conversation.name);
        let path = Path::new(directory).join(format!("{prefix}-{name}.json"));
        let text = value::file(&conversation);
        if check {
            if fs::read_to_string(&path).is_ok_and(|found| found == text) {
                println!("{}: as published", path.display());
            } else {
                stale += 1;
                eprintln!(
                    "{}: not what the code gives now; cargo xtask vectors writes it anew",
                    path.display()
                );
            }
        } else if let Err(error) = fs::write(&path, &text) {
            eprintln!("{}: {error}", path.display());
            return ExitCode::FAILURE;
        } else {
            println!("{}: {} bytes", path.display(), text.len());
        }
        written.push(path);
    }
    if check {
        for path in published(directory).filter(|path| !written.contains(path)) {
            stale += 1;
            eprintln!("{}: the code gives no such file", path.display());
        }
    }
    if stale == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The files of a directory that are called like those that are written here.
fn published(directory: &str) -> impl Iterator<Item = PathBuf> {
    let files = fs::read_dir(directory).into_iter().flatten().flatten().map(|file| file.path());
    files.filter(|path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        [Format::Conversation, Format::Regime]
            .iter()
            .any(|format| name.starts_with(format.prefix()) && name.ends_with(".json"))
    })
}

//! What a first visit costs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use brotli::CompressorWriter;

use crate::paths::DIST;

/// The most that a first visit may load, in bytes after Brotli.
pub const LIMIT: usize = 300_000;

/// Whether [`report`] fails above the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Budget {
    /// It only shows the numbers.
    Shown,
    /// It fails.
    Enforced,
}

/// Prints the size of every file in `dist/`, as it is and after Brotli.
///
/// The sum counts all of them, icons of every size included: a first visit loads less.
///
/// # Errors
/// When `dist/` can't be read, or when the budget is enforced and exceeded.
pub fn report(budget: Budget) -> Result<()> {
    let dist = Path::new(DIST);
    let mut files = Vec::new();
    collect(dist, &mut files)?;
    files.sort();
    println!("\n{:>10}  {:>10}", "bytes", "brotli");
    let mut total = (0, 0);
    for file in &files {
        let content = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
        let compressed = brotli(&content)?;
        total = (total.0 + content.len(), total.1 + compressed);
        let name = file.strip_prefix(dist).unwrap_or(file).display();
        println!("{:>10}  {compressed:>10}  {name}", content.len());
    }
    println!("{:>10}  {:>10}  together (limit {LIMIT})", total.0, total.1);
    if budget == Budget::Enforced && total.1 > LIMIT {
        bail!("{DIST}/ is {} bytes after Brotli; the limit is {LIMIT}", total.1);
    }
    Ok(())
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(dir).with_context(|| format!("reading {}", dir.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// The length of `content` after Brotli as static hosts use it: level 11, window 22.
fn brotli(content: &[u8]) -> Result<usize> {
    use std::io::Write as _;
    let mut compressor = CompressorWriter::new(Vec::new(), 4096, 11, 22);
    compressor.write_all(content)?;
    compressor.flush()?;
    Ok(compressor.into_inner().len())
}

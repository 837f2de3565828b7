//! What a first visit costs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use brotli::CompressorWriter;

use crate::paths::DIST;

/// The most that a first visit may load, in bytes after Brotli.
pub const FIRST_VISIT: usize = 300_000;
/// The most with everything that may be loaded later, in one language.
pub const TOGETHER: usize = 500_000;

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
/// The sum of a first visit counts icons of every size, so it loads less.
///
/// # Errors
/// When `dist/` can't be read, or when the budget is enforced and exceeded.
pub fn report(budget: Budget) -> Result<()> {
    let dist = Path::new(DIST);
    let mut files = Vec::new();
    collect(dist, &mut files)?;
    files.sort();
    println!("\n{:>10}  {:>10}", "bytes", "brotli");
    let (mut first, mut total) = ((0, 0), (0, 0));
    for file in &files {
        let content = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
        let compressed = brotli(&content)?;
        total = (total.0 + content.len(), total.1 + compressed);
        let name = file.strip_prefix(dist).unwrap_or(file).display().to_string();
        if !name.contains(&format!("{}.", super::LATER)) {
            first = (first.0 + content.len(), first.1 + compressed);
        }
        println!("{:>10}  {compressed:>10}  {name}", content.len());
    }
    let sums = [("a first visit", first, FIRST_VISIT), ("together", total, TOGETHER)];
    for (what, (bytes, compressed), limit) in sums {
        println!("{bytes:>10}  {compressed:>10}  {what} (limit {limit})");
    }
    for (what, (_, compressed), limit) in sums {
        if budget == Budget::Enforced && compressed > limit {
            bail!("{what}, {DIST}/ is {compressed} bytes after Brotli; the limit is {limit}");
        }
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

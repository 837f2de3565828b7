//! The Fluent files, as they stand in the folders.

use super::mistake::Mistake;
use std::path::Path;

/// One Fluent file.
#[derive(Clone, Debug)]
pub struct Source {
    /// The folder's name: `en`, `pt-BR`.
    pub locale: String,
    /// The path as a mistake names it.
    pub file: String,
    /// What the file says.
    pub content: String,
}

/// Reads every `*.ftl` file of every folder in `root`, which mistakes call `shown`.
///
/// # Errors
///
/// If a folder or file can't be read.
pub fn read(root: &Path, shown: &str) -> Result<Vec<Source>, Mistake> {
    let failed = |path: &Path, error: std::io::Error| {
        Mistake(format!("{} can't be read ({error}); check that it is there", path.display()))
    };
    let list = |folder: &Path| -> Result<Vec<_>, Mistake> {
        let entries = std::fs::read_dir(folder).map_err(|error| failed(folder, error))?;
        let mut paths = entries
            .map(|entry| entry.map(|entry| entry.path()).map_err(|error| failed(folder, error)))
            .collect::<Result<Vec<_>, _>>()?;
        paths.sort();
        Ok(paths)
    };
    let mut sources = Vec::new();
    for folder in list(root)?.into_iter().filter(|path| path.is_dir()) {
        let locale = name(&folder);
        for path in list(&folder)? {
            if path.extension().is_some_and(|extension| extension == "ftl") {
                sources.push(Source {
                    locale: locale.clone(),
                    file: format!("{shown}/{locale}/{}", name(&path)),
                    content: std::fs::read_to_string(&path)
                        .map_err(|error| failed(&path, error))?
                        .replace("\r\n", "\n"),
                });
            }
        }
    }
    Ok(sources)
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

//! The few settings that outlive a visit (the theme, for one). Never what a visitor typed.

use web_sys::Storage;

/// The value of `key`, where the browser has storage and the key has been set.
#[must_use]
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Sets `key`, where the browser has storage with room in it.
pub fn set(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage means that the setting lasts for this visit only.
        let _ = storage.set_item(key, value);
    }
}

/// Forgets `key`.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        // As in `set`.
        let _ = storage.remove_item(key);
    }
}

/// In a sandboxed frame the very access throws.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

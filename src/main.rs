//! Mounts the page, and nothing else.

use keyhole::{shell, ui::app};

fn main() {
    shell::panic::install();
    if let Some(root) = shell::mount_point() {
        wasm_bindgen_futures::spawn_local(app::mount(root));
    }
}

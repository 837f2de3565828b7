//! A text is written over several lines; the page breaks lines itself.

/// A line break is a space; an empty line starts a new paragraph.
pub(super) fn fold_lines(text: &str) -> String {
    let mut out = String::new();
    let mut breaks = 0;
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            breaks += 1;
        }
        let is_last_or_text = !line.trim().is_empty();
        if is_last_or_text {
            flush(&mut out, breaks);
            out.push_str(if breaks > 0 { line.trim_start() } else { line });
            breaks = 0;
        } else if number == 0 {
            out.push_str(line);
        }
    }
    flush(&mut out, breaks);
    out
}

fn flush(out: &mut String, breaks: usize) {
    if breaks > 0 {
        out.truncate(out.trim_end_matches(' ').len());
        out.push_str(if breaks == 1 { " " } else { "\n\n" });
    }
}

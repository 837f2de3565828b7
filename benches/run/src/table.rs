//! A table with budgets.

use std::fmt;

/// What the table says, line by line.
#[derive(Debug, Default)]
pub(crate) struct Table {
    lines: Vec<Line>,
}

#[derive(Debug)]
enum Line {
    Section(String),
    Row { what: String, number: String, remark: String },
}

/// The most, or the least, that a number may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AtMost(pub(crate) f64, pub(crate) &'static str);

impl Table {
    /// Begins a section.
    pub(crate) fn section(&mut self, title: impl Into<String>) {
        self.lines.push(Line::Section(title.into()));
    }

    /// Adds a number with its unit, and a remark.
    pub(crate) fn row(
        &mut self,
        what: impl Into<String>,
        number: impl Into<String>,
        remark: impl Into<String>,
    ) {
        let (what, number, remark) = (what.into(), number.into(), remark.into());
        self.lines.push(Line::Row { what, number, remark });
    }

    /// Adds a number that has a budget.
    pub(crate) fn budget(&mut self, what: impl Into<String>, number: f64, most: AtMost) {
        let AtMost(limit, unit) = most;
        let verdict = if number <= limit { "within" } else { "OVER" };
        self.row(what, format!("{} {unit}", short(number)), format!("{verdict} {limit} {unit}"));
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            match line {
                Line::Section(title) => writeln!(f, "\n{title}")?,
                Line::Row { what, number, remark } => {
                    let line = format!("  {what:<52} {number:>14}   {remark}");
                    writeln!(f, "{}", line.trim_end())?;
                }
            }
        }
        Ok(())
    }
}

/// A number with three digits that count.
pub(crate) fn short(number: f64) -> String {
    match number.abs() {
        size if size >= 1e6 => format!("{:.2} M", number / 1e6),
        size if size >= 1e4 => format!("{:.1} k", number / 1e3),
        size if size >= 100.0 => format!("{number:.0}"),
        size if size >= 10.0 => format!("{number:.1}"),
        _ => format!("{number:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits() {
        let shown = [0.123, 1.234, 12.34, 123.4, 1234.0, 12_345.0, 1_234_567.0].map(short);
        assert_eq!(shown, ["0.12", "1.23", "12.3", "123", "1234", "12.3 k", "1.23 M"]);
    }

    #[test]
    fn a_budget_says_whether_it_holds() {
        let mut table = Table::default();
        table.section("times");
        table.budget("one", 1.0, AtMost(2.0, "ms"));
        table.budget("three", 3.0, AtMost(2.0, "ms"));
        let shown = table.to_string();
        assert!(shown.contains("1.00 ms   within 2 ms\n"), "{shown}");
        assert!(shown.contains("3.00 ms   OVER 2 ms\n"), "{shown}");
    }
}

//! Which messages a first visit does without.

use fluent_syntax::ast;

/// What comes later, as the comments of a file say.
///
/// A line `Comes later.` in a comment of a file (`###`) or a group (`##`) means all messages
/// there; one that goes on (``Comes later: `.meaning` ``) means the attributes that the comment
/// names from there on. A comment of a group or of a message (`#`) that says `Comes first: ` and
/// names attributes takes those out.
#[derive(Default)]
pub(super) struct Later {
    of_file: Option<String>,
    of_group: Option<String>,
    /// What comments of the group and of the message take out.
    not_of_group: Option<String>,
    not: Option<String>,
}

impl Later {
    pub(super) fn read(&mut self, entry: &ast::Entry<&str>) {
        let says = |comment: &ast::Comment<&str>, what: &str| {
            let mut lines = comment.content.iter();
            match lines.find_map(|line| line.strip_prefix(what))? {
                "." => Some(String::new()),
                list => Some(lines.fold(list.to_owned(), |list, line| list + line)),
            }
        };
        match entry {
            ast::Entry::ResourceComment(comment) => self.of_file = says(comment, "Comes later"),
            ast::Entry::GroupComment(comment) => {
                self.of_group = says(comment, "Comes later");
                self.not_of_group = says(comment, "Comes first");
            }
            ast::Entry::Message(message) => {
                let comment = message.comment.as_ref();
                self.not = comment.and_then(|comment| says(comment, "Comes first"));
            }
            _ => {}
        }
    }

    pub(super) fn has(&self, attribute: Option<&str>) -> bool {
        let names = |list: &String| {
            list.is_empty() || attribute.is_some_and(|name| list.contains(&format!("`.{name}`")))
        };
        [&self.of_file, &self.of_group].into_iter().flatten().any(names)
            && ![&self.not_of_group, &self.not].into_iter().flatten().any(names)
    }
}

//! The classes of an element, as one text: Yew's are a set with a hash table.

use super::markup::Attribute;
use yew::AttrValue;

/// Classes, with a space between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Classes(String);

impl Classes {
    /// One more, or several, or none.
    pub fn push(&mut self, class: impl Class) {
        class.put(self);
    }

    #[inline(never)]
    fn put(&mut self, class: &str) {
        if !self.0.is_empty() && !class.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(class);
    }
}

impl Attribute for Classes {
    fn into_attribute(self) -> Option<AttrValue> {
        (!self.0.is_empty()).then(|| AttrValue::from(self.0))
    }
}

/// What can be a class.
pub trait Class {
    /// Adds it.
    fn put(self, all: &mut Classes);
}

impl Class for &str {
    fn put(self, all: &mut Classes) {
        all.put(self);
    }
}

impl Class for String {
    fn put(self, all: &mut Classes) {
        all.put(&self);
    }
}

impl Class for &AttrValue {
    fn put(self, all: &mut Classes) {
        all.put(self);
    }
}

impl<T: Class> Class for Option<T> {
    fn put(self, all: &mut Classes) {
        if let Some(class) = self {
            class.put(all);
        }
    }
}

macro_rules! classes {
    ($($class:expr),+ $(,)?) => {{
        let mut all = $crate::ui::classes::Classes::default();
        $(all.push($class);)+
        all
    }};
}
pub(crate) use classes;

#[cfg(test)]
mod tests {
    use crate::ui::markup::Attribute as _;

    #[test]
    fn what_is_there_stands_in_one_text() {
        let (on, off) = (Some("b"), None::<String>);
        let all = classes!("a", on, off, "", String::from("c d"));
        assert_eq!(all.into_attribute().as_deref(), Some("a b c d"));
        assert_eq!(classes!(None::<&str>).into_attribute(), None);
    }
}

//! Components, all of one kind for Yew: written out for each of them, what Yew does around a
//! component (create, compare, update, destroy) is about a kilobyte.

use std::{
    any::Any,
    fmt,
    hash::{Hash as _, Hasher},
    rc::Rc,
};
use web_sys::Element;
use yew::{
    functional::{FunctionProvider, Hook, HookContext},
    prelude::*,
    virtual_dom::{Key, VComp, VList},
};

/// A component, which isn't told from others beside it.
pub fn part<T: FunctionProvider + 'static>(props: T::Properties) -> Html {
    apart(Rc::new(Of::<T> { props }), None)
}

/// A component that its key tells from others beside it.
pub fn keyed<T: FunctionProvider + 'static>(props: T::Properties, key: impl Into<Key>) -> Html {
    apart(Rc::new(Of::<T> { props }), Some(key.into()))
}

/// Shows a component, and with it everything in it, in an element of the document.
pub fn mount<T: FunctionProvider + 'static>(root: Element, props: T::Properties) {
    let shown = Shown(Rc::new(Of::<T> { props }));
    yew::Renderer::<Part>::with_root_and_props(root, PartProps { shown }).render();
}

/// Yew takes what has the same key for the same component, with the same hooks. So the key says
/// which it is, too.
fn apart(shown: Rc<dyn Show>, key: Option<Key>) -> Html {
    let mut which = Which::default();
    (*shown).type_id().hash(&mut which);
    let which = which.finish();
    let with = |key| VComp::new::<Part>(Rc::new(PartProps { shown: Shown(shown) }), Some(key));
    match key {
        Some(key) => with(Key::from(format!("{which} {key}"))).into(),
        // In a list of its own, it is the place in the list around that tells it from others.
        None => VList::with_children(vec![with(Key::from(which)).into()], None).into(),
    }
}

/// The number of a type.
#[derive(Default)]
struct Which(u64);

impl Hasher for Which {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
}

/// A component with its properties.
trait Show: Any {
    fn show(&self, hooks: &mut HookContext) -> Html;
    fn is_same(&self, other: &dyn Any) -> bool;
}

struct Of<T: FunctionProvider> {
    props: T::Properties,
}

impl<T: FunctionProvider + 'static> Show for Of<T> {
    fn show(&self, hooks: &mut HookContext) -> Html {
        // Nothing here waits for anything (`Suspense`).
        T::run(hooks, &self.props).unwrap_or_default()
    }

    fn is_same(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<Self>().is_some_and(|other| self.props == other.props)
    }
}

#[derive(Clone)]
struct Shown(Rc<dyn Show>);

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_same(&*other.0)
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shown(…)")
    }
}

impl Hook for &Shown {
    type Output = Html;

    fn run(self, hooks: &mut HookContext) -> Html {
        self.0.show(hooks)
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct PartProps {
    shown: Shown,
}

#[component]
fn Part(PartProps { shown }: &PartProps) -> Html {
    use_shown(shown)
}

/// Whatever hooks it has.
fn use_shown(shown: &Shown) -> impl Hook<Output = Html> {
    shown
}

#[cfg(test)]
mod tests {
    use super::{keyed, part};
    use yew::{prelude::*, virtual_dom::VNode};

    #[derive(Debug, Clone, PartialEq, Properties)]
    struct Props {
        number: u8,
    }

    #[component]
    fn One(props: &Props) -> Html {
        props.number.to_string().into()
    }

    #[component]
    fn Other(props: &Props) -> Html {
        props.number.to_string().into()
    }

    #[test]
    fn a_component_is_the_same_with_the_same_properties() {
        let one = |number| part::<One>(Props { number });
        assert_eq!(one(1), one(1));
        assert_ne!(one(1), one(2));
        assert_ne!(one(1), part::<Other>(Props { number: 1 }));
    }

    #[test]
    fn what_yew_compares_says_which_component_it_is() {
        let key = |node: &VNode| node.key().map(ToString::to_string);
        let inside = |list: VNode| match list {
            VNode::VList(list) => list.iter().map(key).collect::<Vec<_>>(),
            other => vec![key(&other)],
        };
        let number = 1;
        assert_eq!(key(&part::<One>(Props { number })), None);
        let (one, other) = (part::<One>(Props { number }), part::<Other>(Props { number }));
        assert_ne!(inside(one), inside(other));
        let (one, other) =
            (keyed::<One>(Props { number }, "x"), keyed::<Other>(Props { number }, "x"));
        assert_ne!(key(&one), key(&other));
        assert_ne!(key(&one), key(&keyed::<One>(Props { number }, "y")));
        assert!(key(&one).is_some());
    }
}

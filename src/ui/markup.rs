//! What `html!` of [`keyhole_markup`] calls: elements that are opened, given attributes and
//! children, and closed, one call each.

use std::{borrow::Cow, rc::Rc};
use yew::{
    html::IntoEventCallback,
    prelude::*,
    virtual_dom::{AttributeOrProperty, Attributes, Key, Listener, VList, VNode, VTag},
};

/// What is known of an element before the page runs.
#[derive(Debug)]
pub struct Tag {
    /// Its name.
    pub name: &'static str,
    /// Its attributes.
    pub names: &'static [&'static str],
    /// For each of them its value, or nothing if it is worked out.
    pub fixed: &'static [Option<&'static str>],
}

/// An element that isn't closed yet.
#[derive(Debug)]
struct Open {
    tag: VTag,
    /// Where the values of its attributes are still to come: for which names, and which come.
    worked: Option<(&'static Tag, Vec<Option<AttributeOrProperty>>)>,
    listeners: Vec<Option<Rc<dyn Listener>>>,
    /// How many nodes there were before its own.
    before: usize,
}

/// Markup that is being written.
#[derive(Debug, Default)]
pub struct Tree {
    open: Vec<Open>,
    nodes: Vec<VNode>,
}

impl Tree {
    /// Starts an element whose attributes never change.
    pub fn open(
        &mut self,
        name: &'static str,
        attributes: &'static [(&'static str, AttributeOrProperty)],
    ) {
        let mut tag = VTag::new(name);
        tag.attributes = Attributes::Static(attributes);
        self.start(tag, None);
    }

    /// The same for one that has a class and nothing else, as most have.
    pub fn open_class(&mut self, name: &'static str, class: &'static str) {
        let mut tag = VTag::new(name);
        let values = Box::new([Some(AttributeOrProperty::Static(class))]);
        tag.attributes = Attributes::Dynamic { keys: &["class"], values };
        self.start(tag, None);
    }

    /// Starts an element with attributes that are worked out: one call of [`attribute`] for
    /// each of them follows, in order.
    ///
    /// [`attribute`]: Self::attribute
    pub fn open_worked(&mut self, tag: &'static Tag) {
        let values = Vec::with_capacity(tag.names.len());
        self.start(VTag::new(tag.name), Some((tag, values)));
    }

    fn start(
        &mut self,
        tag: VTag,
        worked: Option<(&'static Tag, Vec<Option<AttributeOrProperty>>)>,
    ) {
        let before = self.nodes.len();
        self.open.push(Open { tag, worked, listeners: Vec::new(), before });
    }

    /// The next attribute that is worked out.
    pub fn attribute(&mut self, value: impl Attribute) {
        let value = value.into_attribute();
        self.push(value);
    }

    #[inline(never)]
    fn push(&mut self, value: Option<AttrValue>) {
        if let Some((tag, values)) = self.open.last_mut().and_then(|it| it.worked.as_mut()) {
            fill(tag, values);
            values.push(value.map(AttributeOrProperty::Attribute));
        }
    }

    /// Ends the element that was started last.
    pub fn close(&mut self) {
        let Some(Open { mut tag, worked, listeners, before }) = self.open.pop() else { return };
        if let Some((known, mut values)) = worked {
            fill(known, &mut values);
            tag.attributes = Attributes::Dynamic { keys: known.names, values: values.into() };
        }
        if !listeners.is_empty() {
            tag.set_listeners(listeners.into());
        }
        let children = self.nodes.split_off(before);
        if let Some(place) = tag.children_mut().filter(|_| !children.is_empty()) {
            *place = together(children);
        }
        self.nodes.push(tag.into());
    }

    /// A node.
    #[inline(never)]
    pub fn node(&mut self, node: VNode) {
        self.nodes.push(node);
    }

    /// What becomes a node.
    pub fn child(&mut self, child: impl Child) {
        let node = child.into_node();
        self.node(node);
    }

    /// What become nodes.
    pub fn children<I: IntoIterator<Item: Child>>(&mut self, children: I) {
        for child in children {
            self.child(child);
        }
    }

    /// A text that never changes.
    pub fn text(&mut self, text: &'static str) {
        self.node(VNode::from(AttrValue::Static(text)));
    }

    /// The place of what isn't there now.
    pub fn nothing(&mut self) {
        self.node(VNode::default());
    }

    /// What was written.
    pub fn done(self) -> VNode {
        together(self.nodes)
    }

    /// Tells this element from others beside it.
    pub fn key(&mut self, key: impl Into<Key>) {
        let key = key.into();
        self.with(|tag| tag.key = Some(key));
    }

    /// Where the element of the document is to be found.
    pub fn node_ref(&mut self, node: NodeRef) {
        self.with(|tag| tag.node_ref = node);
    }

    /// What is in a field.
    pub fn value(&mut self, value: impl Attribute) {
        let value = value.into_attribute();
        self.with(|tag| tag.set_value(value));
    }

    /// Whether a box is ticked.
    pub fn checked(&mut self, checked: bool) {
        self.with(|tag| tag.set_checked(checked));
    }

    fn with(&mut self, change: impl FnOnce(&mut VTag)) {
        if let Some(open) = self.open.last_mut() {
            change(&mut open.tag);
        }
    }

    #[inline(never)]
    fn listen(&mut self, listener: Rc<dyn Listener>) {
        if let Some(open) = self.open.last_mut() {
            open.listeners.push(Some(listener));
        }
    }
}

/// The values that come before the next one that is worked out.
fn fill(tag: &Tag, values: &mut Vec<Option<AttributeOrProperty>>) {
    let fixed = tag.fixed.iter().skip(values.len()).map_while(|it| *it);
    values.extend(fixed.map(|it| Some(AttributeOrProperty::Static(it))));
}

fn together(mut nodes: Vec<VNode>) -> VNode {
    match (nodes.len(), nodes.pop()) {
        (1, Some(node)) => node,
        (_, last) => {
            nodes.extend(last);
            VList::with_children(nodes, None).into()
        }
    }
}

macro_rules! events {
    ($($name:ident),*) => {
        impl Tree {$(
            #[doc = concat!("What `", stringify!($name), "` calls.")]
            pub fn $name(&mut self, callback: impl IntoEventCallback<yew::html::$name::Event>) {
                if let Some(callback) = callback.into_event_callback() {
                    self.listen(Rc::new(yew::html::$name::Wrapper::new(callback)));
                }
            }
        )*}
    };
}

events!(
    onclick,
    onclose,
    onchange,
    onfocus,
    onfocusin,
    onfocusout,
    oninput,
    onkeydown,
    onpointercancel,
    onpointerdown,
    onpointerleave,
    onpointermove,
    onpointerover,
    onpointerup,
    onsubmit
);

/// What an attribute can be.
pub trait Attribute {
    /// Its value, or nothing if it isn't there.
    fn into_attribute(self) -> Option<AttrValue>;
}

/// What can be among the children of an element.
pub trait Child {
    /// As a node.
    fn into_node(self) -> VNode;
}

macro_rules! texts {
    ($($text:ty: $it:ident => $value:expr;)*) => {$(
        impl Attribute for $text {
            fn into_attribute(self) -> Option<AttrValue> {
                let $it = self;
                Some($value)
            }
        }

        impl Child for $text {
            fn into_node(self) -> VNode {
                let $it = self;
                VNode::from($value)
            }
        }
    )*};
}

texts! {
    &'static str: it => AttrValue::Static(it);
    String: it => AttrValue::from(it);
    Cow<'static, str>: it => AttrValue::from(it);
    AttrValue: it => it;
    &AttrValue: it => it.clone();
    &String: it => AttrValue::from(it.clone());
}

impl Attribute for bool {
    /// As the page's standard has it: there, without a text, or not there.
    fn into_attribute(self) -> Option<AttrValue> {
        self.then_some(AttrValue::Static(""))
    }
}

impl<T: Attribute> Attribute for Option<T> {
    fn into_attribute(self) -> Option<AttrValue> {
        self.and_then(T::into_attribute)
    }
}

impl Child for VNode {
    fn into_node(self) -> VNode {
        self
    }
}

impl<T: Child> Child for Option<T> {
    fn into_node(self) -> VNode {
        self.map_or_else(VNode::default, T::into_node)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Child for $number {
            fn into_node(self) -> VNode {
                self.to_string().into_node()
            }
        }
    )*};
}

numbers!(u8, u16, u32, u64, usize, char);

#[cfg(test)]
mod tests {
    use super::*;
    use keyhole_markup::html;

    /// A node as a text: what the document would show of it.
    fn written(node: &VNode) -> String {
        match node {
            VNode::VTag(tag) => {
                let children = tag.children().map(written).unwrap_or_default();
                let value = tag.value().map(|it| format!(" value={it:?}")).unwrap_or_default();
                let key = tag.key.as_ref().map(|it| format!(" key={it}")).unwrap_or_default();
                format!("<{}{}{value}{key}>{children}</>", tag.tag(), attributes(&tag.attributes))
            }
            VNode::VText(text) => text.text.to_string(),
            // A list of one is that one.
            VNode::VList(list) if list.len() == 1 => list.iter().map(written).collect(),
            VNode::VList(list) => format!("[{}]", list.iter().map(written).collect::<String>()),
            other => format!("{other:?}"),
        }
    }

    fn attributes(of: &Attributes) -> String {
        let one = |name: &str, value: &AttributeOrProperty| match value {
            AttributeOrProperty::Static(it) => format!(" {name}={it:?}"),
            AttributeOrProperty::Attribute(it) => format!(" {name}={:?}", it.as_str()),
            AttributeOrProperty::Property(it) => format!(" {name}~{it:?}"),
        };
        let mut all: Vec<String> = match of {
            Attributes::Static(all) => all.iter().map(|(name, value)| one(name, value)).collect(),
            Attributes::Dynamic { keys, values } => {
                let there =
                    keys.iter().zip(values).filter_map(|(name, it)| Some((name, it.as_ref()?)));
                there.map(|(name, value)| one(name, value)).collect()
            }
            Attributes::IndexMap(_) => vec![String::from(" ?")],
        };
        // Yew's macro has an order of its own.
        all.sort();
        all.concat()
    }

    #[test]
    fn it_writes_what_yews_macro_writes() {
        let (class, more, label, number) =
            ("a", String::from("b c"), Some(String::from("l")), 7_usize);
        let items = || ["x", "y"].into_iter();
        macro_rules! both {
            ($($markup:tt)*) => {
                assert_eq!(written(&html! { $($markup)* }), written(&yew::html! { $($markup)* }));
            };
        }
        both!(<p />);
        both!(<p class="a" id="b">{ "text" }{ number }</p>);
        both!(<p {class} title={label.clone()} data-x="fixed" aria-label={None::<String>} dir="auto" />);
        both!(<p data-x="fixed" class={more.clone()} lang="de"><b>{ class }</b>{ " " }<i /></p>);
        both!(<ul>{ for items().map(|it| html! { <li key={it}>{ it }</li> }) }</ul>);
        both!(<input type="number" value={String::from("3")} min="1" />);
        both!(<><p /><hr /></>);
        for on in [false, true] {
            both!(<p>if on { <b /> } else if number == 7 { <i />{ "x" } } else { { "never" } }<s /></p>);
            both!(<p>if on { <b /> }</p>);
            both!(<p>if let Some(label) = label.clone().filter(|_| on) { { label } }<s /></p>);
        }
    }

    #[test]
    fn what_is_not_there_has_no_attribute_and_what_is_true_has_an_empty_one() {
        assert_eq!(written(&html! { <p hidden={false} /> }), "<p>[]</>");
        assert_eq!(written(&html! { <p id="x" hidden={true} /> }), "<p hidden=\"\" id=\"x\">[]</>");
    }
}

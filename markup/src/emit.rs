//! From markup to Rust.

use crate::tree::{Attribute, Component, Element, Node, Value};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};

/// The markup that is being written: a name that nothing in it can mean.
fn tree() -> Ident {
    Ident::new("tree", Span::mixed_site())
}

/// The whole of a macro's input.
pub(crate) fn root(nodes: &[Node]) -> TokenStream {
    let tree = tree();
    match nodes {
        [] => crate::nothing(),
        [Node::Component(it)] => component(it),
        [Node::Provider { open, name, children }] => provider(open, name, children),
        [Node::Fragment(children)] => root(children),
        _ => {
            let calls = each(nodes);
            quote!({
                let mut #tree = crate::ui::markup::Tree::default();
                #calls
                #tree.done()
            })
        }
    }
}

fn each(nodes: &[Node]) -> TokenStream {
    nodes.iter().map(node).collect()
}

fn node(node: &Node) -> TokenStream {
    let tree = tree();
    match node {
        Node::Element(it) => element(it),
        Node::Component(it) => {
            let it = component(it);
            quote!(#tree.node(#it);)
        }
        Node::Provider { open, name, children } => {
            let it = provider(open, name, children);
            quote!(#tree.node(#it);)
        }
        // Of what stands side by side, each has its place.
        Node::Fragment(children) => {
            let it = root(children);
            quote!(#tree.node(#it);)
        }
        Node::Block(it) => {
            let it = value(it);
            quote!(#tree.child(#it);)
        }
        Node::Each(it) => quote!(#tree.children(#it);),
        Node::Text(it) => quote!(#tree.text(#it);),
        Node::If { condition, then, otherwise } => {
            let then = one(then);
            let otherwise = otherwise.as_deref().map_or_else(|| one(&[]), one);
            quote!(if #condition { #then } else { #otherwise })
        }
    }
}

/// Branches put one node each, so that what comes after keeps its place.
fn one(nodes: &[Node]) -> TokenStream {
    let tree = tree();
    match nodes {
        [] => quote!(#tree.nothing();),
        [it] if !matches!(it, Node::Each(_)) => node(it),
        _ => {
            let it = root(nodes);
            quote!(#tree.node(#it);)
        }
    }
}

/// Yew's macro makes the properties: it checks them.
fn component(Component { name, props, children }: &Component) -> TokenStream {
    let (keys, props): (Vec<_>, Vec<_>) = props.iter().partition(|it| it.name.text == "key");
    let props = props.into_iter().map(|it| {
        let (name, value) = (&it.name.first, given(&it.value));
        quote!(#name: #value,)
    });
    let children = children.as_deref().map(|it| {
        let it = root(it);
        quote!(children: #it,)
    });
    let props = quote!(::yew::props! {
        <#name as ::yew::functional::FunctionProvider>::Properties { #(#props)* #children }
    });
    match keys.first().map(|key| given(&key.value)) {
        None => quote!(crate::ui::part::part::<#name>(#props)),
        Some(key) => quote!(crate::ui::part::keyed::<#name>(#props, #key)),
    }
}

/// Components of Yew's own stay with it.
fn provider(open: &TokenStream, name: &TokenStream, children: &[Node]) -> TokenStream {
    let children = root(children);
    quote!(::yew::html! { <#open>{ #children }</#name> })
}

fn element(Element { name, attributes, children }: &Element) -> TokenStream {
    let tree = tree();
    let tag = name.to_string();
    let is_input = tag == "input" || tag == "textarea";
    let (special, plain): (Vec<_>, Vec<_>) =
        attributes.iter().partition(|it| is_special(&it.name.text, is_input));
    let special: TokenStream = special.into_iter().map(set).collect();
    let open = open(&tag, &plain);
    let children = each(children);
    quote!(#open #special #children #tree.close();)
}

fn is_special(name: &str, is_input: bool) -> bool {
    matches!(name, "key" | "ref")
        || name.starts_with("on")
        || is_input && matches!(name, "value" | "checked")
}

/// What isn't an attribute of the document: a call of its own.
fn set(Attribute { name, value: it }: &Attribute) -> TokenStream {
    let tree = tree();
    let it = given(it);
    let method = match name.text.as_str() {
        "ref" => Ident::new("node_ref", name.first.span()),
        text => format_ident!("{}", text, span = name.first.span()),
    };
    quote!(#tree.#method(#it);)
}

fn open(tag: &str, attributes: &[&Attribute]) -> TokenStream {
    let tree = tree();
    if let [Attribute { name, value: Value::Text(class) }] = attributes
        && name.text == "class"
    {
        return quote!(#tree.open_class(#tag, #class););
    }
    let names = attributes.iter().map(|it| it.name.text.as_str());
    let is_fixed = attributes.iter().all(|it| matches!(it.value, Value::Text(_)));
    if is_fixed {
        let texts = attributes.iter().filter_map(|it| match &it.value {
            Value::Text(text) => Some(text),
            Value::Worked(_) => None,
        });
        return quote!(#tree.open(
            #tag,
            &[#((#names, ::yew::virtual_dom::AttributeOrProperty::Static(#texts)),)*],
        ););
    }
    let fixed = attributes.iter().map(|it| match &it.value {
        Value::Text(text) => quote!(::std::option::Option::Some(#text)),
        Value::Worked(_) => quote!(::std::option::Option::None),
    });
    let worked: TokenStream = attributes
        .iter()
        .filter_map(|it| match &it.value {
            Value::Text(_) => None,
            Value::Worked(tokens) => {
                let tokens = value(tokens);
                Some({
                    let method = Ident::new("attribute", it.name.first.span());
                    quote!(#tree.#method(#tokens);)
                })
            }
        })
        .collect();
    quote!(
        #tree.open_worked(&crate::ui::markup::Tag { name: #tag, names: &[#(#names),*], fixed: &[#(#fixed),*] });
        #worked
    )
}

/// A value, whatever it is.
fn given(it: &Value) -> TokenStream {
    match it {
        Value::Text(text) => quote!(#text),
        Value::Worked(it) => value(it),
    }
}

/// A single expression as it is, statements in their braces.
fn value(tokens: &TokenStream) -> TokenStream {
    let is_statements = tokens
        .clone()
        .into_iter()
        .any(|it| matches!(&it, TokenTree::Punct(it) if it.as_char() == ';'));
    if is_statements {
        TokenTree::Group(Group::new(Delimiter::Brace, tokens.clone())).into()
    } else {
        tokens.clone()
    }
}

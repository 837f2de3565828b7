//! Keyhole's `html!`: what Yew's takes, in fewer bytes.
//!
//! Yew's macro writes out every field of every element where it stands, before anything of
//! it is said, and views are most of the page. So an element becomes calls that open it, give it
//! attributes and children, and close it (`ui::markup`). A component becomes its properties, which
//! Yew's `props!` makes and checks, in the one component that Yew knows (`ui::part`).

mod emit;
mod parse;
mod tree;

use proc_macro::TokenStream;
use quote::quote;

/// Elements, components (`<Name />`), fragments (`<>`), blocks (`{ it }`), lists
/// (`{ for them }`), texts, and `if`, `if let` and `else`, as in Yew's `html!`. Attributes are
/// `name="text"`, `name={it}` or `{name}`; `key`, `ref`, `value`, `checked` and `on…` mean what
/// they mean there. A text that is nothing but `t!("id")` is found where it is put.
///
/// Not here: `for` and `match` without a block around them, tags and properties that are worked
/// out (`<@{tag}>`, `~property`).
#[proc_macro]
pub fn html(input: TokenStream) -> TokenStream {
    match parse::nodes(input.into()) {
        Ok(nodes) => emit::root(&nodes).into(),
        Err(error) => {
            let (span, what) = (error.span, error.what);
            quote::quote_spanned!(span=> ::std::compile_error!(#what)).into()
        }
    }
}

/// Nothing at all is an empty fragment.
fn nothing() -> proc_macro2::TokenStream {
    quote!(::yew::virtual_dom::VNode::default())
}

//! Yew's `use_effect_with`, compiled once and not for every effect.

use std::{any::Any, rc::Rc};
use yew::functional::{Hook, TearDown, hook};

/// What an effect depends on.
trait Same: Any {
    fn is_same(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + 'static> Same for T {
    fn is_same(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<Self>() == Some(self)
    }
}

struct On(Rc<dyn Same>);

impl PartialEq for On {
    fn eq(&self, other: &Self) -> bool {
        (*self.0).is_same(&*other.0)
    }
}

type Undo = Box<dyn FnOnce()>;

/// Does something after what it depends on was shown for the first time, and after it changed.
/// What it returns is done before the next time, and at the end.
pub fn use_effect_with<T, F, D>(on: T, effect: F) -> impl Hook<Output = ()>
where
    T: PartialEq + 'static,
    F: FnOnce(&T) -> D + 'static,
    D: TearDown,
{
    let on = Rc::new(on);
    let given = Rc::clone(&on);
    use_boxed(
        On(on),
        Box::new(move || {
            let undo = effect(&given);
            Box::new(move || undo.tear_down())
        }),
    )
}

#[hook]
fn use_boxed(on: On, effect: Box<dyn FnOnce() -> Undo>) {
    yew::functional::use_effect_with(on, move |_| effect());
}

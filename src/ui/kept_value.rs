//! Yew's `use_state_eq` and `use_node_ref`, without the reducers that those are made of.

use std::{cell::RefCell, fmt, ops::Deref, rc::Rc};
use yew::{functional::UseForceUpdateHandle, prelude::*};

/// A value that a component keeps, as it was when the component was shown.
pub struct UseStateHandle<T> {
    now: Rc<T>,
    setter: UseStateSetter<T>,
}

/// What changes the value.
pub struct UseStateSetter<T> {
    kept: Rc<RefCell<Rc<T>>>,
    component: UseForceUpdateHandle,
}

/// A value that a component keeps: it is shown again when another one is set.
#[hook]
pub fn use_state_eq<T: 'static>(first: impl FnOnce() -> T) -> UseStateHandle<T> {
    let kept = use_mut_ref(|| Rc::new(first()));
    let component = use_force_update();
    let now = Rc::clone(&kept.borrow());
    UseStateHandle { now, setter: UseStateSetter { kept, component } }
}

/// Where an element of a component is to be found.
#[hook]
pub fn use_node_ref() -> NodeRef {
    let kept = use_mut_ref(NodeRef::default);
    let node = kept.borrow();
    node.clone()
}

impl<T: PartialEq> UseStateHandle<T> {
    /// Sets another value.
    pub fn set(&self, value: T) {
        self.setter.set(value);
    }

    /// What does so, for others.
    #[must_use]
    pub fn setter(&self) -> UseStateSetter<T> {
        self.setter.clone()
    }
}

impl<T: PartialEq> UseStateSetter<T> {
    /// Sets another value.
    pub fn set(&self, value: T) {
        if **self.kept.borrow() != value {
            *self.kept.borrow_mut() = Rc::new(value);
            self.component.force_update();
        }
    }
}

impl<T> Deref for UseStateHandle<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.now
    }
}

impl<T> Clone for UseStateHandle<T> {
    fn clone(&self) -> Self {
        Self { now: Rc::clone(&self.now), setter: self.setter.clone() }
    }
}

impl<T> Clone for UseStateSetter<T> {
    fn clone(&self) -> Self {
        Self { kept: Rc::clone(&self.kept), component: self.component.clone() }
    }
}

impl<T> fmt::Debug for UseStateHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UseStateHandle(…)")
    }
}

impl<T> fmt::Debug for UseStateSetter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UseStateSetter(…)")
    }
}

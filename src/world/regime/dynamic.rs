//! State behind a trait: copied and compared with the world that it belongs to.

/// Lets `Box<dyn $name>` be cloned and compared, for every type that can be.
macro_rules! dynamic {
    ($name:ident, $by:ident) => {
        #[doc = concat!("What a type behind [`", stringify!($name), "`] can do as a part of the world.")]
        pub trait $by: ::std::any::Any {
            /// A copy.
            fn boxed(&self) -> Box<dyn $name>;
            /// Whether the other one is the same.
            fn same(&self, other: &dyn ::std::any::Any) -> bool;
            /// The type itself.
            fn as_any(&self) -> &dyn ::std::any::Any;
        }

        impl<T: $name + Clone + PartialEq + 'static> $by for T {
            fn boxed(&self) -> Box<dyn $name> {
                Box::new(self.clone())
            }

            fn same(&self, other: &dyn ::std::any::Any) -> bool {
                other.downcast_ref::<T>().is_some_and(|other| self == other)
            }

            fn as_any(&self) -> &dyn ::std::any::Any {
                self
            }
        }

        impl Clone for Box<dyn $name> {
            fn clone(&self) -> Self {
                (**self).boxed()
            }
        }

        impl PartialEq for Box<dyn $name> {
            fn eq(&self, other: &Self) -> bool {
                (**self).same((**other).as_any())
            }
        }

        /// What `derive(PartialEq)` needs for a boxed field: it compares through references.
        impl PartialEq<&Self> for Box<dyn $name> {
            fn eq(&self, other: &&Self) -> bool {
                self == *other
            }
        }

        impl Eq for Box<dyn $name> {}

        /// Its name only: else the page would have what writes out the state of every rule.
        impl ::std::fmt::Debug for dyn $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    };
}

pub(super) use dynamic;

//! A small ordered map, and short ordered lists.
//!
//! `BTreeMap` makes 2 kB of WebAssembly for every type of key or value, and the page's maps
//! are small: here the entries stand in a vector in the order of their keys. Looking up takes
//! as many comparisons; inserting moves what comes after.

/// Puts something into a short list, behind everything that does not come after it: sorting makes
/// 3 kB of WebAssembly for every type.
pub fn insert_by<T>(all: &mut Vec<T>, it: T, comes_before: impl Fn(&T, &T) -> bool) {
    let place = all.iter().position(|other| comes_before(&it, other));
    all.insert(place.unwrap_or(all.len()), it);
}

/// Puts something into a short sorted list, once.
pub fn insert_once<T: Ord>(all: &mut Vec<T>, it: T) {
    if !all.contains(&it) {
        insert_by(all, it, |it, other| it < other);
    }
}

/// A map whose entries stand in the order of their keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortedMap<K, V>(Vec<(K, V)>);

impl<K, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> SortedMap<K, V> {
    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<&V> {
        let at = self.place(key).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let at = self.place(key).ok()?;
        self.0.get_mut(at).map(|(_, value)| value)
    }

    /// Whether the key has a value.
    #[must_use]
    pub fn contains_key(&self, key: &K) -> bool {
        self.place(key).is_ok()
    }

    /// Enters a value for a key that has none. Returns whether it was entered.
    pub fn insert_new(&mut self, key: K, value: V) -> bool {
        match self.place(&key) {
            Ok(_) => false,
            Err(at) => {
                self.0.insert(at, (key, value));
                true
            }
        }
    }

    /// All entries in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// All values in the order of their keys, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    /// Where the key stands, or where it would.
    fn place(&self, key: &K) -> Result<usize, usize> {
        self.0.binary_search_by(|(it, _)| it.cmp(key))
    }
}

#[cfg(test)]
mod tests {
    use super::SortedMap;

    #[test]
    fn entries_stand_in_the_order_of_their_keys() {
        let mut map = SortedMap::default();
        for key in [3, 1, 2] {
            assert!(map.insert_new(key, key * 10));
        }
        assert!(map.iter().eq([(&1, &10), (&2, &20), (&3, &30)]));
        assert!(map.values_mut().eq([&10, &20, &30]));
    }

    #[test]
    fn what_is_there_stays() {
        let mut map = SortedMap::default();
        assert!(map.insert_new("a", 1));
        assert!(!map.insert_new("a", 2));
        assert_eq!((map.get(&"a"), map.get(&"b")), (Some(&1), None));
        assert!(map.contains_key(&"a") && !map.contains_key(&"b"));
        if let Some(value) = map.get_mut(&"a") {
            *value = 3;
        }
        assert_eq!(map.get(&"a"), Some(&3));
        assert_eq!(map.get_mut(&"b"), None);
    }
}

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
    insert_new(all, it);
}

/// The same; returns whether it is new there.
pub fn insert_new<T: Ord>(all: &mut Vec<T>, it: T) -> bool {
    let place = all.iter().position(|other| it <= *other).unwrap_or(all.len());
    let is_new = all.get(place) != Some(&it);
    if is_new {
        all.insert(place, it);
    }
    is_new
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

    /// The value of a key, to be changed; one that has none gets an empty one.
    pub fn entry(&mut self, key: K) -> Option<&mut V>
    where
        V: Default,
    {
        let at = self.place(&key).unwrap_or_else(|at| {
            self.0.insert(at, (key, V::default()));
            at
        });
        self.0.get_mut(at).map(|(_, value)| value)
    }

    /// Takes a key out.
    pub fn remove(&mut self, key: &K) {
        if let Ok(at) = self.place(key) {
            self.0.remove(at);
        }
    }

    /// The entries from a key on, in the order of their keys.
    pub fn from<'a>(&'a self, key: &K) -> impl Iterator<Item = &'a (K, V)> + use<'a, K, V> {
        let at = self.place(key).unwrap_or_else(|at| at);
        self.0.iter().skip(at)
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
    use super::{SortedMap, insert_new};

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

    #[test]
    fn entries_come_and_go() {
        let mut map = SortedMap::<u8, Vec<u8>>::default();
        for key in [3, 1, 3] {
            map.entry(key).unwrap().push(key);
        }
        assert!(map.from(&2).eq([&(3, vec![3, 3])]));
        assert!(map.from(&1).count() == 2 && map.from(&4).next().is_none());
        map.remove(&3);
        map.remove(&2);
        assert!(map.iter().eq([(&1, &vec![1])]));
    }

    #[test]
    fn a_list_has_everything_once() {
        let mut all = Vec::new();
        let new = [2, 1, 2, 3].map(|it| insert_new(&mut all, it));
        assert_eq!((all, new), (vec![1, 2, 3], [true, true, false, true]));
    }
}

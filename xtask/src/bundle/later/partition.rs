//! Which function goes where.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Context as _, Result};

use super::module::{FUNCTION_TABLE, Module};

/// The function that the stubs call, as the glue's module names it.
const NEED: &str = "needLater";

/// Which functions come later, and by which slot of the table each is called.
pub(super) struct Partition {
    later: BTreeSet<u32>,
    /// For each function that comes later and is known to the first part: its slot.
    pub(super) stubs: BTreeMap<u32, u32>,
    /// What the later part puts into the table: slot, function.
    pub(super) slots: Vec<(u32, u32)>,
    /// The size that the table needs.
    pub(super) table_size: u64,
    /// What the later part uses of the first: functions and globals.
    pub(super) shared_functions: BTreeSet<u32>,
    pub(super) shared_globals: BTreeSet<u32>,
    /// The imported function that asks for the later part.
    pub(super) need: u32,
}

impl Partition {
    pub(super) fn of(module: &Module<'_>, is_later: impl Fn(&str, u64) -> bool) -> Result<Self> {
        let need = module.functions.iter().take(module.imported_functions as usize);
        let need = need
            .enumerate()
            .find(|(_, it)| it.name.contains(NEED))
            .map(|(index, _)| u32::try_from(index))
            .with_context(|| format!("the WebAssembly imports no {NEED}"))??;
        let first = first(module, is_later)?;
        let later: BTreeSet<u32> = module.indices().filter(|it| !first.contains(it)).collect();

        // A function can stand in several slots; it is called by the first.
        let mut stubs: BTreeMap<u32, u32> = BTreeMap::new();
        let mut slots = Vec::new();
        for (slot, function) in module.slots.iter().filter(|(_, it)| later.contains(it)) {
            stubs.entry(*function).or_insert(*slot);
            slots.push((*slot, *function));
        }
        let table = module.tables.get(FUNCTION_TABLE as usize).context("there is no table")?;
        let mut slot = u32::try_from(table.initial)?;
        for function in &first {
            let calls = module.get(*function)?.calls.iter();
            for called in calls.filter(|it| later.contains(it)) {
                stubs.entry(*called).or_insert_with(|| {
                    slots.push((slot, *called));
                    slot += 1;
                    slot - 1
                });
            }
        }
        slots.sort_unstable();

        let mut shared_functions = BTreeSet::new();
        let mut shared_globals = BTreeSet::new();
        for function in &later {
            let function = module.get(*function)?;
            shared_functions.extend(function.calls.iter().filter(|it| !later.contains(it)));
            shared_globals.extend(&function.globals);
        }
        let table_size = u64::from(slot);
        Ok(Self { later, stubs, slots, table_size, shared_functions, shared_globals, need })
    }

    pub(super) fn is_later(&self, function: u32) -> bool {
        self.later.contains(&function)
    }

    /// The functions that come later, in their order.
    pub(super) fn later(&self) -> impl Iterator<Item = u32> {
        self.later.iter().copied()
    }

    /// What stands in the first part, in its order: its own functions, and then the stubs, which
    /// compress better together.
    pub(super) fn first(&self, module: &Module<'_>) -> Vec<u32> {
        let own = module.indices().filter(|it| !self.is_later(*it));
        own.chain(self.stubs.keys().copied()).collect()
    }

    /// A line for each function: its part, its index there, the size of its code, its name.
    pub(super) fn list(&self, module: &Module<'_>) -> String {
        let mut list = String::new();
        let mut line = |part: &str, at: usize, index: u32| {
            let function = module.functions.get(index as usize);
            if let Some(function) = function {
                let _ = writeln!(list, "{part}\t{at}\t{}\t{}", function.size(), function.name);
            }
        };
        for (at, index) in self.first(module).into_iter().enumerate() {
            line(if self.is_later(index) { "stub" } else { "first" }, at, index);
        }
        for (at, index) in (self.shared_functions.len()..).zip(self.later()) {
            line("later", at, index);
        }
        list
    }
}

/// What is reached from the roots, and from the table, without what comes later.
fn first(module: &Module<'_>, is_later: impl Fn(&str, u64) -> bool) -> Result<BTreeSet<u32>> {
    let imported = 0..module.imported_functions;
    let slots = module.slots.iter().map(|(_, function)| *function);
    let mut open: Vec<u32> = slots.collect();
    let mut comes_later = BTreeSet::new();
    for (index, function) in module.indices().zip(&module.functions) {
        if function.body.is_some() && is_later(&function.name, function.size()) {
            comes_later.insert(index);
        }
    }
    for root in &module.roots {
        comes_later.remove(root);
    }
    open.extend(&module.roots);
    let mut first: BTreeSet<u32> = imported.collect();
    while let Some(function) = open.pop() {
        if !comes_later.contains(&function) && first.insert(function) {
            open.extend(&module.get(function)?.calls);
        }
    }
    Ok(first)
}

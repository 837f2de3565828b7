//! Splits the WebAssembly in two: what a first visit runs, and what can come later.
//!
//! Both parts work on one memory and one table. In place of each function that comes later, the
//! first part has a stub (`first`): it sees to it that the second part is there and calls the
//! function through the table, into which the second part puts itself. Which functions come
//! later is said by `rooms`, in names of modules; a function that only those call goes with
//! them (`partition`). Nothing of this is a matter of right or wrong: wherever the line is
//! drawn, the page does the same.
//!
//! The stubs ask for the second part by calling `keyhole.needLater` of www/boot/boot.js.

mod first;
mod module;
mod partition;
mod rooms;
mod second;
mod texts;

use anyhow::{Context as _, Result, bail};
use module::Module;
use partition::Partition;

/// A WebAssembly module in two parts.
#[derive(Debug)]
pub struct Split {
    /// What a first visit loads.
    pub first: Vec<u8>,
    /// The rest. It imports from the exports of a living first part, as module `""`.
    pub later: Vec<u8>,
    /// A line for each function: its part, its index there, its name.
    pub functions: String,
}

/// Splits a module whose functions have names; the parts have none.
///
/// # Errors
/// When the module isn't one that Rust, wasm-bindgen and wasm-opt make.
pub fn split(wasm: &[u8]) -> Result<Split> {
    let module = Module::parse(wasm).context("reading the WebAssembly")?;
    let partition = Partition::of(&module, rooms::is_later)?;
    let has_texts = !texts::cut(&module.data)?.1.is_empty();
    if has_texts && !partition.later().any(|it| module.is_named(it, rooms::TEXTS)) {
        bail!("the function {} is gone: nothing would wait for texts", rooms::TEXTS);
    }
    Ok(Split {
        first: first::write(&module, &partition).context("writing the first part")?,
        later: second::write(&module, &partition).context("writing the later part")?,
        functions: partition.list(&module),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection,
        Function, FunctionSection, GlobalSection, GlobalType, ImportSection, MemorySection,
        MemoryType, Module as Encoder, NameMap, NameSection, RefType, TableSection, TableType,
        TypeSection, ValType,
    };
    use wasmparser::{Parser, Payload};

    /// `run(x) = mechanism(x) + 1`, where `mechanism` and what only it calls come later.
    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([ValType::I32], [ValType::I32]);
        let mut imports = ImportSection::new();
        imports.import("js", "needLater", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        functions.function(1).function(1).function(1).function(1);
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 2,
            maximum: Some(2),
            shared: false,
        });
        let mut memories = MemorySection::new();
        let (memory64, shared, page_size_log2) = (false, false, None);
        memories.memory(MemoryType { minimum: 1, maximum: None, memory64, shared, page_size_log2 });
        let mut globals = GlobalSection::new();
        let stack_pointer = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        globals.global(stack_pointer, &ConstExpr::i32_const(0));
        let mut exports = ExportSection::new();
        exports.export("run", ExportKind::Func, 1);
        let mut elements = ElementSection::new();
        let listed = Elements::Functions(vec![2].into());
        elements.active(None, &ConstExpr::i32_const(1), listed);

        let mut code = CodeSection::new();
        let mut run = Function::new([]);
        run.instructions().local_get(0).call(2).i32_const(1).i32_add().end();
        let mut mechanism = Function::new([]);
        mechanism.instructions().local_get(0).call(3).call(4);
        for _ in 0..40 {
            mechanism.instructions().i32_const(1).i32_add();
        }
        mechanism.instructions().end();
        let mut only_there = Function::new([]);
        only_there.instructions().local_get(0).i32_const(2).i32_mul().end();
        let mut everywhere = Function::new([]);
        everywhere.instructions().local_get(0).end();
        code.function(&run).function(&mechanism).function(&only_there).function(&everywhere);
        let mut names = NameMap::new();
        for (index, name) in
            [(1, "keyhole::run"), (2, "keyhole::mechanism::go"), (3, "core::f"), (4, "core::g")]
        {
            names.append(index, name);
        }
        let mut name_section = NameSection::new();
        name_section.functions(&names);
        exports.export("g", ExportKind::Func, 4);

        let mut encoder = Encoder::new();
        encoder.section(&types).section(&imports).section(&functions).section(&tables);
        encoder
            .section(&memories)
            .section(&globals)
            .section(&exports)
            .section(&elements)
            .section(&code);
        encoder.section(&name_section);
        encoder.finish()
    }

    fn imports_and_bodies(wasm: &[u8]) -> (Vec<String>, usize) {
        let (mut imports, mut bodies) = (Vec::new(), 0);
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.unwrap() {
                Payload::ImportSection(section) => {
                    let names = section.into_imports().map(|it| it.unwrap().name.to_owned());
                    imports.extend(names);
                }
                Payload::CodeSectionEntry(_) => bodies += 1,
                _ => {}
            }
        }
        (imports, bodies)
    }

    #[test]
    fn what_only_the_later_part_calls_goes_with_it() {
        let Split { first, later, functions } = split(&module()).unwrap();
        for part in [&first, &later] {
            wasmparser::validate(part).unwrap();
        }
        assert_eq!(
            functions.lines().map(|it| it.replace('\t', " ")).collect::<Vec<_>>(),
            [
                "first 0 0 needLater",
                "first 1 9 keyhole::run",
                "first 2 4 core::g",
                "stub 3 128 keyhole::mechanism::go",
                "later 1 128 keyhole::mechanism::go",
                "later 2 7 core::f",
            ]
        );
        // Run, g, the stub, and what asks; then go, f, and what says that it is there.
        assert_eq!(imports_and_bodies(&first), (vec!["needLater".to_owned()], 4));
        let shared = ["later", "M", "T0", "0"].map(str::to_owned).to_vec();
        assert_eq!(imports_and_bodies(&later), (shared, 3));
    }

    #[test]
    fn a_module_that_asks_for_nothing_is_refused() {
        let asks = b"needLater";
        let mut other = module();
        let at = other.windows(asks.len()).position(|it| it == asks).unwrap();
        other[at] = b'x';
        assert!(split(&other).is_err());
        assert!(split(b"no WebAssembly").is_err());
    }
}

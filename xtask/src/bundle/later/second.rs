//! The later part: the functions that the first part lacks, and the texts.
//!
//! It has no memory and no table of its own. What it uses of the first part it imports from
//! module `""`, by the names of [`super::first::names`]; its start function says that it is
//! there.

use anyhow::{Context as _, Result};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, Function, FunctionSection, GlobalType,
    ImportSection, Module as Encoder, StartSection, TypeSection, ValType,
};
use wasmparser::Payload;

use super::first::names;
use super::module::{FUNCTION_TABLE, Module, new_index};
use super::partition::Partition;
use super::texts;

pub(super) fn write(module: &Module<'_>, partition: &Partition) -> Result<Vec<u8>> {
    let mut second = Second::new(module, partition)?;
    second.write().map_err(|error| anyhow::anyhow!("{error}"))
}

/// Where what the later part uses stands in it.
struct Second<'m, 'a> {
    module: &'m Module<'a>,
    partition: &'m Partition,
    functions: Vec<Option<u32>>,
    globals: Vec<Option<u32>>,
    /// The function that runs when the part is there.
    start: u32,
}

impl<'m, 'a> Second<'m, 'a> {
    fn new(module: &'m Module<'a>, partition: &'m Partition) -> Result<Self> {
        let mut functions = vec![None; module.functions.len()];
        let mut next = 0;
        for index in partition.shared_functions.iter().copied().chain(partition.later()) {
            *functions.get_mut(index as usize).context("no such function")? = Some(next);
            next += 1;
        }
        let mut globals = vec![None; module.globals.len()];
        // The first of its globals says that it is there.
        for (at, index) in (1..).zip(&partition.shared_globals) {
            *globals.get_mut(*index as usize).context("no such global")? = Some(at);
        }
        Ok(Self { module, partition, functions, globals, start: next })
    }

    fn write(&mut self) -> Result<Vec<u8>, Error<anyhow::Error>> {
        let module = self.module;
        let mut types = TypeSection::new();
        for section in &module.sections {
            if let Payload::TypeSection(section) = section {
                self.parse_type_section(&mut types, section.clone())?;
            }
        }
        let imports = self.imports()?;
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for index in self.partition.later() {
            let function = module.get(index).map_err(Error::UserError)?;
            let Some(body) = &function.body else { continue };
            functions.function(function.ty);
            self.parse_function_body(&mut code, body.clone())?;
        }
        functions.function(module.get(self.partition.need).map_err(Error::UserError)?.ty);
        let mut start = Function::new([]);
        start.instructions().i32_const(1).global_set(0).end();
        code.function(&start);

        let (_, stretches) = texts::cut(&self.module.data).map_err(Error::UserError)?;
        let mut encoder = Encoder::new();
        encoder.section(&types).section(&imports).section(&functions);
        encoder.section(&StartSection { function_index: self.start });
        encoder.section(&self.elements()?).section(&code);
        encoder.section(&texts::section(&stretches));
        Ok(encoder.finish())
    }

    fn imports(&mut self) -> Result<ImportSection, Error<anyhow::Error>> {
        let module = self.module;
        let mut imports = ImportSection::new();
        let there = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        imports.import("", names::THERE, there);
        for memory in &module.memories {
            imports.import("", names::MEMORY, self.memory_type(*memory)?);
        }
        for (index, table) in module.tables.iter().enumerate() {
            let mut ty = self.table_type(*table)?;
            if index == FUNCTION_TABLE as usize {
                ty.minimum = self.partition.table_size;
                ty.maximum = ty.maximum.map(|maximum| maximum.max(ty.minimum));
            }
            imports.import("", &names::table(index), ty);
        }
        for index in &self.partition.shared_globals {
            let Some(global) = module.globals.get(*index as usize) else { continue };
            imports.import("", &names::global(*index), self.global_type(*global)?);
        }
        for (place, index) in self.partition.shared_functions.iter().enumerate() {
            let ty = module.get(*index).map_err(Error::UserError)?.ty;
            let name = names::function(place);
            imports.import("", &name, wasm_encoder::EntityType::Function(ty));
        }
        Ok(imports)
    }

    /// Puts each function that the first part knows into its slots.
    fn elements(&mut self) -> Result<ElementSection, Error<anyhow::Error>> {
        let partition = self.partition;
        let mut section = ElementSection::new();
        for run in partition.slots.chunk_by(|(a, _), (b, _)| a + 1 == *b) {
            let Some((slot, _)) = run.first() else { continue };
            let functions: Result<Vec<u32>, _> =
                run.iter().map(|(_, function)| self.function_index(*function)).collect();
            let offset = ConstExpr::i32_const(slot.cast_signed());
            section.active(None, &offset, Elements::Functions(functions?.into()));
        }
        Ok(section)
    }
}

impl Reencode for Second<'_, '_> {
    type Error = anyhow::Error;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Self::Error>> {
        new_index(&self.functions, function, "the later part")
    }

    fn global_index(&mut self, global: u32) -> Result<u32, Error<Self::Error>> {
        new_index(&self.globals, global, "the later part")
    }
}

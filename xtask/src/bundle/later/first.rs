//! The first part: the module with stubs in place of what comes later.
//!
//! A stub for a function of two parameters, whose slot in the table is 77:
//!
//! ```wat
//! call $ready        ;; unless the later part is there, need it
//! local.get 0
//! local.get 1
//! i32.const 77
//! call_indirect (type …)
//! ```

use anyhow::{Context as _, Result};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, ElementSection, ExportKind, ExportSection, Function,
    FunctionSection, GlobalSection, GlobalType, ImportSection, InstructionSink, MemorySection,
    Module as Encoder, StartSection, TableSection, TypeSection, ValType,
};
use wasmparser::Payload;

use super::module::{FUNCTION_TABLE, Module, new_index};
use super::partition::Partition;
use super::texts;

/// The names under which the later part finds what it shares with the first.
pub(super) mod names {
    /// The global that says whether the later part is there.
    pub(crate) const THERE: &str = "later";

    /// The memory.
    pub(crate) const MEMORY: &str = "M";

    /// A global.
    pub(crate) fn global(index: u32) -> String {
        format!("G{index}")
    }

    /// A table.
    pub(crate) fn table(index: usize) -> String {
        format!("T{index}")
    }

    /// The function that is shared at this place: short, for there are a thousand of them.
    pub(crate) fn function(mut place: usize) -> String {
        const DIGITS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
        let mut name = String::new();
        loop {
            let digit = DIGITS.get(place % DIGITS.len()).copied().unwrap_or_default();
            name.insert(0, char::from(digit));
            place /= DIGITS.len();
            if place == 0 {
                return name;
            }
        }
    }
}

pub(super) fn write(module: &Module<'_>, partition: &Partition) -> Result<Vec<u8>> {
    let mut first = First::new(module, partition)?;
    let mut encoder = Encoder::new();
    for section in &module.sections {
        first.section(section, &mut encoder).map_err(|error| anyhow::anyhow!("{error}"))?;
    }
    Ok(encoder.finish())
}

/// Where each function of the module stands in the first part.
struct First<'m, 'a> {
    module: &'m Module<'a>,
    partition: &'m Partition,
    /// What stands in it, in its order.
    order: Vec<u32>,
    indices: Vec<Option<u32>>,
    /// The function that each stub calls first, and its type: nothing in, nothing out.
    ready: u32,
    ready_type: u32,
    /// The global that says whether the later part is there.
    there: u32,
    code: CodeSection,
}

impl<'m, 'a> First<'m, 'a> {
    fn new(module: &'m Module<'a>, partition: &'m Partition) -> Result<Self> {
        let order = partition.first(module);
        let mut indices = vec![None; module.functions.len()];
        for (at, index) in (0..).zip(&order) {
            *indices.get_mut(*index as usize).context("no such function")? = Some(at);
        }
        let there = u32::try_from(module.globals.len())?;
        let ready_type = module.get(partition.need)?.ty;
        let code = CodeSection::new();
        let ready = u32::try_from(order.len())?;
        Ok(Self { module, partition, order, indices, ready, ready_type, there, code })
    }

    fn section(&mut self, section: &Payload<'a>, encoder: &mut Encoder) -> Written {
        match section {
            Payload::TypeSection(types) => {
                let mut section = TypeSection::new();
                self.parse_type_section(&mut section, types.clone())?;
                encoder.section(&section);
            }
            Payload::ImportSection(imports) => {
                let mut section = ImportSection::new();
                self.parse_import_section(&mut section, imports.clone())?;
                encoder.section(&section);
            }
            Payload::FunctionSection(_) => {
                encoder.section(&self.functions().map_err(Error::UserError)?);
            }
            Payload::TableSection(tables) => {
                encoder.section(&self.tables(tables.clone())?);
            }
            Payload::MemorySection(memories) => {
                let mut section = MemorySection::new();
                self.parse_memory_section(&mut section, memories.clone())?;
                encoder.section(&section);
            }
            Payload::GlobalSection(globals) => {
                let mut section = GlobalSection::new();
                self.parse_global_section(&mut section, globals.clone())?;
                let ty = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
                section.global(ty, &ConstExpr::i32_const(0));
                encoder.section(&section);
            }
            Payload::ExportSection(exports) => {
                let mut section = ExportSection::new();
                self.parse_export_section(&mut section, exports.clone())?;
                self.share(&mut section)?;
                encoder.section(&section);
            }
            Payload::StartSection { func, .. } => {
                let function_index = self.function_index(*func)?;
                encoder.section(&StartSection { function_index });
            }
            Payload::ElementSection(elements) => {
                let mut section = ElementSection::new();
                self.parse_element_section(&mut section, elements.clone())?;
                encoder.section(&section);
            }
            Payload::CodeSectionStart { .. } => {
                self.write_code()?;
                encoder.section(&self.code);
            }
            Payload::DataSection(_) => {
                let (stretches, _) = texts::cut(&self.module.data).map_err(Error::UserError)?;
                encoder.section(&texts::section(&stretches));
            }
            _ => {}
        }
        Ok(())
    }

    fn functions(&self) -> Result<FunctionSection> {
        let mut section = FunctionSection::new();
        for index in self.order.iter().skip(self.module.imported_functions as usize) {
            section.function(self.module.get(*index)?.ty);
        }
        section.function(self.ready_type);
        Ok(section)
    }

    fn tables(
        &mut self,
        tables: wasmparser::TableSectionReader<'a>,
    ) -> Result<TableSection, Error<anyhow::Error>> {
        let mut section = TableSection::new();
        for (index, table) in (0..).zip(tables) {
            let mut ty = self.table_type(table?.ty)?;
            if index == FUNCTION_TABLE {
                ty.minimum = self.partition.table_size;
                ty.maximum = ty.maximum.map(|maximum| maximum.max(ty.minimum));
            }
            section.table(ty);
        }
        Ok(section)
    }

    /// Exports what the later part uses.
    fn share(&mut self, section: &mut ExportSection) -> Written {
        section.export(names::THERE, ExportKind::Global, self.there);
        section.export(names::MEMORY, ExportKind::Memory, 0);
        for (index, _) in self.module.tables.iter().enumerate() {
            let at = u32::try_from(index).map_err(|error| Error::UserError(error.into()))?;
            section.export(&names::table(index), ExportKind::Table, at);
        }
        for global in &self.partition.shared_globals {
            section.export(&names::global(*global), ExportKind::Global, *global);
        }
        for (place, function) in self.partition.shared_functions.iter().enumerate() {
            let at = self.function_index(*function)?;
            section.export(&names::function(place), ExportKind::Func, at);
        }
        Ok(())
    }

    fn write_code(&mut self) -> Written {
        let module = self.module;
        for index in std::mem::take(&mut self.order) {
            let function = module.get(index).map_err(Error::UserError)?;
            let Some(body) = &function.body else { continue };
            if let Some(slot) = self.partition.stubs.get(&index) {
                let stub = self.stub(function.ty, *slot).map_err(Error::UserError)?;
                self.code.function(&stub);
            } else {
                let mut code = std::mem::take(&mut self.code);
                self.parse_function_body(&mut code, body.clone())?;
                self.code = code;
            }
        }
        let mut ready = Function::new([]);
        ready.instructions().global_get(self.there).i32_eqz().if_(BlockType::Empty);
        ready.instructions().call(self.partition.need).end().end();
        self.code.function(&ready);
        Ok(())
    }

    fn stub(&self, ty: u32, slot: u32) -> Result<Function> {
        let parameters = self.module.parameters.get(ty as usize).copied().flatten();
        let mut stub = Function::new([]);
        let mut sink: InstructionSink<'_> = stub.instructions();
        sink.call(self.ready);
        for parameter in 0..parameters.context("a function without a type")? {
            sink.local_get(parameter);
        }
        sink.i32_const(slot.cast_signed()).call_indirect(FUNCTION_TABLE, ty).end();
        Ok(stub)
    }
}

type Written = Result<(), Error<anyhow::Error>>;

impl Reencode for First<'_, '_> {
    type Error = anyhow::Error;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Self::Error>> {
        new_index(&self.indices, function, "the first part")
    }
}

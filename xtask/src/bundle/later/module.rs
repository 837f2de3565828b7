//! A WebAssembly module as far as the split has to know it.

use anyhow::{Context as _, Result, bail};
use wasm_encoder::reencode::Error;
use wasmparser::{
    DataKind, ElementItems, ElementKind, FunctionBody, GlobalType, KnownCustom, MemoryType, Name,
    Operator, Parser, Payload, TableType, TypeRef,
};

use super::rooms;

/// The table of functions, which Rust's linker makes first.
pub(super) const FUNCTION_TABLE: u32 = 0;

/// Where something stands in a part.
///
/// # Errors
/// When the part doesn't have it.
pub(super) fn new_index(
    places: &[Option<u32>],
    old: u32,
    part: &str,
) -> Result<u32, Error<anyhow::Error>> {
    let place = places.get(old as usize).copied().flatten();
    place.with_context(|| format!("{part} lacks number {old}")).map_err(Error::UserError)
}

/// A module.
pub(super) struct Module<'a> {
    pub(super) sections: Vec<Payload<'a>>,
    /// Each function type: how many parameters it takes. `None` where a type is no function's.
    pub(super) parameters: Vec<Option<u32>>,
    /// The functions: those that are imported, then those that are defined.
    pub(super) functions: Vec<Function<'a>>,
    pub(super) imported_functions: u32,
    pub(super) globals: Vec<GlobalType>,
    pub(super) memories: Vec<MemoryType>,
    pub(super) tables: Vec<TableType>,
    /// What stands in the table of functions: slot, function.
    pub(super) slots: Vec<(u32, u32)>,
    /// What must be there from the first moment: exports and the start function.
    pub(super) roots: Vec<u32>,
    /// The initial content of the memory: address, bytes.
    pub(super) data: Vec<(u32, &'a [u8])>,
}

/// A function.
pub(super) struct Function<'a> {
    pub(super) ty: u32,
    pub(super) name: String,
    /// `None` where it is imported.
    pub(super) body: Option<FunctionBody<'a>>,
    /// The functions that it calls by name.
    pub(super) calls: Vec<u32>,
    /// The globals that it uses.
    pub(super) globals: Vec<u32>,
}

impl<'a> Module<'a> {
    pub(super) fn parse(wasm: &'a [u8]) -> Result<Self> {
        let mut module = Self {
            sections: Vec::new(),
            parameters: Vec::new(),
            functions: Vec::new(),
            imported_functions: 0,
            globals: Vec::new(),
            memories: Vec::new(),
            tables: Vec::new(),
            slots: Vec::new(),
            roots: Vec::new(),
            data: Vec::new(),
        };
        let mut next_body = 0;
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            module.read(&payload, &mut next_body)?;
            module.sections.push(payload);
        }
        Ok(module)
    }

    fn read(&mut self, payload: &Payload<'a>, next_body: &mut usize) -> Result<()> {
        match payload {
            Payload::TypeSection(types) => {
                for ty in types.clone().into_iter_err_on_gc_types() {
                    let parameters = u32::try_from(ty?.params().len())?;
                    self.parameters.push(Some(parameters));
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.clone().into_imports() {
                    let import = import?;
                    match import.ty {
                        TypeRef::Func(ty) => self.function(ty, import.name),
                        TypeRef::Global(global) => self.globals.push(global),
                        other => bail!("what is the import `{}`, {other:?}?", import.name),
                    }
                }
                self.imported_functions = u32::try_from(self.functions.len())?;
                *next_body = self.functions.len();
            }
            Payload::FunctionSection(types) => {
                for ty in types.clone() {
                    self.function(ty?, "");
                }
            }
            Payload::TableSection(tables) => {
                for table in tables.clone() {
                    self.tables.push(table?.ty);
                }
            }
            Payload::MemorySection(memories) => {
                for memory in memories.clone() {
                    self.memories.push(memory?);
                }
            }
            Payload::GlobalSection(globals) => {
                for global in globals.clone() {
                    self.globals.push(global?.ty);
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports.clone() {
                    let export = export?;
                    if export.kind == wasmparser::ExternalKind::Func {
                        self.roots.push(export.index);
                    }
                }
            }
            Payload::StartSection { func, .. } => self.roots.push(*func),
            Payload::ElementSection(elements) => {
                for element in elements.clone() {
                    self.read_element(&element?)?;
                }
            }
            Payload::CodeSectionEntry(body) => {
                let function = self.functions.get_mut(*next_body).context("too many bodies")?;
                function.read(body)?;
                *next_body += 1;
            }
            Payload::DataSection(data) => {
                for segment in data.clone() {
                    let segment = segment?;
                    let DataKind::Active { memory_index: 0, offset_expr } = segment.kind else {
                        bail!("a data segment isn't active");
                    };
                    self.data.push((constant(&offset_expr)?, segment.data));
                }
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    self.read_names(names)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn function(&mut self, ty: u32, name: &str) {
        let name = name.to_owned();
        let (calls, globals) = (Vec::new(), Vec::new());
        self.functions.push(Function { ty, name, body: None, calls, globals });
    }

    fn read_element(&mut self, element: &wasmparser::Element<'a>) -> Result<()> {
        let ElementKind::Active { table_index, offset_expr } = &element.kind else {
            bail!("an element segment isn't active");
        };
        let ElementItems::Functions(functions) = &element.items else {
            // wasm-bindgen's table of references holds no functions.
            return Ok(());
        };
        if table_index.unwrap_or(FUNCTION_TABLE) != FUNCTION_TABLE {
            bail!("there is a second table of functions");
        }
        for (slot, function) in (constant(offset_expr)?..).zip(functions.clone()) {
            self.slots.push((slot, function?));
        }
        Ok(())
    }

    fn read_names(&mut self, names: wasmparser::NameSectionReader<'a>) -> Result<()> {
        for subsection in names {
            let Name::Function(names) = subsection? else { continue };
            for naming in names {
                let naming = naming?;
                let index = usize::try_from(naming.index)?;
                let function = self.functions.get_mut(index).context("a name of no function")?;
                if function.body.is_some() {
                    naming.name.clone_into(&mut function.name);
                }
            }
        }
        Ok(())
    }

    pub(super) fn get(&self, function: u32) -> Result<&Function<'a>> {
        self.functions.get(function as usize).with_context(|| format!("no function {function}"))
    }

    /// Whether a function's name has this path in it.
    pub(super) fn is_named(&self, function: u32, path: &str) -> bool {
        self.get(function).is_ok_and(|it| rooms::without_hashes(&it.name).contains(path))
    }

    /// Every function's index.
    pub(super) fn indices(&self) -> impl Iterator<Item = u32> + use<> {
        0..u32::try_from(self.functions.len()).unwrap_or(u32::MAX)
    }
}

impl<'a> Function<'a> {
    /// How many bytes of code it is.
    pub(super) fn size(&self) -> u64 {
        self.body.as_ref().map_or(0, |body| body.range().end - body.range().start)
    }

    fn read(&mut self, body: &FunctionBody<'a>) -> Result<()> {
        self.body = Some(body.clone());
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index } => self.calls.push(function_index),
                Operator::GlobalGet { global_index } | Operator::GlobalSet { global_index } => {
                    self.globals.push(global_index);
                }
                it @ (Operator::RefFunc { .. }
                | Operator::ReturnCall { .. }
                | Operator::MemoryInit { .. }
                | Operator::DataDrop { .. }
                | Operator::TableInit { .. }
                | Operator::ElemDrop { .. }) => bail!("what is {it:?} for?"),
                _ => {}
            }
        }
        Ok(())
    }
}

/// What `i32.const n` says.
fn constant(expression: &wasmparser::ConstExpr<'_>) -> Result<u32> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value.cast_unsigned()),
        other => bail!("an offset isn't constant: {other:?}"),
    }
}

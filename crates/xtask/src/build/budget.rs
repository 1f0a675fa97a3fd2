//! Compares the wasm that a browser loads with what we allow ourselves.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Result, bail};

use super::wasm::{Optimiser, Package};

/// What we allow ourselves, in bytes of brotli.
const BUDGET: Budget = Budget { first_page: 250_000, all_faces: 600_000 };

/// What a requester's first page loads: the front is in the main piece.
const MAIN: &str = "app_bg";

struct Budget {
    /// What a requester's first visit loads.
    first_page: usize,
    /// All wasm of all faces together.
    all_faces: usize,
}

/// The sizes of all wasm files; prints itself as a table.
#[derive(Debug)]
pub struct Sizes {
    wasm: BTreeMap<String, Size>,
    optimiser: Optimiser,
}

#[derive(Debug, Clone, Copy)]
struct Size {
    raw: usize,
    brotli: usize,
}

impl Sizes {
    /// Notes every wasm file; the compressed sizes come later.
    pub fn new(package: &Package) -> Self {
        let raw = package.files.iter().filter_map(|(name, content)| {
            Some((name.strip_suffix(".wasm")?.to_owned(), Size { raw: content.len(), brotli: 0 }))
        });
        Self { wasm: raw.collect(), optimiser: package.optimiser }
    }

    /// Adds the compressed size of a file of the package.
    pub fn add(&mut self, name: &str, brotli: usize) {
        if let Some(size) = name.strip_suffix(".wasm").and_then(|stem| self.wasm.get_mut(stem)) {
            size.brotli = brotli;
        }
    }

    /// Compares with the budget.
    ///
    /// # Errors
    /// When a requester's first page is too big. Without wasm-opt nothing is compared.
    pub fn check(&self) -> Result<()> {
        let first = self.first_page();
        if self.optimiser == Optimiser::Ran && first > BUDGET.first_page {
            bail!(
                "a requester's first page needs {} of wasm, more than its budget of {}",
                kb(first),
                kb(BUDGET.first_page)
            );
        }
        Ok(())
    }

    fn first_page(&self) -> usize {
        self.wasm.get(MAIN).map_or(0, |size| size.brotli)
    }

    fn all_faces(&self) -> usize {
        self.wasm.values().map(|size| size.brotli).sum()
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {:<52} {:>10} {:>10}", "wasm", "raw", "brotli")?;
        for (stem, size) in &self.wasm {
            let mark = if stem == MAIN { '*' } else { ' ' };
            writeln!(f, "{mark} {stem:<52} {:>10} {:>10}", kb(size.raw), kb(size.brotli))?;
        }
        for (what, size, budget) in [
            ("* a requester's first page", self.first_page(), BUDGET.first_page),
            ("  all faces", self.all_faces(), BUDGET.all_faces),
        ] {
            let verdict = if size > budget { "  OVER BUDGET" } else { "" };
            writeln!(f, "{what:<54} {:>10} {:>10}{verdict}", "", format!("{} / {}", kb(size), kb(budget)))?;
        }
        Ok(())
    }
}

fn kb(bytes: usize) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(main: usize, desk: usize, optimiser: Optimiser) -> Sizes {
        let package = Package {
            files: ["app_bg.wasm", "split_desk_piece_2.wasm"]
                .map(|name| (name.to_owned(), vec![0; 10]))
                .into(),
            splits: [("desk_piece_2".to_owned(), vec!["split_desk_piece_2".to_owned()])].into(),
            optimiser,
        };
        let mut sizes = Sizes::new(&package);
        sizes.add("app_bg.wasm", main);
        sizes.add("split_desk_piece_2.wasm", desk);
        sizes
    }

    #[test]
    fn the_first_page_is_main_without_the_desk() {
        let sizes = sizes(240_000, 90_000, Optimiser::Ran);
        assert_eq!((sizes.first_page(), sizes.all_faces()), (240_000, 330_000));
    }

    #[test]
    fn a_first_page_that_grows_fails() {
        assert!(sizes(BUDGET.first_page, 90_000, Optimiser::Ran).check().is_ok());
        assert!(sizes(BUDGET.first_page + 1, 0, Optimiser::Ran).check().is_err());
    }

    #[test]
    fn without_the_optimiser_nothing_is_compared() {
        assert!(sizes(990_000, 0, Optimiser::LeftOut).check().is_ok());
    }
}

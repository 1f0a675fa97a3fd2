//! A css file that nothing imports is not part of the product.

use anyhow::Result;

use super::{Finding, Source};
use crate::workspace::Workspace;
use crate::{build, files};

pub fn check(workspace: &Workspace, sources: &[Source]) -> Result<Vec<Finding>> {
    let mut imported = Vec::new();
    for path in build::css_sources(workspace)? {
        // The bundler keeps the `..` of an import in the path.
        let path = path.canonicalize().unwrap_or(path);
        imported.push(files::relative(&path, workspace.root()));
    }
    let present = sources.iter().map(|source| source.path.as_str()).filter(|path| path.ends_with(".css"));
    Ok(orphans(present, &imported)
        .into_iter()
        .map(|path| Finding { path, line: 0, message: "style/main.css does not import it".to_owned() })
        .collect())
}

fn orphans<'a>(present: impl Iterator<Item = &'a str>, imported: &[String]) -> Vec<String> {
    present.filter(|path| !imported.iter().any(|imported| imported == path)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_imported_is_an_orphan() {
        let imported = ["style/main.css".to_owned()];
        assert_eq!(orphans(["style/main.css", "style/old.css"].into_iter(), &imported), ["style/old.css"]);
    }
}

//! A fake computer for detection: programs that are scripts, apps and extensions that are folders.

use std::collections::BTreeMap;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::{env, fs};

use setup::detect::{Install, Product, installs};
use setup::machine::{Environment, Machine};
use tempfile::TempDir;

/// A computer with nothing on it.
pub(crate) struct Computer {
    pub(crate) folder: TempDir,
    pub(crate) environment: BTreeMap<&'static str, String>,
    pub(crate) shell: Option<BTreeMap<&'static str, String>>,
}

impl Computer {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            environment: BTreeMap::new(),
            shell: None,
        }
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub(crate) fn machine(&self) -> Machine {
        let environment = |set: &BTreeMap<&str, String>| -> Environment {
            set.iter().map(|(name, value)| (*name, value)).collect()
        };
        Machine {
            root: self.root(),
            home: self.at("home"),
            environment: environment(&self.environment),
            shell: self.shell.as_ref().map(environment),
            processes: Vec::new(),
        }
    }

    pub(crate) fn write(&self, path: &str, text: &str) -> PathBuf {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn program(&self, path: &str, script: &str) -> PathBuf {
        let path = self.write(path, &format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    pub(crate) fn link(&self, path: &str, to: &Path) -> PathBuf {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(to, &path).unwrap();
        path
    }

    pub(crate) fn search_path(&self, folders: &[&str]) -> String {
        let folders = folders.iter().map(|folder| self.at(folder));
        env::join_paths(folders).unwrap().into_string().unwrap()
    }

    pub(crate) fn codex(&self) -> Vec<Install> {
        let found = installs(&self.machine()).into_iter();
        found
            .filter(|install| install.product == Product::Codex)
            .collect()
    }

    pub(crate) fn told(&self) -> Vec<(Product, String, Option<String>)> {
        let root = self.root();
        let shown = |path: PathBuf| path.strip_prefix(&root).unwrap().display().to_string();
        let found = installs(&self.machine()).into_iter();
        found
            .map(|install| (install.product, shown(install.path), install.version))
            .collect()
    }
}

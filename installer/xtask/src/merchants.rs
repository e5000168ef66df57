//! The merchants that the tests pay, their chains, and the contracts that stand on these: npm's, put
//! into the build folder. Knows nothing of what they sell.

use std::{fs, path::Path};

use crate::{
    failure::Failure,
    place,
    program::{go, make_folder, program, read},
};

/// What they are installed and compiled from, in `tests/merchants`.
const SOURCES: [&str; 5] = [
    "package.json",
    "package-lock.json",
    "compile.mjs",
    "contracts/ChannelReserve.sol",
    "contracts/Dollar.sol",
];
/// What the folder was installed from. Written last.
const SEAL: &str = "installed";

/// Makes sure of them, exactly as their lock file and contracts say.
pub(crate) fn prepare() -> Result<(), Failure> {
    let folder = place::target()?.join("tools/merchants");
    let sources = place::root().join("tests/merchants");
    let wanted: Vec<Vec<u8>> = SOURCES
        .iter()
        .map(|name| read(&sources.join(name)))
        .collect::<Result<_, _>>()?;
    let seal = wanted.concat();
    if fs::read(folder.join(SEAL)).is_ok_and(|installed| installed == seal) {
        return Ok(());
    }
    make_folder(&folder.join("contracts"))?;
    for (name, bytes) in SOURCES.iter().zip(&wanted) {
        write(&folder.join(name), bytes)?;
    }
    // What they are made of starts nothing at its installation, and some of it would like to.
    let ci = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    go(program("npm").args(ci).current_dir(&folder))?;
    go(program("node").arg("compile.mjs").current_dir(&folder))?;
    write(&folder.join(SEAL), &seal)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(|source| Failure::File {
        path: path.to_path_buf(),
        source,
    })
}

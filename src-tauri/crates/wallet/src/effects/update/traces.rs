//! Looks how this Purser was installed. What it finds is judged by `update::Origin`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use setup::detect::program_on_path;
use setup::machine::Machine;

use crate::effects::{Surroundings, Tools, blocking};
use crate::outside::answer_of;
use crate::problem::Fault;
use crate::update::{Origin, Traces};

/// A package manager that has not answered by then has nothing to say.
const PATIENCE: Duration = Duration::from_secs(5);
/// Where package managers put programs.
const SYSTEM: [&str; 2] = ["/usr", "/opt"];

/// How this Purser was installed.
pub(in crate::effects) async fn origin(tools: &Tools) -> Result<Origin, Fault> {
    let Surroundings {
        home,
        environment,
        purser,
    } = tools.surroundings.clone();
    blocking(move || {
        let machine = Machine::without_shell(home, environment.clone());
        let said = |manager: &str, arguments: &[&str]| {
            let ours = SYSTEM.iter().any(|folder| purser.starts_with(folder));
            let program = ours.then(|| program_on_path(&machine, manager)).flatten()?;
            let arguments = arguments.iter().map(|&word| word.to_owned());
            let arguments = arguments.chain([purser.display().to_string()]).collect();
            let path = environment.get("PATH").unwrap_or_default();
            let said = answer_of(program, arguments, path, PATIENCE)?;
            String::from_utf8(said).ok()
        };
        let dpkg = said("dpkg-query", &["--search"]);
        let rpm = || said("rpm", &["-qf", "--queryformat", "%{NAME}"]);
        let rpm = if dpkg.is_none() { rpm() } else { None };
        let folder = |name: &str| environment.get(name).map(PathBuf::from);
        let uninstaller = purser.with_file_name("uninstall.exe");
        Origin::of(&Traces {
            os: std::env::consts::OS,
            program: Some(&purser),
            appimage: environment.get("APPIMAGE").map(Path::new),
            appdir: environment.get("APPDIR").map(Path::new),
            dpkg: dpkg.as_deref(),
            rpm: rpm.as_deref(),
            uninstaller: uninstaller.is_file().then_some(&uninstaller),
            program_files: &["ProgramFiles", "ProgramFiles(x86)"]
                .into_iter()
                .filter_map(folder)
                .collect::<Vec<_>>(),
        })
    })
    .await
}

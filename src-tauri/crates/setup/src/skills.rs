//! The skills that are offered, in Codex's and Claude Code's skill folders: copied when chosen,
//! removed only while unchanged. Never writes over anything that is there.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::error::SetupError;
use crate::place::digest_now;
use crate::replace::{self, Expect, NotReplaced};

/// One skill: a folder with a `SKILL.md` in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skill {
    /// Its name, and that of its folder.
    pub name: &'static str,
    /// The whole `SKILL.md`.
    pub text: &'static str,
}

/// The skills that came with this version of the program.
pub const SKILLS: [Skill; 3] = [
    Skill {
        name: "gateway-wallet",
        text: include_str!("../catalogue/skills/gateway-wallet/SKILL.md"),
    },
    Skill {
        name: "config-doctor",
        text: include_str!("../catalogue/skills/config-doctor/SKILL.md"),
    },
    Skill {
        name: "change-review",
        text: include_str!("../catalogue/skills/change-review/SKILL.md"),
    },
];

/// What stands at a skill's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkillState {
    /// Nothing: it can be added.
    Absent,
    /// Our file as we wrote it: it can be removed.
    Installed,
    /// Our file, changed or removed since: it stays as it is.
    Changed,
    /// A skill of the person's that has this name: it stays as it is.
    Taken,
}

/// The digests of what we wrote, by skill.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
struct Written(BTreeMap<String, Digest>);

/// One tool's skill folder.
#[derive(Debug, Clone)]
pub struct Skills {
    folder: PathBuf,
    record: PathBuf,
}

impl Skills {
    /// The skills below a tool's own folder (Codex's home, Claude Code's config folder), with our
    /// record in `records_dir`. Touches nothing yet.
    #[must_use]
    pub fn at(tool_dir: &Path, records_dir: &Path) -> Self {
        let folder: PathBuf = tool_dir.join("skills").components().collect();
        let digest = Digest::of(folder.as_os_str().as_encoded_bytes());
        let record = records_dir.join(format!("skills-{}.list", digest.short()));
        Self { folder, record }
    }

    /// Where a skill's file is or would be.
    #[must_use]
    pub fn path_of(&self, skill: &Skill) -> PathBuf {
        self.folder.join(skill.name).join("SKILL.md")
    }

    /// Looks, and writes nothing.
    pub fn state_of(&self, skill: &Skill) -> Result<SkillState, SetupError> {
        let written = self.load()?;
        let path = self.path_of(skill);
        let now = digest_now(&path).map_err(|source| SetupError::Read { path, source })?;
        let folder = self.folder.join(skill.name);
        Ok(match (written.0.get(skill.name), now) {
            (Some(ours), Some(now)) if *ours == now => SkillState::Installed,
            (Some(_), _) if folder.exists() => SkillState::Changed,
            (_, None) if fs::symlink_metadata(&folder).is_err() => SkillState::Absent,
            _ => SkillState::Taken,
        })
    }

    /// Copies `skill` into its folder, when nothing is there. Gives back its state afterwards.
    pub fn add(&self, skill: &Skill) -> Result<SkillState, SetupError> {
        let state = self.state_of(skill)?;
        if state != SkillState::Absent {
            return Ok(state);
        }
        let path = self.path_of(skill);
        let mut written = self.load()?;
        let digest = Digest::of(skill.text);
        written.0.insert(skill.name.to_owned(), digest);
        self.save(&written)?;
        let created = replace::create_private_folder(&self.folder.join(skill.name));
        let placed = created.map_err(NotReplaced::from).and_then(|_| {
            let bytes = skill.text.as_bytes();
            replace::replace(&path, bytes, None, Expect::Exactly(None))
        });
        placed.map_err(|error| not_written(path, error))?;
        Ok(SkillState::Installed)
    }

    /// Removes `skill`, while it is as we wrote it. Gives back its state afterwards.
    pub fn remove(&self, skill: &Skill) -> Result<SkillState, SetupError> {
        let state = self.state_of(skill)?;
        if state != SkillState::Installed {
            return Ok(state);
        }
        let path = self.path_of(skill);
        let mut written = self.load()?;
        let ours = written.0.remove(skill.name);
        let removed = replace::remove(&path, Expect::Exactly(ours.as_ref()));
        removed.map_err(|error| not_written(path, error))?;
        self.save(&written)?;
        let folder = self.folder.join(skill.name);
        match fs::remove_dir(&folder) {
            Err(error) if error.kind() != ErrorKind::DirectoryNotEmpty => {
                let path = folder;
                let source = error;
                Err(SetupError::Write { path, source })
            }
            _ => self.state_of(skill),
        }
    }

    fn load(&self) -> Result<Written, SetupError> {
        let read = match fs::read(&self.record) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(io::Error::from),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Written::default()),
            Err(error) => Err(error),
        };
        read.map_err(|source| self.record_error(source))
    }

    fn save(&self, written: &Written) -> Result<(), SetupError> {
        let folder = self.record.parent().unwrap_or(Path::new("."));
        let saved = serde_json::to_vec_pretty(written)
            .map_err(io::Error::from)
            .and_then(|json| replace::create_private_folder(folder).map(|_| json))
            .map_err(NotReplaced::from)
            .and_then(|json| replace::replace(&self.record, &json, None, Expect::Anything));
        saved.map_err(|error| match error {
            NotReplaced::Io(source) => self.record_error(source),
            NotReplaced::Changed => self.record_error(ErrorKind::ResourceBusy.into()),
        })
    }

    fn record_error(&self, source: io::Error) -> SetupError {
        let path = self.record.clone();
        SetupError::Record { path, source }
    }
}

fn not_written(path: PathBuf, error: NotReplaced) -> SetupError {
    match error {
        NotReplaced::Changed => SetupError::Changed { path },
        NotReplaced::Io(source) => SetupError::Write { path, source },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tool's folder, its skills, and the first of them.
    fn bench() -> (tempfile::TempDir, Skills, Skill) {
        let folder = tempfile::tempdir().unwrap();
        let skills = Skills::at(
            &folder.path().join(".codex"),
            &folder.path().join("records"),
        );
        (folder, skills, SKILLS[0])
    }

    #[test]
    fn every_skill_names_itself_and_says_when_to_use_it() {
        for skill in SKILLS {
            let head = format!("---\nname: {}\ndescription: ", skill.name);
            assert!(skill.text.starts_with(&head), "{}", skill.name);
        }
    }

    #[test]
    fn a_skill_comes_once_and_goes_with_its_folder() {
        let (_folder, skills, skill) = bench();
        assert_eq!(skills.state_of(&skill).unwrap(), SkillState::Absent);
        for _ in 0..2 {
            assert_eq!(skills.add(&skill).unwrap(), SkillState::Installed);
        }
        let path = skills.path_of(&skill);
        assert_eq!(fs::read_to_string(&path).unwrap(), skill.text);
        assert_eq!(skills.remove(&skill).unwrap(), SkillState::Absent);
        assert!(!path.parent().unwrap().exists());
    }

    #[test]
    fn a_skill_that_the_person_changed_stays() {
        let (_folder, skills, skill) = bench();
        skills.add(&skill).unwrap();
        fs::write(skills.path_of(&skill), "mine now").unwrap();
        assert_eq!(skills.remove(&skill).unwrap(), SkillState::Changed);
        assert_eq!(skills.add(&skill).unwrap(), SkillState::Changed);
        let left = fs::read_to_string(skills.path_of(&skill)).unwrap();
        assert_eq!(left, "mine now");
    }

    #[test]
    fn a_skill_of_the_persons_own_is_never_written_over() {
        let (_folder, skills, skill) = bench();
        let path = skills.path_of(&skill);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        assert_eq!(skills.add(&skill).unwrap(), SkillState::Taken);
        fs::write(&path, "theirs").unwrap();
        assert_eq!(skills.add(&skill).unwrap(), SkillState::Taken);
        assert_eq!(skills.remove(&skill).unwrap(), SkillState::Taken);
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
    }

    #[test]
    fn what_the_person_put_beside_a_skill_stays() {
        let (_folder, skills, skill) = bench();
        skills.add(&skill).unwrap();
        let beside = skills.path_of(&skill).with_file_name("notes.md");
        fs::write(&beside, "theirs").unwrap();
        assert_eq!(skills.remove(&skill).unwrap(), SkillState::Taken);
        assert!(beside.exists() && !skills.path_of(&skill).exists());
    }
}

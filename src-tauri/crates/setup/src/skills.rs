//! The skills that are offered, in Codex's and Claude Code's skill folders: copied when chosen,
//! removed only while unchanged. Never writes over anything that is there.

use std::path::{Path, PathBuf};

use crate::error::SetupError;
use crate::json::{Change, Value};
use crate::owned::{OwnedFile, Reverts, Step, Whole, Whose, reverts, whose};
use crate::part::Part;
use crate::place::is_free;
use crate::plan::{Plan, PlanKind};

/// One skill: a folder with a `SKILL.md` in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skill {
    /// Its name, and that of its folder.
    pub name: &'static str,
    /// The whole `SKILL.md`.
    pub text: &'static str,
}

impl Skill {
    /// What it is for: the description in its front matter.
    #[must_use]
    pub fn does(&self) -> &'static str {
        let mut lines = self.text.lines();
        let described = lines.find_map(|line| line.strip_prefix("description: "));
        described.unwrap_or_default()
    }
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

/// One tool's skill folder.
#[derive(Debug, Clone)]
pub struct Skills {
    part: Part,
    folder: PathBuf,
    records_dir: PathBuf,
}

impl Skills {
    /// The skills in Codex's `home` (see [`crate::codex_home`]), with our records in
    /// `records_dir`. Touches nothing yet.
    #[must_use]
    pub fn of_codex(home: &Path, records_dir: PathBuf) -> Self {
        Self::below(home, Part::CodexSkill, records_dir)
    }

    /// The skills in Claude Code's `config_dir` (see [`crate::claude_config_dir`]), with our
    /// records in `records_dir`. Touches nothing yet.
    #[must_use]
    pub fn of_claude_code(config_dir: &Path, records_dir: PathBuf) -> Self {
        Self::below(config_dir, Part::ClaudeSkill, records_dir)
    }

    fn below(tool_dir: &Path, part: Part, records_dir: PathBuf) -> Self {
        let folder = tool_dir.join("skills").components().collect();
        Self {
            part,
            folder,
            records_dir,
        }
    }

    /// Where a skill's file is or would be.
    #[must_use]
    pub fn path_of(&self, skill: &Skill) -> PathBuf {
        self.folder.join(skill.name).join("SKILL.md")
    }

    /// Looks, and writes nothing.
    pub fn state_of(&self, skill: &Skill) -> Result<SkillState, SetupError> {
        let file = self.file(skill);
        let opened = file.open()?;
        let record = file.record_in_force(&opened.snapshot)?;
        let keys = record.iter().flat_map(|record| &record.keys);
        let ours = keys.map(|key| whose::<Whole>(key, &opened.layout)).next();
        let path = self.folder.join(skill.name);
        let is_free = is_free(&path).map_err(|source| SetupError::Read { path, source })?;
        Ok(match ours {
            Some(Whose::Ours) => SkillState::Installed,
            Some(Whose::Original | Whose::Theirs) => SkillState::Changed,
            None if is_free => SkillState::Absent,
            None => SkillState::Taken,
        })
    }

    /// Computes what writes `skill`: a new file, or a newer text in place of ours. Nothing where it
    /// is [`SkillState::Changed`] or [`SkillState::Taken`].
    pub fn plan_add(&self, skill: &Skill) -> Result<Plan, SetupError> {
        let sets = match self.state_of(skill)? {
            SkillState::Absent | SkillState::Installed => {
                let value = Value::Text(skill.text.to_owned());
                let path = Vec::new();
                vec![Change::Set { path, value }]
            }
            SkillState::Changed | SkillState::Taken => Vec::new(),
        };
        self.planned(skill, sets, Reverts::default())
    }

    /// Computes what removes `skill`, while it is as we wrote it.
    pub fn plan_remove(&self, skill: &Skill) -> Result<Plan, SetupError> {
        let file = self.file(skill);
        let opened = file.open()?;
        let record = file.record_in_force(&opened.snapshot)?;
        let all = record.map(|record| reverts::<Whole>(&record, &opened.layout, |_| true));
        self.planned(skill, Vec::new(), all.unwrap_or_default())
    }

    fn planned(
        &self,
        skill: &Skill,
        sets: Vec<Change>,
        reverts: Reverts,
    ) -> Result<Plan, SetupError> {
        let file = self.file(skill);
        let step = Step {
            kind: PlanKind::Skills,
            provider: String::new(),
            sets,
            reverts,
            findings: Vec::new(),
            tightened: None,
        };
        file.plan(file.open()?, step)
    }

    fn file(&self, skill: &Skill) -> OwnedFile<Whole> {
        let path = self.path_of(skill);
        OwnedFile::at(self.part, &path, self.records_dir.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_skill_names_itself_and_says_when_to_use_it() {
        for skill in SKILLS {
            let head = format!("---\nname: {}\ndescription: ", skill.name);
            assert!(skill.text.starts_with(&head), "{}", skill.name);
            let told = format!("{head}{}\n", skill.does());
            assert!(skill.text.starts_with(&told) && skill.does().len() > 20);
        }
    }
}

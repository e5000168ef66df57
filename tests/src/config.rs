//! Config files of Codex and Claude Code as people have them: with comments where the format has
//! them, an order of their own, projects they trust, commands they allow and servers they use.
//! Nothing in them belongs to Purser.

use std::path::Path;

/// What stands between two lines of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnds {
    /// As on Linux and macOS.
    Unix,
    /// As on Windows.
    Windows,
}

/// A config that a person grew over months, who lets Codex work in `trusted`.
#[must_use]
pub fn of_a_person(ends: LineEnds, trusted: &Path) -> Vec<u8> {
    let trusted = trusted.display().to_string();
    let text = PERSON.trim_start().replace("TRUSTED", &trusted);
    match ends {
        LineEnds::Unix => text,
        LineEnds::Windows => text.replace('\n', "\r\n"),
    }
    .into_bytes()
}

/// Settings of Claude Code that a person grew over months.
#[must_use]
pub fn settings_of_a_person() -> &'static str {
    SETTINGS.trim_start()
}

/// Kept quiet towards the outside, so that a turn asks nobody but the gateway.
const PERSON: &str = r#"
# my codex, do not lose these notes
model = "gpt-5.5"   # the one that works for me
check_for_update_on_startup = false
approval_policy = "on-request"

sandbox_mode = "workspace-write" # never the other one!

[analytics]
enabled = false

[features]
plugins = false

# --- things at work -------------------------------------------------
[projects."TRUSTED"]
trust_level = "trusted"

[projects."/srv/with space/and.dots"]
trust_level = "untrusted"

[mcp_servers.notes]
command = "true"
args = [ "--stdio",
         "--root=/srv/notes", ] # two lines on purpose
enabled = false

[mcp_servers.notes.env]
NOTES_STYLE = 'plain'

[tui]
# the end: a comment without a key
"#;

const SETTINGS: &str = r#"
{
  "permissions": {
    "allow": [
      "Bash(npm run lint)",
      "Bash(npm run test:*)", "Read(~/.zshrc)"
    ],
    "deny": [ "Read(./.env)", "Read(./secrets/**)" ],
    "defaultMode": "acceptEdits"
  },
  "env": {
    "BASH_DEFAULT_TIMEOUT_MS": "60000",
    "NOTES_STYLE": "plain"
  },

  "outputStyle": "Explanatory",
  "model": "sonnet",
  "spinnerTipsEnabled": false
}
"#;

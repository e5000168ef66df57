//! Dangers, and what helps against each. Has no words for them and no secret in them.

use std::path::PathBuf;

use serde::Serialize;

use super::Layer;

/// A danger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trap {
    /// The provider in use says nothing of authorisation: Codex 0.141 sends it the person's OpenAI
    /// credential.
    ProviderWithoutAuth {
        /// Its id.
        provider: String,
    },
    /// A provider has `requires_openai_auth = true`: it is sent the person's OpenAI credential.
    OpenAiLoginRequired {
        /// Its id.
        provider: String,
    },
    /// The provider in use says nothing of authorisation, or asks for the person's OpenAI sign-in,
    /// and this would go to it. Codex 0.169 sends it only when it is asked for.
    CredentialSentElsewhere {
        /// Its id.
        provider: String,
        /// What would go there.
        credential: Credential,
    },
    /// The provider in use has no table: Codex does not start.
    ProviderUndefined {
        /// Its id.
        provider: String,
    },
    /// The config has a profile in the old form, which was chosen: Codex does not start.
    LegacyProfile {
        /// Its name.
        profile: String,
        /// The file.
        path: PathBuf,
    },
    /// Claude Code goes to another address, and this variable of the shell would go with it.
    KeyVariableNotBlanked {
        /// The variable.
        name: String,
        /// Whether it is set now.
        is_set: bool,
    },
    /// Claude Code goes to another address without a token for it: it is sent the person's
    /// claude.ai sign-in.
    LoginSentElsewhere,
    /// A file with a token that others on this computer may read.
    TokenReadableByOthers {
        /// The file.
        path: PathBuf,
        /// Permission bits.
        mode: u32,
    },
    /// A file with a token inside a git work tree, from where it may be published.
    TokenInWorkTree {
        /// The file.
        path: PathBuf,
        /// The work tree.
        work_tree: PathBuf,
    },
    /// A variable with a token in it is set for every program in the person's terminal, and so for
    /// the commands that a model runs there; what they print is kept in the history.
    TokenInEnvironment {
        /// The variable.
        variable: String,
        /// Who sets it, the strongest first.
        layers: Vec<Layer>,
    },
    /// Codex saved a token's variable in a snapshot of the shell.
    TokenInShellSnapshot {
        /// The snapshot.
        path: PathBuf,
        /// The variable.
        variable: String,
    },
    /// A file that the tool cannot use: Codex does not start, Claude Code ignores the whole of it.
    Unusable {
        /// The file.
        path: PathBuf,
        /// The line of the mistake, from 1; none when the file cannot be read at all.
        line: Option<usize>,
    },
    /// The administrator limits what Codex may do.
    Requirements {
        /// The file.
        path: PathBuf,
    },
}

/// A credential of the person's with OpenAI. Never the credential itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Credential {
    /// What Codex keeps of a sign-in or a key.
    AuthFile {
        /// The file.
        path: PathBuf,
    },
    /// A variable that is set.
    Variable {
        /// The variable.
        name: String,
    },
}

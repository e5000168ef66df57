//! The MCP servers that are offered: a versioned list, kept as data. Writes nothing and asks no
//! network.

use serde::Deserialize;

/// All servers that are offered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Catalogue {
    /// Rises with each change of the list.
    pub version: u32,
    /// In the order in which they are shown.
    pub servers: Vec<Server>,
}

/// One MCP server: a program on this machine, or an address.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Server {
    /// Its name in a config: `a-z 0-9 -`.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// What it does, one sentence.
    pub does: String,
    /// The program, found through PATH; none for an address.
    pub command: Option<String>,
    /// Its arguments; `{name}` stands for the answer to the question of that name.
    #[serde(default)]
    pub args: Vec<String>,
    /// The address; none for a program.
    pub url: Option<String>,
    /// Variables whose values the program needs.
    #[serde(default)]
    pub variables: Vec<String>,
    /// The variable whose value is sent to the address as bearer token.
    pub bearer_token_variable: Option<String>,
    /// What the person must say before it can be written.
    #[serde(default)]
    pub asks: Vec<Ask>,
    /// The page that proves all of this.
    pub source: String,
}

/// A question to the person.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Ask {
    /// The name that stands in the arguments.
    pub name: String,
    /// What is asked for.
    pub what: String,
}

impl Catalogue {
    /// The list that came with this version of the program.
    #[must_use]
    pub fn bundled() -> Self {
        serde_json::from_str(include_str!("../catalogue/mcp.json")).unwrap_or_default()
    }

    /// The server of this id.
    #[must_use]
    pub fn server(&self, id: &str) -> Option<&Server> {
        self.servers.iter().find(|server| server.id == id)
    }
}

impl Server {
    /// Whether it needs any variable.
    #[must_use]
    pub fn needs_variables(&self) -> bool {
        self.needed_variables().next().is_some()
    }

    /// What runs, as people write it: the command line, or the address.
    #[must_use]
    pub fn runs(&self) -> String {
        let words = self.command.iter().chain(&self.args);
        let line = words.map(String::as_str).collect::<Vec<_>>().join(" ");
        self.url.clone().unwrap_or(line)
    }

    /// Every variable that it needs.
    pub fn needed_variables(&self) -> impl Iterator<Item = &str> {
        let bearer = self.bearer_token_variable.iter();
        self.variables.iter().chain(bearer).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use url::Url;

    use super::*;

    /// An address that carries nothing but the way to a place.
    fn is_plain_address(text: &str) -> bool {
        Url::parse(text).is_ok_and(|url| {
            let bare = url.username().is_empty() && url.password().is_none();
            url.scheme() == "https" && bare && url.query().is_none() && url.fragment().is_none()
        })
    }

    #[test]
    fn every_server_has_a_name_a_sentence_and_a_source_of_its_own() {
        let catalogue = Catalogue::bundled();
        assert!(catalogue.version >= 1 && catalogue.servers.len() >= 16);
        let mut ids = HashSet::new();
        for server in &catalogue.servers {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(ids.insert(&server.id) && server.id.chars().all(plain));
            assert!(!server.title.is_empty() && server.does.ends_with('.'));
            assert!(is_plain_address(&server.source), "{}", server.source);
        }
    }

    #[test]
    fn every_server_is_either_a_program_or_an_address_and_asks_for_what_it_leaves_open() {
        for server in Catalogue::bundled().servers {
            let id = &server.id;
            match &server.url {
                Some(url) => {
                    assert!(is_plain_address(url), "{id}");
                    assert!(server.command.is_none() && server.args.is_empty(), "{id}");
                    assert!(server.variables.is_empty(), "an address reads none: {id}");
                }
                None => {
                    assert!(server.command.is_some(), "{id}");
                    assert!(server.bearer_token_variable.is_none(), "{id}");
                }
            }
            let open = server.args.iter().filter(|arg| arg.contains(['{', '}']));
            let asked = server.asks.iter().map(|ask| format!("{{{}}}", ask.name));
            assert!(open.cloned().eq(asked), "{id}");
        }
    }

    #[test]
    fn no_server_is_given_a_secret_but_by_the_name_of_a_variable() {
        for server in Catalogue::bundled().servers {
            for name in server.needed_variables() {
                let in_a_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
                assert!(name.chars().all(in_a_name) && name.contains('_'), "{name}");
            }
            for arg in &server.args {
                let lower = arg.to_lowercase();
                let mut telling = ["key", "token", "secret", "password", "://"].into_iter();
                assert!(!telling.any(|word| lower.contains(word)), "{arg}");
            }
        }
    }

    #[test]
    fn a_server_tells_what_runs_and_whether_it_needs_variables() {
        let catalogue = Catalogue::bundled();
        let told = |id: &str| {
            let server = catalogue.server(id).unwrap();
            (server.runs(), server.needs_variables())
        };
        let git = ("uvx mcp-server-git".to_owned(), false);
        assert_eq!(told("git"), git);
        let brave = "npx -y @brave/brave-search-mcp-server".to_owned();
        assert_eq!(told("brave-search"), (brave, true));
        let github = "https://api.githubcopilot.com/mcp/".to_owned();
        assert_eq!(told("github"), (github, true));
    }
}

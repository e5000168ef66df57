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
    /// Where it is documented.
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
    /// Every variable that it needs.
    pub fn needed_variables(&self) -> impl Iterator<Item = &str> {
        let bearer = self.bearer_token_variable.iter();
        self.variables.iter().chain(bearer).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_server_is_one_program_or_one_address_with_a_name_and_a_source_of_its_own() {
        let catalogue = Catalogue::bundled();
        assert!(catalogue.version >= 1 && catalogue.servers.len() >= 16);
        let mut ids = HashSet::new();
        for server in &catalogue.servers {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(ids.insert(&server.id) && server.id.chars().all(plain));
            assert!(server.command.is_some() != server.url.is_some());
            assert!(server.source.starts_with("https://"));
            let url = server.url.iter();
            assert!(url.into_iter().all(|url| url.starts_with("https://")));
            for ask in &server.asks {
                let place = format!("{{{}}}", ask.name);
                assert!(server.args.contains(&place));
            }
        }
    }
}

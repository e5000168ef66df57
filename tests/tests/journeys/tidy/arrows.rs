//! Which crate may know which, as the README's map draws it, and which may name what from outside.
//! Knows cargo's metadata only.

use serde_json::Value;

/// Crate → the crates of this workspace that it may use.
const ARROWS: [(&str, &[&str]); 11] = [
    ("gateway", &[]),
    ("payments", &[]),
    ("setup", &[]),
    ("vault", &[]),
    ("door", &[]),
    ("xtask", &[]),
    ("wallet", &["gateway", "payments", "setup"]),
    ("sandbox", &["gateway", "payments"]),
    ("resident", &["door", "wallet", "vault", "sandbox"]),
    ("cli", &["door", "wallet", "vault", "sandbox"]),
    ("purser-desktop", &["door"]),
];
/// The crate that may use every other.
const JOURNEYS: &str = "tests";

/// Beginning of an outside crate's name → who alone may name it. `dev` says who may in its tests.
const OWNED: [Owned; 6] = [
    Owned::by("tauri", "purser-desktop"),
    Owned::by("tray-icon", "resident"),
    Owned::by("notify-rust", "resident"),
    Owned::by("keyring", "vault"),
    Owned::by("toml_edit", "setup"),
    Owned {
        prefix: "reqwest",
        owner: "gateway",
        dev: &["sandbox", "tests"],
    },
];
/// What a crate must do without, so that its rules stay pure.
const FORBIDDEN: [(&str, &[&str]); 2] = [
    ("setup", &["tokio", "reqwest", "ureq", "hyper"]),
    ("gateway", &["tempfile", "directories"]),
];

struct Owned {
    prefix: &'static str,
    owner: &'static str,
    dev: &'static [&'static str],
}

impl Owned {
    const fn by(prefix: &'static str, owner: &'static str) -> Self {
        Self {
            prefix,
            owner,
            dev: &[],
        }
    }

    fn allows(&self, edge: &Edge<'_>) -> bool {
        !edge.to.starts_with(self.prefix)
            || edge.from == self.owner
            || (edge.dev && self.dev.contains(&edge.from))
    }
}

/// One dependency.
struct Edge<'a> {
    from: &'a str,
    to: &'a str,
    inside: bool,
    dev: bool,
    git: bool,
}

/// Every dependency that the design does not have.
pub(super) fn breaches(metadata: &Value) -> Vec<String> {
    let edges = edges(metadata);
    let strangers = names(metadata).filter(|name| known(name).is_none() && *name != JOURNEYS);
    let strangers = strangers.map(|name| format!("{name} is not in the design"));
    strangers
        .chain(
            edges
                .iter()
                .filter_map(|edge| Some(format!("{}: {}", edge.from, wrong(edge)?))),
        )
        .collect()
}

fn wrong(edge: &Edge<'_>) -> Option<String> {
    let to = edge.to;
    let forbidden = FORBIDDEN
        .iter()
        .any(|(from, without)| *from == edge.from && !edge.dev && without.contains(&to));
    if edge.git {
        Some(format!("{to} comes from git"))
    } else if edge.inside && edge.from != JOURNEYS && !known(edge.from)?.contains(&to) {
        Some(format!("may not know {to}"))
    } else if forbidden {
        Some(format!("must do without {to}"))
    } else {
        let owned = OWNED.iter().find(|owned| !owned.allows(edge))?;
        Some(format!("only {} may name {to}", owned.owner))
    }
}

fn known(name: &str) -> Option<&'static [&'static str]> {
    let (_, may_use) = ARROWS.iter().find(|(from, _)| *from == name)?;
    Some(may_use)
}

fn names(metadata: &Value) -> impl Iterator<Item = &str> {
    packages(metadata).filter_map(|package| package["name"].as_str())
}

fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().into_iter().flatten()
}

fn edges(metadata: &Value) -> Vec<Edge<'_>> {
    let mut edges = Vec::new();
    for package in packages(metadata) {
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let source = dependency["source"].as_str().unwrap_or_default();
            edges.push(Edge {
                from: package["name"].as_str().unwrap_or_default(),
                to: dependency["name"].as_str().unwrap_or_default(),
                inside: dependency["path"].is_string(),
                dev: dependency["kind"] == "dev",
                git: source.starts_with("git+"),
            });
        }
    }
    edges
}

#[cfg(test)]
mod rules {
    use serde_json::json;

    use super::*;

    fn breaches_of(from: &str, dependency: Value) -> Vec<String> {
        breaches(&json!({"packages": [{"name": from, "dependencies": [dependency]}]}))
    }

    #[test]
    fn an_arrow_that_the_design_has_is_fine() {
        let dependency = json!({"name": "door", "path": "somewhere", "kind": null});
        assert_eq!(breaches_of("cli", dependency), Vec::<String>::new());
    }

    #[test]
    fn an_arrow_that_the_design_has_not_is_named() {
        let dependency = json!({"name": "vault", "path": "somewhere", "kind": null});
        assert_eq!(
            breaches_of("wallet", dependency),
            ["wallet: may not know vault"]
        );
    }

    #[test]
    fn a_crate_that_the_design_has_not_is_named() {
        let dependency = json!({"name": "serde", "kind": null});
        assert_eq!(
            breaches_of("helper", dependency),
            ["helper is not in the design"]
        );
    }

    #[test]
    fn what_one_crate_owns_no_other_may_name_except_where_its_tests_may() {
        let reqwest = |kind: Value| json!({"name": "reqwest", "kind": kind});
        let only = "sandbox: only gateway may name reqwest";
        assert_eq!(breaches_of("sandbox", reqwest(Value::Null)), [only]);
        assert_eq!(
            breaches_of("sandbox", reqwest("dev".into())),
            Vec::<String>::new()
        );
        let plugin = json!({"name": "tauri-plugin-opener", "kind": null});
        let only = "resident: only purser-desktop may name tauri-plugin-opener";
        assert_eq!(breaches_of("resident", plugin), [only]);
    }

    #[test]
    fn a_pure_crate_does_without_a_runtime_but_its_tests_need_not() {
        let tokio = |kind: Value| json!({"name": "tokio", "kind": kind});
        assert_eq!(
            breaches_of("setup", tokio(Value::Null)),
            ["setup: must do without tokio"]
        );
        assert_eq!(
            breaches_of("setup", tokio("dev".into())),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_dependency_from_git_is_named() {
        let source = "git+https://example.org/serde";
        let dependency = json!({"name": "serde", "source": source, "kind": null});
        assert_eq!(
            breaches_of("gateway", dependency),
            ["gateway: serde comes from git"]
        );
    }
}

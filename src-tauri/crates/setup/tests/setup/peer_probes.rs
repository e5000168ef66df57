//! Four things that destroy a config with cc-switch, each with the opposite outcome here: a broken
//! file, a symlink, edits by hand between two changes, and a write that fails.

use std::fs;
use std::os::unix::fs::symlink;

use setup::{Finding, SetupError, State};

use crate::bench::{Bench, TOKEN, at, chmod, facts_at, mode, plaintext};
use crate::home::tree;

#[test]
fn probe_a_a_config_with_a_syntax_error_is_refused_with_its_line_and_left_alone() {
    let config = "# marker\nmodel = 'mine'\nkey = 'sk-secret' broken =\n";
    let bench = Bench::with(config);
    let before = tree(bench.folder.path());
    let error = bench.plan().unwrap_err();
    let SetupError::Unparsable {
        path, line, column, ..
    } = &error
    else {
        panic!("{error:?}");
    };
    assert_eq!((path, *line, *column), (&bench.config(), 3, 19));
    assert!(!format!("{error} {error:?}").contains("sk-secret"));
    assert!(matches!(
        bench.codex.inspect(None),
        Err(SetupError::Unparsable { .. })
    ));
    assert_eq!(tree(bench.folder.path()), before);
}

#[test]
fn probe_b_a_symlinked_config_keeps_its_link_and_the_target_is_written() {
    let bench = Bench::with("");
    let dotfiles = bench.folder.path().join("dotfiles");
    fs::create_dir(&dotfiles).unwrap();
    let target = dotfiles.join("config.toml");
    fs::write(&target, "model = 'mine'\n").unwrap();
    chmod(&target, 0o644);
    fs::remove_file(bench.config()).unwrap();
    symlink("../../dotfiles/middle", bench.config()).unwrap();
    symlink("config.toml", dotfiles.join("middle")).unwrap();
    let before = tree(bench.folder.path());
    let plan = bench.set_up();
    assert!(
        matches!(plan.findings(), [Finding::SymlinkFollowed { target }] if target.ends_with("dotfiles/config.toml"))
    );
    assert!(fs::read_to_string(&target).unwrap().contains("codexapi"));
    assert!(bench.config().is_symlink() && dotfiles.join("middle").is_symlink());
    bench.undo();
    fs::remove_dir_all(bench.records()).unwrap();
    assert_eq!((tree(bench.folder.path()), mode(&target)), (before, 0o644));
}

#[test]
fn probe_c_what_the_person_added_between_two_set_ups_stays_byte_for_byte() {
    let added = "# note to self\n[projects.\"/w\"]\ntrust_level = 'trusted'\n[hooks.state]\nx = 1\n[mcp_servers.mine]\ncommand = 'mine' # by hand\n";
    let bench = Bench::with(
        "model_provider = 'a'\n[model_providers.a]\nname = 'A'\n[model_providers.b]\nname = 'B'\n",
    );
    bench.set_up();
    bench.write(&format!("{}{added}", bench.text()));
    bench.write(
        &bench
            .text()
            .replacen("model_provider = \"codexapi\"", "model_provider = 'b'", 1),
    );
    bench.set_up();
    assert!(bench.text().contains(added));
    bench.undo();
    let left = format!(
        "model_provider = 'a'\n[model_providers.a]\nname = 'A'\n[model_providers.b]\nname = 'B'\n{added}"
    );
    assert_eq!(bench.text(), left);
}

#[test]
fn probe_d_a_write_that_fails_leaves_config_record_and_state_as_they_were() {
    let bench = Bench::with("model = 'mine'\n");
    let plan = bench.plan().unwrap();
    let config = bench.config();
    fs::remove_file(&config).unwrap();
    fs::create_dir(&config).unwrap();
    assert!(matches!(
        bench.apply(&plan, at(1)),
        Err(SetupError::NotAFile { .. })
    ));
    assert!(matches!(bench.plan(), Err(SetupError::NotAFile { .. })));
    fs::remove_dir(&config).unwrap();
    bench.write("model = 'mine'\n");
    assert_eq!(bench.status().state, State::NotSetUp);
    assert!(!bench.status().can_undo);
}

#[test]
fn probe_c_what_is_added_by_hand_survives_servers_too_and_nothing_is_open_to_others() {
    let bench = Bench::with("model = 'mine'\nmodel_provider = 'a'\n");
    chmod(&bench.config(), 0o600);
    bench.set_up();
    let by_hand = "\n# by hand\n[projects.'/src']\ntrust_level = 'trusted'\n\n[hooks.state]\nseen = true\n\n[mcp_servers.mine]\ncommand = 'mine' # own\n";
    bench.write(&format!("{}{by_hand}", bench.text()));
    let moved = facts_at("https://api-canada.codexapi.pro/v1");
    let set_up = bench.codex.plan_set_up(&moved, &plaintext(), None).unwrap();
    bench.apply(&set_up, at(2)).unwrap();
    assert!(bench.text().contains(by_hand));
    bench.choose_codex_servers(&["memory"], &[], at(3));
    assert!(bench.text().contains(by_hand));
    bench.choose_codex_servers(&[], &[], at(4));
    bench.undo();
    assert_eq!(
        bench.text(),
        format!("model = 'mine'\nmodel_provider = 'a'\n{by_hand}")
    );
    assert_eq!(mode(&bench.config()), 0o600);
    assert_eq!(mode(&bench.records()), 0o700);
    for entry in fs::read_dir(bench.records()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{path:?}");
        let bytes = fs::read(&path).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains(TOKEN), "{path:?}");
    }
}

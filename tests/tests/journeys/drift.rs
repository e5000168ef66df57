//! Another program drops keys that Purser wrote: the window says so by itself, with the time, and
//! one click puts them back.

use std::fs;

use tests::{codex::Codex, job::Job, place};

/// Signed in and set up, by clicks.
fn set_up() -> Job {
    let job = Job::start(&place::built(), Codex::release("0.169.0"));
    let _ = job.try_the_sandbox();
    job.look_at_the_change();
    job.apply_the_change();
    job
}

fn config(job: &Job) -> String {
    fs::read_to_string(job.home.codex_config()).unwrap()
}

#[test]
fn dropped_keys_are_told_without_being_asked_for_and_put_back_by_one_click() {
    let job = set_up();
    let written = config(&job);
    let dropped = written.replace("model_provider = \"codexapi\"\n", "");
    assert_ne!(dropped, written);
    fs::write(job.home.codex_config(), &dropped).unwrap();
    job.window.see("Show the change");
    let _ = job.picture("drift");
    job.window.click("Repair");
    job.window.lose("Repair");
    assert!(config(&job).contains("model_provider = \"codexapi\""));
    job.undo();
}

#[test]
fn values_that_another_program_changed_are_put_back_too() {
    let job = set_up();
    let written = config(&job);
    let theirs = written.replace("name = \"CodexAPI.pro\"", "name = \"Mine\"");
    let theirs = theirs.replace("wire_api = \"responses\"\n", "");
    fs::write(job.home.codex_config(), &theirs).unwrap();
    job.window.see("model_providers.codexapi.name");
    job.window.click("Repair");
    job.window.lose("Repair");
    let repaired = config(&job);
    assert!(repaired.contains("name = \"CodexAPI.pro\"") && repaired.contains("wire_api"));
}

#[test]
fn by_clicks_a_server_comes_to_codex_and_goes_again() {
    let job = Job::start(&place::built(), Codex::release("0.169.0"));
    let _ = job.try_the_sandbox();
    job.window.click("Set-up");
    job.window.click("MCP servers");
    let _ = job.picture("servers");
    job.window.click("Add Memory to Codex");
    job.window.see("mcp_servers.memory");
    let _ = job.picture("server-plan");
    job.window.click("Write config.toml");
    job.window.see("Added");
    assert!(config(&job).contains("[mcp_servers.memory]"));
    job.window.click("Remove Memory from Codex");
    job.window.click("Write config.toml");
    job.window.lose("What will change");
    assert!(job.is_as_before());
    job.window.click("Skills");
    let _ = job.picture("skills");
    job.window.click("History");
    let _ = job.picture("history");
}

#[test]
fn by_clicks_the_doctor_leads_a_real_turn_and_tells_what_it_cost() {
    let job = set_up();
    job.window.click("Doctor");
    job.window.see("This cost nothing");
    let _ = job.picture("doctor-turn-offer");
    job.window.click("Try one real turn for about $0.03");
    job.window.see("It answered");
    job.window.see("$0.0");
    let _ = job.picture("doctor-turn");
    let home = job.home.codex();
    assert!(!home.join("sessions").exists(), "no history is written");
}

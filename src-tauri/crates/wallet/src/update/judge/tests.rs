//! Descriptions signed with keys that are thrown away.

use std::io::Cursor;
use std::path::PathBuf;
use std::sync::LazyLock;

use jiff::SignedDuration;
use minisign::KeyPair;
use proptest::prelude::*;
use serde_json::json;

use super::*;

static OURS: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::generate_unencrypted_keypair().unwrap());
static OTHERS: LazyLock<KeyPair> =
    LazyLock::new(|| KeyPair::generate_unencrypted_keypair().unwrap());

const TARGET: Target = Target {
    os: "linux",
    arch: "x86_64",
};

fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}

fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * count)
}

fn version(text: &str) -> Version {
    text.parse().unwrap()
}

fn appimage() -> Origin {
    Origin::AppImage(PathBuf::from("/home/ada/Purser.AppImage"))
}

fn manifest(counter: u32, newest: &str) -> Manifest {
    Manifest {
        format: MANIFEST_FORMAT,
        counter,
        version: version(newest),
        issued: now() - days(1),
        expires: now() + days(13),
        notes: "Quicker.".to_owned(),
        page: None,
        artefacts: vec![Artefact {
            os: "linux".to_owned(),
            arch: "x86_64".to_owned(),
            kind: "appimage".to_owned(),
            url: "https://releases.example.org/Purser.AppImage".to_owned(),
            size: 1_000,
            sha256: sha256(b"Purser"),
            signature: String::new(),
        }],
    }
}

fn bytes(manifest: &Manifest) -> Vec<u8> {
    serde_json::to_vec(manifest).unwrap()
}

fn signature(bytes: &[u8], key: &KeyPair) -> Vec<u8> {
    let signed = minisign::sign(Some(&key.pk), &key.sk, Cursor::new(bytes), None, None).unwrap();
    signed.into_string().into_bytes()
}

/// Judges what our key signed, after `last`, with 0.1.0 installed as an AppImage.
fn judged(manifest: &Manifest, last: Option<&Seen>) -> Result<Verdict, UpdateFault> {
    let bytes = bytes(manifest);
    judged_bytes(&bytes, &signature(&bytes, &OURS), last, now(), &appimage())
}

fn judged_bytes(
    bytes: &[u8],
    signature: &[u8],
    last: Option<&Seen>,
    now: Timestamp,
    origin: &Origin,
) -> Result<Verdict, UpdateFault> {
    let known = Known {
        key: &OURS.pk.to_base64(),
        now,
        last,
        installed: &version("0.1.0"),
        origin,
        target: TARGET,
    };
    judge(bytes, signature, &known)
}

fn seen(manifest: &Manifest) -> Seen {
    judged(manifest, None).unwrap().seen
}

#[test]
fn a_newer_release_that_our_key_signed_is_offered_with_its_file() {
    let manifest = manifest(7, "0.2.0");
    let verdict = judged(&manifest, None).unwrap();
    let offer = verdict.offer.unwrap();
    assert_eq!(offer.version, version("0.2.0"));
    assert_eq!(offer.notes, "Quicker.");
    assert_eq!(offer.artefact.as_ref(), manifest.artefacts.first());
    assert_eq!(verdict.seen.counter, 7);
}

#[test]
fn the_installed_version_is_not_offered_again() {
    let verdict = judged(&manifest(7, "0.1.0"), None).unwrap();
    assert_eq!(verdict.offer, None);
}

#[test]
fn a_release_that_a_package_manager_brings_needs_no_file() {
    let mut bare = manifest(7, "0.2.0");
    bare.artefacts.clear();
    let bytes = bytes(&bare);
    let origin = Origin::Deb("purser".to_owned());
    let verdict = judged_bytes(&bytes, &signature(&bytes, &OURS), None, now(), &origin);
    assert_eq!(verdict.unwrap().offer.unwrap().artefact, None);
}

#[test]
fn another_key_is_not_ours() {
    let bytes = bytes(&manifest(7, "0.2.0"));
    for signature in [
        signature(&bytes, &OTHERS),
        b"untrusted comment: none\nRUR\n".to_vec(),
        Vec::new(),
        vec![0xff; 100],
    ] {
        let judged = judged_bytes(&bytes, &signature, None, now(), &appimage());
        assert_eq!(judged.unwrap_err(), UpdateFault::NotSigned);
    }
}

#[test]
fn a_key_that_is_none_is_told_apart_from_a_wrong_signature() {
    let bytes = bytes(&manifest(7, "0.2.0"));
    let known = Known {
        key: "not a key",
        now: now(),
        last: None,
        installed: &version("0.1.0"),
        origin: &appimage(),
        target: TARGET,
    };
    let judged = judge(&bytes, &signature(&bytes, &OURS), &known);
    assert_eq!(judged.unwrap_err(), UpdateFault::KeyUnreadable);
}

#[test]
fn what_our_key_signed_and_this_version_cannot_read_is_unreadable() {
    let mut later = serde_json::to_value(manifest(7, "0.2.0")).unwrap();
    later["format"] = json!(2);
    for manifest in [later, json!({"format": 1}), json!([])] {
        let bytes = serde_json::to_vec(&manifest).unwrap();
        let judged = judged_bytes(&bytes, &signature(&bytes, &OURS), None, now(), &appimage());
        assert_eq!(judged.unwrap_err(), UpdateFault::Unreadable, "{manifest}");
    }
}

#[test]
fn what_later_versions_add_is_passed_over() {
    let mut more = serde_json::to_value(manifest(7, "0.2.0")).unwrap();
    more["rollout"] = json!(0.5);
    more["artefacts"][0]["libc"] = json!("musl");
    let bytes = serde_json::to_vec(&more).unwrap();
    let judged = judged_bytes(&bytes, &signature(&bytes, &OURS), None, now(), &appimage());
    assert!(judged.unwrap().offer.is_some());
}

#[test]
fn a_lower_counter_goes_back_even_with_a_higher_version() {
    let last = seen(&manifest(7, "0.2.0"));
    let fault = judged(&manifest(6, "0.3.0"), Some(&last)).unwrap_err();
    let version = version("0.3.0");
    assert_eq!(fault, UpdateFault::RolledBack { version });
}

#[test]
fn a_lower_version_goes_back_even_with_a_higher_counter() {
    let last = seen(&manifest(7, "0.3.0"));
    let fault = judged(&manifest(8, "0.2.0"), Some(&last)).unwrap_err();
    assert!(matches!(fault, UpdateFault::RolledBack { .. }), "{fault:?}");
    let fault = judged(&manifest(8, "0.0.9"), None).unwrap_err();
    assert!(matches!(fault, UpdateFault::RolledBack { .. }), "{fault:?}");
}

#[test]
fn two_descriptions_with_one_counter_are_not_both_believed() {
    let first = manifest(7, "0.2.0");
    let last = seen(&first);
    assert!(judged(&first, Some(&last)).is_ok());
    let mut second = first;
    second.notes = "Slower.".to_owned();
    let fault = judged(&second, Some(&last)).unwrap_err();
    assert!(matches!(fault, UpdateFault::RolledBack { .. }), "{fault:?}");
}

#[test]
fn a_stale_description_is_refused_from_its_last_second_on() {
    let manifest = manifest(7, "0.2.0");
    let bytes = bytes(&manifest);
    let signature = signature(&bytes, &OURS);
    let at = |now| judged_bytes(&bytes, &signature, None, now, &appimage());
    let expires = manifest.expires;
    assert!(at(expires - SignedDuration::from_secs(1)).is_ok());
    assert_eq!(at(expires).unwrap_err(), UpdateFault::Expired { expires });
}

#[test]
fn a_clock_that_was_set_back_makes_no_stale_description_fresh() {
    let mut old = manifest(7, "0.2.0");
    old.issued = now() - days(40);
    old.expires = now() - days(26);
    let mut last = seen(&manifest(7, "0.2.0"));
    last.sha256 = sha256(&bytes(&old));
    let bytes = bytes(&old);
    let long_ago = now() - days(39);
    let judged = judged_bytes(
        &bytes,
        &signature(&bytes, &OURS),
        Some(&last),
        long_ago,
        &appimage(),
    );
    let expires = old.expires;
    assert_eq!(judged.unwrap_err(), UpdateFault::Expired { expires });
}

#[test]
fn a_clock_that_is_behind_still_finds_a_fresh_description() {
    let bytes = bytes(&manifest(7, "0.2.0"));
    let behind = now() - days(4_000);
    let judged = judged_bytes(&bytes, &signature(&bytes, &OURS), None, behind, &appimage());
    assert!(judged.unwrap().offer.is_some());
}

#[test]
fn a_release_without_a_file_for_this_computer_is_not_for_it() {
    for (key, other) in [("os", "windows"), ("arch", "aarch64"), ("kind", "deb")] {
        let mut elsewhere = serde_json::to_value(manifest(7, "0.2.0")).unwrap();
        elsewhere["artefacts"][0][key] = json!(other);
        let bytes = serde_json::to_vec(&elsewhere).unwrap();
        let judged = judged_bytes(&bytes, &signature(&bytes, &OURS), None, now(), &appimage());
        let version = version("0.2.0");
        assert_eq!(judged.unwrap_err(), UpdateFault::NotForThis { version });
    }
}

#[test]
fn a_file_that_is_announced_as_larger_than_any_is_refused() {
    let mut large = manifest(7, "0.2.0");
    large.artefacts[0].size = ARTEFACT_LIMIT + 1;
    assert_eq!(judged(&large, None).unwrap_err(), UpdateFault::TooLarge);
}

proptest! {
    #[test]
    fn no_description_that_is_not_signed_byte_by_byte_is_believed(
        at in any::<prop::sample::Index>(), flipped in 1_u8..=255,
    ) {
        let mut bytes = bytes(&manifest(7, "0.2.0"));
        let signature = signature(&bytes, &OURS);
        let at = at.index(bytes.len());
        bytes[at] ^= flipped;
        let fault = judged_bytes(&bytes, &signature, None, now(), &appimage()).unwrap_err();
        prop_assert!(matches!(fault, UpdateFault::NotSigned | UpdateFault::Truncated));
    }

    #[test]
    fn a_description_that_was_cut_short_is_truncated_wherever_it_was_cut(
        at in any::<prop::sample::Index>(),
    ) {
        let bytes = bytes(&manifest(7, "0.2.0"));
        let signature = signature(&bytes, &OURS);
        let cut = &bytes[..at.index(bytes.len())];
        let fault = judged_bytes(cut, &signature, None, now(), &appimage()).unwrap_err();
        prop_assert_eq!(fault, UpdateFault::Truncated);
    }

    #[test]
    fn a_signature_that_was_changed_signs_nothing(
        at in any::<prop::sample::Index>(), flipped in 1_u8..=255,
    ) {
        let bytes = bytes(&manifest(7, "0.2.0"));
        let whole = signature(&bytes, &OURS);
        let mut signature = whole.clone();
        // The first line is the one that nobody signs.
        let first = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        let at = first + at.index(whole.len() - first - 1);
        signature[at] ^= flipped;
        let believed = judged_bytes(&bytes, &signature, None, now(), &appimage());
        prop_assert!(believed.is_err() || whole.trim_ascii_end() == signature.trim_ascii_end());
    }

    #[test]
    fn whatever_comes_in_whatever_order_counter_and_version_never_go_back(
        steps in prop::collection::vec((1_u32..9, 1_u64..6, -30_i64..30), 1..20),
    ) {
        let mut last: Option<Seen> = None;
        for (counter, minor, issued) in steps {
            let mut next = manifest(counter, &format!("0.{minor}.0"));
            next.issued = now() + days(issued);
            next.expires = next.issued + days(14);
            if let Ok(verdict) = judged(&next, last.as_ref()) {
                if let Some(last) = &last {
                    prop_assert!(verdict.seen.counter >= last.counter);
                    prop_assert!(verdict.seen.version >= last.version);
                }
                prop_assert!(next.expires > now());
                last = Some(verdict.seen);
            }
        }
    }

    #[test]
    fn bytes_of_no_meaning_are_refused_without_harm(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        signature in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        prop_assert!(judged_bytes(&bytes, &signature, None, now(), &appimage()).is_err());
    }
}

//! The first line of a history file, as far as it says whose thread it is. Knows no other line.

use std::ffi::OsStr;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use ruzstd::decoding::StreamingDecoder;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

/// The line may be longer, because it ends with the instructions to the model; who it belongs to
/// stands before them, mostly near the beginning.
const READ: [u64; 2] = [4 * 1024, 60 * 1024];

/// The provider that the thread in `file` names. None when it is no history that we understand.
pub(super) fn provider_of(file: &Path) -> Option<Option<String>> {
    let opened = File::open(file).ok()?;
    match file.extension().and_then(OsStr::to_str) {
        Some("zst") => provider_at(StreamingDecoder::new(opened).ok()?),
        _ => provider_at(opened),
    }
}

fn provider_at(mut history: impl Read) -> Option<Option<String>> {
    let mut beginning = Vec::new();
    let mut said = None;
    for more in READ {
        let read = history.by_ref().take(more).read_to_end(&mut beginning);
        let end = beginning.iter().position(|byte| *byte == b'\n');
        said = provider_in(beginning.get(..end.unwrap_or(beginning.len()))?);
        if said.is_some() || end.is_some() || read.ok()? == 0 {
            break;
        }
    }
    said
}

fn provider_in(line: &[u8]) -> Option<Option<String>> {
    let mut said = Said::default();
    let mut reader = serde_json::Deserializer::from_slice(line);
    let whole = Line(&mut said).deserialize(&mut reader);
    let Said { is_meta, provider } = said;
    match whole {
        Ok(()) => is_meta.then_some(provider),
        // Cut off behind what we look for.
        Err(error) if error.is_eof() && is_meta && provider.is_some() => Some(provider),
        Err(_) => None,
    }
}

/// What was understood so far; kept when the line is cut off.
#[derive(Default)]
struct Said {
    is_meta: bool,
    provider: Option<String>,
}

struct Line<'a>(&'a mut Said);

impl<'de> DeserializeSeed<'de> for Line<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Line<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a line of a history")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => self.0.is_meta = map.next_value::<String>()? == "session_meta",
                "payload" => map.next_value_seed(Payload(&mut *self.0))?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

struct Payload<'a>(&'a mut Said);

impl<'de> DeserializeSeed<'de> for Payload<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Payload<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the description of a thread")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "model_provider" {
                self.0.provider = map.next_value()?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

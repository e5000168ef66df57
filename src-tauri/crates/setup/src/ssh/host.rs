//! The name of another machine, as a person types it. Knows no connection.

use std::fmt;
use std::net::Ipv6Addr;
use std::num::NonZeroU16;
use std::str::FromStr;

/// Longer than any name that can be resolved.
const LONGEST_NAME: usize = 253;

/// `user@host:port`, of which only the host must be there: a name (also one of the person's own
/// OpenSSH client config), an IPv4 address, or an IPv6 address (in brackets where a port follows).
///
/// It can be nothing but a name: an option, a space or a character that a shell reads is refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SshHost {
    pub(super) host: String,
    pub(super) user: Option<String>,
    pub(super) port: Option<NonZeroU16>,
}

/// The text is no `user@host:port`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a machine's name of the form user@host:port")]
pub struct NotAHost;

impl SshHost {
    /// Reads what a person typed; spaces around it do not count.
    pub fn parse(text: &str) -> Result<Self, NotAHost> {
        let text = text.trim();
        let (user, place) = match text.rsplit_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, text),
        };
        let (host, port) = split_port(place)?;
        let is_known = |host: &str| is_name(host) || is_ipv6(host);
        if !is_known(host) || !user.is_none_or(is_name) {
            return Err(NotAHost);
        }
        Ok(Self {
            host: host.to_owned(),
            user: user.map(str::to_owned),
            port,
        })
    }
}

impl FromStr for SshHost {
    type Err = NotAHost;

    fn from_str(text: &str) -> Result<Self, NotAHost> {
        Self::parse(text)
    }
}

impl fmt::Display for SshHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(user) = &self.user {
            write!(f, "{user}@")?;
        }
        match (self.host.contains(':'), self.port) {
            (true, Some(port)) => write!(f, "[{}]:{port}", self.host),
            (true, None) => write!(f, "[{}]", self.host),
            (false, Some(port)) => write!(f, "{}:{port}", self.host),
            (false, None) => f.write_str(&self.host),
        }
    }
}

fn split_port(place: &str) -> Result<(&str, Option<NonZeroU16>), NotAHost> {
    if let Some(rest) = place.strip_prefix('[') {
        let (host, after) = rest.split_once(']').ok_or(NotAHost)?;
        let port = match after.strip_prefix(':') {
            Some(digits) => Some(port(digits)?),
            None if after.is_empty() => None,
            None => return Err(NotAHost),
        };
        return is_ipv6(host).then_some((host, port)).ok_or(NotAHost);
    }
    match place.split_once(':') {
        Some((host, digits)) if !digits.contains(':') => Ok((host, Some(port(digits)?))),
        _ => Ok((place, None)),
    }
}

fn port(digits: &str) -> Result<NonZeroU16, NotAHost> {
    let only_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    let port = digits.parse().ok().filter(|_| only_digits);
    port.ok_or(NotAHost)
}

fn is_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    let first = bytes.next().is_some_and(is_in_name_first);
    first && name.len() <= LONGEST_NAME && bytes.all(|byte| is_in_name_first(byte) || byte == b'-')
}

fn is_in_name_first(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_')
}

/// With the name of a network card behind it, or without.
fn is_ipv6(host: &str) -> bool {
    let (address, card) = host.split_once('%').unwrap_or((host, "0"));
    address.parse::<Ipv6Addr>().is_ok() && is_name(card)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_read_and_shown_as_it_was_typed() {
        for text in [
            "build",
            "ada@build.example.org",
            "ada@10.0.0.7:2222",
            "[::1]:22",
            "ada.l_1@[fe80::1%eth0]:65535",
        ] {
            let host = SshHost::parse(text).unwrap();
            assert_eq!(host.to_string(), text);
            assert_eq!(host.to_string().parse(), Ok(host));
        }
        assert_eq!(SshHost::parse("::1"), SshHost::parse("[::1]"));
    }

    #[test]
    fn what_could_be_an_option_a_command_or_two_words_is_refused() {
        for text in [
            "",
            "@",
            "ada@",
            "@build",
            "-oProxyCommand=id",
            "ada@-oProxyCommand=id",
            "-l@build",
            "build:",
            "build:0",
            "build:+22",
            "build:65536",
            "build:22:23",
            "[build]:22",
            "[::1",
            "[::1]22",
            "[::1]:",
            "one two",
            "build\nrm",
            "build;id",
            "$(id)",
            "`id`",
            "ada@home@build",
            "ada:secret@build",
            "%h",
            "bücher",
            "build/x",
            "fe80::1%$x",
        ] {
            assert_eq!(SshHost::parse(text), Err(NotAHost), "{text}");
        }
    }
}

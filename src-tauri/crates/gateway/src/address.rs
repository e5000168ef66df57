//! The gateway's address: which ones may be used at all. Knows no HTTP.

use std::fmt;

use url::{Host, Url};

use crate::wire::route;

/// A base URL that may carry a token: `https`, or `http` on this very machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayUrl(Url);

/// Why an address cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressRefused {
    /// It is not an absolute URL with a host.
    #[error("it is not a complete address")]
    NotAnAddress,
    /// It is neither `https` nor loopback `http`.
    #[error("it does not start with https")]
    NotHttps,
    /// It carries what an address of its kind may not: a user name, a password, a fragment, or (a
    /// gateway's) a query.
    #[error("it carries more than a host and a path")]
    TooMuch,
}

impl GatewayUrl {
    /// Reads an address as a person types it. A missing scheme means `https`.
    ///
    /// # Errors
    /// [`AddressRefused`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, AddressRefused> {
        let text = text.trim();
        let complete = if text.contains("://") {
            text.to_owned()
        } else {
            format!("https://{text}")
        };
        let mut url = Url::parse(&complete).map_err(|_| AddressRefused::NotAnAddress)?;
        let host = url.host().ok_or(AddressRefused::NotAnAddress)?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&host) => {}
            _ => return Err(AddressRefused::NotHttps),
        }
        let bare = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if !bare {
            return Err(AddressRefused::TooMuch);
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        Ok(Self(url))
    }

    /// The host, with its port where one is written.
    #[must_use]
    pub fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        match self.0.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// Whether it is on this very machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.0.host().is_some_and(|host| is_loopback(&host))
    }

    /// The page on which a person signs in with their browser. It comes back to `back`, and says
    /// `state` again.
    #[must_use]
    pub fn browser_sign_in(&self, back: &str, state: &str) -> String {
        let (back, state) = (encoded(back), encoded(state));
        let page = self.join(route::GOOGLE_START);
        format!("{page}?return={back}&state={state}")
    }

    /// The address of a route (`/api/v1/…`).
    pub(crate) fn join(&self, route: &str) -> String {
        format!("{self}{route}")
    }
}

/// Without a trailing slash.
impl fmt::Display for GatewayUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

/// Whether a host is this very machine, by its own name.
pub(crate) fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// A path segment that says exactly this text: everything that is not unreserved (RFC 3986 §2.3) is
/// percent-encoded. None for text that no segment can say, because it leads to another path.
pub(crate) fn segment(text: &str) -> Option<String> {
    (!matches!(text, "" | "." | "..")).then(|| encoded(text))
}

/// Percent-encodes everything that is not unreserved (RFC 3986 §2.3).
pub(crate) fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
        .replace('*', "%2A")
        .replace("%7E", "~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_protect_a_token_are_taken() {
        for (typed, kept) in [
            ("https://codexapi.pro", "https://codexapi.pro"),
            ("  codexapi.pro/ ", "https://codexapi.pro"),
            (
                "https://CodexAPI.pro:8443/base/",
                "https://codexapi.pro:8443/base",
            ),
            ("http://127.0.0.1:4000/", "http://127.0.0.1:4000"),
            ("http://localhost:4000", "http://localhost:4000"),
            ("http://[::1]:4000", "http://[::1]:4000"),
        ] {
            assert_eq!(GatewayUrl::parse(typed).unwrap().to_string(), kept);
        }
    }

    #[test]
    fn addresses_that_would_expose_a_token_are_refused() {
        use AddressRefused::{NotAnAddress, NotHttps, TooMuch};
        for (typed, why) in [
            ("http://codexapi.pro", NotHttps),
            ("http://localhost.evil.example", NotHttps),
            ("http://127.0.0.1.evil.example", NotHttps),
            ("ftp://codexapi.pro", NotHttps),
            ("file:///etc/passwd", NotAnAddress),
            ("https://user:pw@codexapi.pro", TooMuch),
            ("https://codexapi.pro/?token=x", TooMuch),
            ("https://codexapi.pro/#x", TooMuch),
            ("", NotAnAddress),
            ("https://", NotAnAddress),
        ] {
            assert_eq!(GatewayUrl::parse(typed), Err(why), "{typed}");
        }
    }
}

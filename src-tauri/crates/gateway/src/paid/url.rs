//! The address of a paid request: which ones may be asked at all. Knows no HTTP.

use std::fmt;

use url::Url;

use crate::AddressRefused;
use crate::address::is_loopback;

/// An absolute URL that may carry a payment: `https`, or `http` on this very machine; its host as
/// it is in the DNS (punycode), no user name, no password, no fragment.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PaidUrl(Url);

impl PaidUrl {
    /// Reads an address. Nothing is guessed: the scheme has to be there.
    ///
    /// # Errors
    /// [`AddressRefused`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, AddressRefused> {
        let url = Url::parse(text.trim()).map_err(|_| AddressRefused::NotAnAddress)?;
        let host = url.host().ok_or(AddressRefused::NotAnAddress)?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&host) => {}
            _ => return Err(AddressRefused::NotHttps),
        }
        let bare =
            url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        if !bare {
            return Err(AddressRefused::TooMuch);
        }
        Ok(Self(url))
    }

    /// Scheme, host and port, as RFC 6454 §6.2 writes them: `https://api.example.com`.
    #[must_use]
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The host, with its port where one is written. Never in letters that look like others:
    /// `xn--…`.
    #[must_use]
    pub fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        match self.0.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// The path, without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.path()
    }

    /// All of it, as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether it is on this very machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.0.host().is_some_and(|host| is_loopback(&host))
    }

    /// The address of a route below this one, which loses its query. The route must already be
    /// percent-encoded.
    pub(crate) fn below(&self, route: &str) -> Self {
        let mut url = self.0.clone();
        url.set_path(&format!("{}{route}", url.path().trim_end_matches('/')));
        url.set_query(None);
        Self(url)
    }

    /// The same address with this query.
    pub(crate) fn asking(mut self, query: &[(&str, String)]) -> Self {
        if !query.is_empty() {
            self.0.query_pairs_mut().extend_pairs(query);
        }
        self
    }
}

/// All of it.
impl fmt::Display for PaidUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_str())
    }
}

/// Without the query, where callers may have put a key.
impl fmt::Debug for PaidUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PaidUrl({}{}", self.origin(), self.path())?;
        formatter.write_str(if self.0.query().is_some() {
            "?…)"
        } else {
            ")"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_as_it_will_be_sent() {
        for (typed, kept) in [
            ("https://Api.Example.com", "https://api.example.com/"),
            (
                " https://api.example.com:443/a%20b/?q=1&q=2 ",
                "https://api.example.com/a%20b/?q=1&q=2",
            ),
            ("http://127.0.0.1:4000/x", "http://127.0.0.1:4000/x"),
            ("http://[::1]:4000/x", "http://[::1]:4000/x"),
            ("http://localhost/x", "http://localhost/x"),
        ] {
            assert_eq!(PaidUrl::parse(typed).unwrap().to_string(), kept);
        }
    }

    #[test]
    fn an_address_that_would_expose_a_payment_is_refused() {
        use AddressRefused::{NotAnAddress, NotHttps, TooMuch};
        for (typed, why) in [
            ("http://api.example.com/x", NotHttps),
            ("http://localhost.evil.example/", NotHttps),
            ("http://127.0.0.1.evil.example/", NotHttps),
            ("http://0.0.0.0/", NotHttps),
            ("http://[::ffff:127.0.0.1]/", NotHttps),
            ("ws://127.0.0.1/", NotHttps),
            ("ftp://api.example.com/", NotHttps),
            ("file:///etc/passwd", NotAnAddress),
            ("data:text/plain,x", NotAnAddress),
            ("api.example.com/x", NotAnAddress),
            ("/x", NotAnAddress),
            ("", NotAnAddress),
            ("https://user:pw@api.example.com/", TooMuch),
            ("https://user@api.example.com/", TooMuch),
            ("https://:pw@api.example.com/", TooMuch),
            ("https://api.example.com/#x", TooMuch),
            ("https://api.example.com@evil.example/", TooMuch),
        ] {
            assert_eq!(PaidUrl::parse(typed), Err(why), "{typed}");
        }
    }

    #[test]
    fn a_host_in_look_alike_letters_is_shown_in_punycode() {
        // The first letter of the second label is a Cyrillic one.
        let url = PaidUrl::parse("https://graph.\u{0441}odex.io/graphql").unwrap();
        assert_eq!(url.host(), "graph.xn--odex-k6d.io");
        assert_eq!(url.origin(), "https://graph.xn--odex-k6d.io");
        assert!(url.to_string().is_ascii() && format!("{url:?}").is_ascii());
    }

    #[test]
    fn a_query_is_not_shown_in_debug() {
        let url = PaidUrl::parse("https://api.example.com/x?key=canary").unwrap();
        assert_eq!(format!("{url:?}"), "PaidUrl(https://api.example.com/x?…)");
    }

    #[test]
    fn a_route_is_put_below_the_whole_base() {
        let base = PaidUrl::parse("https://api.example.com/base/?x=1").unwrap();
        let query = [("q", "a b&c".to_owned())];
        assert_eq!(
            base.below("/tool/a%2Fb/run").asking(&query).as_str(),
            "https://api.example.com/base/tool/a%2Fb/run?q=a+b%26c"
        );
        assert_eq!(
            base.below("/x").asking(&[]).as_str(),
            "https://api.example.com/base/x"
        );
    }
}

//! Reads the links that other programs hand to Purser: what each asks for, out of a closed list. Pure;
//! it must not know whether anybody waits for one.

use secrecy::SecretString;
use serde::Deserialize;
use serde::de::value::{Error as NotOne, StrDeserializer};
use url::Url;

use crate::contract::Screen;

/// The schemes that lead to Purser.
pub const SCHEMES: [&str; 2] = ["codexapi-desktop", "purser"];

/// The address that the gateway's sign-in page is told to come back to.
pub const SIGN_IN_RETURN: &str = "codexapi-desktop://auth";

/// Bytes of the longest link that is read.
const LONGEST: usize = 4096;

/// What a link asks for.
#[derive(Debug, Clone)]
pub enum Link {
    /// `://auth?token=…&state=…`: the gateway's sign-in page came back.
    SignInReturn {
        /// The token that it hands out; believed by nobody yet.
        token: SecretString,
        /// What the page was opened with, if it is an answer to a sign-in of ours.
        state: SecretString,
    },
    /// `://topup`: the gateway's payment page came back. It says nothing that could be believed.
    TopUpReturn,
    /// `://open/<screen>`: a place of the window, by its name in the contract.
    Open(Screen),
}

/// Why a link is not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkRefused {
    /// It is no link of ours: another scheme, too long, or no plain URL.
    #[error("it is not a link to Purser")]
    NotOurs,
    /// It asks for something that no link may ask for.
    #[error("no link may ask for this")]
    Unknown,
}

/// Reads a link.
///
/// # Errors
/// [`LinkRefused`] for everything that is not exactly one of [`Link`].
pub fn parse(text: &str) -> Result<Link, LinkRefused> {
    // A URL parser forgives spaces, tabs and line ends; nobody writes them into a link.
    if text.len() > LONGEST || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(LinkRefused::NotOurs);
    }
    let url = Url::parse(text).map_err(|_| LinkRefused::NotOurs)?;
    if !SCHEMES.contains(&url.scheme()) {
        return Err(LinkRefused::NotOurs);
    }
    let scheme = url.scheme().len();
    let plain = url.username().is_empty()
        && url.password().is_none()
        && url.port().is_none()
        && url.fragment().is_none();
    // A URL parser also mends what is written in a roundabout way: `open:/`, `@open`, `open/./home`.
    if !plain || url.as_str()[scheme..] != text[scheme..] {
        return Err(LinkRefused::Unknown);
    }
    match (url.host_str(), url.path(), url.query()) {
        (Some("auth"), "" | "/", Some(_)) => sign_in_return(&url),
        (Some("topup"), "" | "/", None) => Some(Link::TopUpReturn),
        (Some("open"), path, None) => path.strip_prefix('/').and_then(screen).map(Link::Open),
        _ => None,
    }
    .ok_or(LinkRefused::Unknown)
}

/// Parameters of other names are the gateway's own business.
fn sign_in_return(url: &Url) -> Option<Link> {
    Some(Link::SignInReturn {
        token: the_one(url, "token")?,
        state: the_one(url, "state")?,
    })
}

/// The value of the one parameter of this name: text that a header can carry.
fn the_one(url: &Url, name: &str) -> Option<SecretString> {
    let mut values = url.query_pairs().filter(|(key, _)| key == name);
    let (Some((_, value)), None) = (values.next(), values.next()) else {
        return None;
    };
    let sound = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic());
    sound.then(|| SecretString::from(value.into_owned()))
}

fn screen(name: &str) -> Option<Screen> {
    Screen::deserialize(StrDeserializer::<NotOne>::new(name)).ok()
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_sign_in_return_gives_its_token_and_its_state_and_shows_neither() {
        for start in [
            "codexapi-desktop://auth?",
            "purser://auth/?",
            "PURSER://auth?plan=x&",
        ] {
            let link = parse(&format!("{start}token=g2g-canary%2B1&state=abc")).unwrap();
            let shown = format!("{link:?}");
            assert!(
                !shown.contains("canary") && !shown.contains("abc"),
                "{shown}"
            );
            let Link::SignInReturn { token, state } = link else {
                unreachable!("{shown}");
            };
            assert_eq!(token.expose_secret(), "g2g-canary+1");
            assert_eq!(state.expose_secret(), "abc");
        }
    }

    #[test]
    fn a_top_up_return_and_a_screen_are_all_else_that_a_link_can_ask_for() {
        assert!(matches!(parse("purser://topup"), Ok(Link::TopUpReturn)));
        assert!(matches!(
            parse("codexapi-desktop://topup/"),
            Ok(Link::TopUpReturn)
        ));
        for screen in [Screen::Home, Screen::Approvals, Screen::SetUp] {
            let link = parse(&format!("purser://open/{}", screen.name())).unwrap();
            assert!(
                matches!(link, Link::Open(known) if known == screen),
                "{link:?}"
            );
        }
    }

    #[test]
    fn what_only_looks_like_a_link_of_ours_is_refused() {
        let long = format!("purser://auth?state=a&token={}", "x".repeat(LONGEST));
        for (url, why) in [
            ("", LinkRefused::NotOurs),
            ("topup", LinkRefused::NotOurs),
            ("https://auth?token=a&state=b", LinkRefused::NotOurs),
            ("purser-x://topup", LinkRefused::NotOurs),
            (" purser://topup", LinkRefused::NotOurs),
            ("purser://to\tpup", LinkRefused::NotOurs),
            ("purser://topup\n", LinkRefused::NotOurs),
            ("purser://open/日", LinkRefused::NotOurs),
            (long.as_str(), LinkRefused::NotOurs),
            ("purser:topup", LinkRefused::Unknown),
            ("purser:/topup", LinkRefused::Unknown),
            ("purser:///topup", LinkRefused::Unknown),
            ("purser://topup?paid=100", LinkRefused::Unknown),
            ("purser://topup#", LinkRefused::Unknown),
            ("purser://ada@topup", LinkRefused::Unknown),
            ("purser://:x@topup", LinkRefused::Unknown),
            ("purser://topup:1", LinkRefused::Unknown),
            ("purser://topup:", LinkRefused::Unknown),
            ("purser://@topup", LinkRefused::Unknown),
            ("purser://open:/home", LinkRefused::Unknown),
            ("purser://open/./home", LinkRefused::Unknown),
            ("purser://open/home/../inbox", LinkRefused::Unknown),
            ("purser://top%75p", LinkRefused::Unknown),
            ("purser://Topup", LinkRefused::Unknown),
            ("purser://open", LinkRefused::Unknown),
            ("purser://open/", LinkRefused::Unknown),
            ("purser://open/setup", LinkRefused::Unknown),
            ("purser://open/home/", LinkRefused::Unknown),
            ("purser://open/home?pay=1", LinkRefused::Unknown),
            ("purser://pay/home", LinkRefused::Unknown),
            ("purser://auth", LinkRefused::Unknown),
            ("purser://auth?token=a", LinkRefused::Unknown),
            ("purser://auth?token=&state=b", LinkRefused::Unknown),
            ("purser://auth?token=a&state=", LinkRefused::Unknown),
            (
                "purser://auth?token=a&token=c&state=b",
                LinkRefused::Unknown,
            ),
            (
                "purser://auth?token=a&state=b&state=b",
                LinkRefused::Unknown,
            ),
            ("purser://auth?token=a%0Ab&state=b", LinkRefused::Unknown),
            ("purser://auth?token=a+c&state=b", LinkRefused::Unknown),
            ("purser://auth/x?token=a&state=b", LinkRefused::Unknown),
            ("purser://auth?token=a#&state=b", LinkRefused::Unknown),
        ] {
            assert_eq!(parse(url).err(), Some(why), "{url}");
        }
    }
}

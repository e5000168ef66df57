//! Whether an offer comes from, and is for, the place that was asked. Must not know amounts.

use url::{Host, Url};

use super::Refused;
use crate::offer::{Offer, Rail, Source};

/// Only https keeps terms from being changed on the way; this very machine needs no way.
pub(crate) fn is_private(url: &Url) -> Result<(), Refused> {
    match (url.scheme(), url.host()) {
        ("https", Some(_)) => Ok(()),
        ("http", Some(host)) if is_loopback(&host) => Ok(()),
        _ => Err(Refused::NotHttps),
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// Terms of another resource or realm may be relayed from elsewhere: what is paid there buys nothing here.
pub(super) fn is_meant(offer: &Offer, url: &Url) -> Result<(), Refused> {
    match offer.source() {
        Source::X402 { resource, .. } => Url::parse(&resource.url)
            .is_ok_and(|named| named.origin() == url.origin() && named.path() == url.path())
            .then_some(())
            .ok_or(Refused::OtherResource),
        Source::Mpp(challenge) => match names_host(&challenge.realm, url) {
            Some(Named::ThisHost) => Ok(()),
            None if offer.rail() != Rail::TempoProof => Ok(()),
            Some(Named::OtherHost) | None => Err(Refused::OtherRealm),
        },
    }
}

#[derive(PartialEq, Eq)]
enum Named {
    ThisHost,
    OtherHost,
}

/// Which host a realm names. `None` for words: a realm is free text (RFC 9110 §11.5), such as `MPP Payment`.
fn names_host(realm: &str, url: &Url) -> Option<Named> {
    let host = url.host_str()?;
    let named = Url::parse(&format!("https://{realm}")).ok()?;
    let name = named.host_str()?;
    let is_bare = named.path() == "/"
        && named.query().is_none()
        && named.username().is_empty()
        && !realm.ends_with('/');
    let is_host = is_bare && (name == "localhost" || name.contains(['.', ':']));
    if !is_host {
        return None;
    }
    let same_port = named.port().is_none() || named.port() == url.port_or_known_default();
    Some(if name == host && same_port {
        Named::ThisHost
    } else {
        Named::OtherHost
    })
}

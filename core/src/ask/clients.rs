//! Who asks, and for what: client addresses, public paths, scopes.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Answer, Asked, Outcome, Rule};
use crate::client::{self, Network};
use crate::code::Code;
use crate::problem::{Field, Path, Problem};
use crate::{path, scope};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "client.address",
        export: "clientAddress",
        about: "The address of a client behind trusted proxies; what it writes itself changes nothing.",
        ask: address,
    },
    Rule {
        name: "client.limitKey",
        export: "limitKey",
        about: "The key that a request counts under: its user's, or else its address's.",
        ask: limit_key,
    },
    Rule {
        name: "path.isPublic",
        export: "isPublicPath",
        about: "Whether a path is open to those who are not signed in.",
        ask: is_public,
    },
    Rule {
        name: "scope.grant",
        export: "grantScopes",
        about: "The scopes that are granted: asked for and allowed.",
        ask: grant,
    },
    Rule {
        name: "scope.has",
        export: "hasScope",
        about: "Whether a token's scopes hold all that are needed.",
        ask: has,
    },
];

fn address(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let peer = facts.text(Field::Peer, client::ADDRESS_MAX_LENGTH);
    let forwarded_for = facts.optional_word(Field::ForwardedFor);
    let trusted = facts.words(Field::TrustedProxies);
    facts.done()?;
    let wrong = |path| Problem::at(Code::InvalidAddress, path);
    let mut problems = Vec::new();
    let peer = client::parse(peer);
    if peer.is_none() {
        problems.push(wrong(Path::of(Field::Peer)));
    }
    let mut networks = Vec::new();
    for (at, text) in (0_u32..).zip(trusted) {
        match Network::parse(text) {
            Some(network) => networks.push(network),
            None => problems.push(wrong(Path::of(Field::TrustedProxies).at(at))),
        }
    }
    match peer {
        Some(peer) if problems.is_empty() => {
            Ok(client::address(peer, forwarded_for.into_iter(), &networks).to_string().into())
        }
        _ => Err(problems),
    }
}

fn limit_key(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let issuer = facts.optional_word(Field::Issuer);
    let subject = facts.optional_word(Field::Subject);
    let address = facts.text(Field::Address, client::ADDRESS_MAX_LENGTH);
    facts.done()?;
    let wrong = || [Problem::at(Code::InvalidAddress, Path::of(Field::Address))];
    let address = client::parse(address).ok_or_else(wrong)?;
    Ok(client::limit_key(issuer, subject, address).into())
}

fn is_public(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let path = facts.word(Field::Path);
    facts.done()?;
    Ok(path::is_public(path).into())
}

fn grant(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let (wanted, allowed) = (facts.scopes(Field::Asked), facts.scopes(Field::Allowed));
    facts.done()?;
    let granted = scope::grant(&wanted, &allowed);
    Ok(Answer::list(granted.into_iter().map(|scope| String::from(scope).into())))
}

fn has(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let held = facts.scopes(Field::Scope);
    let needed = facts.right(|facts| facts.scopes(Field::Needed));
    if needed.as_ref().is_some_and(Vec::is_empty) {
        facts.note(Field::Needed, Code::Missing);
    }
    let needed = needed.unwrap_or_default();
    facts.done()?;
    Ok(scope::has(&held, &needed).into())
}

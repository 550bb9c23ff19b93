//! Laptop mode answers to names of this machine only. A page elsewhere can point a name of its own
//! here, but the browser says that name.

use std::net::Ipv4Addr;

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use focus_core::Code;

use crate::config::CorsOrigins;
use crate::error::ApiError;
use crate::state::AppState;

pub(super) async fn guard(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if state.dev.is_none() || (is_local(request.headers()) && !is_foreign(&request, &state.cors)) {
        return next.run(request).await;
    }
    ApiError::from(Code::NotFound).into_response()
}

/// Whether the request was meant for this machine.
fn is_local(headers: &HeaderMap) -> bool {
    let host = only(headers, HOST).and_then(|host| host.parse::<Authority>().ok());
    host.is_some_and(|host| !host.as_str().contains('@') && is_loopback(host.host()))
}

fn is_loopback(name: &str) -> bool {
    let is_loopback_ip = || name.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback());
    name == "[::1]" || name.eq_ignore_ascii_case("localhost") || is_loopback_ip()
}

/// Whether a page that may not read the answers would change something in laptop mode.
fn is_foreign(request: &Request, allowed: &CorsOrigins) -> bool {
    let changes = request.method() == Method::POST && request.uri().path().starts_with("/dev/");
    let may = |origin: &str| CorsOrigins::Loopback.allow(origin) && allowed.allow(origin);
    changes
        && request.headers().contains_key(ORIGIN)
        && !only(request.headers(), ORIGIN).is_some_and(may)
}

/// The text of a header that stands once.
fn only(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(hosts: &[&str]) -> bool {
        let mut map = HeaderMap::new();
        for host in hosts {
            map.append(HOST, host.parse().unwrap());
        }
        is_local(&map)
    }

    #[test]
    fn names_of_this_machine_are_local_on_any_port() {
        for host in ["localhost", "LocalHost:3000", "127.0.0.1:8080", "127.0.0.2", "[::1]:1"] {
            assert!(told(&[host]), "{host}");
        }
        for host in ["evil.example", "localhost.evil.example:80", "x@localhost", "0.0.0.0", ""] {
            assert!(!told(&[host]), "{host}");
        }
        assert!(!told(&[]));
        assert!(!told(&["localhost", "evil.example"]));
    }
}

//! A server in laptop mode that trusts an identity provider beside, so that anybody may come.

use focus_server::testing::{Options, TestServer};
use reqwest::Method;
use serde_json::Value;

use crate::issuers::{Key, claims};
use crate::provider::Provider;
use crate::support::{Answer, Client, send};

pub(crate) struct Crowd {
    pub(crate) client: Client,
    key: Key,
}

impl Crowd {
    pub(crate) async fn start() -> Self {
        let (provider, key) = (Provider::default(), Key::ec(Some("one")));
        provider.publish_keys(&[&key]);
        let issuers = vec![provider.settings(provider.serve().await)];
        let options = Options { issuers, ..Options::default() };
        Self { client: Client::of(TestServer::start_with(options).await), key }
    }

    /// A token of somebody by this name, whose address is of the same name.
    pub(crate) fn token(&self, subject: &str) -> String {
        self.token_with(subject, &format!("{subject}@example.com").into())
    }

    pub(crate) fn token_with(&self, subject: &str, email: &Value) -> String {
        let mut claims = claims();
        claims["sub"] = subject.into();
        claims["email"] = email.clone();
        if email.is_null() {
            claims.as_object_mut().unwrap().remove("email");
        }
        self.key.sign(&claims)
    }

    /// Somebody's own profile.
    pub(crate) async fn me(&self, token: &str) -> Answer {
        self.client.get("/api/v1/users/me", token).await
    }
}

impl Client {
    pub(crate) async fn patch(&self, path: &str, token: &str, body: &Value) -> Answer {
        let request = self.request(Method::PATCH, path).bearer_auth(token);
        send(request.header("content-type", "application/json").body(body.to_string())).await
    }

    pub(crate) async fn delete(&self, path: &str, token: &str) -> Answer {
        send(self.request(Method::DELETE, path).bearer_auth(token)).await
    }

    /// A request that has neither a token nor a body.
    pub(crate) async fn bare(&self, method: Method, path: &str) -> Answer {
        send(self.request(method, path)).await
    }
}

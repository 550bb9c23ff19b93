//! Routes and what is told of them, registered together so that neither is without the other.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, on};

use super::operation::{About, Described, Operation};
use super::schemas::Schemas;
use crate::middleware::needs_permit;
use crate::state::AppState;

/// A part of the route table.
pub(crate) struct Api {
    prefix: &'static str,
    router: Router<AppState>,
    routes: Vec<Route>,
}

/// What the document is told of one route.
pub(super) struct Route {
    pub(super) path: String,
    pub(super) method: Method,
    pub(super) about: &'static About,
    pub(super) describe: fn(&mut Operation<'_>),
}

impl Api {
    /// Routes whose paths begin with the prefix, which ends without a slash.
    pub(crate) fn under(prefix: &'static str) -> Self {
        Self { prefix, router: Router::new(), routes: Vec::new() }
    }

    /// The routes, without what is told of them.
    pub(crate) fn into_router(self) -> Router<AppState> {
        self.router
    }

    /// What is told of each route, with the schemas that it speaks of.
    pub(super) fn describe(
        &self,
        schemas: &mut Schemas,
        mut told: impl FnMut(&Route, Operation<'_>),
    ) {
        for route in &self.routes {
            let mut operation = Operation::new(schemas, route.about, needs_permit(&route.path));
            (route.describe)(&mut operation);
            told(route, operation);
        }
    }

    fn route<H, T>(
        mut self,
        (method, filter): (Method, MethodFilter),
        path: &str,
        handler: H,
        about: &'static About,
    ) -> Self
    where
        H: Handler<T, AppState> + Described<T>,
        T: 'static,
    {
        let path = format!("{}{path}", self.prefix);
        self.router = self.router.route(&path, on(filter, handler));
        self.routes.push(Route { path, method, about, describe: H::describe });
        self
    }
}

macro_rules! methods {
    ($($(#[$about:meta])* $name:ident $method:ident,)+) => {
        #[allow(dead_code, reason = "a route may be of any method")]
        impl Api { $(
            $(#[$about])*
            pub(crate) fn $name<H, T>(self, path: &str, handler: H, about: &'static About) -> Self
            where
                H: Handler<T, AppState> + Described<T>,
                T: 'static,
            {
                self.route((Method::$method, MethodFilter::$method), path, handler, about)
            }
        )+ }
    };
}

methods! {
    /// Answers `GET`, and `HEAD` without a body.
    get GET,
    /// Answers `POST`.
    post POST,
    /// Answers `PUT`.
    put PUT,
    /// Answers `PATCH`.
    patch PATCH,
    /// Answers `DELETE`.
    delete DELETE,
}

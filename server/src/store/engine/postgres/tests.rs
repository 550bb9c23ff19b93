//! Tests of the engine itself; everything else is tested through the routes.

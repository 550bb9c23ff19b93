//! Reliability: what received ratings say of somebody, and what follows.
//!
//! [`score`] weighs ratings by their age and their rater, [`tier`] names the result and tells how
//! it is shown, [`power`] says what a red rating counts towards a ban, and [`penalty`] decides
//! the ban.

pub mod penalty;
pub mod power;
pub mod score;
pub mod tier;

pub use tier::ReliabilityTier;

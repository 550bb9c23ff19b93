//! Pages of a list: `page` from 1 on, `per_page` from 1 to 100, 20 unless said.

use alloc::vec::Vec;

use crate::code::Code;
use crate::problem::{Expected, Field, Params, Path, Problem};

/// Items of a page unless the request says otherwise.
pub const DEFAULT_PAGE_SIZE: u32 = 20;
/// The most items of a page.
pub const MAX_PAGE_SIZE: u32 = 100;

/// Which part of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Counted from 1.
    pub page: u32,
    /// 1 to [`MAX_PAGE_SIZE`].
    pub per_page: u32,
}

impl Page {
    /// Reads the two query parameters; an absent one takes its default.
    ///
    /// # Errors
    /// Every problem at once: `WRONG_TYPE` for text that is no whole number, `TOO_FEW` below 1,
    /// `TOO_MANY` above the limit.
    pub fn parse(page: Option<&str>, per_page: Option<&str>) -> Result<Self, Vec<Problem>> {
        let page = parameter(page, Field::Page, 1, u32::MAX);
        let per_page = parameter(per_page, Field::PerPage, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
        match (page, per_page) {
            (Ok(page), Ok(per_page)) => Ok(Self { page, per_page }),
            (page, per_page) => Err([page.err(), per_page.err()].into_iter().flatten().collect()),
        }
    }

    /// How many items stand before this page.
    #[must_use]
    pub fn offset(self) -> u64 {
        u64::from(self.page.saturating_sub(1)) * u64::from(self.per_page)
    }
}

fn parameter(text: Option<&str>, field: Field, default: u32, max: u32) -> Result<u32, Problem> {
    let Some(text) = text else { return Ok(default) };
    let path = Path::of(field);
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Problem::wrong_type(path, Expected::WholeNumber));
    }
    if digits.len() < text.len() || digits.bytes().all(|b| b == b'0') {
        return Err(Problem::at(Code::TooFew, path).with(Params::Min(1)));
    }
    let number = digits.parse().ok().filter(|number| *number <= max);
    number.ok_or(Problem::at(Code::TooMany, path).with(Params::Max(max)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(page: &str, per_page: &str) -> Vec<Code> {
        let problems = Page::parse(Some(page), Some(per_page)).unwrap_err();
        problems.iter().map(|problem| problem.code()).collect()
    }

    #[test]
    fn an_absent_parameter_takes_its_default() {
        let page = Page::parse(None, None).unwrap();
        assert_eq!((page.page, page.per_page, page.offset()), (1, 20, 0));
    }

    #[test]
    fn the_limits_themselves_are_inside() {
        assert_eq!(Page::parse(Some("3"), Some("100")).unwrap().offset(), 200);
        assert_eq!(Page::parse(Some("1"), Some("1")).unwrap().per_page, 1);
    }

    #[test]
    fn both_parameters_are_judged_at_once() {
        assert_eq!(codes("0", "101"), [Code::TooFew, Code::TooMany]);
        assert_eq!(codes("-1", "x"), [Code::TooFew, Code::WrongType]);
        assert_eq!(codes("4294967296", ""), [Code::TooMany, Code::WrongType]);
        assert_eq!(codes("1.5", "+5"), [Code::WrongType, Code::WrongType]);
    }
}

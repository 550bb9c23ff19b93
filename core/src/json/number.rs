//! Numbers: what JSON allows, what a double can hold, and the nearest double, in whole numbers
//! only.
//!
//! The standard library's parser would do, but its tables alone weigh ten kilobytes in the small
//! WebAssembly build.

use alloc::vec;
use alloc::vec::Vec;

use super::Number;

/// Digits beyond these cannot change a double other than by being there at all.
const SIGNIFICANT_DIGITS: usize = 800;
const MANTISSA_BITS: u32 = 53;
/// The exponent of the smallest double, 2^-1074.
const MIN_EXPONENT: i64 = -1_074;
/// The digits of 2^1024 − 2^970, halfway between the largest double and what would follow: the
/// smallest number that is too large.
const TOO_LARGE: &[u8; 309] = b"\
    17976931348623158079372897140530341507993413271003782693617377898044496829276475094664901797758\
    72070963302864166928879109465555478519404026306574886715058206819089020007083836762738548458177\
    11531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508\
    093042880177904174497792";

/// A number as JSON writes it (RFC 8259, section 6).
pub(super) struct Decimal<'a> {
    negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
    exponent: i64,
    /// Bytes of the text that it takes.
    pub(super) length: usize,
}

impl<'a> Decimal<'a> {
    /// The number at the start of a text.
    pub(super) fn scan(text: &'a [u8]) -> Option<Self> {
        let mut rest = text;
        let negative = eat(&mut rest, b"-").is_some();
        let whole = digits(&mut rest);
        if whole.is_empty() || whole.len() > 1 && whole.starts_with(b"0") {
            return None;
        }
        let mut fraction: &[u8] = &[];
        if eat(&mut rest, b".").is_some() {
            fraction = digits(&mut rest);
            if fraction.is_empty() {
                return None;
            }
        }
        let mut exponent = 0_i64;
        if eat(&mut rest, b"eE").is_some() {
            let sign = eat(&mut rest, b"+-");
            let digits = digits(&mut rest);
            if digits.is_empty() {
                return None;
            }
            for digit in digits {
                // Saturates: beyond a million there is only zero and too large.
                exponent = (exponent * 10 + i64::from(digit - b'0')).min(1_000_000);
            }
            if sign == Some(b'-') {
                exponent = -exponent;
            }
        }
        Some(Self { negative, whole, fraction, exponent, length: text.len() - rest.len() })
    }

    /// Whether the nearest double is infinite.
    pub(super) fn is_out_of_range(&self) -> bool {
        let mut digits = self.whole.iter().chain(self.fraction);
        let mut behind_point = self.exponent + self.whole.len() as i64;
        let mut first = digits.clone();
        while first.next() == Some(&b'0') {
            digits.next();
            behind_point -= 1;
        }
        match behind_point.cmp(&(TOO_LARGE.len() as i64)) {
            core::cmp::Ordering::Less => false,
            core::cmp::Ordering::Equal => digits.ge(TOO_LARGE),
            core::cmp::Ordering::Greater => digits.next().is_some(),
        }
    }
}

fn eat(rest: &mut &[u8], any_of: &[u8]) -> Option<u8> {
    let (first, behind) = rest.split_first()?;
    any_of.contains(first).then(|| {
        *rest = behind;
        *first
    })
}

fn digits<'a>(rest: &mut &'a [u8]) -> &'a [u8] {
    let whole = *rest;
    while eat(rest, b"0123456789").is_some() {}
    whole.get(..whole.len() - rest.len()).unwrap_or_default()
}

/// The nearest double.
pub(super) fn nearest(decimal: &Decimal<'_>) -> Number {
    let zero = Number { value: 0.0, exact: true };
    let number = double(decimal.whole, decimal.fraction, decimal.exponent).unwrap_or(zero);
    let value = if decimal.negative { -number.value } else { number.value };
    Number { value, ..number }
}

/// `whole.fraction × 10^exponent`; none when it is out of range.
fn double(whole: &[u8], fraction: &[u8], exponent: i64) -> Option<Number> {
    let mut digits: Vec<u8> = whole.iter().chain(fraction).map(|byte| byte - b'0').collect();
    let mut exponent = exponent - i64::try_from(fraction.len()).ok()?;
    while digits.last() == Some(&0) {
        digits.pop();
        exponent += 1;
    }
    let leading = digits.iter().take_while(|digit| **digit == 0).count();
    digits.drain(..leading);
    if digits.is_empty() {
        return Some(Number { value: 0.0, exact: true });
    }
    let magnitude = i64::try_from(digits.len()).ok()? + exponent;
    if magnitude > 310 {
        return None;
    }
    if magnitude < -330 {
        return Some(Number { value: 0.0, exact: false });
    }
    if digits.len() > SIGNIFICANT_DIGITS {
        exponent += i64::try_from(digits.len() - SIGNIFICANT_DIGITS - 1).ok()?;
        digits.truncate(SIGNIFICANT_DIGITS);
        digits.push(1);
    }
    small(&digits, exponent).or_else(|| large(&digits, exponent))
}

/// The everyday case: a whole number below 2^53.
fn small(digits: &[u8], exponent: i64) -> Option<Number> {
    let exponent = u32::try_from(exponent).ok()?;
    if digits.len() > 15 || exponent > 15 {
        return None;
    }
    let mantissa = digits.iter().fold(0_u64, |sum, digit| sum * 10 + u64::from(*digit));
    let number = mantissa.checked_mul(10_u64.pow(exponent))?;
    (number < 1 << MANTISSA_BITS).then_some(Number { value: number as f64, exact: true })
}

/// Every other case. The powers of two in a power of ten go into the binary exponent; what is left
/// is a product with a power of five, or one long division by it.
fn large(digits: &[u8], exponent: i64) -> Option<Number> {
    let numerator = Natural::of_digits(digits);
    let power = Natural::power_of_five(u32::try_from(exponent.unsigned_abs()).ok()?);
    let (quotient, shift, exact) = if exponent >= 0 {
        numerator.times(&power).leading_bits()
    } else {
        numerator.quotient_bits(power)
    };
    round(quotient, exponent - shift, exact)
}

/// `quotient × 2^exponent`, and a little more unless `exact`, as a double; ties to even.
fn round(quotient: u128, exponent: i64, exact: bool) -> Option<Number> {
    let bits = i64::from(u128::BITS - quotient.leading_zeros());
    let drop = (bits - i64::from(MANTISSA_BITS)).max(MIN_EXPONENT - exponent).max(0);
    let dropped = u32::try_from(drop).ok()?;
    let (mut mantissa, tail) = match quotient.checked_shr(dropped) {
        Some(mantissa) => (mantissa, quotient - (mantissa << dropped)),
        None => (0, quotient),
    };
    let half = 1_u128.checked_shl(dropped).unwrap_or(0) >> 1;
    let up = match tail.cmp(&half) {
        _ if dropped == 0 => false,
        core::cmp::Ordering::Greater => true,
        core::cmp::Ordering::Less => false,
        core::cmp::Ordering::Equal => !exact || mantissa & 1 == 1,
    };
    mantissa += u128::from(up);
    let value = scale(u64::try_from(mantissa).ok()?, exponent + drop)?;
    Some(Number { value, exact: exact && tail == 0 })
}

/// `mantissa × 2^exponent` without rounding; none beyond the largest double.
fn scale(mantissa: u64, exponent: i64) -> Option<f64> {
    let bits = i64::from(u64::BITS - mantissa.leading_zeros());
    if mantissa == 0 {
        return Some(0.0);
    }
    if bits + exponent > 1_024 {
        return None;
    }
    // Doubles are laid out so that a subnormal's mantissa simply has no implied bit.
    let fraction_bits = i64::from(MANTISSA_BITS) - 1;
    let biased = exponent + fraction_bits + 1_023;
    let implied = 1_u64 << fraction_bits;
    let normal = mantissa << u32::try_from((i64::from(MANTISSA_BITS) - bits).max(0)).ok()?;
    let biased = biased - (i64::from(MANTISSA_BITS) - bits).max(0);
    if biased <= 0 {
        return Some(f64::from_bits(mantissa));
    }
    let (normal, biased) =
        if normal >= implied << 1 { (normal >> 1, biased + 1) } else { (normal, biased) };
    Some(f64::from_bits((normal - implied) | u64::try_from(biased).ok()? << fraction_bits))
}

/// A natural number: 32 bits a limb, the lowest first, no leading zero limbs.
struct Natural(Vec<u32>);

impl Natural {
    fn of_digits(digits: &[u8]) -> Self {
        let mut number = Self(Vec::new());
        // Nine digits fit a limb.
        for chunk in digits.chunks(9) {
            let (mut factor, mut summand) = (1, 0);
            for digit in chunk {
                factor *= 10;
                summand = summand * 10 + u32::from(*digit);
            }
            number.multiply_add(factor, summand);
        }
        number
    }

    fn power_of_five(power: u32) -> Self {
        let mut number = Self(vec![1]);
        // The largest power of five in a limb is the thirteenth.
        for _ in 0..power / 13 {
            number.multiply_add(1_220_703_125, 0);
        }
        number.multiply_add(5_u32.pow(power % 13), 0);
        number
    }

    fn multiply_add(&mut self, factor: u32, summand: u32) {
        let mut carry = u64::from(summand);
        for limb in &mut self.0 {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    fn times(&self, other: &Self) -> Self {
        let mut product = Self(vec![0; self.0.len() + other.0.len()]);
        for (at, factor) in self.0.iter().enumerate() {
            let mut carry = 0;
            let others = other.0.iter().copied().chain(core::iter::once(0));
            for (limb, other) in product.0.iter_mut().skip(at).zip(others) {
                carry += u64::from(*limb) + u64::from(*factor) * u64::from(other);
                *limb = carry as u32;
                carry >>= 32;
            }
        }
        product.trim();
        product
    }

    fn bits(&self) -> i64 {
        let top = self.0.last().map_or(0, |limb| 32 - i64::from(limb.leading_zeros()));
        let below = self.0.len().saturating_sub(1);
        top + 32 * i64::try_from(below).unwrap_or(i64::MAX / 64)
    }

    /// The leading bits, at least 64 where there are so many; how far they were shifted to the
    /// left; and whether nothing stands behind them.
    fn leading_bits(&self) -> (u128, i64, bool) {
        let kept = self.0.iter().rev().take(4);
        let bits = kept.fold(0_u128, |bits, limb| bits << 32 | u128::from(*limb));
        let behind = self.0.len().saturating_sub(4);
        let exact = self.0.iter().take(behind).all(|limb| *limb == 0);
        (bits, -32 * i64::try_from(behind).unwrap_or(i64::MAX / 64), exact)
    }

    fn shift_left(&mut self, bits: u64) {
        self.multiply_add(1 << (bits % 32), 0);
        let limbs = usize::try_from(bits / 32).unwrap_or(0);
        self.0.splice(..0, core::iter::repeat_n(0, limbs));
    }

    /// A quotient of 64 or 65 bits: enough for 53 and for the rounding behind them; how far the
    /// numerator was shifted to the left for it; and whether nothing remains.
    fn quotient_bits(mut self, mut divisor: Self) -> (u128, i64, bool) {
        let shift = 64 + divisor.bits() - self.bits();
        if shift >= 0 {
            self.shift_left(shift.unsigned_abs());
        } else {
            divisor.shift_left(shift.unsigned_abs());
        }
        // Schoolbook, bit by bit.
        let steps = (self.bits() - divisor.bits()).max(0);
        divisor.shift_left(steps.unsigned_abs());
        let mut quotient = 0_u128;
        for _ in 0..=steps {
            quotient <<= 1;
            if self.subtract(&divisor) {
                quotient |= 1;
            }
            divisor.halve();
        }
        (quotient, shift, self.0.is_empty())
    }

    /// Subtracts if the other is not larger, and tells whether it did.
    fn subtract(&mut self, other: &Self) -> bool {
        let order = self.0.len().cmp(&other.0.len());
        if order.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev())).is_lt() {
            return false;
        }
        let mut borrow = false;
        let others = other.0.iter().copied().chain(core::iter::repeat(0));
        for (limb, other) in self.0.iter_mut().zip(others) {
            let (difference, first) = limb.overflowing_sub(other);
            let (difference, second) = difference.overflowing_sub(u32::from(borrow));
            *limb = difference;
            borrow = first || second;
        }
        self.trim();
        true
    }

    fn halve(&mut self) {
        let mut carry = 0;
        for limb in self.0.iter_mut().rev() {
            let low = *limb & 1;
            *limb = *limb >> 1 | carry << 31;
            carry = low;
        }
        self.trim();
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

//! Moduli whose factors a flawed smart-card library made (CVE-2017-15361, known as ROCA): they can be
//! factored, so anybody could sign.

/// Primes modulo which such a modulus is a power of 65537, every one of them. Of other moduli that
/// is true once in a hundred million.
const PRIMES: [u32; 17] =
    [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157];

const GENERATOR: u32 = 65_537;

/// Whether a modulus, its bytes from the highest on, is one of these.
pub(super) fn is_factorable(modulus: &[u8]) -> bool {
    PRIMES.iter().all(|prime| is_power(remainder(modulus, *prime), *prime))
}

fn remainder(modulus: &[u8], prime: u32) -> u32 {
    modulus.iter().fold(0, |rest, byte| (rest * 256 + u32::from(*byte)) % prime)
}

fn is_power(number: u32, prime: u32) -> bool {
    let mut power = 1;
    loop {
        if power == number {
            return true;
        }
        power = power * (GENERATOR % prime) % prime;
        if power == 1 {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The product of the primes, moved up by so many bytes, plus a number.
    fn modulus(bytes: usize, number: u32) -> Vec<u8> {
        let product: u128 = PRIMES.iter().map(|prime| u128::from(*prime)).product();
        let mut modulus = product.to_be_bytes().to_vec();
        modulus.resize(modulus.len() + bytes - 4, 0);
        modulus.extend(number.to_be_bytes());
        modulus
    }

    #[test]
    fn powers_of_the_generator_are_found_and_their_neighbours_are_not() {
        assert!(is_factorable(&modulus(240, GENERATOR)));
        assert!(is_factorable(&modulus(240, 1)));
        for number in [2, 3, GENERATOR - 1, GENERATOR + 1, GENERATOR + 2] {
            assert!(!is_factorable(&modulus(240, number)), "{number}");
        }
    }

    #[test]
    fn a_multiple_of_a_prime_is_no_power() {
        assert!(!is_factorable(&modulus(240, 0)));
        assert!(!is_factorable(&[]));
    }
}

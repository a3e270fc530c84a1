//! IP addresses and blocks: rules, section 4, *Addresses*.
//!
//! The service compares hex digits: eight of an IPv4 address, 32 of an IPv6 address, and whatever a
//! number begins with, in the service's own text of it. A block has as many digits as its address;
//! digits behind those are not looked at, and fewer are enough where the block's ends are told apart
//! from them.

use crate::json::{is_integer, leading_digits};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The hex digits of an address, or the digits that a number begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Digits {
    value: u128,
    count: u32,
}

/// The most digits that anything is compared by.
const MOST_DIGITS: u32 = 32;

impl Digits {
    /// Of a number in an event.
    pub(crate) fn of_number(text: &str) -> Self {
        let mut digits = Self { value: 0, count: 0 };
        if is_integer(text) {
            // There is no negative zero among the integers.
            let text = if text == "-0" { "0" } else { text };
            for byte in text.bytes().take(MOST_DIGITS as usize) {
                let Some(digit) = char::from(byte).to_digit(10) else {
                    break;
                };
                digits.push(digit);
            }
            return digits;
        }
        let (mut whole, mut left) = (leading_digits(text), Self { value: 0, count: 0 });
        // The last digit comes first.
        while let Some(number) = whole {
            let digit = u128::from(number % 10);
            left.value |= digit << (4 * left.count);
            left.count += 1;
            whole = Some(number / 10).filter(|rest| *rest > 0);
        }
        left
    }

    fn push(&mut self, digit: u32) {
        self.value = self.value << 4 | u128::from(digit);
        self.count += 1;
    }

    /// The first eight as an IPv4 address, where there are as many.
    #[cfg(feature = "engine")]
    pub(crate) fn v4(self) -> Option<Ipv4Addr> {
        (self.count >= 8).then(|| Ipv4Addr::from_bits(self.padded().0))
    }

    /// All of them as an IPv6 address, where they are as many.
    #[cfg(feature = "engine")]
    pub(crate) fn v6(self) -> Option<Ipv6Addr> {
        (self.count == MOST_DIGITS).then(|| Ipv6Addr::from_bits(self.value))
    }

    /// The first eight and the first 32, with zeros for those that are missing.
    #[cfg(feature = "engine")]
    pub(crate) fn padded(self) -> (u32, u128) {
        let missing = 4 * (MOST_DIGITS - self.count);
        let all = self.value.checked_shl(missing).unwrap_or(0);
        let eight = u32::try_from(all >> 96).unwrap_or(0);
        (eight, all)
    }

    /// The first so many, of as many at least.
    fn first(self, count: u32) -> u128 {
        self.value
            .checked_shr(4 * self.count.saturating_sub(count))
            .unwrap_or(0)
    }
}

/// An address literal's address. One in the mapped range (`::ffff:a00:1`) is the IPv4 address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(IpAddr);

impl Address {
    /// Reads an address literal: four decimal numbers below 256, at most 15 characters in all, or
    /// IPv6 in hex digits and colons. `None` for everything else, which is an ordinary string.
    ///
    /// ```
    /// use pattern_test::pattern::value::Address;
    ///
    /// assert_eq!(Address::parse("10.0.0.1"), Address::parse("010.0.0.1"));
    /// assert_eq!(Address::parse("::1"), Address::parse("0:0:0:0:0:0:0:1"));
    /// assert_eq!(Address::parse("::ffff:a00:1"), Address::parse("10.0.0.1"));
    /// assert_eq!(Address::parse("::ffff:10.0.0.1"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        match Literal::looks_like(text)? {
            Literal::V4 => parse_v4(text).map(|address| Self(IpAddr::V4(address))),
            Literal::V6 => parse_v6(text).map(|address| Self(IpAddr::V6(address).to_canonical())),
        }
    }

    /// The address, never an IPv4-mapped IPv6 one.
    pub fn ip(self) -> IpAddr {
        self.0
    }

    /// Whether this literal in a pattern accepts an address: the same, or for an IPv4 literal an
    /// IPv6 address that begins with the same digits.
    pub fn accepts(self, address: Self) -> bool {
        self.accepts_digits(address.digits())
    }

    pub(crate) fn accepts_digits(self, digits: Digits) -> bool {
        Cidr::of(self, self).contains_digits(digits)
    }

    pub(crate) fn digits(self) -> Digits {
        match self.0 {
            IpAddr::V4(address) => Digits {
                value: address.to_bits().into(),
                count: 8,
            },
            IpAddr::V6(address) => Digits {
                value: address.to_bits(),
                count: 32,
            },
        }
    }
}

/// A block of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cidr {
    first: Address,
    last: Address,
}

impl Cidr {
    /// Reads `address/bits`. An address inside the block names it as well as the block's first.
    ///
    /// # Errors
    /// The service's reason, without a position.
    pub fn parse(text: &str) -> Result<Self, String> {
        // The service splits at every slash and forgets empty parts at the end.
        let mut parts: Vec<&str> = text.split('/').collect();
        while parts.len() > 1 && parts.last() == Some(&"") {
            parts.pop();
        }
        let &[address, bits] = &*parts else {
            return Err("Malformed CIDR, one '/' required".to_owned());
        };
        let Some(bits) = parse_bits(bits) else {
            return Err("Malformed CIDR, mask bits must be an integer".to_owned());
        };
        if bits < 0 {
            return Err("Malformed CIDR, mask bits must not be negative".to_owned());
        }
        if Literal::looks_like(address).is_none() {
            return Err(format!("Nonstandard IP address: {address}"));
        }
        let Some(parsed) = Address::parse(address) else {
            return Err(format!("Invalid IP address: {address}"));
        };
        let bits = bits.unsigned_abs();
        match parsed.0 {
            IpAddr::V4(_) if bits > 31 => Err("IPv4 mask bits must be < 32".to_owned()),
            IpAddr::V6(_) if bits > 127 => Err("IPv6 mask bits must be < 128".to_owned()),
            IpAddr::V4(address) => {
                let host = u32::MAX >> bits;
                let base = address.to_bits() & !host;
                let end = |bits| Address(IpAddr::V4(Ipv4Addr::from_bits(bits)));
                Ok(Self {
                    first: end(base),
                    last: end(base | host),
                })
            }
            IpAddr::V6(address) => {
                let host = u128::MAX >> bits;
                let base = address.to_bits() & !host;
                let end = |bits| Address(IpAddr::V6(Ipv6Addr::from_bits(bits)));
                Ok(Self {
                    first: end(base),
                    last: end(base | host),
                })
            }
        }
    }

    /// From one address to another one.
    pub(crate) fn of(first: Address, last: Address) -> Self {
        Self { first, last }
    }

    /// Whether the block accepts the address: one of the same version that lies in it; of the other
    /// version, one that does as far as the digits of both go.
    ///
    /// ```
    /// use pattern_test::pattern::value::{Address, Cidr};
    ///
    /// let block = Cidr::parse("10.0.0.0/8").unwrap();
    /// assert!(block.contains(Address::parse("10.255.0.1").unwrap()));
    /// assert!(block.contains(Address::parse("a00::1").unwrap()));
    /// assert!(!block.contains(Address::parse("11.0.0.1").unwrap()));
    /// ```
    pub fn contains(&self, address: Address) -> bool {
        self.contains_digits(address.digits())
    }

    pub(crate) fn contains_digits(&self, digits: Digits) -> bool {
        let (first, last) = (self.first.digits(), self.last.digits());
        if digits.count >= first.count {
            let value = digits.first(first.count);
            return first.value <= value && value <= last.value;
        }
        // With the digits of either end it is not over: more would have to follow.
        let count = digits.count;
        count > 0 && first.first(count) < digits.value && digits.value < last.first(count)
    }

    /// The first and the last of the numbers of so many digits, 32 at most, that the block accepts.
    #[cfg(feature = "rules")]
    pub(crate) fn numbers(&self, count: u32) -> Option<(u128, u128)> {
        let (first, last) = (self.first.digits(), self.last.digits());
        // Those behind the block's own are not looked at; with fewer, the ends do not count.
        let own = count.min(first.count);
        let ends = u128::from(count < first.count);
        let below = (first.first(own) + ends).checked_sub(1);
        let low = below.map_or(0, |below| decimal_up_to(below, own) + 1);
        let high = decimal_up_to(last.first(own).checked_sub(ends)?, own);
        let more = 10_u128.pow(count - own);
        (low <= high).then(|| (low * more, (high + 1) * more - 1))
    }

    /// Whether the block accepts any number.
    #[cfg(feature = "rules")]
    pub(crate) fn accepts_numbers(&self) -> bool {
        (1..=MOST_DIGITS).any(|count| {
            // No number begins with a zero, but for zero itself and fractions.
            let lowest = if count == 1 {
                0
            } else {
                10_u128.pow(count - 1)
            };
            self.numbers(count).is_some_and(|(_, last)| last >= lowest)
        })
    }

    /// The first address of the block.
    pub fn first(&self) -> Address {
        self.first
    }

    /// The last address of the block.
    pub fn last(&self) -> Address {
        self.last
    }
}

/// The largest number whose decimal digits, so many, read as hex digits are no more than `digits`.
#[cfg(feature = "rules")]
fn decimal_up_to(digits: u128, count: u32) -> u128 {
    let mut number = 0;
    let mut below = false;
    for place in (0..count).rev() {
        let digit = digits >> (4 * place) & 0xf;
        number = number * 10 + if below || digit > 9 { 9 } else { digit };
        below |= digit > 9;
    }
    number
}

enum Literal {
    V4,
    V6,
}

impl Literal {
    /// What the text could be by its characters alone.
    fn looks_like(text: &str) -> Option<Self> {
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let may_occur = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.');
        if !text.bytes().all(may_occur) {
            return None;
        }
        if text.contains(':') {
            return (!text.contains('.')).then_some(Self::V6);
        }
        (text.split('.').count() == 4 && text.split('.').all(is_number)).then_some(Self::V4)
    }
}

/// The longest IPv4 literal. Zeros in front of its numbers make it no longer than this.
pub(crate) const V4_LENGTH: usize = 15;

fn parse_v4(text: &str) -> Option<Ipv4Addr> {
    if text.len() > V4_LENGTH {
        return None;
    }
    let mut octets = [0_u8; 4];
    let mut parts = text.split('.');
    for octet in &mut octets {
        *octet = parts
            .next()?
            .trim_start_matches('0')
            .parse()
            .or_else(|error| {
                // Nothing but zeros was there.
                let error: std::num::ParseIntError = error;
                match error.kind() {
                    std::num::IntErrorKind::Empty => Ok(0),
                    _ => Err(error),
                }
            })
            .ok()?;
    }
    Some(Ipv4Addr::from(octets))
}

/// IPv6 as the service reads it: groups may have any number of leading zeros.
fn parse_v6(text: &str) -> Option<Ipv6Addr> {
    let (head, tail) = match text.split_once("::") {
        Some((head, tail)) => (head, Some(tail)),
        None => (text, None),
    };
    let (mut groups, front) = parse_groups(head)?;
    let (back, behind) = match tail {
        Some(tail) => parse_groups(tail)?,
        None => ([0; 8], 0),
    };
    let count = front + behind;
    // `::` stands for at least one group.
    let complete = if tail.is_some() {
        count < 8
    } else {
        count == 8
    };
    if !complete {
        return None;
    }
    for (slot, group) in groups.iter_mut().skip(8 - behind).zip(back) {
        *slot = group;
    }
    Some(Ipv6Addr::from(groups))
}

/// The groups at the start of eight, and how many there are.
fn parse_groups(text: &str) -> Option<([u16; 8], usize)> {
    let mut groups = [0; 8];
    let mut count = 0;
    if text.is_empty() {
        return Some((groups, count));
    }
    for group in text.split(':') {
        let significant = group.trim_start_matches('0');
        *groups.get_mut(count)? = match (group.is_empty(), significant.is_empty()) {
            (true, _) => return None,
            (false, true) => 0,
            (false, false) => u16::from_str_radix(significant, 16).ok()?,
        };
        count += 1;
    }
    Some((groups, count))
}

/// A decimal integer with an optional sign, in the range of 32 bits.
fn parse_bits(text: &str) -> Option<i32> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals() {
        for good in [
            "1.2.3.4",
            "0001.2.3.4",
            "000000001.2.3.4",
            "255.255.255.255",
            "::",
            "::1",
            "1::",
            "1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7::",
            "FE80::a",
            "00001::",
        ] {
            assert!(Address::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "1.2.3",
            "1.2.3.256",
            "0000000001.2.3.4",
            "1.2.3.4.5",
            "a.b.c.d",
            ":",
            ":::",
            "1:2",
            "1::2::3",
            "12345::",
            "::1:2:3:4:5:6:7:8",
            "1:",
            ":1",
            "+1.2.3.4",
            "1. 2.3.4",
            "::g",
        ] {
            assert!(Address::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn blocks() {
        let contains = |block: &str, address: &str| {
            Cidr::parse(block)
                .unwrap()
                .contains(Address::parse(address).unwrap())
        };
        assert!(contains("10.0.0.0/24", "10.0.0.255"));
        assert!(contains("10.0.0.9/24", "10.0.0.1"));
        assert!(!contains("10.0.0.0/24", "10.0.1.0"));
        assert!(contains("0.0.0.0/0", "255.1.2.3"));
        assert!(contains("::/0", "10.0.0.1"));
        assert!(
            !contains("::/0", "0.0.0.0"),
            "no digit tells it from the first address"
        );
        assert!(contains("0.0.0.0/0", "::"));
        assert!(contains("10.0.0.0/8", "aff::1"));
        assert!(!contains("10.0.0.0/8", "b00::1"));
        assert!(contains("a00::/6", "9.0.0.1"));
        assert!(!contains("a00::/8", "10.0.0.0"));
        assert!(contains("a00::/8", "10.0.0.1"));
        assert!(!contains("a00::/64", "10.0.0.1"));
        assert!(contains("::/0", "ffff::"));
        assert!(contains("::ffff:a00:0/24", "10.0.0.7"));
    }

    #[test]
    fn literals_of_the_other_version() {
        let accepts = |literal: &str, address: &str| {
            Address::parse(literal)
                .unwrap()
                .accepts(Address::parse(address).unwrap())
        };
        assert!(accepts("10.0.0.1", "a00:1:ffff::1"));
        assert!(!accepts("10.0.0.1", "a00:2::1"));
        assert!(!accepts("a00:1::", "10.0.0.1"));
    }

    #[test]
    fn numbers() {
        for (block, number, accepted) in [
            ("10.0.0.1/0", "1", true),
            ("10.0.0.1/0", "-1", false),
            ("0.0.0.0/0", "0", false),
            ("0.0.0.0/0", "00000000", true),
            ("100.64.0.0/10", "64", false),
            ("100.64.0.0/10", "645", true),
            ("100.64.0.0/10", "645.5", true),
            ("100.64.0.0/10", "64500000.5", false),
            ("100.64.0.0/10", "6450000099", true),
            ("100.64.0.0/10", "6.45e2", true),
            ("64.0.0.0/2", "6.5e-9", true),
            ("64.0.0.0/3", "4.5e99", false),
            ("64.0.0.0/2", "5e99", true),
            ("0.0.0.0/1", "1e400", false),
        ] {
            let block = Cidr::parse(block).unwrap();
            let digits = Digits::of_number(number);
            assert_eq!(
                block.contains_digits(digits),
                accepted,
                "{block:?} {number}"
            );
        }
        let literal = Address::parse("16.0.0.1").unwrap();
        assert!(literal.accepts_digits(Digits::of_number("10000001")));
        assert!(literal.accepts_digits(Digits::of_number("1000000155")));
        assert!(!literal.accepts_digits(Digits::of_number("10000001.0")));
        assert!(!literal.accepts_digits(Digits::of_number("1000000")));
    }

    #[test]
    fn the_numbers_of_a_block() {
        let blocks = [
            "10.0.0.0/8",
            "100.64.0.0/10",
            "10.0.0.0/0",
            "64.0.0.0/2",
            "16.0.0.1/31",
            "9.153.0.0/5",
            "::/0",
            "1000::/7",
            "9999:9999::/20",
            "fe80::/10",
            "0.0.0.0/17",
        ];
        for text in blocks {
            let block = Cidr::parse(text).unwrap();
            for count in 1..=4 {
                let numbers = block.numbers(count);
                for number in 10_u128.pow(count - 1) % 10_u128.pow(count)..10_u128.pow(count) {
                    let accepted = block.contains_digits(Digits::of_number(&number.to_string()));
                    let between = numbers.is_some_and(|(a, b)| a <= number && number <= b);
                    assert_eq!(accepted, between, "{text} {number}");
                }
            }
            for count in [8, 9, 16, 31, 32] {
                let Some((first, last)) = block.numbers(count) else {
                    continue;
                };
                let lowest = 10_u128.pow(count - 1);
                for number in [first, last, first.saturating_sub(1), last + 1] {
                    if (lowest..lowest * 10).contains(&number) {
                        let digits = Digits::of_number(&number.to_string());
                        let accepted = block.contains_digits(digits);
                        assert_eq!(
                            accepted,
                            first <= number && number <= last,
                            "{text} {number}"
                        );
                    }
                }
            }
        }
        assert!(!Cidr::parse("10.0.0.0/8").unwrap().accepts_numbers());
        assert!(!Cidr::parse("0.0.0.0/17").unwrap().accepts_numbers());
        assert!(Cidr::parse("100.64.0.0/10").unwrap().accepts_numbers());
    }

    #[test]
    fn refused_blocks() {
        for (block, reason) in [
            ("10.0.0.0", "Malformed CIDR, one '/' required"),
            ("10.0.0.0/", "Malformed CIDR, one '/' required"),
            ("10.0.0.0/8/8", "Malformed CIDR, one '/' required"),
            ("10.0.0.0/x", "Malformed CIDR, mask bits must be an integer"),
            (
                "10.0.0.0/-1",
                "Malformed CIDR, mask bits must not be negative",
            ),
            ("/8", "Nonstandard IP address: "),
            ("0000000010.0.0.1/8", "Invalid IP address: 0000000010.0.0.1"),
            ("300.1.1.1/8", "Invalid IP address: 300.1.1.1"),
            ("10.0.0.0/32", "IPv4 mask bits must be < 32"),
            ("::/128", "IPv6 mask bits must be < 128"),
            ("::ffff:a00:0/32", "IPv4 mask bits must be < 32"),
        ] {
            assert_eq!(Cidr::parse(block).unwrap_err(), reason, "{block}");
        }
        assert!(
            Cidr::parse("10.0.0.0/8/").is_ok(),
            "empty parts at the end do not count"
        );
    }
}

//! A set of weekdays.

use serde::{Deserialize, Serialize};

/// Weekdays from Monday, which is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weekdays(u8);

impl Weekdays {
    pub const NONE: Weekdays = Weekdays(0);

    pub const fn with(self, day: u8) -> Weekdays {
        if day < 7 { Weekdays(self.0 | 1 << day) } else { self }
    }

    pub const fn has(self, day: u8) -> bool {
        day < 7 && self.0 & (1 << day) != 0
    }

    pub const fn bits(self) -> i64 {
        self.0 as i64
    }

    /// Weekdays from stored bits; unknown bits are dropped.
    pub const fn from_bits(bits: i64) -> Weekdays {
        Weekdays(bits as u8 & 0b111_1111)
    }

    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..7).filter(move |day| self.has(*day))
    }
}

impl FromIterator<u8> for Weekdays {
    fn from_iter<T: IntoIterator<Item = u8>>(days: T) -> Weekdays {
        days.into_iter().fold(Weekdays::NONE, Weekdays::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_weekdays_reads_back_and_knows_no_eighth() {
        let days: Weekdays = [2, 6, 7, 2].into_iter().collect();
        assert_eq!(days.iter().collect::<Vec<_>>(), [2, 6]);
        assert_eq!(Weekdays::from_bits(days.bits()), days);
        assert!(!days.has(7) && !days.has(0));
    }
}

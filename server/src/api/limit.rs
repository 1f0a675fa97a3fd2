//! How often a token may ask: a bucket for what it reads and one for what it writes, each refilled steadily.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use domain::ids::TokenId;

use crate::clock::Stopwatch;
use crate::config::Rates;

/// What a request uses up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    Read,
    Write,
}

/// The buckets of all tokens.
pub struct Limits {
    rates: Rates,
    since: Stopwatch,
    buckets: Mutex<HashMap<(TokenId, Sort), Bucket>>,
}

impl Limits {
    pub fn new(rates: Rates) -> Limits {
        Limits { rates, since: Stopwatch::start(), buckets: Mutex::default() }
    }

    /// Counts a request. Errors with the seconds to wait where there were too many.
    pub fn take(&self, token: TokenId, sort: Sort) -> Result<(), u64> {
        let per_minute = match sort {
            Sort::Read => self.rates.api_reads_per_minute,
            Sort::Write => self.rates.api_writes_per_minute,
        };
        if per_minute == 0 {
            return Ok(());
        }
        let now = self.since.elapsed();
        let mut buckets = self.buckets.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let bucket = buckets.entry((token, sort)).or_insert(Bucket::full(per_minute, now));
        bucket.take(per_minute, now)
    }
}

/// As many requests as fit in a minute may come at once; after that they come as fast as the bucket is refilled.
struct Bucket {
    left: f64,
    at: Duration,
}

impl Bucket {
    fn full(per_minute: u32, now: Duration) -> Bucket {
        Bucket { left: f64::from(per_minute), at: now }
    }

    fn take(&mut self, per_minute: u32, now: Duration) -> Result<(), u64> {
        let per_second = f64::from(per_minute) / 60.0;
        let passed = now.saturating_sub(self.at).as_secs_f64();
        self.left = (self.left + passed * per_second).min(f64::from(per_minute));
        self.at = now;
        if self.left >= 1.0 {
            self.left -= 1.0;
            return Ok(());
        }
        Err(((1.0 - self.left) / per_second).ceil().max(1.0) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Duration = Duration::from_secs(100);

    #[test]
    fn a_minutes_worth_comes_at_once_and_then_one_by_one() {
        let mut bucket = Bucket::full(60, START);
        for _ in 0..60 {
            assert_eq!(bucket.take(60, START), Ok(()));
        }
        assert_eq!(bucket.take(60, START), Err(1));
        assert_eq!(bucket.take(60, START + Duration::from_secs(1)), Ok(()));
        assert_eq!(bucket.take(60, START + Duration::from_secs(1)), Err(1));
    }

    #[test]
    fn a_slow_bucket_says_how_long_to_wait() {
        let mut bucket = Bucket::full(1, START);
        assert_eq!(bucket.take(1, START), Ok(()));
        assert_eq!(bucket.take(1, START), Err(60));
        assert_eq!(bucket.take(1, START + Duration::from_secs(45)), Err(15));
    }

    #[test]
    fn a_rest_fills_it_up_and_no_further() {
        let mut bucket = Bucket::full(2, START);
        let later = START + Duration::from_secs(3_600);
        assert_eq!(
            [bucket.take(2, later), bucket.take(2, later), bucket.take(2, later)],
            [Ok(()), Ok(()), Err(30)]
        );
    }

    #[test]
    fn a_rate_of_nothing_is_no_limit() {
        let limits = Limits::new(Rates { api_reads_per_minute: 1, api_writes_per_minute: 0 });
        for _ in 0..1_000 {
            assert_eq!(limits.take(TokenId(1), Sort::Write), Ok(()));
        }
        assert_eq!(limits.take(TokenId(1), Sort::Read), Ok(()));
        assert!(limits.take(TokenId(1), Sort::Read).is_err());
        assert_eq!(limits.take(TokenId(2), Sort::Read), Ok(()), "another token has a bucket of its own");
    }
}

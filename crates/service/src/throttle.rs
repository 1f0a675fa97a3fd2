//! A limit on attempts within a minute, for guesses at passwords.

use std::collections::HashMap;
use std::sync::Mutex;

use domain::time::{MINUTE, Millis, UnixMs};

/// Attempts within [`WINDOW`] for one account, and for one address.
const LIMIT: usize = 10;
const WINDOW: Millis = MINUTE;
/// Names remembered at once; beyond that the quiet ones are forgotten first.
const MAX_NAMES: usize = 10_000;

/// Counts attempts by name. A name is locked out for at most a minute, never for ever.
#[derive(Default)]
pub struct Throttle {
    attempts: Mutex<HashMap<String, Vec<UnixMs>>>,
}

impl Throttle {
    /// Counts an attempt. Errors with the time to wait when there were too many.
    pub fn attempt(&self, name: &str, now: UnixMs) -> Result<(), Millis> {
        let mut attempts = self.attempts.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if attempts.len() >= MAX_NAMES {
            attempts.retain(|_, times| times.last().is_some_and(|last| now - *last < WINDOW));
        }
        let times = attempts.entry(name.to_owned()).or_default();
        times.retain(|at| now - *at < WINDOW);
        match times.first() {
            Some(oldest) if times.len() >= LIMIT => Err(window_left(*oldest, now)),
            _ => {
                times.push(now);
                Ok(())
            }
        }
    }

    /// Forgets the attempts of a name that has proved itself.
    pub fn succeeded(&self, name: &str) {
        self.attempts.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).remove(name);
    }
}

fn window_left(oldest: UnixMs, now: UnixMs) -> Millis {
    (oldest + WINDOW) - now
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::SECOND;

    const NOW: UnixMs = UnixMs(1_795_000_000_000);

    #[test]
    fn the_eleventh_attempt_in_a_minute_waits_and_the_next_minute_is_free() {
        let throttle = Throttle::default();
        for n in 0..10 {
            assert_eq!(throttle.attempt("ana", NOW + SECOND.times(n)), Ok(()));
        }
        assert_eq!(throttle.attempt("ana", NOW + SECOND.times(10)), Err(SECOND.times(50)));
        assert_eq!(throttle.attempt("bo", NOW + SECOND.times(10)), Ok(()));
        assert_eq!(throttle.attempt("ana", NOW + SECOND.times(60)), Ok(()));
    }

    #[test]
    fn success_forgets_the_failures() {
        let throttle = Throttle::default();
        for _ in 0..10 {
            throttle.attempt("ana", NOW).unwrap();
        }
        throttle.succeeded("ana");
        assert_eq!(throttle.attempt("ana", NOW), Ok(()));
    }
}

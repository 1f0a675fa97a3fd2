//! Measures how long a step takes, to tell the person who waits.

use std::time::{Duration, Instant};

/// Runs from its start; the build tool's only clock.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    #[expect(clippy::disallowed_methods, reason = "the build tool tells how long its steps take")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the start.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }

    /// The time since the start, for people: `0.4 s`, `2 min 05 s`.
    pub fn told(self) -> String {
        told(self.elapsed())
    }
}

fn told(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        return format!("{:.1} s", time.as_secs_f64());
    }
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_told_from_sixty_seconds_on() {
        assert_eq!(told(Duration::from_millis(440)), "0.4 s");
        assert_eq!(told(Duration::from_secs(125)), "2 min 05 s");
    }
}

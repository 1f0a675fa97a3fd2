//! Adds up what the test runners say in their last lines.

use std::fmt;

/// How many tests ran.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl Tally {
    /// Reads one line that a runner printed; lines that are no result count nothing.
    pub fn read(&mut self, line: &str) {
        let line = line.trim();
        // cargo: `test result: ok. 12 passed; 0 failed; 0 ignored; ...`
        if let Some(result) = line.strip_prefix("test result:") {
            for part in result.split(['.', ';']) {
                self.add(part.trim());
            }
        // Playwright: `12 passed (3.1s)`, each sum on a line of its own
        } else {
            self.add(line.split(" (").next().unwrap_or(line));
        }
    }

    fn add(&mut self, sum: &str) {
        let Some((count, what)) = sum.split_once(' ') else {
            return;
        };
        let Ok(count) = count.parse::<u64>() else {
            return;
        };
        match what {
            "passed" | "flaky" => self.passed += count,
            "failed" => self.failed += count,
            "ignored" | "skipped" => self.skipped += count,
            _ => {}
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_of_both_runners_are_added() {
        let mut tally = Tally::default();
        tally.read(
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s",
        );
        tally.read("  30 passed (41.2s)");
        tally.read("  2 skipped");
        assert_eq!(tally.to_string(), "42 passed, 0 failed, 3 skipped");
    }

    #[test]
    fn other_lines_count_nothing() {
        let mut tally = Tally::default();
        tally.read("running 3 tests");
        tally.read("test 7 passed the river ... ok");
        tally.read("3 passed the ticket on");
        assert_eq!(tally, Tally::default());
    }
}

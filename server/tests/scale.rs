//! How long the long tests are: short in the gate, long in `cargo xtask soak`.

/// One number in the gate, another one in the long run.
pub fn of(gate: u64, long: u64) -> u64 {
    if std::env::var_os("DESKBELL_SOAK").is_some() { long } else { gate }
}

/// Where chance begins; `DESKBELL_SEED` repeats a run. Printed, so that a failure can be repeated.
pub fn seed() -> u64 {
    let seed = std::env::var("DESKBELL_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    println!("seed {seed}");
    seed
}

/// Says loudly that a test was left out, past the capture of a test's output.
pub fn left_out(test: &str, why: &str) {
    use std::io::Write as _;
    let _ = std::io::stderr().write_all(format!("**** {test}: NOT TRIED, because {why} ****\n").as_bytes());
}

/// Whether one of these programs is not installed; says then that the test was left out.
pub fn lacks(test: &str, programs: &[&str]) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there = |program: &str| std::env::split_paths(&path).any(|folder| folder.join(program).is_file());
    let missing = programs.iter().find(|program| !is_there(program));
    if let Some(program) = missing {
        left_out(test, &format!("{program} is not installed"));
    }
    missing.is_some()
}

/// The value below which a share of all lies, in percent.
pub fn percentile(mut all: Vec<std::time::Duration>, percent: usize) -> std::time::Duration {
    all.sort();
    all[(all.len() * percent / 100).min(all.len() - 1)]
}

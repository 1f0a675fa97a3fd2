//! What the kernel says of a running program: its processor time and its memory.

use std::fs;

use anyhow::{Context, Result};
use nix::unistd::{SysconfVar, sysconf};

/// Processor time of a program and of those that it has started, in milliseconds.
pub fn cpu_ms(id: u32) -> Result<f64> {
    let ticks_per_second = sysconf(SysconfVar::CLK_TCK)?.context("the kernel counts no ticks")?;
    let mut ticks = 0;
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(other) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // A program that ends meanwhile is left out.
        let Ok(stat) = fs::read_to_string(format!("/proc/{other}/stat")) else { continue };
        let fields: Vec<&str> =
            stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
        let number = |place: usize| fields.get(place).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
        if other == id || number(1) == u64::from(id) {
            ticks += number(11) + number(12);
        }
    }
    Ok(ticks as f64 * 1000.0 / ticks_per_second as f64)
}

/// Resident memory of a program, in bytes.
pub fn memory(id: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).context("the server has ended")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no memory is told")?;
    let kib: u64 = line.trim().trim_end_matches(" kB").trim().parse().context("no memory is told")?;
    Ok(kib * 1024)
}

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

/// Processor time that the whole machine has used, and that of programs which have ended and were waited for by us.
pub fn machine_ms() -> Result<Busy> {
    let ticks_per_second = sysconf(SysconfVar::CLK_TCK)?.context("the kernel counts no ticks")? as f64;
    let stat = fs::read_to_string("/proc/stat").context("the kernel does not tell how busy it is")?;
    let line = stat.lines().next().unwrap_or_default();
    let ticks: Vec<f64> = line.split_whitespace().skip(1).filter_map(|text| text.parse().ok()).collect();
    // User, nice and system, interrupts and what a host took; idling and waiting for disks are no work.
    let work = |places: &[usize]| places.iter().filter_map(|place| ticks.get(*place)).sum::<f64>();
    let own = fs::read_to_string("/proc/self/stat").context("the kernel does not tell how busy we are")?;
    let fields: Vec<&str> = own.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
    let number = |place: usize| fields.get(place).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
    Ok(Busy {
        machine: work(&[0, 1, 2, 5, 6, 7]) * 1000.0 / ticks_per_second,
        waited_for: (number(13) + number(14)) * 1000.0 / ticks_per_second,
    })
}

/// Processor time so far, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub struct Busy {
    pub machine: f64,
    pub waited_for: f64,
}

/// Resident memory of a program, in bytes.
pub fn memory(id: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).context("the server has ended")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no memory is told")?;
    let kib: u64 = line.trim().trim_end_matches(" kB").trim().parse().context("no memory is told")?;
    Ok(kib * 1024)
}

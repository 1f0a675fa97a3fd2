//! The table that people read, with the machine on which it was measured.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::Engine;
use super::load::Figures;
use super::streams::Heard;
use crate::{files, process};

/// A figure with its unit.
#[derive(Debug, Clone, Copy)]
pub enum Value {
    Ms(Duration),
    Bytes(u64),
}

/// What four others took for the same work on a machine of the same kind, each with its own database.
const PEERS: &str = "\
## Others at the same work
Measured with the same made-up tickets on two cores, 10,000 tickets unless it says otherwise; median, c is the number of connections. Not by this tool: these do not change.

| work | product | per second | p50 ms | p99 ms | CPU ms |
|---|---|---|---|---|---|
| a requester's ticket, JSON only, c=16 | Nosdesk | 777 | 20.7 | 27.2 | 1.62 |
| a requester's ticket, page by link, c=16 | django-helpdesk | 104 | 148 | 195 | 19.1 |
| open queue, 50 rows as JSON, c=16 | Nosdesk | 573 | 26.6 | 49.9 | 2.59 |
| create, c=8 | django-helpdesk | 74.8 | 98.9 | 182 | 15.7 |
| create, title only, c=8 | Nosdesk | 67.9 | 116 | 186 | 14.4 |
| search, common word, 100,000 tickets, top 20 without a count and unfiltered, c=1 | Nosdesk | 784 | 1.16 | 2.0 | 1.15 |
| search, rare word, the same | Nosdesk | 2,051 | 0.43 | 0.9 | 0.41 |
| a reply on an open page (the longest of eight stands for p99) | Nosdesk | | 140 | 178 | |
| search, common word, 100,000 tickets, without replies, c=1 | django-helpdesk | 0.8 | 1,216 | 1,231 | 2,295 |

Nosdesk has 206 MiB resident after such runs, its database included.
";

#[derive(Debug)]
pub struct Table {
    head: String,
    reads: String,
    writes: String,
    streams: String,
    others: String,
    weights: String,
    desk: String,
}

impl Table {
    pub fn new(program: &Path, seconds: u32, runs: usize) -> Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model =
            cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown processor");
        let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = load.split(' ').next().unwrap_or_default();
        let date = process::capture(Command::new("date").args(["-u", "+%F"]))?;
        let version = process::capture(Command::new(program).arg("--version"))?;
        let head = format!(
            "# Benchmarks\n\nMeasured by `cargo xtask bench` on {}, {cores} cores ({}), load {load} before it began; \
             {}. Server, database and load share the machine. Each figure is the median of {runs} runs of {seconds} s, \
             slowest to quickest in brackets. CPU is that of server and database together, for one request; others is the largest share of all cores that something else \
             took in one of the runs: beyond 0.1 a figure is not to be trusted. The share is \
             that of a plain file of about the same size from the same server, measured just before. A page, but for the wall, is kept until \
             something changes; \"drawn anew\" asks at an address for which nothing is kept.\n",
            date.trim(),
            model.trim_start_matches(['\t', ' ', ':']),
            version.trim(),
        );
        Ok(Self {
            head,
            reads: String::new(),
            writes: String::new(),
            streams: String::new(),
            others: String::new(),
            weights: String::new(),
            desk: String::new(),
        })
    }

    /// Whose figures follow.
    pub fn begin(&mut self, engine: Engine, tickets: u32) {
        let engine = match engine {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        };
        self.desk = format!("{engine} | {tickets}");
    }

    pub fn read(
        &mut self,
        name: &str,
        connections: u32,
        bytes: usize,
        page: &Figures,
        file_bytes: usize,
        file: &Figures,
    ) {
        println!("{name}, {connections} at once: {:.0}/s, p99 {:.1} ms", page.per_second, page.p99_ms);
        let share = page.per_second / file.per_second.max(1.0) * 100.0;
        let _ = writeln!(
            self.reads,
            "| {name} | {} | {connections} | {:.0} ({:.0}–{:.0}) | {:.1} | {:.1} | {:.2} | {:.2} | {bytes} | {:.0} of {file_bytes} B: {share:.0} % |",
            self.desk,
            page.per_second,
            page.least,
            page.most,
            page.p50_ms,
            page.p99_ms,
            page.cpu_ms,
            page.others,
            file.per_second,
        );
    }

    pub fn write(&mut self, name: &str, figures: &Figures) {
        println!("{name}: {:.0}/s, p99 {:.1} ms", figures.per_second, figures.p99_ms);
        let _ = writeln!(
            self.writes,
            "| {name} | {} | {:.0} ({:.0}–{:.0}) | {:.1} | {:.1} | {:.2} | {:.2} |",
            self.desk,
            figures.per_second,
            figures.least,
            figures.most,
            figures.p50_ms,
            figures.p99_ms,
            figures.cpu_ms,
            figures.others,
        );
    }

    pub fn heard(&mut self, count: usize, heard: &Heard) {
        println!("{count} streams: the last heard after {:.0} ms", ms(heard.last));
        let _ = writeln!(
            self.streams,
            "| {count} | {} | {:.0} | {:.0} | {:.0} | {:.0} | {:.1} |",
            self.desk,
            ms(heard.first),
            ms(heard.median),
            ms(heard.p99),
            ms(heard.last),
            heard.memory_each as f64 / 1024.0,
        );
    }

    pub fn row(&mut self, name: &str, values: &[(&str, Value)]) {
        for (what, value) in values {
            let told = match value {
                Value::Ms(time) => format!("{:.0} ms", ms(*time)),
                Value::Bytes(bytes) => format!("{:.1} MiB", *bytes as f64 / 1_048_576.0),
            };
            println!("{name}: {what} {told}");
            let _ = writeln!(self.others, "| {name}: {what} | {} | {told} |", self.desk);
        }
    }

    /// What a browser loads once, as it is sent.
    pub fn weigh(&mut self, site: &Path) -> Result<()> {
        for path in files::under(site)? {
            let name = files::relative(&path, site);
            if let Some(plain) = name.strip_suffix(".br") {
                let (sent, whole) = (files::read(&path)?.len(), files::read(&site.join(plain))?.len());
                let _ = writeln!(self.weights, "| {plain} | {sent} | {whole} |");
            }
        }
        Ok(())
    }

    pub fn written(&self) -> String {
        let Self { head, reads, writes, streams, others, weights, .. } = self;
        format!(
            "{head}\n## Pages\n| page | engine | tickets | at once | per second | p50 ms | p99 ms | CPU ms | others | bytes | plain file, per second |\n\
             |---|---|---|---|---|---|---|---|---|---|---|\n{reads}\n\
             ## Writes, on disk before the answer\n| what | engine | tickets | per second | p50 ms | p99 ms | CPU ms | others |\n\
             |---|---|---|---|---|---|---|---|\n{writes}\n\
             ## Live streams: from sending a reply until the open trackers have it\n\
             | streams | engine | tickets | first ms | median ms | p99 ms | last ms | KiB each |\n|---|---|---|---|---|---|---|---|\n{streams}\n\
             ## Start and memory of the server\n| what | engine | tickets | |\n|---|---|---|---|\n{others}\n\
             ## What a browser loads once\n| file | bytes sent (brotli) | bytes |\n|---|---|---|\n{weights}\n{PEERS}"
        )
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

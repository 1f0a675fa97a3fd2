//! Load by `wrk`: what a number of connections gets in a number of seconds, and what it costs the server.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::desk::Served;
use super::process as kernel;
use crate::{files, process};

/// Prints what wrk knows as one line of JSON.
const DONE: &str = r#"
function done(s, l, r)
  io.write(string.format("\nJSON {\"requests\":%d,\"us\":%d,\"p50\":%.3f,\"p99\":%.3f,\"errors\":%d}\n", s.requests,
    s.duration, l:percentile(50)/1000, l:percentile(99)/1000,
    s.errors.status+s.errors.connect+s.errors.read+s.errors.write+s.errors.timeout))
end
"#;

/// What is asked, as a script for wrk.
#[derive(Debug)]
pub struct Requests {
    script: String,
}

impl Requests {
    /// Pages, one after the other in a mixed order, each as often as it comes.
    pub fn get(pass: Option<&str>, paths: &[String]) -> Self {
        Self::pages(pass, paths, "")
    }

    /// The same pages, each time at an address that nobody has asked for: none was kept, each is drawn.
    pub fn anew(pass: Option<&str>, paths: &[String]) -> Self {
        Self::pages(
            pass,
            paths,
            " .. (string.find(paths[n % #paths + 1], '?', 1, true) and '&' or '?') .. 'anew=' .. os.time() .. n",
        )
    }

    fn pages(pass: Option<&str>, paths: &[String], more: &str) -> Self {
        let pass = pass.and_then(|pass| pass.split_once(": "));
        let pass = pass.map(|(name, value)| format!("[{}]={}", lua(name), lua(value))).unwrap_or_default();
        let script = format!(
            "local paths = {{{}}}\nlocal headers = {{{pass}}}\nlocal n = 1\n\
             function request() n = (n * 1103515245 + 12345) % 2147483648\n\
             return wrk.format('GET', paths[n % #paths + 1]{more}, headers) end\n",
            listed(paths)
        );
        Self { script }
    }

    /// Questions of guests, each another one.
    pub fn asks() -> Self {
        Self::posts(
            "path = '/new'\nbody = 'name=User+0001&email=user0001%40example.com&body=My+printer+does+not+work+since+this+\
             morning,+number+' .. n .. '.+Please+help+me+soon,+thank+you+very+much.'",
            &[],
        )
    }

    /// Answers of requesters to their open tickets.
    pub fn answers(links: &[String]) -> Self {
        Self::posts(
            "local ref, key = string.match(paths[n % #paths + 1], '^(/t/[^?]+)%?k=(.+)$')\npath = ref .. '/post'\n\
             body = 'kind=answer&k=' .. key .. '&body=It+still+does+not+print,+number+' .. n",
            links,
        )
    }

    fn posts(form: &str, paths: &[String]) -> Self {
        let script = format!(
            "local paths = {{{}}}\nlocal n = 0\nfunction init(args) math.randomseed(os.time()) n = math.random(1000000000) end\n\
             function request() n = n + 1\nlocal path, body\n{form}\n\
             return wrk.format('POST', path, {{['Content-Type']='application/x-www-form-urlencoded', \
             ['Origin']='http://' .. wrk.host .. ':' .. wrk.port}}, body) end\n",
            listed(paths)
        );
        Self { script }
    }
}

/// The median of some runs, and the slowest and quickest of them.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    pub per_second: f64,
    pub least: f64,
    pub most: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub cpu_ms: f64,
    /// Share of all cores that neither server, database nor load used.
    pub others: f64,
}

#[derive(Deserialize)]
struct Told {
    requests: u64,
    us: f64,
    p50: f64,
    p99: f64,
    errors: u64,
}

/// How each measurement is taken.
pub struct Load<'a> {
    pub served: &'a Served,
    pub seconds: u32,
    pub runs: usize,
}

impl Load<'_> {
    /// Asks over so many connections; a short run before the first that counts warms everything up.
    pub fn run(&self, connections: u32, requests: &Requests) -> Result<Figures> {
        let script = std::env::temp_dir().join(format!("deskbell-bench-{}.lua", std::process::id()));
        files::write(&script, format!("{}{DONE}", requests.script).as_bytes())?;
        self.once(connections, 1, &script)?;
        let runs = (0..self.runs).map(|_| self.once(connections, self.seconds, &script));
        let runs = runs.collect::<Result<Vec<_>>>()?;
        Ok(Figures {
            per_second: median(&runs, |run| run.per_second),
            least: runs.iter().map(|run| run.per_second).fold(f64::INFINITY, f64::min),
            most: runs.iter().map(|run| run.per_second).fold(0.0, f64::max),
            p50_ms: median(&runs, |run| run.p50_ms),
            p99_ms: median(&runs, |run| run.p99_ms),
            cpu_ms: median(&runs, |run| run.cpu_ms),
            others: runs.iter().map(|run| run.others).fold(0.0, f64::max),
        })
    }

    fn once(&self, connections: u32, seconds: u32, script: &std::path::Path) -> Result<Figures> {
        let (before, machine) = (self.served.cpu_ms()?, kernel::machine_ms()?);
        let mut wrk = Command::new("wrk");
        wrk.args(["-t1", &format!("-c{connections}"), &format!("-d{seconds}s"), "--timeout", "30s", "-s"]);
        let printed = process::capture(wrk.arg(script).arg(format!("http://{}", self.served.address)))?;
        let cpu = self.served.cpu_ms()? - before;
        let now = kernel::machine_ms()?;
        let (all, load) = (now.machine - machine.machine, now.waited_for - machine.waited_for);
        let line = printed.lines().find_map(|line| line.strip_prefix("JSON ")).context("wrk told nothing")?;
        let told: Told = serde_json::from_str(line).context("wrk told nothing")?;
        if told.errors > 0 || told.requests == 0 {
            bail!("{} of {} requests failed", told.errors, told.requests);
        }
        let per_second = told.requests as f64 / told.us * 1e6;
        let cpu_ms = cpu / told.requests as f64;
        let cores = std::thread::available_parallelism().map_or(1, usize::from) as f64;
        // The kernel counts in hundredths of a second; less than nothing is nothing.
        let others = ((all - cpu - load) / (told.us / 1000.0 * cores)).max(0.0);
        Ok(Figures { per_second, p50_ms: told.p50, p99_ms: told.p99, cpu_ms, others, ..Figures::default() })
    }
}

fn median(runs: &[Figures], of: impl Fn(&Figures) -> f64) -> f64 {
    let mut values: Vec<f64> = runs.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn listed(paths: &[String]) -> String {
    paths.iter().map(|path| lua(path)).collect::<Vec<_>>().join(",")
}

fn lua(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_run_counts() {
        let run = |per_second| Figures { per_second, ..Figures::default() };
        assert_eq!(median(&[run(3.0), run(1.0), run(2.0)], |run| run.per_second), 2.0);
        assert_eq!(median(&[], |run| run.per_second), 0.0);
    }

    #[test]
    fn a_quote_can_t_end_a_path() {
        assert_eq!(lua(r#"/a"b\"#), r#""/a\"b\\""#);
    }
}

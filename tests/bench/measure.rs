//! Times, memory, and the lines that are printed.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// How long something took, many times.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    pub fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    pub fn extend(&mut self, others: Times) {
        self.0.extend(others.0);
    }

    pub fn take<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let out = work();
        self.add(began.elapsed());
        out
    }

    /// The part of all that took at most this long, in milliseconds.
    pub fn ms(&mut self, part: f64) -> f64 {
        self.0.sort_unstable();
        let last = self.0.len().saturating_sub(1);
        let at = (last as f64 * part).round() as usize;
        self.0.get(at).map_or(0.0, |it| it.as_secs_f64() * 1_000.0)
    }

    pub fn n(&self) -> usize {
        self.0.len()
    }

    pub fn summary(&mut self) -> String {
        format!(
            "p50 {:.3} ms, p95 {:.3} ms, p99 {:.3} ms (n {})",
            self.ms(0.5),
            self.ms(0.95),
            self.ms(0.99),
            self.n()
        )
    }
}

/// How many a second.
pub fn rate(n: usize, took: Duration) -> f64 {
    n as f64 / took.as_secs_f64().max(1e-9)
}

/// Processor time used, user and system, in nanoseconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cpu(u64);

impl Cpu {
    /// What the calling thread used since it began.
    pub fn of_thread() -> Self {
        Cpu(ran("/proc/thread-self/schedstat".as_ref()))
    }

    /// What all threads of this process used that are still there, and all that were joined.
    pub fn of_process() -> Self {
        // Fields 14 and 15 (proc_pid_stat(5)), counted in hundredths of a second, behind a name that may hold blanks.
        let text = std::fs::read_to_string("/proc/self/stat").unwrap();
        let fields: Vec<&str> = text.rsplit(')').next().unwrap().split(' ').collect();
        let ticks: u64 = fields[12..14]
            .iter()
            .map(|it| it.parse::<u64>().unwrap())
            .sum();
        Cpu(ticks * 10_000_000)
    }

    /// What the other threads of this process used, of those that are still there.
    pub fn of_others() -> Self {
        let threads = std::fs::read_dir("/proc/self/task").unwrap();
        let all = threads.map(|it| ran(&it.unwrap().path().join("schedstat")));
        Cpu(all.sum()) - Self::of_thread()
    }

    /// What each of this process' threads used that are still there, by their names.
    pub fn by_name() -> BTreeMap<String, Cpu> {
        let mut out: BTreeMap<String, Cpu> = BTreeMap::new();
        for thread in std::fs::read_dir("/proc/self/task").unwrap() {
            let place = thread.unwrap().path();
            let name = std::fs::read_to_string(place.join("comm")).unwrap_or_default();
            let name = name.trim().trim_end_matches(|it: char| it.is_ascii_digit());
            let used = Cpu(ran(&place.join("schedstat")));
            let sum = out.entry(name.to_owned()).or_default();
            *sum = *sum + used;
        }
        out
    }

    pub fn micros(self) -> f64 {
        self.0 as f64 / 1e3
    }
}

impl std::ops::Add for Cpu {
    type Output = Cpu;
    fn add(self, other: Cpu) -> Cpu {
        Cpu(self.0 + other.0)
    }
}

impl std::ops::Sub for Cpu {
    type Output = Cpu;
    fn sub(self, other: Cpu) -> Cpu {
        Cpu(self.0.saturating_sub(other.0))
    }
}

/// Nanoseconds on a processor, the first number of a `schedstat`; nothing for a thread that is gone.
fn ran(file: &std::path::Path) -> u64 {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    text.split(' ')
        .next()
        .and_then(|it| it.parse().ok())
        .unwrap_or(0)
}

/// Proportional set size of a process, MB.
pub fn pss(pid: u32) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let of = |name: &str| {
        let line = text.lines().find(|it| it.starts_with(name));
        let kb = line.and_then(|it| it.split_whitespace().nth(1));
        kb.and_then(|it| it.parse::<f64>().ok()).unwrap_or(0.0)
    };
    of("Pss:") / 1_024.0
}

/// As [`pss`], the part that is no file's: what the process itself holds.
pub fn pss_anonymous(pid: u32) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let line = text.lines().find(|it| it.starts_with("Pss_Anon:"));
    let kb = line.and_then(|it| it.split_whitespace().nth(1));
    kb.and_then(|it| it.parse::<f64>().ok()).unwrap_or(0.0) / 1_024.0
}

/// One line of the report: what, how much, and what was promised.
pub fn line(what: &str, is: &str, promised: &str) {
    let promised = if promised.is_empty() {
        String::new()
    } else {
        format!("   [promised: {promised}]")
    };
    println!("{what:<46} {is}{promised}");
}

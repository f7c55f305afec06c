//! Searching: the whole process, from its start to its end.

use super::programs::{home, run};
use super::{PROGRAM, Table, median, ms, press};
use std::path::Path;
use std::process::Command;

/// Measures questions of every kind.
pub fn measure(folder: &Path, table: &mut Table) {
    let known = press::person(3);
    let surname = known.split(' ').next_back().unwrap_or_default().to_owned();
    let rare = press::person(7_001);
    let questions = [
        "harbour".to_owned(),
        "harbour ceasefire".to_owned(),
        format!("\"{known}\""),
        format!("\"{rare}\""),
        format!("source:\"{known}\""),
        format!("source:{surname} unnamed:yes date:>2025-05 ceasefire"),
        "feed:Courier treaty".to_owned(),
        "folder:World title:bridge".to_owned(),
        "claim:\"would reopen\" -is:read".to_owned(),
        "orch* OR glac*".to_owned(),
        "the".to_owned(),
        "nothing-like-it".to_owned(),
    ];
    table.about("whosaid search, whole processes");
    for question in questions {
        let mut times = Vec::new();
        let mut count = 0;
        for _ in 0..table.runs {
            let mut command = Command::new(PROGRAM);
            command.args(["search", "--json", "-n", "20", &question]).envs(home(folder));
            let ran = run(&mut command);
            count = serde_json::from_str::<serde_json::Value>(&ran.out)
                .ok()
                .and_then(|out| out["count"].as_u64())
                .expect("an answer");
            times.push(ran.time);
        }
        table.row(&format!("{question}  ({count} found)"), ms(median(times)), 100.0, "ms");
    }
}

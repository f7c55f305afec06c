//! Reads GUM's CoNLL-U files as plain text with the names in it, as `tools/score_actors.py` does.

use std::path::Path;

struct Word {
    id: usize,
    end: usize,
    form: String,
    proper: bool,
    number: bool,
    glued: bool,
    entity: String,
}

/// A text and its names.
pub type Marked = (String, Vec<(usize, usize, u8)>);

/// The text of a file, and its names as bytes and a number: 0 person, 1 organisation, 2 place, 3 anything else.
pub fn marked(path: &Path) -> anyhow::Result<Marked> {
    let file = std::fs::read_to_string(path)?;
    let mut text = String::new();
    let mut names: Vec<(usize, usize, u8)> = Vec::new();
    let (mut sentence, mut para) = (Vec::new(), false);
    for line in file.lines().chain(std::iter::once("")) {
        if line.starts_with('#') {
            para |= line.starts_with("# newpar") && !line.starts_with("# newpar_block");
            continue;
        }
        if line.is_empty() {
            if !sentence.is_empty() {
                add(&sentence, para, &mut text, &mut names);
                sentence.clear();
                para = false;
            }
            continue;
        }
        let f: Vec<&str> = line.split('\t').collect();
        if f.len() < 10 {
            continue;
        }
        let (id, end) = match f[0].split_once('-') {
            Some((a, b)) => (a.parse(), b.parse()),
            None => (f[0].parse(), f[0].parse()),
        };
        let (Ok(id), Ok(end)) = (id, end) else { continue };
        let entity =
            f[9].split('|').find_map(|x| x.strip_prefix("Entity=")).unwrap_or("").to_string();
        sentence.push(Word {
            id,
            end: if f[0].contains('-') { end } else { 0 },
            form: f[1].to_string(),
            proper: f[3] == "PROPN",
            number: f[3] == "NUM",
            glued: f[9].contains("SpaceAfter=No"),
            entity,
        });
    }
    text.push('\n');
    names.sort_unstable();
    names.dedup();
    Ok((text, names))
}

/// Adds a sentence to the text, and its names to the list.
fn add(sentence: &[Word], para: bool, text: &mut String, names: &mut Vec<(usize, usize, u8)>) {
    while text.ends_with(' ') {
        text.pop();
    }
    if !text.is_empty() {
        text.push_str(if para { "\n\n" } else { " " });
    }
    let last = sentence.iter().map(|w| w.id.max(w.end)).max().unwrap_or(0);
    let mut place = vec![(0, 0); last + 1];
    let mut words: Vec<Option<&Word>> = vec![None; last + 1];
    let mut skip = 0;
    for w in sentence {
        let start = text.len();
        if w.end > 0 {
            text.push_str(&w.form);
            place[w.id..=w.end].fill((start, text.len()));
            skip = w.end;
        } else {
            words[w.id] = Some(w);
            if w.id <= skip {
                continue;
            }
            text.push_str(&w.form);
            place[w.id] = (start, text.len());
        }
        if !w.glued {
            text.push(' ');
        }
    }
    let mut stack: Vec<(String, String, usize, usize)> = Vec::new();
    for id in 1..=last {
        let Some(word) = words[id] else { continue };
        let mut rest = word.entity.as_str();
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('(') {
                let cut = inner.find(['(', ')']).unwrap_or(inner.len());
                let (body, tail) = inner.split_at(cut);
                let f: Vec<&str> = body.split('-').collect();
                let head = f
                    .get(5)
                    .and_then(|x| x.split(',').next())
                    .and_then(|x| x.parse().ok())
                    .unwrap_or(0);
                let one = (f[0].to_string(), f.get(1).unwrap_or(&"").to_string(), id, head);
                rest = tail;
                if let Some(tail) = rest.strip_prefix(')') {
                    close(&one, id, &words, &place, names);
                    rest = tail;
                } else {
                    stack.push(one);
                }
            } else {
                let cut = rest.find(')').map_or(rest.len(), |c| c + 1);
                let (body, tail) = rest.split_at(cut);
                let group = body.trim_end_matches(')').split('-').next().unwrap_or("");
                if let Some(k) = stack.iter().rposition(|s| s.0 == group) {
                    let one = stack.remove(k);
                    close(&one, id, &words, &place, names);
                }
                rest = tail;
            }
        }
    }
}

fn close(
    (_, kind, begin, head): &(String, String, usize, usize),
    end: usize,
    words: &[Option<&Word>],
    place: &[(usize, usize)],
    names: &mut Vec<(usize, usize, u8)>,
) {
    let role = ["person", "organization", "place"].iter().position(|k| k == kind).unwrap_or(3);
    let ids: Vec<usize> = (*begin..=end).filter(|i| words[*i].is_some()).collect();
    let head = if *head > 0 && *head <= ids.len() { ids[head - 1] } else { ids[ids.len() - 1] };
    let at = |i: usize| words.get(i).copied().flatten();
    if !at(head).is_some_and(|w| w.proper) {
        return;
    }
    let name = |i: usize| at(i).is_some_and(|w| w.proper || w.number);
    let glue = |i: usize| {
        at(i).is_some_and(|w| {
            matches!(
                w.form.to_lowercase().as_str(),
                "of" | "the" | "and" | "for" | "de" | "al" | "-" | "&" | "'s"
            )
        })
    };
    let (mut low, mut high) = (head, head);
    while low > *begin && (name(low - 1) || (glue(low - 1) && low - 1 > *begin && name(low - 2))) {
        low -= 1;
    }
    while high < end
        && (name(high + 1)
            || (glue(high + 1)
                && high + 2 <= end
                && name(high + 2)
                && at(high + 1).is_some_and(|w| w.form != "'s")))
    {
        high += 1;
    }
    names.push((place[low].0, place[high].1, role as u8));
}

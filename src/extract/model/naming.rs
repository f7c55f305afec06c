//! Names: which runs of words name somebody or something, and of what kind.
//!
//! A linear chain over the words that may stand in a name (what has a capital, and
//! the small words between): outside, or first or later word of a person, a body, a
//! place, or of what is none of these (works, events, languages, products), which is
//! learned so that it is not taken for one of them. What the lists know of a word
//! comes in as bits ([`Clue`]); this module must not import them, nor the rules.

use super::hash::{self, mix, mix3};
use super::table::Table;
use super::words::{CAPITAL, CLOSES, EDGE, MARK, NUMBER, OPENS, STOP, UPPER, Words};
use std::collections::BTreeMap;

/// Outside, and the first and later words of the four kinds.
pub const LABELS: usize = 9;
/// Points for each label after each label, and for each label at the beginning of a run.
pub const MOVES: usize = LABELS * LABELS + LABELS;
/// The domains that the trainer learns from; only the first is asked for.
pub const DOMAINS: u32 = 2;

/// What a name is a name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A human being.
    Person,
    /// A body.
    Organisation,
    /// A place.
    Place,
    /// Something that is no actor.
    Other,
}

impl Sort {
    /// All, in the order of the labels.
    pub const ALL: [Sort; 4] = [Sort::Person, Sort::Organisation, Sort::Place, Sort::Other];

    /// The label of the first word; that of later words is one more.
    #[must_use]
    pub fn label(self) -> u8 {
        1 + 2 * self as u8
    }

    /// The kind that a label is of.
    #[must_use]
    pub fn of(label: u8) -> Option<Self> {
        Self::ALL.get(usize::from(label.checked_sub(1)? / 2)).copied()
    }
}

/// What is known of a token besides its looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clue {
    /// What the lists say, in the bits named below.
    pub bits: u32,
    /// The sort of the known name that it stands in, and where it stands in it; 0 for none.
    pub known: u32,
    /// The class that the rules gave it.
    pub class: u32,
    /// Its first three characters.
    pub front: u32,
    /// Its last four.
    pub back: u32,
}

/// Stands in a title.
pub const TITLE: u32 = 1;
/// Is a forename.
pub const FORENAME: u32 = 2;
/// Is a surname.
pub const SURNAME: u32 = 4;
/// Stands, small, inside names.
pub const PARTICLE: u32 = 8;
/// Stands after names.
pub const AFTER: u32 = 16;
/// Ends the names of bodies.
pub const BODY: u32 = 32;
/// Ends the names of outlets.
pub const MEDIA: u32 = 64;
/// Is a role noun of a person.
pub const ROLE: u32 = 128;
/// Is a noun for several people, a body or an outlet.
pub const SEVERAL: u32 = 256;
/// Is a noun for something written.
pub const WRITTEN: u32 = 512;
/// Is a day or month.
pub const CALENDAR: u32 = 1024;
/// Is a common word.
pub const COMMON: u32 = 2048;
/// Is a small word.
pub const SMALL: u32 = 4096;
/// Can be a verb.
pub const VERB: u32 = 8192;
/// Is a verb that attributes.
pub const CUE: u32 = 16384;
/// Joins the words of a name: of, the, and, &.
pub const GLUE: u32 = 1 << 15;
/// Stands glued to the token before it.
pub const GLUED: u32 = 1 << 16;
/// Marks the name of a place.
pub const LOCUS: u32 = 1 << 17;
/// Marks the name of something that cannot act.
pub const THING: u32 = 1 << 18;

/// A name that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Name {
    /// Its first token.
    pub from: usize,
    /// One past its last.
    pub to: usize,
    /// What it is a name of.
    pub sort: Sort,
    /// How likely each kind is, by [`Sort`].
    pub sure: [f32; 4],
}

/// All that features are read from.
#[derive(Debug)]
pub struct Scene<'a> {
    words: &'a Words,
    tags: &'a [u8],
    clues: &'a [Clue],
    /// The runs of words that may stand in names, in order.
    pub runs: Vec<(usize, usize)>,
    /// For each token: first token and one past the last of the words with capitals that stand together.
    caps: Vec<(u32, u32)>,
    /// How many words of each sentence have capitals, in eighths.
    height: Vec<u32>,
    /// What the whole text shows of a word: see [`Self::company`].
    company: BTreeMap<u32, u32>,
    /// How often a word stands with a capital: at all, after "in" and its kin, before a finite verb, after
    /// "the", before "'s".
    counts: BTreeMap<u32, [u32; 5]>,
    /// What sort of text it is: how many of its capitals are forenames, known places and bodies, how many of its
    /// words attribute, each in steps.
    kind: [u32; 4],
}

/// How many small words may stand between two capitals of one name.
const GAP: usize = 2;

impl<'a> Scene<'a> {
    /// Works out what is the same for all features.
    #[must_use]
    pub fn new(words: &'a Words, tags: &'a [u8], clues: &'a [Clue]) -> Self {
        let mut scene = Self {
            words,
            tags,
            clues,
            runs: Vec::new(),
            caps: vec![(0, 0); words.len()],
            height: Vec::with_capacity(words.sentences.len()),
            company: BTreeMap::new(),
            counts: BTreeMap::new(),
            kind: [0; 4],
        };
        for (from, to) in words.sentences.iter().copied() {
            scene.runs_of(from, to);
            let wordy =
                (from..to).filter(|at| !words.is(*at, MARK) && scene.bits(*at) & SMALL == 0);
            let (all, high) = wordy
                .fold((0, 0), |(all, high), at| (all + 1, high + u32::from(words.is(at, CAPITAL))));
            scene.height.push((high * 8_u32).checked_div(all).unwrap_or(9));
        }
        scene.meet();
        scene.kind = scene.kind();
        scene
    }

    fn kind(&self) -> [u32; 4] {
        let mut sums = [0_u32; 4];
        let mut capitals = 1;
        for (at, clue) in self.clues.iter().enumerate() {
            capitals += u32::from(self.starts(at));
            sums[0] += u32::from(clue.bits & FORENAME != 0);
            // Countries, capitals, and other places, as `clues` numbers them.
            sums[1] +=
                u32::from(matches!(clue.known.wrapping_sub(1) / 4, 0 | 1 | 6) && clue.known > 0);
            sums[2] += u32::from(clue.bits & (BODY | MEDIA) != 0);
            sums[3] += u32::from(clue.bits & CUE != 0 && clue.bits & SMALL == 0);
        }
        let words = self.clues.len().max(1) as u64;
        let steps = |n: u64| (0..7).find(|k| n <= 8 << k).unwrap_or(7) as u32;
        let share = |n: u32| steps(u64::from(n) * 1000 / u64::from(capitals));
        [share(sums[0]), share(sums[1]), share(sums[2]), steps(u64::from(sums[3]) * 2000 / words)]
    }

    fn bits(&self, at: usize) -> u32 {
        self.clues.get(at).map_or(0, |c| c.bits)
    }

    fn starts(&self, at: usize) -> bool {
        self.words.is(at, CAPITAL)
    }

    fn runs_of(&mut self, from: usize, to: usize) {
        let mut at = from;
        while at < to {
            if !self.starts(at) {
                at += 1;
                continue;
            }
            let (start, mut end) = (at, at + 1);
            let mut next = end;
            while next < to && next < end + GAP + 1 {
                if self.starts(next) || self.words.is(next, NUMBER) && next == end {
                    next += 1;
                    end = next;
                } else if self.bits(next) & (GLUE | PARTICLE) != 0 {
                    next += 1;
                } else {
                    break;
                }
            }
            self.runs.push((start, end));
            // What stands together without small words between.
            let mut cap = start;
            while cap < end {
                if !self.starts(cap) {
                    cap += 1;
                    continue;
                }
                let mut stop = cap + 1;
                while stop < end && self.starts(stop) {
                    stop += 1;
                }
                for slot in &mut self.caps[cap..stop] {
                    *slot = (cap as u32, stop as u32);
                }
                cap = stop;
            }
            at = end;
        }
    }

    /// What is seen of a word in the whole text, in bits: written small, written with a capital where no
    /// sentence begins, after a title, after a forename, after "in", before a verb that attributes,
    /// inside a known name, often.
    fn meet(&mut self) {
        let mut small: BTreeMap<u32, u32> = BTreeMap::new();
        let hashes =
            |words: &[&str]| words.iter().map(|word| hash::lower(word)).collect::<Vec<_>>();
        let wheres = hashes(&[
            "in", "at", "near", "from", "to", "around", "into", "across", "outside", "through",
            "via", "towards",
        ]);
        let (the, own) = (hash::lower("the"), hash::lower("'s"));
        for (from, to) in self.words.sentences.iter().copied() {
            for at in from..to {
                if self.words.is(at, MARK) || self.words.is(at, NUMBER) {
                    continue;
                }
                let low = self.words.low[at];
                if !self.words.is(at, CAPITAL) {
                    *small.entry(low).or_default() |= 1;
                    continue;
                }
                let before = (at > from).then(|| at - 1);
                let bits = before.map_or(0, |b| self.bits(b));
                let (first, last) = (self.caps[at].0 as usize, self.caps[at].1 as usize);
                let word_before = (first > from).then(|| self.words.low[first - 1]);
                let next = (last < to).then_some(last);
                let verb = next
                    .and_then(|n| self.tags.get(n))
                    .is_some_and(|t| matches!(t, 18 | 35 | 38 | 39));
                let count = self.counts.entry(low).or_default();
                count[0] += 1;
                count[1] += u32::from(word_before.is_some_and(|w| wheres.contains(&w)));
                count[2] += u32::from(verb);
                count[3] += u32::from(word_before == Some(the));
                count[4] += u32::from(next.is_some_and(|n| self.words.low[n] == own));
                let mut seen = 0;
                if before.is_some_and(|b| !self.words.is(b, MARK)) {
                    seen |= 2;
                }
                if bits & TITLE != 0 {
                    seen |= 4;
                }
                if bits & FORENAME != 0 {
                    seen |= 8;
                }
                if before.is_some_and(|b| self.tags.get(b) == Some(&IN))
                    && self.caps[at].0 as usize == at
                {
                    seen |= 16;
                }
                if at + 1 < to && self.bits(at + 1) & CUE != 0 {
                    seen |= 32;
                }
                if self.clues.get(at).is_some_and(|c| c.known != 0) {
                    seen |= 64;
                }
                let slot = self.company.entry(low).or_default();
                if *slot != 0 {
                    seen |= 128;
                }
                *slot |= seen;
            }
        }
        for (low, bits) in small {
            if let Some(slot) = self.company.get_mut(&low) {
                *slot |= bits;
            }
        }
    }

    /// The features of the token at `at`, which stands in the run `from..to`, added to `out`.
    pub fn features(&self, at: usize, run: (usize, usize), out: &mut Vec<u32>) {
        let words = self.words;
        let sentence = words.sentence_of[at] as usize;
        let (from, to) = words.sentences[sentence];
        let near = |k: isize| -> Option<usize> {
            let i = at as isize + k;
            (i >= from as isize && i < to as isize).then_some(i as usize)
        };
        let low_at = |i: Option<usize>| i.map_or(EDGE, |i| words.low[i]);
        let low = |k: isize| low_at(near(k));
        let tag = |k: isize| near(k).map_or(63, |i| u32::from(self.tags[i]));
        let bits_at = |i: Option<usize>| i.map_or(1 << 31, |i| self.bits(i));
        let bits = |k: isize| bits_at(near(k));
        let known = |k: isize| near(k).map_or(63, |i| self.clues[i].known);
        let class = |k: isize| near(k).map_or(63, |i| self.clues[i].class);
        let shape = |k: isize| near(k).map_or(0, |i| words.shape[i]);
        let flags = |k: isize| {
            near(k).map_or(0x8000, |i| {
                u32::from(
                    words.flags[i] & (CAPITAL | NUMBER | MARK | UPPER | STOP | OPENS | CLOSES),
                )
            })
        };
        let company_at = |i: Option<usize>| {
            i.and_then(|i| self.company.get(&words.low[i])).copied().unwrap_or(0)
        };
        let company = |k: isize| company_at(near(k));
        let (cap_from, cap_to) = (self.caps[at].0 as usize, self.caps[at].1 as usize);
        let capital = cap_to > 0;
        let (cap_from, cap_to) = if capital { (cap_from, cap_to) } else { (at, at + 1) };
        let mut left = self.bits(at);
        while left != 0 {
            let bit = left & left.wrapping_neg();
            out.push(mix3(0x4A3D, bit, words.shape[at]));
            left ^= bit;
        }
        let mut t = 0x4A3E_u32;
        let mut add = |a: u32, b: u32| {
            t += 1;
            out.push(mix3(t, a, b));
        };
        add(0, 0);
        for k in -2..=2 {
            add(low(k), 0);
        }
        add(low(-1), low(0));
        add(low(0), low(1));
        for k in -2..=2 {
            add(tag(k), 0);
        }
        add(tag(-1), tag(0));
        add(tag(0), tag(1));
        add(class(-1), class(0));
        add(class(0), class(1));
        // The word's looks.
        add(words.shape[at], 0);
        add(shape(-1), words.shape[at]);
        add(words.shape[at], shape(1));
        let clue = self.clues[at];
        add(clue.front, 0);
        add(clue.back, 0);
        add(words.tails[at][0], 0);
        add(words.tails[at][1], 0);
        add(flags(0), flags(1));
        add(flags(0), flags(-1));
        // What the lists know.
        add(clue.bits, 0);
        add(clue.bits, bits(1));
        add(clue.bits, bits(-1));
        add(clue.known, 0);
        add(known(-1), known(0));
        add(known(0), known(1));
        add(clue.known, tag(1));
        add(clue.known, low(-1));
        add(clue.known, clue.bits & (COMMON | FORENAME | SURNAME));
        // What the whole text shows of the word.
        add(company(0), 0);
        let sides = u32::from(at == from);
        add(company(0), 2 + sides);
        add(company(-1) & 0x5F, company(0) & 0x5F);
        add(company(1) & 0x5F, company(0) & 0x5F);
        add(company_at(Some(cap_to - 1)), company_at(Some(cap_from)));
        let shares = |i: usize| {
            let c = self.counts.get(&words.low[i]).copied().unwrap_or_default();
            let share = |k: usize| (c[k] * 4).checked_div(c[0]).map_or(0, |share| share + 1);
            (
                match c[0] {
                    0..=2 => c[0],
                    3..=5 => 3,
                    _ => 4,
                },
                share(1),
                share(2),
                share(3),
                share(4),
            )
        };
        for i in [at, cap_to - 1] {
            let (often, wheres, acts, the, owns) = shares(i);
            add(often, wheres);
            add(often, acts);
            add(often, 8 + the);
            add(often, owns);
            add(often * 8 + wheres, acts * 8 + the);
        }
        // The sentence: how much of it is capitals, whether it ends as sentences do.
        let ended = u32::from(words.is(to - 1, STOP));
        let size = (to - from).min(12) as u32 / 3;
        add(self.height[sentence], ended);
        add(mix(self.height[sentence], ended), size);
        add(
            mix(self.height[sentence], ended),
            clue.bits & (COMMON | SMALL | FORENAME | SURNAME | TITLE),
        );
        add(mix(self.height[sentence], sides), tag(0));
        // Where it stands in its run of capitals, and what stands around that run.
        let place = if cap_to - cap_from == 1 {
            0
        } else if at == cap_from {
            1
        } else if at + 1 == cap_to {
            2
        } else {
            3
        };
        let length = (cap_to - cap_from).min(5) as u32;
        let before = (cap_from > from).then(|| cap_from - 1);
        let after = (cap_to < to).then_some(cap_to);
        add(place * 8 + length, u32::from(capital));
        add(low_at(Some(cap_to - 1)), place);
        add(low_at(Some(cap_from)), place);
        add(bits_at(Some(cap_to - 1)), place);
        add(bits_at(Some(cap_from)), place);
        add(words.tails[cap_to - 1][1], place);
        add(self.clues[cap_to - 1].back, place);
        add(self.clues[cap_from].known, self.clues[cap_to - 1].known);
        add(low_at(before), u32::from(capital));
        add(low_at(after), u32::from(capital));
        add(low_at(before), mix(length, low_at(after)));
        add(bits_at(after), length);
        add(bits_at(before), length);
        add(bits_at(after) & (CUE | SMALL | VERB), low_at(before));
        let tag_of = |i: Option<usize>| i.map_or(63, |i| u32::from(self.tags[i]));
        add(tag_of(before) * 64 + tag_of(after), length * 4 + place);
        add(tag_of(before), low_at(before.filter(|b| *b > from).map(|b| b - 1)));
        // Where the whole run, small words included, begins and ends.
        add(low_at(Some(run.1 - 1)), u32::from(at + 1 == run.1));
        add(low_at(Some(run.0)), u32::from(at == run.0));
        add(bits_at(Some(run.1 - 1)), bits_at(Some(run.0)));
        add((run.1 - run.0).min(9) as u32, u32::from(at == run.0) + 2 * u32::from(at + 1 == run.1));
        // What sort of text it is.
        let plain = u32::from(clue.known != 0)
            + 2 * (clue.bits & (COMMON | FORENAME | SURNAME))
            + 64 * length;
        for k in 0..4 {
            add(self.kind[k], plain);
        }
        add(self.kind[0] * 8 + self.kind[1], plain);
        // Quotation marks around it.
        let quoted = words.quote[at];
        let (a, b) = if quoted == 0 { (0, 0) } else { words.quotes[quoted as usize - 1] };
        let tight =
            u32::from(quoted != 0 && a + 1 == run.0) + 2 * u32::from(quoted != 0 && run.1 + 1 == b);
        add(tight, u32::from(quoted != 0));
        add(tight, length);
    }

    /// The names of the text: the best labels of each run, with `bias` points against outside.
    #[must_use]
    pub fn names(&self, table: &Table) -> Vec<Name> {
        let mut names = Vec::new();
        let extra = table.extra();
        let moves = extra.get(..MOVES).unwrap_or(&[]);
        let bias = extra.get(MOVES).copied().unwrap_or(0.0);
        let (mut points, mut found) = (Vec::new(), Vec::new());
        for run in self.runs.iter().copied() {
            points.clear();
            for at in run.0..run.1 {
                found.clear();
                self.features(at, run, &mut found);
                domain(&mut found, 1);
                let mut sums = [0_i32; LABELS];
                table.add(&found, &mut sums);
                let mut point = sums.map(|s| s as f32 * table.scale());
                point[0] -= bias;
                points.push(point);
            }
            let sure = sums(&points, moves, None);
            let labels = best(&points, moves);
            push_names(&labels, &sure, run.0, &mut names);
        }
        names
    }
}

/// Names that are written alike are of one kind: the one that the whole text speaks for. Evidence is summed as
/// logarithms, so that one place that leaves no doubt outweighs many that do.
pub fn agree(words: &Words, names: &mut [Name]) {
    let key = |name: &Name| words.low.get(name.from..name.to).unwrap_or(&[]).to_vec();
    let mut sums: BTreeMap<Vec<u32>, [f32; 4]> = BTreeMap::new();
    for name in names.iter() {
        let sum = sums.entry(key(name)).or_default();
        for (sum, sure) in sum.iter_mut().zip(name.sure) {
            *sum += evidence(sure);
        }
    }
    for name in names {
        let Some(sum) = sums.get(&key(name)) else { continue };
        if name.sort != Sort::Other {
            name.sort = likeliest(sum);
        }
    }
}

/// What one mention's likelihood adds to the sum over all.
#[must_use]
pub fn evidence(sure: f32) -> f32 {
    (sure + 0.05).ln()
}

/// The likeliest kind of actor.
fn likeliest(sum: &[f32; 4]) -> Sort {
    let mut best = Sort::Person;
    for sort in [Sort::Organisation, Sort::Place] {
        if sum[sort as usize] > sum[best as usize] {
            best = sort;
        }
    }
    best
}

/// Adds each feature once more as one of a domain, so that what holds there alone is learned apart.
pub fn domain(found: &mut Vec<u32>, number: u32) {
    let all = found.len();
    for at in 0..all {
        found.push(mix(found[at], number));
    }
}

/// The number of the tag of prepositions.
const IN: u8 = 13;

/// Reads names off labels; `base` is the token of the first label.
pub fn push_names(labels: &[u8], sure: &[[f32; LABELS]], base: usize, names: &mut Vec<Name>) {
    let mut at = 0;
    while at < labels.len() {
        let Some(sort) = Sort::of(labels[at]) else {
            at += 1;
            continue;
        };
        let mut end = at + 1;
        while end < labels.len() && labels[end] == sort.label() + 1 {
            end += 1;
        }
        let mut kinds = [0.0_f32; 4];
        for row in &sure[at..end] {
            for (k, kind) in kinds.iter_mut().enumerate() {
                *kind += (row[1 + 2 * k] + row[2 + 2 * k]) / (end - at) as f32;
            }
        }
        names.push(Name { from: base + at, to: base + end, sort, sure: kinds });
        at = end;
    }
}

/// Whether a label may follow another: later words only after a word of the same name.
#[must_use]
#[inline]
pub fn may_follow(before: usize, label: usize) -> bool {
    label == 0 || label % 2 == 1 || before == label || before + 1 == label
}

/// Whether a label may begin a run.
#[must_use]
#[inline]
pub fn may_begin(label: usize) -> bool {
    label == 0 || label % 2 == 1
}

#[inline]
fn step(moves: &[f32], before: usize, label: usize) -> f32 {
    moves.get(before * LABELS + label).copied().unwrap_or(0.0)
}

fn first(moves: &[f32], label: usize) -> f32 {
    moves.get(LABELS * LABELS + label).copied().unwrap_or(0.0)
}

const NEVER: f32 = -1e9;

/// The best labels.
#[must_use]
pub fn best(points: &[[f32; LABELS]], moves: &[f32]) -> Vec<u8> {
    let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(points.len());
    let mut last = [0.0_f32; LABELS];
    for (at, point) in points.iter().enumerate() {
        let (mut now, mut from) = ([NEVER; LABELS], [0_u8; LABELS]);
        for label in 0..LABELS {
            if at == 0 {
                if may_begin(label) {
                    now[label] = point[label] + first(moves, label);
                }
                continue;
            }
            for (before, last) in last.iter().enumerate() {
                if may_follow(before, label) {
                    let score = last + step(moves, before, label) + point[label];
                    if score > now[label] {
                        (now[label], from[label]) = (score, before as u8);
                    }
                }
            }
        }
        back.push(from);
        last = now;
    }
    let mut label = 0;
    for other in 1..LABELS {
        if last[other] > last[label] {
            label = other;
        }
    }
    let mut labels = vec![0_u8; points.len()];
    for at in (0..points.len()).rev() {
        labels[at] = label as u8;
        label = usize::from(back[at][label]);
    }
    labels
}

/// How likely each label is at each place; adds how likely each move is to `counts`.
#[must_use]
pub fn sums(
    points: &[[f32; LABELS]],
    moves: &[f32],
    counts: Option<&mut [f32]>,
) -> Vec<[f32; LABELS]> {
    let n = points.len();
    let mut ahead = vec![[NEVER; LABELS]; n];
    let mut behind = vec![[0.0_f32; LABELS]; n];
    for at in 0..n {
        for label in 0..LABELS {
            if at == 0 {
                if may_begin(label) {
                    ahead[0][label] = points[0][label] + first(moves, label);
                }
                continue;
            }
            let terms = (0..LABELS).filter(|b| may_follow(*b, label));
            let last = ahead[at - 1];
            ahead[at][label] =
                points[at][label] + log_sum(terms.map(|b| last[b] + step(moves, b, label)));
        }
    }
    for at in (0..n.saturating_sub(1)).rev() {
        for label in 0..LABELS {
            let (next, point) = (behind[at + 1], points[at + 1]);
            let terms = (0..LABELS).filter(|l| may_follow(label, *l));
            behind[at][label] = log_sum(terms.map(|l| next[l] + point[l] + step(moves, label, l)));
        }
    }
    let Some(end) = ahead.last() else { return Vec::new() };
    let all = log_sum(end.iter().copied());
    if let Some(counts) = counts {
        for label in 0..LABELS {
            if let (true, Some(count)) = (may_begin(label), counts.get_mut(LABELS * LABELS + label))
            {
                *count += (ahead[0][label] + behind[0][label] - all).exp();
            }
        }
        for at in 1..n {
            for (before, ahead) in ahead[at - 1].iter().enumerate() {
                for label in 0..LABELS {
                    if may_follow(before, label) {
                        let score = ahead
                            + step(moves, before, label)
                            + points[at][label]
                            + behind[at][label];
                        if let Some(count) = counts.get_mut(before * LABELS + label) {
                            *count += (score - all).exp();
                        }
                    }
                }
            }
        }
    }
    ahead
        .iter()
        .zip(&behind)
        .map(|(a, b)| {
            let mut row = [0.0; LABELS];
            for label in 0..LABELS {
                row[label] = (a[label] + b[label] - all).exp();
            }
            row
        })
        .collect()
}

fn log_sum(terms: impl Iterator<Item = f32> + Clone) -> f32 {
    let most = terms.clone().fold(NEVER, f32::max);
    most + terms.map(|t| (t - most).exp()).sum::<f32>().ln()
}

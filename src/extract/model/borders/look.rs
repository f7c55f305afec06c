//! What is seen of a span: of its beginning, of its end, and of both together.

use super::Place;
use crate::extract::model::features::{NONE, bucket};
use crate::extract::model::hash::{mix, mix3};
use crate::extract::model::tags::is_verb;
use crate::extract::model::words::{BREAK, CAPITAL, CLOSES, COMMA, EDGE, MARK, OPENS, STOP};

/// How many tokens of a span are looked at one by one.
const LOOK: usize = 120;

impl Place<'_, '_> {
    fn role(&self) -> u32 {
        u32::from(self.chosen.role)
    }

    fn low(&self, at: usize) -> u32 {
        self.view.words.low.get(at).copied().unwrap_or(EDGE)
    }

    fn tag(&self, at: usize) -> u32 {
        self.view.syntax.tags.get(at).map_or(63, |tag| u32::from(*tag))
    }

    fn flags(&self, at: usize) -> u32 {
        let kept = CAPITAL | MARK | OPENS | CLOSES | COMMA | STOP | BREAK;
        self.view.words.flags.get(at).map_or(0x8000, |flags| u32::from(flags & kept))
    }

    fn quote(&self, at: usize) -> u32 {
        self.view.words.quote.get(at).copied().unwrap_or(0)
    }

    fn before(&self, at: usize) -> usize {
        at.checked_sub(1).unwrap_or(usize::MAX)
    }

    /// How a token stands to the other segment: on which side, how far.
    fn beyond_other(&self, at: usize) -> u32 {
        if at >= self.other.to {
            bucket(at - self.other.to)
        } else {
            16 + bucket(self.other.from.saturating_sub(at))
        }
    }

    /// What hangs on the word at the top of a piece, and on what: relation, length, whether that is in the other
    /// segment.
    fn piece(&self, top: u32) -> u32 {
        if top == NONE {
            return 0;
        }
        let (from, to) = self.view.yields[top as usize];
        let up = self.view.syntax.heads[top as usize] as usize;
        let above = u32::from(up >= self.other.from && up < self.other.to);
        let relation = u32::from(self.view.syntax.relations[top as usize]);
        1 + relation * 32 + bucket((to - from + 1) as usize) * 2 + above
    }

    fn within(&self, at: u32) -> bool {
        at as usize >= self.chosen.from && (at as usize) < self.chosen.to
    }

    /// What is seen of a beginning.
    pub fn begin(&self, at: usize, out: &mut Vec<u32>) {
        let role = usize::from(self.chosen.role);
        let likely = level(self.sure.get(at).map_or(0.0, |p| p[3 + role]));
        let before = self.before(at);
        let own = u32::from(at == self.chosen.from);
        let (low, low_before) = (self.low(at), self.low(before));
        let (tag, tag_before) = (self.tag(at), self.tag(before));
        let words = self.view.words;
        let first = u32::from(words.sentences[words.sentence_of[at] as usize].0 == at);
        let quote = u32::from(self.quote(at) > 0)
            + 2 * u32::from(self.quote(before) > 0)
            + 4 * u32::from(words.is(at, OPENS))
            + 8 * u32::from(self.quote(at) == self.quote(before));
        let top = self.view.top_from[at];
        let piece = self.piece(top);
        let far = self.beyond_other(at);
        let near = if at == self.room.0 { self.beside.0 } else { 0 };
        let cue = self.above;
        let mut add = adder(0xB0D0_0000 + self.role() * 0x100, out);
        add(likely, 0);
        add(likely, 1 + own);
        add(low, 0);
        add(low_before, 0);
        add(low_before, low);
        add(tag_before, tag);
        add(tag, self.tag(at + 1));
        add(low, self.tag(at + 1));
        add(piece, 0);
        add(piece, low_before);
        add(quote, first);
        add(quote, low_before);
        add(quote, tag);
        add(far, 0);
        add(far, low);
        add(first, low);
        add(near, low);
        add(near, mix(tag, far));
        add(self.flags(before), self.flags(at));
        add(cue, low);
        add(cue, mix(tag, far));
        add(mix(tag_before, self.tag(before.wrapping_sub(1))), tag);
    }

    /// What is seen of an end.
    pub fn end(&self, to: usize, out: &mut Vec<u32>) {
        let role = usize::from(self.chosen.role);
        let at = to - 1;
        let likely = level(self.sure.get(at).map_or(0.0, |p| p[6 + role]));
        let own = u32::from(to == self.chosen.to);
        let (low, low_after) = (self.low(at), self.low(to));
        let (tag, tag_after) = (self.tag(at), self.tag(to));
        let words = self.view.words;
        let (_, stop) = words.sentences[words.sentence_of[at] as usize];
        let last = if to == stop {
            1
        } else if to + 1 == stop {
            2 + u32::from(words.is(to, STOP))
        } else {
            0
        };
        let quote = u32::from(self.quote(at) > 0)
            + 2 * u32::from(self.quote(to) > 0)
            + 4 * u32::from(words.is(at, CLOSES))
            + 8 * u32::from(self.quote(at) == self.quote(to));
        let piece = self.piece(self.view.top_to[at]);
        // What would be cut off: what it is, and whether it hangs on something within.
        let rest = self.view.top_from.get(to).copied().unwrap_or(NONE);
        let cut = if rest == NONE || last == 1 {
            0
        } else {
            let up = self.view.syntax.heads[rest as usize];
            let relation = u32::from(self.view.syntax.relations[rest as usize]);
            1 + relation * 4 + u32::from(self.within(up)) * 2 + u32::from((up as usize) < to)
        };
        let far = self.beyond_other(to);
        let near = if to == self.room.1 { self.beside.1 } else { 0 };
        let cue = self.above;
        let mut add = adder(0xB0D1_0000 + self.role() * 0x100, out);
        add(likely, 0);
        add(likely, 1 + own);
        add(low, 0);
        add(low_after, 0);
        add(low, low_after);
        add(tag, tag_after);
        add(tag_after, self.tag(to + 1));
        add(low_after, self.low(to + 1));
        add(piece, 0);
        add(piece, low_after);
        add(cut, 0);
        add(cut, low_after);
        add(cut, quote);
        add(quote, last);
        add(quote, low_after);
        add(quote, low);
        add(last, low);
        add(last, low_after);
        add(far, 0);
        add(near, low);
        add(near, last);
        add(self.flags(at), self.flags(to));
        add(mix(tag, tag_after), self.tag(to + 1));
        add(cue, cut);
    }

    /// What is seen of both together.
    pub fn both(&self, from: usize, to: usize, out: &mut Vec<u32>) {
        let role = usize::from(self.chosen.role);
        let words = self.view.words;
        let p = |at: usize, column: usize| self.sure.get(at).map_or(0.0, |p| p[column]);
        let likely = level((p(from, 3 + role) * p(to - 1, 6 + role)).sqrt());
        let own = u32::from(from == self.chosen.from) + 2 * u32::from(to == self.chosen.to);
        let size = bucket(to - from);
        let (a, b) = (self.quote(from), self.quote(to - 1));
        let whole = |number: u32, f: &dyn Fn((usize, usize)) -> bool| {
            u32::from(number > 0 && f(words.quotes[number as usize - 1]))
        };
        let quotes = u32::from(a > 0)
            + 2 * u32::from(b > 0)
            + 4 * u32::from(a == b)
            + 8 * whole(a, &|q| q.0 == from)
            + 16 * whole(b, &|q| q.1 == to)
            + 32 * whole(a, &|q| q.1 > to)
            + 64 * whole(b, &|q| q.0 < from);
        let (mut free, mut verbs, mut commas, mut top) = (0_u32, 0, 0, from);
        let mut inside = 1.0_f32;
        for at in from..to.min(from + LOOK) {
            let up = self.view.syntax.heads[at] as usize;
            if up == at || up < from || up >= to {
                free += 1;
                top = at;
            }
            verbs |= u32::from(is_verb(self.view.syntax.tags[at]));
            commas += u32::from(words.is(at, COMMA));
            inside = inside.min(p(at, role));
        }
        let free = free.min(4);
        let up = self.view.syntax.heads[top] as usize;
        let relation = u32::from(self.view.syntax.relations[top]) * 2
            + u32::from(up >= self.other.from && up < self.other.to);
        let sentences = (words.sentence_of[to - 1] - words.sentence_of[from]).min(3);
        let inside = level(inside);
        let mut add = adder(0xB0D2_0000 + self.role() * 0x100, out);
        add(likely, 0);
        add(own, 0);
        add(own, likely);
        add(size, 0);
        add(size, verbs);
        add(quotes, 0);
        add(quotes, sentences);
        add(quotes, free);
        add(free, 0);
        add(free, size);
        add(free, relation);
        add(sentences, size);
        add(inside, 0);
        add(inside, own);
        add(self.low(from), self.low(to - 1));
        add(self.tag(from), self.tag(to - 1));
        add(self.low(from), self.low(to));
        add(self.low(self.before(from)), self.low(to));
        add(self.tag(self.before(from)), self.tag(to));
        add(commas.min(3), self.low(to));
        add(commas % 2, mix(self.low(self.before(from)), self.low(to)));
    }
}

fn adder(base: u32, out: &mut Vec<u32>) -> impl FnMut(u32, u32) {
    let mut template = base;
    move |a, b| {
        template += 1;
        out.push(mix3(template, a, b));
    }
}

/// A likelihood in steps of its odds.
fn level(p: f32) -> u32 {
    let p = p.clamp(0.0003, 0.9997);
    (((p / (1.0 - p)).ln() + 8.2) * 1.5) as u32
}

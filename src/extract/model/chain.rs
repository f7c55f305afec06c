//! The chain: which tokens are source, cue and content, chosen for a whole block at once.
//!
//! A segment is a run of tokens of one role. Each token gives, for each of the
//! three roles, points for being inside, for being first and for being last;
//! between segments there are points for which role may follow the last two of
//! the same sentence, and whether it follows at once. So the order "source, cue,
//! content" is seen whatever stands between. Viterbi's search finds the best
//! segments, the forward and backward sums how sure each is; both are linear in
//! the length of the block.

/// How many numbers a token gives: inside, first and last for source, cue and content.
pub const COLUMNS: usize = 9;
/// How many pasts are told apart: none, or the last role with the one before it.
pub const PASTS: usize = 13;
/// Points for moving: by past, adjacency and what comes (nothing or a role), then for ending a sentence by past.
pub const MOVES: usize = PASTS * 2 * 4 + PASTS;

/// The roles, counted from 0: source, cue, content.
pub const ROLES: usize = 3;

/// A run of tokens of one role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// 0 source, 1 cue, 2 content.
    pub role: u8,
    /// First token.
    pub from: usize,
    /// One past the last token.
    pub to: usize,
}

/// What is known of the tokens of one block.
#[derive(Clone, Copy, Debug)]
pub struct Chain<'a> {
    /// The points of each token.
    pub points: &'a [[f32; COLUMNS]],
    /// Whether each token is the first of its sentence.
    pub starts: &'a [bool],
    /// The points for moving.
    pub moves: &'a [f32],
}

fn after(past: usize, role: usize) -> usize {
    let last = if past == 0 { 0 } else { (past - 1) / 4 + 1 };
    1 + role * 4 + last
}

fn step(past: usize, adjacent: usize, to: usize) -> usize {
    (past * 2 + adjacent) * 4 + to
}

fn ending(past: usize) -> usize {
    PASTS * 8 + past
}

const LOW: f32 = -1.0e30;

impl Chain<'_> {
    /// The best segments, in order.
    #[must_use]
    pub fn best(&self) -> Vec<Segment> {
        let n = self.points.len();
        let mut moves = [0.0_f32; MOVES];
        moves.iter_mut().zip(self.moves).for_each(|(to, from)| *to = *from);
        let mv = |i: usize| moves[i];
        let mut out = [[LOW; 2]; PASTS];
        let mut open = [[LOW; PASTS]; ROLES];
        out[0][0] = 0.0;
        // Where each state came from. Outside, apart: adjacency before. Outside, adjacent: past before and
        // whether the segment was open. Open: whether it was open already, and the adjacency before.
        let mut back_apart = vec![[0_u8; PASTS]; n];
        let mut back_near = vec![[0_u8; PASTS]; n];
        let mut back_open = vec![[[0_u8; PASTS]; ROLES]; n];
        let mut back_reset = vec![0_u8; n + 1];
        for i in 0..n {
            let e = &self.points[i];
            if self.starts[i] {
                let (best, from) = self.close(&out);
                back_reset[i] = from;
                out = [[LOW; 2]; PASTS];
                out[0][0] = best;
            }
            let mut next = [[LOW; 2]; PASTS];
            let mut next_open = [[LOW; PASTS]; ROLES];
            for past in 0..PASTS {
                let (a, b) = (out[past][0], out[past][1]);
                let (to_a, to_b) = (a + mv(step(past, 0, 0)), b + mv(step(past, 1, 0)));
                next[past][0] = to_a.max(to_b);
                back_apart[i][past] = u8::from(to_b > to_a);
                for role in 0..ROLES {
                    let (to_a, to_b) =
                        (a + mv(step(past, 0, role + 1)), b + mv(step(past, 1, role + 1)));
                    let (begun, near) = if to_b > to_a { (to_b, 1_u8) } else { (to_a, 0_u8) };
                    let begun = begun + e[role] + e[3 + role];
                    let kept = open[role][past] + e[role];
                    let (score, how) = if kept > begun { (kept, 2) } else { (begun, near) };
                    next_open[role][past] = score;
                    back_open[i][role][past] = how;
                    let done = score + e[6 + role];
                    let to = after(past, role);
                    if done > next[to][1] {
                        next[to][1] = done;
                        back_near[i][to] = past as u8;
                    }
                }
            }
            out = next;
            open = next_open;
        }
        let (_, from) = self.close(&out);
        back_reset[n] = from;
        // Walk back.
        let mut segments = Vec::new();
        let (mut past, mut near) = ((from / 2) as usize, (from % 2) as usize);
        let mut i = n;
        while i > 0 {
            i -= 1;
            if near == 1 {
                let role = (past - 1) / 4;
                let before = usize::from(back_near[i][past]);
                let to = i + 1;
                while back_open[i][role][before] == 2 && i > 0 {
                    i -= 1;
                }
                segments.push(Segment { role: role as u8, from: i, to });
                near = usize::from(back_open[i][role][before] == 1);
                past = before;
            } else {
                near = usize::from(back_apart[i][past]);
            }
            if self.starts[i] && i > 0 {
                let from = back_reset[i];
                (past, near) = ((from / 2) as usize, (from % 2) as usize);
            }
        }
        segments.reverse();
        segments
    }

    fn close(&self, out: &[[f32; 2]; PASTS]) -> (f32, u8) {
        let (mut best, mut from) = (LOW, 0);
        for (past, pair) in out.iter().enumerate() {
            for (near, score) in pair.iter().enumerate() {
                let score = score + self.moves.get(ending(past)).copied().unwrap_or(0.0);
                if score > best {
                    (best, from) = (score, (past * 2 + near) as u8);
                }
            }
        }
        (best, from)
    }

    /// How likely each token is inside, first in and last in a segment of each role; and, for the
    /// trainer, how often each move is made. `counts` may be empty.
    #[must_use]
    pub fn sums(&self, counts: &mut [f32]) -> Vec<[f32; COLUMNS]> {
        let n = self.points.len();
        let moves: Vec<f32> = (0..MOVES)
            .map(|i| self.moves.get(i).copied().unwrap_or(0.0).clamp(-30.0, 30.0).exp())
            .collect();
        let gains: Vec<[f32; COLUMNS]> =
            self.points.iter().map(|p| p.map(|x| x.clamp(-25.0, 25.0).exp())).collect();
        let mut outs: Vec<[[f32; 2]; PASTS]> = Vec::with_capacity(n + 1);
        let mut opens: Vec<[[f32; PASTS]; ROLES]> = Vec::with_capacity(n + 1);
        let mut out = [[0.0_f32; 2]; PASTS];
        let mut open = [[0.0_f32; PASTS]; ROLES];
        out[0][0] = 1.0;
        for (starts, e) in self.starts.iter().zip(&gains) {
            if *starts {
                let total: f32 =
                    (0..PASTS).map(|p| (out[p][0] + out[p][1]) * moves[ending(p)]).sum();
                out = [[0.0; 2]; PASTS];
                out[0][0] = total;
            }
            outs.push(out);
            opens.push(open);
            let mut next = [[0.0_f32; 2]; PASTS];
            let mut next_open = [[0.0_f32; PASTS]; ROLES];
            for past in 0..PASTS {
                let (a, b) = (out[past][0], out[past][1]);
                next[past][0] = a * moves[step(past, 0, 0)] + b * moves[step(past, 1, 0)];
                for role in 0..ROLES {
                    let begun = (a * moves[step(past, 0, role + 1)]
                        + b * moves[step(past, 1, role + 1)])
                        * e[3 + role];
                    let inside = (begun + open[role][past]) * e[role];
                    next_open[role][past] = inside;
                    next[after(past, role)][1] += inside * e[6 + role];
                }
            }
            let total: f32 =
                next.iter().flatten().sum::<f32>() + next_open.iter().flatten().sum::<f32>();
            let by = if total > 0.0 && total.is_finite() { 1.0 / total } else { 1.0 };
            next.iter_mut().flatten().for_each(|x| *x *= by);
            next_open.iter_mut().flatten().for_each(|x| *x *= by);
            out = next;
            open = next_open;
        }
        // Backward, with the posterior read off on the way.
        let mut post = vec![[0.0_f32; COLUMNS]; n];
        let mut b_out = [[0.0_f32; 2]; PASTS];
        for p in 0..PASTS {
            b_out[p] = [moves[ending(p)]; 2];
        }
        if !counts.is_empty() {
            let total: f32 = (0..PASTS).map(|p| (out[p][0] + out[p][1]) * moves[ending(p)]).sum();
            if total > 0.0 {
                for p in 0..PASTS {
                    counts[ending(p)] += (out[p][0] + out[p][1]) * moves[ending(p)] / total;
                }
            }
        }
        let mut b_open = [[0.0_f32; PASTS]; ROLES];
        for i in (0..n).rev() {
            let (out, open, e) = (&outs[i], &opens[i], &gains[i]);
            let mut back = [[0.0_f32; 2]; PASTS];
            let mut back_open = [[0.0_f32; PASTS]; ROLES];
            let mut total = 0.0;
            let mut first = [0.0_f32; ROLES];
            let mut inside = [0.0_f32; ROLES];
            let mut last = [0.0_f32; ROLES];
            let mut moved = [0.0_f32; PASTS * 8];
            for past in 0..PASTS {
                for near in 0..2 {
                    let m = moves[step(past, near, 0)] * b_out[past][0];
                    back[past][near] += m;
                    let mass = out[past][near] * m;
                    moved[step(past, near, 0)] = mass;
                    total += mass;
                }
                for role in 0..ROLES {
                    let end = e[6 + role] * b_out[after(past, role)][1];
                    let value = e[role] * (b_open[role][past] + end);
                    back_open[role][past] = value;
                    let kept = open[role][past] * value;
                    let mut begun = 0.0;
                    let mut coming = open[role][past];
                    for near in 0..2 {
                        let g = moves[step(past, near, role + 1)] * e[3 + role];
                        back[past][near] += g * value;
                        let mass = out[past][near] * g * value;
                        moved[step(past, near, role + 1)] = mass;
                        begun += mass;
                        coming += out[past][near] * g;
                    }
                    first[role] += begun;
                    inside[role] += begun + kept;
                    last[role] += coming * e[role] * end;
                    total += begun + kept;
                }
            }
            let by = if total > 0.0 && total.is_finite() { 1.0 / total } else { 0.0 };
            for role in 0..ROLES {
                post[i][role] = inside[role] * by;
                post[i][3 + role] = first[role] * by;
                post[i][6 + role] = last[role] * by;
            }
            if !counts.is_empty() {
                for (count, mass) in counts.iter_mut().zip(&moved) {
                    *count += mass * by;
                }
            }
            if self.starts[i] {
                // `outs[i]` holds the sums after the sentence's end was passed.
                let value = back[0][0];
                for p in 0..PASTS {
                    back[p] = [value * moves[ending(p)]; 2];
                }
                if !counts.is_empty() && i > 0 {
                    let mass = out[0][0] * value * by;
                    let before = self.before_reset(i, &outs, &opens, &gains, &moves);
                    for p in 0..PASTS {
                        counts[ending(p)] += mass * before[p];
                    }
                }
            }
            let scale: f32 =
                back.iter().flatten().sum::<f32>() + back_open.iter().flatten().sum::<f32>();
            let by = if scale > 0.0 && scale.is_finite() { 1.0 / scale } else { 1.0 };
            back.iter_mut().flatten().for_each(|x| *x *= by);
            back_open.iter_mut().flatten().for_each(|x| *x *= by);
            b_out = back;
            b_open = back_open;
        }
        post
    }

    /// The shares of the pasts with which the sentence before token `i` ended.
    fn before_reset(
        &self,
        i: usize,
        outs: &[[[f32; 2]; PASTS]],
        opens: &[[[f32; PASTS]; ROLES]],
        gains: &[[f32; COLUMNS]],
        moves: &[f32],
    ) -> [f32; PASTS] {
        let (out, open, e) = (&outs[i - 1], &opens[i - 1], &gains[i - 1]);
        let mut next = [0.0_f32; PASTS];
        for past in 0..PASTS {
            let (a, b) = (out[past][0], out[past][1]);
            next[past] += a * moves[step(past, 0, 0)] + b * moves[step(past, 1, 0)];
            for role in 0..ROLES {
                let begun = (a * moves[step(past, 0, role + 1)]
                    + b * moves[step(past, 1, role + 1)])
                    * e[3 + role];
                next[after(past, role)] += (begun + open[role][past]) * e[role] * e[6 + role];
            }
        }
        for (p, x) in next.iter_mut().enumerate() {
            *x *= moves[ending(p)];
        }
        let total: f32 = next.iter().sum();
        if total > 0.0 { next.map(|x| x / total) } else { next }
    }

    /// The moves that a given set of segments makes, for the trainer.
    #[must_use]
    pub fn moves_of(starts: &[bool], segments: &[Segment]) -> Vec<usize> {
        let mut found = Vec::new();
        let (mut past, mut near, mut i) = (0, 0, 0);
        let mut coming = segments.iter().peekable();
        while i < starts.len() {
            if starts[i] {
                if i > 0 {
                    found.push(ending(past));
                }
                (past, near) = (0, 0);
            }
            match coming.peek() {
                Some(segment) if segment.from == i => {
                    let role = usize::from(segment.role);
                    found.push(step(past, near, role + 1));
                    (past, near) = (after(past, role), 1);
                    i = segment.to;
                    coming.next();
                }
                _ => {
                    found.push(step(past, near, 0));
                    near = 0;
                    i += 1;
                }
            }
        }
        found.push(ending(past));
        found
    }
}

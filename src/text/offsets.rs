//! Bytes to code points and UTF-16 units and back: the one place where offsets are converted.
//!
//! Inside the program every offset is a byte. What leaves it counts Unicode
//! code points (W3C Web Annotation) or UTF-16 units (Hypothesis).

use super::Span;

/// How many bytes lie between two remembered positions. A power of two keeps the lookup a shift.
const STEP: usize = 64;

/// Offsets of one text in other units than bytes. Built in one pass; a lookup reads at most
/// one step of text.
#[derive(Clone, Debug)]
pub struct Offsets<'a> {
    text: &'a str,
    /// For each step of bytes: code points and UTF-16 units of all characters that start before it.
    marks: Vec<(u32, u32)>,
}

impl<'a> Offsets<'a> {
    /// Reads the text once.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STEP + 2);
        let (mut points, mut units) = (0_u32, 0_u32);
        for (at, c) in text.char_indices() {
            while marks.len() * STEP <= at {
                marks.push((points, units));
            }
            points += 1;
            units += if c.len_utf16() == 2 { 2 } else { 1 };
        }
        marks.push((points, units));
        Self { text, marks }
    }

    /// Code points before byte `at`. A byte inside a character counts as that character's start.
    #[must_use]
    pub fn points(&self, at: usize) -> usize {
        self.count(at).0
    }

    /// UTF-16 units before byte `at`.
    #[must_use]
    pub fn units(&self, at: usize) -> usize {
        self.count(at).1
    }

    /// A span as `[start, end]` in code points.
    #[must_use]
    pub fn point_pair(&self, span: Span) -> [usize; 2] {
        [self.points(span.start()), self.points(span.end())]
    }

    /// The byte at which code point `point` starts; the text's length when there are not so many.
    #[must_use]
    pub fn byte_of_point(&self, point: usize) -> usize {
        let step = self.marks.partition_point(|mark| (mark.0 as usize) <= point).saturating_sub(1);
        let from = super::span::floor_bound(self.text, step * STEP);
        let rest = super::span::after(self.text, from).char_indices();
        (self.points(from)..)
            .zip(rest)
            .find(|(seen, _)| *seen >= point)
            .map_or(self.text.len(), |(_, (at, _))| from + at)
    }

    fn count(&self, at: usize) -> (usize, usize) {
        let at = super::span::floor_bound(self.text, at);
        let step = (at / STEP).min(self.marks.len() - 1);
        let (mut points, mut units) =
            self.marks.get(step).map_or((0, 0), |mark| (mark.0 as usize, mark.1 as usize));
        // A mark counts characters that start before its byte, so counting goes on at the
        // first character that starts at or after it.
        let mut from = (step * STEP).min(self.text.len());
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        if from > at {
            return (points, units);
        }
        for c in super::slice(self.text, Span::new(from, at)).chars() {
            points += 1;
            units += c.len_utf16();
        }
        (points, units)
    }
}

/// `line 3, column 7` of byte `at`, both counted from 1, columns in characters: as editors say it.
#[must_use]
pub fn position(text: &str, at: usize) -> String {
    let head = super::span::before(text, super::span::floor_bound(text, at));
    let line = head.matches('\n').count() + 1;
    let column = head.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("line {line}, column {column}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn astral_characters_count_once_and_twice() {
        let text = "a😀b";
        let offsets = Offsets::new(text);
        assert_eq!(offsets.points(text.len()), 3);
        assert_eq!(offsets.units(text.len()), 4);
        assert_eq!(offsets.byte_of_point(2), 5);
    }

    proptest! {
        #[test]
        fn agrees_with_counting(text in "\\PC{0,200}") {
            let offsets = Offsets::new(&text);
            for (n, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(offsets.points(at), n);
                prop_assert_eq!(offsets.byte_of_point(n), at);
                let units = text.get(..at).unwrap().encode_utf16().count();
                prop_assert_eq!(offsets.units(at), units);
            }
            prop_assert_eq!(offsets.byte_of_point(text.chars().count()), text.len());
        }
    }
}

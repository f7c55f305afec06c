//! A byte range of one text, and the only place where text is sliced.

/// A range of bytes of one text: `start <= end`, both meant to be on character bounds.
///
/// A span does not know its text. [`slice()`] is total, so a span that has strayed
/// onto the wrong text reads as an empty string rather than a panic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// A span from byte `start` to byte `end`; the ends are put in order.
    ///
    /// Texts of 4 GiB and more do not exist here: `parse` refuses them long before.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let (low, high) = if start <= end { (start, end) } else { (end, start) };
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: clamp(low), end: clamp(high) }
    }

    /// The empty span at byte `at`.
    #[must_use]
    pub fn at(at: usize) -> Self {
        Self::new(at, at)
    }

    /// The first byte.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range of bytes.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start()..self.end()
    }

    /// Whether byte `at` lies inside (the end does not).
    #[must_use]
    pub fn contains(self, at: usize) -> bool {
        self.start() <= at && at < self.end()
    }

    /// Whether every byte of `other` lies inside.
    #[must_use]
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The bytes that both have, if any.
    #[must_use]
    pub fn intersection(self, other: Span) -> Option<Span> {
        let start = self.start.max(other.start);
        let end = self.end.min(other.end);
        (start < end).then_some(Span { start, end })
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn hull(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// The text of a span; empty when the span does not fit this text.
#[must_use]
pub fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or("")
}

/// The text before byte `at`; empty when `at` is not a character bound.
#[must_use]
pub fn before(text: &str, at: usize) -> &str {
    slice(text, Span::new(0, at.min(text.len())))
}

/// The text from byte `at` on; empty when `at` is not a character bound.
#[must_use]
pub fn after(text: &str, at: usize) -> &str {
    slice(text, Span::new(at.min(text.len()), text.len()))
}

/// The nearest character bound at or before byte `at`.
#[must_use]
pub fn floor_bound(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The span without white space at either end; empty at its start when all of it is white space.
#[must_use]
pub fn trim(text: &str, span: Span) -> Span {
    let inside = slice(text, span);
    let left = inside.len() - inside.trim_start().len();
    let kept = inside.trim().len();
    Span::new(span.start() + left, span.start() + left + kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_put_in_order() {
        assert_eq!(Span::new(5, 2), Span::new(2, 5));
    }

    #[test]
    fn a_stray_span_reads_as_nothing() {
        assert_eq!(slice("é", Span::new(1, 2)), "");
        assert_eq!(slice("abc", Span::new(2, 9)), "");
    }

    #[test]
    fn touching_spans_do_not_overlap() {
        assert!(!Span::new(0, 3).overlaps(Span::new(3, 5)));
        assert!(Span::new(0, 4).overlaps(Span::new(3, 5)));
        assert_eq!(Span::new(0, 4).intersection(Span::new(3, 5)), Some(Span::new(3, 4)));
    }

    #[test]
    fn trimming_keeps_inner_space() {
        let text = "  two words \n";
        assert_eq!(slice(text, trim(text, Span::new(0, text.len()))), "two words");
        assert!(trim("   ", Span::new(0, 3)).is_empty());
    }
}

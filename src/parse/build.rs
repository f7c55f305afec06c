//! Builds a text together with the blocks and marks in it.
//!
//! Markdown and pages come as a stream of words and of things that begin and end. Here they
//! become one string: white space is folded as print does, blocks stand apart by an empty
//! line, and marks end with the block that they are in, so that no mark spans two blocks.

use super::{Parts, clean};
use crate::doc::{Block, BlockKind, Mark, MarkKind};
use crate::text::{Span, span};

/// What stands between two blocks of a text that was built.
const GAP: &str = "\n\n";

/// A text in the making.
#[derive(Default)]
pub(crate) struct Builder {
    parts: Parts,
    /// The block that is open, and where it starts.
    open: Option<(BlockKind, usize)>,
    /// White space that is owed before the next word.
    owed: Owed,
    /// The marks that are open, outermost first, with their start once a word has come.
    /// Each kind is there once: emphasis in emphasis shows no more than emphasis.
    marks: Vec<Open>,
    /// Where the marks of the open block begin in `parts.marks`.
    block_marks: usize,
}

/// A mark that is open.
struct Open {
    kind: MarkKind,
    start: Option<usize>,
    /// How many of the same kind were opened inside it.
    nested: usize,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Owed {
    #[default]
    Nothing,
    Space,
    Line,
}

impl Builder {
    /// Ends the open block and begins one of a kind. A block without a word leaves no trace.
    pub fn begin(&mut self, kind: BlockKind) {
        self.end();
        if !self.parts.text.is_empty() {
            self.parts.text.push_str(GAP);
        }
        self.open = Some((kind, self.parts.text.len()));
        self.owed = Owed::Nothing;
        self.block_marks = self.parts.marks.len();
    }

    /// The kind of the open block.
    pub fn kind(&self) -> Option<BlockKind> {
        self.open.map(|(kind, _)| kind)
    }

    /// Whether the open block holds a word.
    pub fn has_words(&self) -> bool {
        self.open.is_some_and(|(_, start)| self.parts.text.len() > start)
    }

    /// Adds text of which white space means no more than that words are apart.
    pub fn words(&mut self, text: &str) {
        let cleaned = clean::clean(text);
        self.parts.replaced += cleaned.replaced;
        for c in cleaned.text.chars() {
            if c.is_whitespace() {
                self.owe(Owed::Space);
            } else if !is_invisible(c) {
                self.put(c);
            }
        }
    }

    /// Adds text as it stands.
    pub fn verbatim(&mut self, text: &str) {
        let cleaned = clean::clean(text);
        self.parts.replaced += cleaned.replaced;
        for c in cleaned.text.chars() {
            // What stands at the start of a block is trimmed by lines, so that code keeps its indent.
            if c == '\n' && !self.has_words() {
                continue;
            }
            self.put(c);
        }
    }

    /// Breaks the line inside the block.
    pub fn line_break(&mut self) {
        self.owe(Owed::Line);
    }

    /// Begins the next cell of a row.
    pub fn cell(&mut self) {
        if self.has_words() {
            self.settle();
            self.parts.text.push('\t');
        }
    }

    /// Begins to set words in some way, until [`Self::close`].
    pub fn mark(&mut self, kind: MarkKind) {
        match self.marks.iter_mut().find(|open| open.kind == kind) {
            Some(open) => open.nested += 1,
            None => self.marks.push(Open { kind, start: None, nested: 0 }),
        }
    }

    /// Ends the latest mark that is open and of the sort that `is_it` accepts.
    pub fn close(&mut self, is_it: impl Fn(&MarkKind) -> bool) {
        let Some(at) = self.marks.iter().rposition(|open| is_it(&open.kind)) else { return };
        if let Some(open) = self.marks.get_mut(at)
            && open.nested > 0
        {
            open.nested -= 1;
            return;
        }
        let open = self.marks.remove(at);
        self.record(open.kind, open.start);
    }

    /// Ends the open block.
    pub fn end(&mut self) {
        let Some((kind, start)) = self.open.take() else { return };
        self.owed = Owed::Nothing;
        for at in 0..self.marks.len() {
            if let Some(open) = self.marks.get_mut(at) {
                let (kind, start) = (open.kind.clone(), open.start.take());
                self.record(kind, start);
            }
        }
        let end = self.parts.text.len();
        let kept = span::trim(&self.parts.text, Span::new(start, end));
        if kept.is_empty() {
            // Back to before the gap.
            let before = self.parts.blocks.last().map_or(0, |block| block.span.end());
            self.parts.text.truncate(before);
            self.parts.marks.truncate(self.block_marks);
            return;
        }
        self.parts.text.truncate(kept.end());
        self.parts.blocks.push(Block { kind, span: kept });
        if let Some(marks) = self.parts.marks.get_mut(self.block_marks..) {
            for mark in &mut *marks {
                mark.span = mark.span.intersection(kept).unwrap_or_default();
            }
            marks.sort_by_key(|mark| (mark.span.start(), std::cmp::Reverse(mark.span.end())));
        }
    }

    /// What was built.
    pub fn finish(mut self) -> Parts {
        self.end();
        self.parts.marks.retain(|mark| !mark.span.is_empty());
        self.parts
    }

    fn owe(&mut self, owed: Owed) {
        if self.has_words() && self.owed != Owed::Line {
            self.owed = owed;
        }
    }

    fn settle(&mut self) {
        match std::mem::take(&mut self.owed) {
            Owed::Nothing => {}
            Owed::Space => self.parts.text.push(' '),
            Owed::Line => self.parts.text.push('\n'),
        }
    }

    fn put(&mut self, c: char) {
        if self.open.is_none() {
            self.begin(BlockKind::Para);
        }
        self.settle();
        let at = self.parts.text.len();
        for open in &mut self.marks {
            open.start.get_or_insert(at);
        }
        self.parts.text.push(c);
    }

    fn record(&mut self, kind: MarkKind, start: Option<usize>) {
        if let Some(start) = start {
            let span = span::trim(&self.parts.text, Span::new(start, self.parts.text.len()));
            self.parts.marks.push(Mark { kind, span });
        }
    }
}

/// Puts a text together again from those of its blocks that are kept, in their order, each
/// as the kind that `kind` gives it; `first` are new blocks that go before.
pub(crate) fn assemble(
    first: &[(BlockKind, &str)],
    parts: Parts,
    kind: impl Fn(usize, Block) -> Option<BlockKind>,
) -> Parts {
    let mut out = Parts { meta: parts.meta, replaced: parts.replaced, ..Parts::default() };
    out.problems = parts.problems;
    for (kind, text) in first {
        push(&mut out, *kind, text);
    }
    let mut marks = parts.marks.into_iter().peekable();
    for (at, block) in parts.blocks.iter().enumerate() {
        let kind = kind(at, *block);
        let mut start = 0;
        if let Some(kind) = kind {
            start = push(&mut out, kind, crate::text::slice(&parts.text, block.span));
        }
        while let Some(mark) = marks.next_if(|mark| mark.span.start() < block.span.end()) {
            if kind.is_some() {
                let shift = |at: usize| at.saturating_sub(block.span.start()) + start;
                let span = Span::new(shift(mark.span.start()), shift(mark.span.end()));
                out.marks.push(Mark { kind: mark.kind, span });
            }
        }
    }
    out
}

fn push(out: &mut Parts, kind: BlockKind, text: &str) -> usize {
    if !out.text.is_empty() {
        out.text.push_str(GAP);
    }
    let start = out.text.len();
    out.text.push_str(text);
    out.blocks.push(Block { kind, span: Span::new(start, out.text.len()) });
    start
}

/// Characters that pages sprinkle into words to steer line breaks, and that readers never see.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::slice;

    #[test]
    fn white_space_is_folded_and_empty_blocks_leave_no_trace() {
        let mut builder = Builder::default();
        builder.begin(BlockKind::Heading(1));
        builder.words("  One\n two ");
        builder.begin(BlockKind::Para);
        builder.words(" \n");
        builder.begin(BlockKind::Para);
        builder.words("th\u{AD}ree");
        builder.line_break();
        builder.words("four");
        let parts = builder.finish();
        assert_eq!(parts.text, "One two\n\nthree\nfour");
        assert_eq!(parts.blocks.len(), 2);
    }

    #[test]
    fn marks_end_with_their_block_and_hold_no_space_around_words() {
        let mut builder = Builder::default();
        builder.mark(MarkKind::Strong);
        builder.begin(BlockKind::Para);
        builder.words("one ");
        builder.mark(MarkKind::Emphasis);
        builder.words(" two ");
        builder.close(|kind| *kind == MarkKind::Emphasis);
        builder.words("three");
        builder.begin(BlockKind::Para);
        builder.words("four");
        builder.close(|kind| *kind == MarkKind::Strong);
        builder.words(" five");
        let parts = builder.finish();
        let got: Vec<_> =
            parts.marks.iter().map(|m| (&m.kind, slice(&parts.text, m.span))).collect();
        assert_eq!(
            got,
            [
                (&MarkKind::Strong, "one two three"),
                (&MarkKind::Emphasis, "two"),
                (&MarkKind::Strong, "four")
            ]
        );
    }

    #[test]
    fn a_text_is_put_together_again_without_a_block() {
        let mut builder = Builder::default();
        builder.begin(BlockKind::Heading(1));
        builder.words("Title");
        builder.begin(BlockKind::Para);
        builder.words("a ");
        builder.mark(MarkKind::Strong);
        builder.words("b");
        let parts = assemble(&[(BlockKind::Title, "New title")], builder.finish(), |at, block| {
            (at > 0).then_some(block.kind)
        });
        assert_eq!(parts.text, "New title\n\na b");
        assert_eq!(slice(&parts.text, parts.marks[0].span), "b");
    }
}

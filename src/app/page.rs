//! The article as lines of the screen.
//!
//! Made again only when the article or the width changes. A line knows which
//! bytes it shows and at which column, so that drawing, scrolling and moving the
//! cursor are questions about spans.

use crate::doc::{Article, Block, BlockKind};
use crate::text::{Span, columns, slice, span, wrap};

/// All lines of an article at one width.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Page {
    /// Columns of the text.
    pub width: usize,
    /// In the order of the screen.
    pub lines: Vec<Line>,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The block that it belongs to; blank rows belong to the block after them.
    pub block: usize,
    /// What is drawn before the text: a bullet, a bar.
    pub prefix: String,
    /// What it shows.
    pub content: Content,
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Nothing.
    Blank,
    /// Pieces of the article's text, from left to right.
    Text(Vec<Piece>),
    /// Words about the article that are not in its text: outlet, byline, date.
    Meta(String),
    /// A line across.
    Rule,
}

/// A run of the article's text on one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The column at which it starts, counted from the start of the text.
    pub column: usize,
    /// What it shows, with the white space at a break, which is not drawn.
    pub span: Span,
}

impl Line {
    /// The first byte that it shows.
    #[must_use]
    pub fn start(&self) -> Option<usize> {
        match &self.content {
            Content::Text(pieces) => pieces.first().map(|piece| piece.span.start()),
            _ => None,
        }
    }

    /// All bytes between its first and its last.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        match &self.content {
            Content::Text(pieces) => Some(pieces.first()?.span.hull(pieces.last()?.span)),
            _ => None,
        }
    }

    /// The pieces of text, if it has any.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        match &self.content {
            Content::Text(pieces) => pieces,
            _ => &[],
        }
    }
}

impl Page {
    /// Lays an article out in `width` columns.
    #[must_use]
    pub fn lay_out(article: &Article, width: usize) -> Self {
        let width = width.max(8);
        let mut lines: Vec<Line> = Vec::new();
        let meta = crate::export::chain::credits(article).join(" · ");
        let mut meta_due = !meta.is_empty();
        let has_title = article.blocks.iter().any(|block| block.kind == BlockKind::Title);
        if !has_title && meta_due {
            push_meta(&mut lines, 0, &meta, width);
            meta_due = false;
        }
        let mut previous: Option<Block> = None;
        for (at, block) in article.blocks.iter().enumerate() {
            if let Some(before) = previous
                && !is_tight(before.kind, block.kind)
            {
                lines.push(Line { block: at, prefix: String::new(), content: Content::Blank });
            } else if previous.is_none() && !lines.is_empty() {
                lines.push(Line { block: at, prefix: String::new(), content: Content::Blank });
            }
            lay_out_block(article, at, *block, width, &mut lines);
            if block.kind == BlockKind::Title && meta_due {
                push_meta(&mut lines, at, &meta, width);
                meta_due = false;
            }
            previous = Some(*block);
        }
        Self { width, lines }
    }

    /// The row that shows byte `at`; the last row with text before it when none does.
    #[must_use]
    pub fn row_of(&self, at: usize) -> usize {
        // Rows without text have no start of their own: look at the text before them.
        let starts = |row: &usize| self.lines.get(*row).and_then(Line::start);
        let (mut low, mut high) = (0, self.lines.len());
        let mut found = self.first_text_row();
        while low < high {
            let middle = (low + high) / 2;
            let text_row = (low..=middle).rev().find(|row| starts(row).is_some());
            match text_row {
                Some(row) if starts(&row).is_some_and(|start| start <= at) => {
                    found = row;
                    low = middle + 1;
                }
                Some(row) => high = row,
                None => low = middle + 1,
            }
        }
        // In a table the cells of one row of it may take several rows of the screen.
        let holds = |row: &usize| {
            self.lines.get(*row).is_some_and(|l| l.pieces().iter().any(|p| p.span.contains(at)))
        };
        let block = self.lines.get(found).map(|line| line.block);
        let same_block = |row: &usize| self.lines.get(*row).map(|line| line.block) == block;
        (0..=found).rev().take_while(same_block).find(holds).unwrap_or(found)
    }

    /// The row and the column, counted from the start of the text, at which byte `at` is shown.
    #[must_use]
    pub fn position(&self, text: &str, at: usize) -> (usize, usize) {
        let row = self.row_of(at);
        let Some(line) = self.lines.get(row) else { return (row, 0) };
        let piece = line.pieces().iter().rev().find(|piece| piece.span.start() <= at);
        let column = piece.map_or(0, |piece| {
            piece.column
                + columns::width(slice(
                    text,
                    Span::new(piece.span.start(), at.min(piece.span.end())),
                ))
        });
        (row, column)
    }

    /// The byte that is shown at a column of a row; `None` where the row has no text.
    #[must_use]
    pub fn byte_at(&self, text: &str, row: usize, column: usize) -> Option<usize> {
        let pieces = self.lines.get(row)?.pieces();
        let piece = pieces.iter().rev().find(|piece| piece.column <= column).or(pieces.first())?;
        let shown = slice(text, piece.span).trim_end();
        let inside = columns::byte_at(shown, column.saturating_sub(piece.column));
        // Past the end of the row the cursor rests on its last character.
        let inside = if inside >= shown.len() {
            columns::previous_grapheme(shown, shown.len())
        } else {
            inside
        };
        Some(piece.span.start() + inside)
    }

    /// The first row at or after `row` that has text, else the last one that has.
    #[must_use]
    pub fn text_row(&self, row: usize, forward: Direction) -> usize {
        let has = |row: &usize| self.lines.get(*row).is_some_and(|line| line.start().is_some());
        let last = self.lines.len().saturating_sub(1);
        let row = row.min(last);
        let ahead = (row..self.lines.len()).find(has);
        let behind = (0..=row).rev().find(has);
        match forward {
            Direction::Forward => ahead.or(behind),
            Direction::Back => behind.or(ahead),
        }
        .unwrap_or(0)
    }

    fn first_text_row(&self) -> usize {
        self.text_row(0, Direction::Forward)
    }
}

/// Which way to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the end.
    Forward,
    /// Towards the beginning.
    Back,
}

fn push_meta(lines: &mut Vec<Line>, block: usize, meta: &str, width: usize) {
    for line in wrap::lines(meta, width) {
        lines.push(Line { block, prefix: String::new(), content: Content::Meta(line.to_owned()) });
    }
}

/// Items of one list stand together; all else is set apart by a blank row.
fn is_tight(before: BlockKind, after: BlockKind) -> bool {
    matches!((before, after), (BlockKind::Item { .. }, BlockKind::Item { .. }))
}

fn lay_out_block(article: &Article, at: usize, block: Block, width: usize, lines: &mut Vec<Line>) {
    let text = |row: Span, column: usize, prefix: String| Line {
        block: at,
        prefix,
        content: Content::Text(vec![Piece { column, span: row }]),
    };
    match block.kind {
        BlockKind::Separator => {
            // Its characters stay reachable, but what is seen is a line.
            lines.push(Line { block: at, prefix: String::new(), content: Content::Rule });
        }
        BlockKind::Table => lay_out_table(article, at, block.span, width, lines),
        BlockKind::Code => {
            for row in wrap::wrap(&article.text, block.span, width.saturating_sub(2)) {
                lines.push(text(row, 2, String::new()));
            }
        }
        BlockKind::Quote => {
            for row in flow(article, block.span, width.saturating_sub(2)) {
                lines.push(text(row, 2, "│ ".into()));
            }
        }
        BlockKind::Item { depth } => {
            let indent = usize::from(depth).min(6) * 2;
            let body = span_without_bullet(article, block.span);
            let bullet =
                article.slice(Span::new(block.span.start(), body.start())).trim().to_owned();
            let bullet = match bullet.as_str() {
                "" | "-" | "*" | "+" => "•".to_owned(),
                other => other.to_owned(),
            };
            let hang = indent + columns::width(&bullet) + 1;
            for (n, row) in flow(article, body, width.saturating_sub(hang)).into_iter().enumerate()
            {
                let prefix =
                    if n == 0 { format!("{}{bullet} ", " ".repeat(indent)) } else { String::new() };
                lines.push(text(row, hang, prefix));
            }
        }
        BlockKind::Title
        | BlockKind::Standfirst
        | BlockKind::Byline
        | BlockKind::Caption
        | BlockKind::Heading(_)
        | BlockKind::Para => {
            for row in flow(article, block.span, width) {
                lines.push(text(row, 0, String::new()));
            }
        }
    }
}

/// Wraps prose. A newline inside it is a space (plain text is often wrapped by hand), unless the
/// block's marks say that the line was broken on purpose.
fn flow(article: &Article, block: Span, width: usize) -> Vec<Span> {
    let inside = article.slice(block);
    if !inside.contains(['\n', '\t']) {
        return wrap::wrap(&article.text, block, width);
    }
    let kept = article.breaks_in(block);
    let flat: String = inside
        .char_indices()
        .map(|(at, c)| match c {
            '\n' if kept.binary_search(&(block.start() + at)).is_err() => ' ',
            '\t' => ' ',
            c => c,
        })
        .collect();
    wrap::wrap(&flat, Span::new(0, flat.len()), width)
        .into_iter()
        .map(|row| Span::new(block.start() + row.start(), block.start() + row.end()))
        .collect()
}

/// A list item in plain text and Markdown begins with its bullet or number: it is drawn as one.
fn span_without_bullet(article: &Article, item: Span) -> Span {
    let inside = article.slice(item);
    let bullet = inside.split_whitespace().next().unwrap_or("");
    let is_number = bullet.len() <= 4
        && bullet
            .strip_suffix(['.', ')'])
            .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    if !is_number && !matches!(bullet, "-" | "*" | "+" | "•" | "–") {
        return item;
    }
    span::trim(&article.text, Span::new(item.start() + bullet.len(), item.end()))
}

/// Columns as wide as their widest cell, while that fits; else all rows as running text.
fn lay_out_table(article: &Article, at: usize, table: Span, width: usize, lines: &mut Vec<Line>) {
    const GAP: usize = 2;
    let mut rows: Vec<Vec<Span>> = Vec::new();
    let mut start = table.start();
    for row in article.slice(table).split('\n') {
        let mut cells = Vec::new();
        for cell in row.split('\t') {
            cells.push(span::trim(&article.text, Span::new(start, start + cell.len())));
            start += cell.len() + 1;
        }
        rows.push(cells);
    }
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut widths = vec![0; n_columns];
    for row in &rows {
        for (wide, cell) in widths.iter_mut().zip(row) {
            *wide = (*wide).max(columns::width(article.slice(*cell)));
        }
    }
    shrink(&mut widths, width.saturating_sub(GAP * n_columns.saturating_sub(1)));
    for row in &rows {
        let mut cells: Vec<std::vec::IntoIter<Span>> = Vec::new();
        for (cell, wide) in row.iter().zip(&widths) {
            cells.push(wrap::wrap(&article.text, *cell, *wide).into_iter());
        }
        loop {
            let mut column = 0;
            let mut pieces = Vec::new();
            for (cell, wide) in cells.iter_mut().zip(&widths) {
                pieces.extend(
                    cell.next().filter(|s| !s.is_empty()).map(|span| Piece { column, span }),
                );
                column += wide + GAP;
            }
            if pieces.is_empty() {
                break;
            }
            lines.push(Line { block: at, prefix: String::new(), content: Content::Text(pieces) });
        }
    }
}

/// Takes from the widest columns until all fit, leaving each at least a few columns.
fn shrink(widths: &mut [usize], room: usize) {
    const LEAST: usize = 4;
    let mut total: usize = widths.iter().sum();
    while total > room {
        let Some(widest) = widths.iter_mut().max() else { return };
        if *widest <= LEAST {
            return;
        }
        let step = (total - room).min(*widest - LEAST).min((*widest / 8).max(1));
        *widest -= step;
        total -= step;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::article;

    fn shown(article: &Article, width: usize) -> Vec<String> {
        let page = Page::lay_out(article, width);
        page.lines
            .iter()
            .map(|line| match &line.content {
                Content::Blank => String::new(),
                Content::Rule => "---".into(),
                Content::Meta(meta) => format!("({meta})"),
                Content::Text(pieces) => {
                    let mut row = line.prefix.clone();
                    for piece in pieces {
                        let gap = piece.column.saturating_sub(columns::width(&row));
                        row += &" ".repeat(gap);
                        row += &slice(&article.text, piece.span).trim_end().replace('\n', " ");
                    }
                    row
                }
            })
            .collect()
    }

    #[test]
    fn paragraphs_stand_apart_and_items_together() {
        let article = article(&[
            (BlockKind::Title, "Rates hold"),
            (BlockKind::Para, "The bank held rates on Monday."),
            (BlockKind::Item { depth: 0 }, "- first"),
            (BlockKind::Item { depth: 1 }, "second item"),
            (BlockKind::Quote, "We wait."),
        ]);
        assert_eq!(
            shown(&article, 16),
            [
                "Rates hold",
                "",
                "The bank held",
                "rates on Monday.",
                "",
                "• first",
                "  • second item",
                "",
                "│ We wait."
            ]
        );
    }

    #[test]
    fn a_hand_wrapped_paragraph_flows() {
        let article = article(&[(BlockKind::Para, "one two\nthree four")]);
        assert_eq!(shown(&article, 40), ["one two three four"]);
    }

    #[test]
    fn a_table_has_columns() {
        let article = article(&[(BlockKind::Table, "Party\tSeats\nGreens and others\t12")]);
        assert_eq!(shown(&article, 40), ["Party              Seats", "Greens and others  12"]);
        assert!(shown(&article, 12).iter().all(|row| columns::width(row) <= 12));
    }

    #[test]
    fn every_byte_has_a_row_and_back() {
        let article = article(&[
            (BlockKind::Title, "Rates hold"),
            (
                BlockKind::Para,
                "The bank held rates on Monday, officials said. Nobody was surprised.",
            ),
            (BlockKind::Separator, "***"),
            (BlockKind::Para, "More follows."),
        ]);
        let page = Page::lay_out(&article, 20);
        for block in &article.blocks {
            if block.kind == BlockKind::Separator {
                continue;
            }
            for (offset, c) in article.slice(block.span).char_indices() {
                let at = block.span.start() + offset;
                let (row, column) = page.position(&article.text, at);
                let line = page.lines[row].span().unwrap();
                assert!(line.start() <= at && at < line.end(), "{at} {line:?}");
                if c != ' ' {
                    assert_eq!(page.byte_at(&article.text, row, column), Some(at));
                }
            }
        }
    }
}

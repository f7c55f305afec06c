//! The article with its margin.

use super::style;
use crate::app::State;
use crate::app::geometry::{GUTTER, Rect};
use crate::app::page::{Content, Line, Piece};
use crate::app::paint::{self, Coat};
use crate::app::theme::Role;
use crate::text::{Span, columns, slice};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::{Modifier, Style};

/// Draws what of the page is seen, and says where the cursor stands.
pub fn draw(state: &State, pane: Rect, buffer: &mut Buffer) -> Option<Position> {
    let area = state.text_area();
    let coats = paint::coats(state, state.seen());
    let rows = state.page.lines.iter().skip(state.view.top).take(usize::from(pane.height));
    for (y, line) in (area.y..).zip(rows) {
        draw_margin(state, line, area.x.saturating_sub(GUTTER), y, buffer);
        draw_line(state, line, &coats, area, y, buffer);
    }
    let (row, column) = state.page.position(&state.article.text, state.view.cursor);
    let below = u16::try_from(row.checked_sub(state.view.top)?).ok()?;
    let right = u16::try_from(column).ok()?.min(area.width);
    (below < pane.height).then_some(Position { x: area.x + right, y: area.y + below })
}

fn draw_margin(state: &State, line: &Line, x: u16, y: u16, buffer: &mut Buffer) {
    let Some(span) = line.span() else { return };
    let margin = paint::margin(state, span);
    for (offset, sign) in [(0, margin.source), (1, margin.note)] {
        if let Some((letter, role)) = sign {
            let look = style::of(state, role);
            buffer.set_string(x + offset, y, letter.encode_utf8(&mut [0; 4]), look);
        }
    }
    if let Some((letter, look)) = margin.pen {
        buffer.set_string(x + 2, y, letter.encode_utf8(&mut [0; 4]), style::style(look));
    }
}

fn draw_line(state: &State, line: &Line, coats: &[Coat], area: Rect, y: u16, buffer: &mut Buffer) {
    let room = usize::from(area.width);
    match &line.content {
        Content::Blank => {}
        Content::Rule => {
            let rule = "─".repeat(room.min(24));
            buffer.set_stringn(area.x, y, rule, room, style::of(state, Role::Rule));
        }
        Content::Meta(words) => {
            buffer.set_stringn(area.x, y, words, room, style::of(state, Role::Meta));
        }
        Content::Text(pieces) => {
            buffer.set_stringn(area.x, y, &line.prefix, room, style::of(state, Role::Bullet));
            let kind = state.article.blocks.get(line.block).map(|block| block.kind);
            let base = style::of(state, kind.map_or(Role::Text, paint::block_role));
            for piece in pieces {
                draw_piece(state, *piece, base, coats, area, y, buffer);
            }
        }
    }
}

/// Draws a run of text, cut where a coat begins or ends.
fn draw_piece(
    state: &State,
    piece: Piece,
    base: Style,
    coats: &[Coat],
    area: Rect,
    y: u16,
    buffer: &mut Buffer,
) {
    let shown = slice(&state.article.text, piece.span).trim_end();
    let shown = Span::new(piece.span.start(), piece.span.start() + shown.len());
    let here: Vec<&Coat> = coats.iter().filter(|coat| coat.span.overlaps(shown)).collect();
    let mut cuts = vec![shown.start(), shown.end()];
    for coat in &here {
        cuts.extend(
            [coat.span.start(), coat.span.end()].into_iter().filter(|at| shown.contains(*at)),
        );
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut column = piece.column;
    for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
        let run = Span::new(*from, *to);
        let mut look = base;
        let mut marks = 0;
        for coat in here.iter().filter(|coat| coat.span.covers(run)) {
            look = look.patch(style::of(state, coat.role));
            look = coat.pen.map_or(look, |pen| look.patch(style::style(pen)));
            marks += usize::from(coat.is_mark);
        }
        if marks > 1 {
            // Where marks lie on each other the colour is that of the upper one; the line says that
            // there is another below.
            look = look.add_modifier(Modifier::UNDERLINED);
        }
        let words = slice(&state.article.text, run);
        let wide = columns::width(words);
        let room = usize::from(area.width).saturating_sub(column);
        let x = area.x.saturating_add(u16::try_from(column).unwrap_or(u16::MAX));
        if room == 0 {
            break;
        }
        if words.contains(['\n', '\t']) {
            // In a hand-wrapped paragraph a newline is drawn as the space that it stands for.
            let flat: String =
                words.chars().map(|c| if c == '\n' || c == '\t' { ' ' } else { c }).collect();
            buffer.set_stringn(x, y, &flat, room, look);
            column += columns::width(&flat);
        } else {
            buffer.set_stringn(x, y, words, room, look);
            column += wide;
        }
    }
}

//! Moving the cursor about in the article, and selecting.

use crate::app::page::Direction;
use crate::app::reading;
use crate::app::state::{Now, State};
use crate::text::{Span, columns, word};
use std::borrow::Cow;

type Done = Result<(), String>;

/// A line down.
pub fn down(state: &mut State, _: &str, _: Now) -> Done {
    by_rows(state, 1);
    Ok(())
}

/// A line up.
pub fn up(state: &mut State, _: &str, _: Now) -> Done {
    by_rows(state, -1);
    Ok(())
}

/// Moves over rows with text, aiming for the same column.
fn by_rows(state: &mut State, step: isize) {
    let (row, column) = state.page.position(&state.article.text, state.view.cursor);
    let goal = state.view.goal.unwrap_or(column);
    let target = row.saturating_add_signed(step);
    let forward = if step > 0 { Direction::Forward } else { Direction::Back };
    // Blank rows are stepped over.
    let has_text =
        |row: usize| state.page.lines.get(row).is_some_and(|line| line.start().is_some());
    let target = if has_text(target) { target } else { state.page.text_row(target, forward) };
    if step < 0 && target >= row {
        // Nothing above has text: show the top of the page.
        state.view.top = 0;
    }
    if let Some(at) = state.page.byte_at(&state.article.text, target, goal) {
        state.move_to(at);
    }
    state.view.goal = Some(goal);
}

/// A character to the left.
pub fn left(state: &mut State, _: &str, _: Now) -> Done {
    state.move_to(columns::previous_grapheme(&state.article.text, state.view.cursor));
    Ok(())
}

/// A character to the right.
pub fn right(state: &mut State, _: &str, _: Now) -> Done {
    state.move_to(columns::next_grapheme(&state.article.text, state.view.cursor));
    Ok(())
}

/// To the next word.
pub fn word_next(state: &mut State, _: &str, _: Now) -> Done {
    state.move_to(word::next_start(&state.article.text, state.view.cursor));
    Ok(())
}

/// To the word before.
pub fn word_back(state: &mut State, _: &str, _: Now) -> Done {
    state.move_to(word::previous_start(&state.article.text, state.view.cursor));
    Ok(())
}

/// To the last character of the word, or of the next one.
pub fn word_end(state: &mut State, _: &str, _: Now) -> Done {
    let text = &state.article.text;
    let beyond = columns::next_grapheme(text, state.view.cursor);
    let at = columns::previous_grapheme(text, word::next_end(text, beyond));
    state.move_to(at);
    Ok(())
}

/// To the next sentence.
pub fn sentence_next(state: &mut State, _: &str, _: Now) -> Done {
    let starts = sentence_starts(state);
    step_starts(state, &starts, Direction::Forward);
    Ok(())
}

/// To the beginning of the sentence, or the one before.
pub fn sentence_back(state: &mut State, _: &str, _: Now) -> Done {
    let starts = sentence_starts(state);
    step_starts(state, &starts, Direction::Back);
    Ok(())
}

/// To the next paragraph.
pub fn paragraph_next(state: &mut State, _: &str, _: Now) -> Done {
    let starts = block_starts(state);
    step_starts(state, &starts, Direction::Forward);
    Ok(())
}

/// To the beginning of the paragraph, or the one before.
pub fn paragraph_back(state: &mut State, _: &str, _: Now) -> Done {
    let starts = block_starts(state);
    step_starts(state, &starts, Direction::Back);
    Ok(())
}

fn block_starts(state: &State) -> Vec<usize> {
    state.article.blocks.iter().map(|block| block.span.start()).collect()
}

fn sentence_starts(state: &State) -> Vec<usize> {
    state.sentences().iter().map(|sentence| sentence.start()).collect()
}

fn step_starts(state: &mut State, starts: &[usize], way: Direction) {
    let at = state.view.cursor;
    let next = match way {
        Direction::Forward => {
            starts.iter().copied().find(|start| *start > at).unwrap_or(state.last_byte())
        }
        Direction::Back => {
            starts.iter().rev().copied().find(|start| *start < at).unwrap_or(state.first_byte())
        }
    };
    state.move_to(next);
}

/// To the start of the line.
pub fn line_start(state: &mut State, _: &str, _: Now) -> Done {
    in_line(state, 0);
    Ok(())
}

/// To the end of the line.
pub fn line_end(state: &mut State, _: &str, _: Now) -> Done {
    in_line(state, usize::MAX);
    state.view.goal = Some(usize::MAX);
    Ok(())
}

fn in_line(state: &mut State, column: usize) {
    let (row, _) = state.page.position(&state.article.text, state.view.cursor);
    if let Some(at) = state.page.byte_at(&state.article.text, row, column) {
        state.move_to(at);
    }
}

/// To the beginning.
pub fn top(state: &mut State, _: &str, _: Now) -> Done {
    state.jump_to(state.first_byte());
    state.view.top = 0;
    Ok(())
}

/// To the end.
pub fn bottom(state: &mut State, _: &str, _: Now) -> Done {
    state.jump_to(state.last_byte());
    Ok(())
}

/// Half a screen down.
pub fn half_down(state: &mut State, _: &str, _: Now) -> Done {
    by_screen(state, Direction::Forward, state.rows_seen() / 2);
    Ok(())
}

/// Half a screen up.
pub fn half_up(state: &mut State, _: &str, _: Now) -> Done {
    by_screen(state, Direction::Back, state.rows_seen() / 2);
    Ok(())
}

/// A screen down, with two rows of what was seen.
pub fn page_down(state: &mut State, _: &str, _: Now) -> Done {
    by_screen(state, Direction::Forward, state.rows_seen().saturating_sub(2));
    Ok(())
}

/// A screen up, with two rows of what was seen.
pub fn page_up(state: &mut State, _: &str, _: Now) -> Done {
    by_screen(state, Direction::Back, state.rows_seen().saturating_sub(2));
    Ok(())
}

/// Moves page and cursor together, so that the cursor keeps its place on the screen.
fn by_screen(state: &mut State, way: Direction, rows: usize) {
    let rows = rows.max(1);
    let (row, column) = state.page.position(&state.article.text, state.view.cursor);
    let goal = state.view.goal.unwrap_or(column);
    let last = state.page.lines.len().saturating_sub(1);
    let target = match way {
        Direction::Forward => {
            state.view.top = (state.view.top + rows).min(last);
            (row + rows).min(last)
        }
        Direction::Back => {
            state.view.top = state.view.top.saturating_sub(rows);
            row.saturating_sub(rows)
        }
    };
    let target = state.page.text_row(target, way);
    if let Some(at) = state.page.byte_at(&state.article.text, target, goal) {
        state.move_to(at);
    }
    state.view.goal = Some(goal);
}

/// Back to where a jump came from.
pub fn back(state: &mut State, _: &str, _: Now) -> Done {
    let at =
        state.view.jumps.go_back(state.view.cursor).ok_or("There is no place to go back to")?;
    state.show_and_move_to(at);
    Ok(())
}

/// Forward again.
pub fn forward(state: &mut State, _: &str, _: Now) -> Done {
    let at = state
        .view
        .jumps
        .go_forward(state.view.cursor)
        .ok_or("There is no place to go forward to")?;
    state.show_and_move_to(at);
    Ok(())
}

/// Begins to select at the cursor.
pub fn visual(state: &mut State, _: &str, _: Now) -> Done {
    state.view.anchor = Some(state.view.cursor);
    Ok(())
}

/// Goes to the other end of the selection.
pub fn swap_ends(state: &mut State, _: &str, _: Now) -> Done {
    let anchor = state.view.anchor.ok_or("Nothing is selected; v begins to select")?;
    state.view.anchor = Some(state.view.cursor);
    state.move_to(anchor);
    Ok(())
}

/// Selects what the cursor stands in.
pub fn select(state: &mut State, what: &str, _: Now) -> Done {
    let at = state.view.cursor;
    let span = match what {
        "word" => {
            let block = state.article.block_at(at).and_then(|n| state.article.blocks.get(n));
            let block = block.map_or(Span::at(at), |block| block.span);
            word::words(&state.article.text, block).into_iter().find(|word| word.contains(at))
        }
        "sentence" => state.sentence_at(at),
        "paragraph" => {
            state.article.block_at(at).and_then(|n| state.article.blocks.get(n)).map(|b| b.span)
        }
        _ => {
            let claim = state.analysis.as_deref().and_then(|a| a.claim(reading::claim_at(a, at)?));
            claim.map(reading::extent)
        }
    };
    let span =
        span.filter(|span| !span.is_empty()).ok_or_else(|| format!("There is no {what} here"))?;
    state.view.anchor = Some(span.start());
    state.move_to(columns::previous_grapheme(&state.article.text, span.end()));
    Ok(())
}

impl State {
    /// The sentences of the article: the analysis's, or, while there is none, those of the blocks.
    #[must_use]
    pub fn sentences(&self) -> Cow<'_, [Span]> {
        match &self.analysis {
            Some(analysis) if !analysis.sentences.is_empty() => Cow::Borrowed(&analysis.sentences),
            _ => {
                let prose = self.article.blocks.iter().filter(|block| block.kind.is_prose());
                let text = &self.article.text;
                prose.flat_map(|block| crate::text::sentence::sentences(text, block.span)).collect()
            }
        }
    }

    /// The sentence that holds byte `at`, or the one before it.
    #[must_use]
    pub fn sentence_at(&self, at: usize) -> Option<Span> {
        let sentences = self.sentences();
        let after = sentences.partition_point(|sentence| sentence.start() <= at);
        sentences.get(after.saturating_sub(1)).copied()
    }
}

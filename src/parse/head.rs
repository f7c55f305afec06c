//! The head of a text that was built: title and standfirst first, and neither said twice.
//!
//! Pages and Markdown state a title and a description apart from their content, which often
//! begins with the same words again.

use super::build::assemble;
use super::{Parts, looks};
use crate::doc::{Block, BlockKind, Meta};
use crate::text::slice;
use std::collections::BTreeSet;

/// How many blocks at the start are looked at for the title and standfirst said again.
const HEAD: usize = 5;

/// The longest standfirst, in characters: longer descriptions are the text itself.
const LONGEST_STANDFIRST: usize = 400;

/// Title and standfirst, and the content without saying them again.
pub(crate) fn headed(content: Parts, meta: Meta, description: Option<&str>) -> Parts {
    let title = meta.title.clone();
    let plain_title = letters(&title);
    let text = content.text.clone();
    let kinds: Vec<BlockKind> = content.blocks.iter().map(|block| block.kind).collect();
    let letters_of = |block: &Block| letters(slice(&text, block.span));
    let is_title = |block: &Block| {
        matches!(block.kind, BlockKind::Heading(_) | BlockKind::Para)
            && !plain_title.is_empty()
            && is_same(&letters_of(block), &plain_title)
    };
    let standfirst = description.and_then(|description| {
        let plain = letters(description);
        let long = description.chars().take(LONGEST_STANDFIRST + 1).count() > LONGEST_STANDFIRST;
        if long || plain.len() < 20 || is_same(&plain, &plain_title) {
            return None;
        }
        let mut prose = content.blocks.iter().filter(|block| {
            matches!(block.kind, BlockKind::Para | BlockKind::Quote | BlockKind::Caption)
        });
        // Often it is only the beginning of the text, perhaps cut off, or the dek that is there already.
        let head: String = plain.chars().take(40).collect();
        let is_said = prose.by_ref().take(HEAD).any(|block| {
            let words = letters_of(block);
            words.contains(&head)
                || (words.len() >= 30 && plain.contains(&words))
                || says_most_of(slice(&text, block.span), description)
        });
        (!is_said).then(|| description.to_owned())
    });
    // A dek that stands on the page is the standfirst if the page describes itself with it.
    let dek = description.map(letters).filter(|plain| plain.len() >= 20).and_then(|plain| {
        let at = content.blocks.iter().take(3).position(|block| letters_of(block) == plain)?;
        let is_first = content.blocks.iter().take(at).all(&is_title);
        (is_first && content.blocks.len() > at + 2).then_some(at)
    });
    let mut first = Vec::new();
    if !title.is_empty() {
        first.push((BlockKind::Title, title.as_str()));
    }
    if let Some(standfirst) = &standfirst {
        first.push((BlockKind::Standfirst, standfirst.as_str()));
    }
    let said_again: Vec<bool> = content.blocks.iter().take(HEAD).map(&is_title).collect();
    let mut parts = assemble(&first, content, |at, block| {
        if said_again.get(at) == Some(&true) {
            return None;
        }
        if dek == Some(at) {
            return Some(BlockKind::Standfirst);
        }
        let next = kinds.get(at + 1).copied();
        refined(slice(&text, block.span), block.kind, next)
    });
    parts.meta = meta;
    parts
}

/// What a block is by its look, where its markup does not say; nothing if it is not for readers.
fn refined(words: &str, kind: BlockKind, next: Option<BlockKind>) -> Option<BlockKind> {
    if !matches!(kind, BlockKind::Para | BlockKind::Item { .. }) {
        return Some(kind);
    }
    // Said to those who cannot see the picture, before the caption that is there for all.
    if next == Some(BlockKind::Caption) && matches!(words, "Image" | "Photo" | "Picture") {
        return None;
    }
    if looks::counts_comments(words) {
        return None;
    }
    let only_says_who = words.lines().all(|line| looks::is_byline(line) || looks::is_date(line));
    Some(if looks::is_separator(words) {
        BlockKind::Separator
    } else if only_says_who {
        BlockKind::Byline
    } else if kind == BlockKind::Para && looks::is_caption(words) {
        BlockKind::Caption
    } else {
        kind
    })
}

/// Whether a paragraph has nearly all the words of a description: it is the same sentence, edited.
fn says_most_of(paragraph: &str, description: &str) -> bool {
    let content_words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() >= 4)
            .map(str::to_lowercase)
            .collect()
    };
    let said = content_words(paragraph);
    let wanted = content_words(description);
    let n_said = wanted.intersection(&said).count();
    wanted.len() >= 5 && n_said * 4 >= wanted.len() * 3
}

/// Only letters and digits, in lower case: two texts that differ in marks alone are the same.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(2000).collect()
}

/// The same, or one the beginning of the other and most of it.
fn is_same(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    short == long
        || (short.len() >= 15 && short.len() * 3 >= long.len() * 2 && long.starts_with(short))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edited_first_sentence_is_the_same_sentence() {
        let description = "Mayor Ida Holm tells the Courier that her failure to reopen the bridge is her greatest regret.";
        let first = "Mayor Ida Holm has told the Courier her failure to reopen the old bridge is the greatest regret of her term.";
        assert!(says_most_of(first, description));
        assert!(!says_most_of("The bridge closed in March after a survey.", description));
    }
}

//! Pens: colours with a name and a meaning, that marks are drawn with.
//!
//! A mark keeps the name of its pen, so that it means the same on every screen; what it looks like is
//! decided here, by what the terminal can do. Where it can do no colours, pens differ in weight, slant
//! and line, and everywhere by their letter in the margin.

use super::config::ColourDepth;
use super::theme::{Attributes, Colour, Look};

/// One pen.
#[derive(Clone, Debug, PartialEq)]
pub struct Pen {
    /// What it is called: kept in notes.
    pub name: String,
    /// What marks of it mean.
    pub meaning: String,
    /// The key that chooses it, and its letter in the margin.
    pub key: char,
    /// Its colour, as the config has it.
    pub colour: Colour,
    /// What it looks like on this terminal.
    pub look: Look,
}

/// The pens' names and colours, for what leaves the terminal: `("yellow", "#ffd400")`.
#[must_use]
pub fn colours(pens: &[Pen]) -> Vec<(String, String)> {
    let hex = |pen: &Pen| {
        let (r, g, b) = pen.colour.rgb();
        (pen.name.clone(), format!("#{r:02x}{g:02x}{b:02x}"))
    };
    pens.iter().map(hex).collect()
}

/// What a pen looks like that is the `number`th of all.
#[must_use]
pub fn look(colour: Colour, number: usize, depth: ColourDepth) -> Look {
    let ink = |colour: Colour| {
        let (r, g, b) = colour.rgb();
        let light = u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114;
        light > 110_000
    };
    let (bg, on_light, on_dark) = match depth {
        ColourDepth::None => {
            // Three attributes beside the reversal tell eight pens apart.
            let attributes = Attributes {
                reverse: true,
                bold: number & 1 != 0,
                italic: number & 2 != 0,
                dim: number & 4 != 0,
                ..Attributes::default()
            };
            return Look { fg: None, bg: None, attributes };
        }
        ColourDepth::Sixteen => (colour.to_16(), Colour::Ansi(0), Colour::Ansi(15)),
        ColourDepth::Many => (colour.to_256(), Colour::Indexed(16), Colour::Indexed(231)),
        ColourDepth::Exact => (colour, Colour::Rgb(0x1b, 0x1b, 0x1b), Colour::Rgb(255, 255, 255)),
    };
    let fg = if ink(bg) { on_light } else { on_dark };
    Look { fg: Some(fg), bg: Some(bg), attributes: Attributes::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::config::Settings;

    #[test]
    fn the_default_pens_differ_on_every_terminal() {
        let pens = Settings::default().pens;
        assert_eq!(pens.len(), 8);
        let colours = [
            "#ffd400", "#ff6666", "#5fb236", "#2ea8e5", "#a28ae5", "#e56eee", "#f19837", "#aaaaaa",
        ];
        for depth in
            [ColourDepth::None, ColourDepth::Sixteen, ColourDepth::Many, ColourDepth::Exact]
        {
            let looks: Vec<Look> = (0..)
                .zip(colours)
                .map(|(n, colour)| look(Colour::parse(colour).unwrap(), n, depth))
                .collect();
            for (n, one) in looks.iter().enumerate() {
                assert!(!looks.iter().skip(n + 1).any(|other| other == one), "{depth:?} {n}");
            }
        }
    }
}

//! Looks into cells.

use crate::app::State;
use crate::app::theme::{Colour, Look, Role};
use ratatui::style::{Color, Modifier, Style};

/// The style of a role.
pub fn of(state: &State, role: Role) -> Style {
    style(state.settings.theme.look(role))
}

/// A look as a style; what the look leaves open stays as it is underneath.
pub fn style(look: Look) -> Style {
    let mut style = Style::new();
    style.fg = look.fg.map(colour);
    style.bg = look.bg.map(colour);
    let attributes = look.attributes;
    for (on, modifier) in [
        (attributes.bold, Modifier::BOLD),
        (attributes.dim, Modifier::DIM),
        (attributes.italic, Modifier::ITALIC),
        (attributes.underline, Modifier::UNDERLINED),
        (attributes.reverse, Modifier::REVERSED),
        (attributes.strike, Modifier::CROSSED_OUT),
    ] {
        if on {
            style = style.add_modifier(modifier);
        }
    }
    style
}

fn colour(colour: Colour) -> Color {
    match colour {
        Colour::Ansi(0) => Color::Black,
        Colour::Ansi(1) => Color::Red,
        Colour::Ansi(2) => Color::Green,
        Colour::Ansi(3) => Color::Yellow,
        Colour::Ansi(4) => Color::Blue,
        Colour::Ansi(5) => Color::Magenta,
        Colour::Ansi(6) => Color::Cyan,
        Colour::Ansi(7) => Color::Gray,
        Colour::Ansi(8) => Color::DarkGray,
        Colour::Ansi(9) => Color::LightRed,
        Colour::Ansi(10) => Color::LightGreen,
        Colour::Ansi(11) => Color::LightYellow,
        Colour::Ansi(12) => Color::LightBlue,
        Colour::Ansi(13) => Color::LightMagenta,
        Colour::Ansi(14) => Color::LightCyan,
        Colour::Ansi(15) => Color::White,
        Colour::Ansi(n) | Colour::Indexed(n) => Color::Indexed(n),
        Colour::Rgb(r, g, b) => Color::Rgb(r, g, b),
    }
}

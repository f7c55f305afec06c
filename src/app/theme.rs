//! Looks, by the role of what is drawn. No terminal is known here: `ui` turns a look into cells.
//!
//! A role without a look of its own has its parent's: `source.unnamed` falls
//! back to `source`, and that to nothing at all.

use serde::Deserialize;
use std::collections::BTreeMap;

/// What a piece of the screen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // The names in `ROLES` say it all.
pub enum Role {
    Text,
    Title,
    Meta,
    Heading,
    Standfirst,
    Caption,
    Quote,
    Code,
    Rule,
    Bullet,
    Emphasis,
    Strong,
    Link,
    Actor,
    Source,
    SourceUnnamed,
    SourceMedia,
    SourceDocument,
    SourceNobody,
    Relay,
    Cue,
    Claim,
    ClaimNobody,
    Highlight,
    Note,
    You,
    Current,
    Found,
    Selection,
    Gutter,
    Panel,
    PanelDim,
    PanelSelected,
    PanelTab,
    PanelTabCurrent,
    Divider,
    DividerFocus,
    Status,
    StatusKey,
    Error,
    Popup,
    PopupTitle,
    PopupKey,
    ChangeGone,
    ChangeNew,
}

/// Every role with its dotted name.
pub const ROLES: [(Role, &str); 45] = [
    (Role::Text, "text"),
    (Role::Title, "text.title"),
    (Role::Meta, "text.meta"),
    (Role::Heading, "text.heading"),
    (Role::Standfirst, "text.standfirst"),
    (Role::Caption, "text.caption"),
    (Role::Quote, "text.quote"),
    (Role::Code, "text.code"),
    (Role::Rule, "text.rule"),
    (Role::Bullet, "text.bullet"),
    (Role::Emphasis, "text.emphasis"),
    (Role::Strong, "text.strong"),
    (Role::Link, "text.link"),
    (Role::Actor, "actor"),
    (Role::Source, "source"),
    (Role::SourceUnnamed, "source.unnamed"),
    (Role::SourceMedia, "source.media"),
    (Role::SourceDocument, "source.document"),
    (Role::SourceNobody, "source.nobody"),
    (Role::Relay, "source.relay"),
    (Role::Cue, "cue"),
    (Role::Claim, "claim"),
    (Role::ClaimNobody, "claim.nobody"),
    (Role::Highlight, "note.highlight"),
    (Role::Note, "note"),
    (Role::You, "panel.you"),
    (Role::Current, "current"),
    (Role::Found, "found"),
    (Role::Selection, "selection"),
    (Role::Gutter, "gutter"),
    (Role::Panel, "panel"),
    (Role::PanelDim, "panel.dim"),
    (Role::PanelSelected, "panel.selected"),
    (Role::PanelTab, "panel.tab"),
    (Role::PanelTabCurrent, "panel.tab.current"),
    (Role::Divider, "divider"),
    (Role::DividerFocus, "divider.focus"),
    (Role::Status, "status"),
    (Role::StatusKey, "status.key"),
    (Role::Error, "error"),
    (Role::Popup, "popup"),
    (Role::PopupTitle, "popup.title"),
    (Role::PopupKey, "popup.key"),
    (Role::ChangeGone, "change.gone"),
    (Role::ChangeNew, "change.new"),
];

/// How something looks. What is `None` or `false` is left as it is underneath.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Look {
    /// The colour of the letters.
    pub fg: Option<Colour>,
    /// The colour behind them.
    pub bg: Option<Colour>,
    /// Attributes that are switched on.
    pub attributes: Attributes,
}

/// Attributes of a cell. They add up where roles overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[allow(missing_docs)] // The names say it all.
pub struct Attributes {
    pub bold: bool,
    pub dim: bool,
    pub italic: bool,
    pub underline: bool,
    pub reverse: bool,
    pub strike: bool,
}

/// A colour: one of the terminal's own sixteen, one of 256, or exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// 0 to 15: the terminal's own palette.
    Ansi(u8),
    /// 16 to 255.
    Indexed(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

/// The names of the sixteen, in order.
const ANSI: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

impl Colour {
    /// Reads `red`, `bright-blue`, `178` or `#ffd400`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(at) = ANSI.iter().position(|name| *name == text) {
            return u8::try_from(at).ok().map(Self::Ansi);
        }
        if let Some(hex) = text.strip_prefix('#') {
            let n = u32::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 6)?;
            let [_, r, g, b] = n.to_be_bytes();
            return Some(Self::Rgb(r, g, b));
        }
        match text.parse::<u8>().ok()? {
            n @ 0..=15 => Some(Self::Ansi(n)),
            n => Some(Self::Indexed(n)),
        }
    }

    /// The nearest of the 256, for terminals that do not say that they can do more.
    #[must_use]
    pub fn to_256(self) -> Self {
        let Self::Rgb(r, g, b) = self else { return self };
        // The 6×6×6 cube has these levels; the greys between them are finer.
        let level = |c: u8| match c {
            0..=47 => 0,
            48..=114 => 1,
            _ => (c - 35) / 40,
        };
        let (lo, hi) = (r.min(g).min(b), r.max(g).max(b));
        if hi - lo < 10 && (8..=238).contains(&hi) {
            return Self::Indexed(232 + ((u16::from(hi) - 8) * 24 / 240).min(23) as u8);
        }
        Self::Indexed(16 + 36 * level(r) + 6 * level(g) + level(b))
    }

    /// The one of the sixteen that is most alike, by hue: what they look like is the terminal's affair.
    #[must_use]
    pub fn to_16(self) -> Self {
        if let Self::Ansi(_) = self {
            return self;
        }
        let (r, g, b) = self.rgb();
        let (lo, hi) = (r.min(g).min(b), r.max(g).max(b));
        let spread = i32::from(hi) - i32::from(lo);
        if spread < 32 {
            return Self::Ansi(match hi {
                0..=63 => 0,
                64..=127 => 8,
                128..=223 => 7,
                _ => 15,
            });
        }
        let turn = |from: u8, to: u8| 60 * (i32::from(from) - i32::from(to)) / spread;
        let hue = if hi == r {
            turn(g, b)
        } else if hi == g {
            120 + turn(b, r)
        } else {
            240 + turn(r, g)
        };
        // Red, yellow, green, cyan, blue, magenta, a sixth of the circle each.
        let ansi = match (hue + 390) % 360 {
            0..=59 => 1,
            60..=119 => 3,
            120..=179 => 2,
            180..=239 => 6,
            240..=299 => 4,
            _ => 5,
        };
        Self::Ansi(if hi >= 248 { ansi + 8 } else { ansi })
    }

    /// Red, green and blue, as xterm has the numbered colours.
    #[must_use]
    pub fn rgb(self) -> (u8, u8, u8) {
        match self {
            Self::Rgb(r, g, b) => (r, g, b),
            Self::Ansi(n @ 0..=7) | Self::Indexed(n @ 0..=7) => {
                let full = if n == 7 { 229 } else { 205 };
                let part = |bit: u8| if n & bit == 0 { 0 } else { full };
                (part(1), part(2), part(4))
            }
            Self::Ansi(8) | Self::Indexed(8) => (127, 127, 127),
            Self::Ansi(n) => {
                let part = |bit: u8| if n & bit == 0 { 0 } else { 255 };
                (part(1), part(2), part(4))
            }
            Self::Indexed(n @ 232..) => {
                let grey = 8 + 10 * (n - 232);
                (grey, grey, grey)
            }
            Self::Indexed(n @ 16..) => {
                let level = |c: u8| if c == 0 { 0 } else { 55 + 40 * c };
                let n = n - 16;
                (level(n / 36), level(n / 6 % 6), level(n % 6))
            }
            Self::Indexed(n) => Self::Ansi(n).rgb(),
        }
    }
}

/// A look for every role that has one.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Theme {
    looks: BTreeMap<Role, Look>,
}

/// A look as a theme file writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileLook {
    fg: Option<String>,
    bg: Option<String>,
    #[serde(default)]
    style: Vec<String>,
}

/// The themes that are built in, by name.
pub const BUILTIN: [(&str, &str); 4] = [
    ("ansi", include_str!("../../assets/themes/ansi.toml")),
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("mono", include_str!("../../assets/themes/mono.toml")),
];

impl Theme {
    /// The look of a role, its own or its nearest parent's.
    #[must_use]
    pub fn look(&self, role: Role) -> Look {
        self.looks.get(&role).copied().unwrap_or_default()
    }

    /// Reads a theme: a table of looks by dotted role.
    ///
    /// # Errors
    /// A sentence that says what is wrong, with the place.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: BTreeMap<String, FileLook> =
            toml::from_str(text).map_err(|error| error.to_string())?;
        let mut written = BTreeMap::new();
        for (name, look) in &file {
            if !ROLES.iter().any(|(_, role)| role == name) {
                return Err(format!("“{name}” is no role; see the themes that are built in"));
            }
            written.insert(name.as_str(), read_look(name, look)?);
        }
        let mut looks = BTreeMap::new();
        for (role, name) in ROLES {
            let mut at = name;
            let found = loop {
                if let Some(look) = written.get(at) {
                    break Some(*look);
                }
                match at.rsplit_once('.') {
                    Some((parent, _)) => at = parent,
                    None => break None,
                }
            };
            looks.extend(found.map(|look| (role, look)));
        }
        Ok(Self { looks })
    }

    /// A theme that is built in.
    #[must_use]
    pub fn builtin(name: &str) -> Option<Self> {
        let (_, text) = BUILTIN.iter().find(|(builtin, _)| *builtin == name)?;
        Self::parse(text).ok()
    }

    /// The same with the exact colours brought down to 256.
    #[must_use]
    pub fn in_256(mut self) -> Self {
        for look in self.looks.values_mut() {
            look.fg = look.fg.map(Colour::to_256);
            look.bg = look.bg.map(Colour::to_256);
        }
        self
    }
}

fn read_look(role: &str, file: &FileLook) -> Result<Look, String> {
    let colour = |text: &Option<String>| {
        match text {
        None => Ok(None),
        Some(text) => Colour::parse(text).map(Some).ok_or_else(|| {
            format!("“{text}” of {role} is no colour: give a name such as bright-blue, 0 to 255, or #rrggbb")
        }),
    }
    };
    let mut attributes = Attributes::default();
    for word in &file.style {
        match word.as_str() {
            "bold" => attributes.bold = true,
            "dim" => attributes.dim = true,
            "italic" => attributes.italic = true,
            "underline" => attributes.underline = true,
            "reverse" => attributes.reverse = true,
            "strike" => attributes.strike = true,
            _ => {
                return Err(format!(
                    "“{word}” of {role} is no style: bold, dim, italic, underline, reverse, strike"
                ));
            }
        }
    }
    Ok(Look { fg: colour(&file.fg)?, bg: colour(&file.bg)?, attributes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_builtin_theme_is_read() {
        for (name, text) in BUILTIN {
            Theme::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }

    #[test]
    fn every_role_is_in_the_list() {
        for (role, name) in ROLES {
            assert_eq!(ROLES.iter().filter(|(r, n)| *r == role || *n == name).count(), 1, "{name}");
        }
    }

    #[test]
    fn a_role_falls_back_to_its_parent() {
        let theme = Theme::parse("source = { style = [\"bold\"] }").unwrap();
        assert!(theme.look(Role::SourceUnnamed).attributes.bold);
        assert_eq!(theme.look(Role::Cue), Look::default());
    }

    #[test]
    fn the_four_kinds_differ_without_colour_in_every_theme() {
        for (name, _) in BUILTIN {
            let theme = Theme::builtin(name).unwrap();
            let looks = [Role::Actor, Role::Source, Role::Cue, Role::Claim, Role::Note]
                .map(|role| theme.look(role).attributes);
            for (i, a) in looks.iter().enumerate() {
                for b in looks.iter().skip(i + 1) {
                    assert_ne!(a, b, "{name}: {looks:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_gone_and_what_is_new_differ_without_colour_in_every_theme() {
        for (name, _) in BUILTIN {
            let theme = Theme::builtin(name).unwrap();
            let looks = [Role::Popup, Role::ChangeGone, Role::ChangeNew, Role::PanelDim]
                .map(|role| theme.look(role).attributes);
            let [plain, gone, new, _] = looks;
            assert!(plain != gone && plain != new && gone != new, "{name}: {looks:?}");
        }
    }

    #[test]
    fn mistakes_are_named() {
        assert!(Theme::parse("sauce = {}").unwrap_err().contains("sauce"));
        assert!(Theme::parse("claim = { fg = \"puce\" }").unwrap_err().contains("puce"));
        assert!(Theme::parse("claim = { style = [\"loud\"] }").unwrap_err().contains("loud"));
    }

    #[test]
    fn colours_are_read_and_brought_down() {
        assert_eq!(Colour::parse("bright-blue"), Some(Colour::Ansi(12)));
        assert_eq!(Colour::parse("#ff0000").map(Colour::to_256), Some(Colour::Indexed(196)));
        assert_eq!(Colour::parse("#808080").map(Colour::to_256), Some(Colour::Indexed(244)));
        assert_eq!(Colour::parse("256"), None);
        assert_eq!(Colour::parse("#ff6666").map(Colour::to_16), Some(Colour::Ansi(9)));
        assert_eq!(Colour::Indexed(231).rgb(), (255, 255, 255));
    }
}

//! Sizes and rectangles of the screen in cells, and how it is divided.
//!
//! Here rather than in `ui`, so that paging, scrolling and "the cursor stays
//! visible" are decided, and tested, without a terminal.

/// Columns and rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Rect {
    /// The first column.
    pub x: u16,
    /// The first row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// The least that is drawn; below it the screen says so and waits.
pub const LEAST: Size = Size { width: 40, height: 12 };

/// From this width on the panel stands beside the article; below it, it is a drawer.
pub const BESIDE: u16 = 90;

/// Columns to the left of the text: the source's letter, the note's sign, its pen's letter, a space.
pub const GUTTER: u16 = 4;

/// How much of the screen the panel takes, in percent.
pub const PANEL_SHARE: std::ops::RangeInclusive<u16> = 20..=70;

/// How wide the text may be set, in columns.
pub const TEXT_WIDTH: std::ops::RangeInclusive<u16> = 30..=160;

/// Where the parts of the screen stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panes {
    /// The article with its gutter.
    pub article: Rect,
    /// The panel, with its row of tabs on top; `None` while it is not shown.
    pub panel: Option<Rect>,
    /// The line between the two: a column beside a panel, a row above a drawer.
    pub divider: Option<Rect>,
    /// The row at the bottom; `None` in zen.
    pub status: Option<Rect>,
}

/// What is asked to be on screen beside the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// The article alone with its status row.
    Nothing,
    /// The panel too.
    Panel,
    /// The article alone, without a status row.
    Zen,
}

/// Divides the screen. `share` is the panel's part in percent.
#[must_use]
pub fn panes(size: Size, beside: Beside, share: u16) -> Panes {
    let Size { width, height } = size;
    if beside == Beside::Zen {
        let article = Rect { x: 0, y: 0, width, height };
        return Panes { article, panel: None, divider: None, status: None };
    }
    let rows = height.saturating_sub(1);
    let status = Some(Rect { x: 0, y: rows, width, height: 1.min(height) });
    if beside == Beside::Nothing {
        let article = Rect { x: 0, y: 0, width, height: rows };
        return Panes { article, panel: None, divider: None, status };
    }
    let part = |of: u16| u16::try_from(u32::from(of) * u32::from(share) / 100).unwrap_or(of);
    if width >= BESIDE {
        let panel_width = part(width).clamp(28, width - 40);
        let x = width - panel_width;
        Panes {
            article: Rect { x: 0, y: 0, width: x - 1, height: rows },
            divider: Some(Rect { x: x - 1, y: 0, width: 1, height: rows }),
            panel: Some(Rect { x, y: 0, width: panel_width, height: rows }),
            status,
        }
    } else {
        // A drawer keeps at least four rows of the article in sight.
        let drawer = part(rows).max(rows / 2).clamp(5.min(rows), rows.saturating_sub(5).max(5));
        let y = rows.saturating_sub(drawer);
        Panes {
            article: Rect { x: 0, y: 0, width, height: y.saturating_sub(1) },
            divider: Some(Rect { x: 0, y: y.saturating_sub(1), width, height: 1 }),
            panel: Some(Rect { x: 0, y, width, height: drawer }),
            status,
        }
    }
}

/// From this width on the library's tree stands beside its list; below it, one of them is seen.
pub const TREE_BESIDE: u16 = 72;

/// Which half of the library's screen has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Side {
    /// The tree.
    Tree,
    /// The list.
    #[default]
    List,
}

/// Where the parts of the library's screen stand. At least one of tree and list is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontPanes {
    /// The row above all.
    pub head: Rect,
    /// The tree.
    pub tree: Option<Rect>,
    /// The line between the two.
    pub divider: Option<Rect>,
    /// The list.
    pub list: Option<Rect>,
    /// The row at the bottom.
    pub status: Rect,
}

/// Divides the library's screen. Where there is room for one half only, it is the one that has
/// the keys.
#[must_use]
pub fn front_panes(size: Size, side: Side) -> FrontPanes {
    let Size { width, height } = size;
    let head = Rect { x: 0, y: 0, width, height: 1.min(height) };
    let status = Rect { x: 0, y: height.saturating_sub(1), width, height: 1.min(height) };
    let rows = height.saturating_sub(2);
    let whole = Rect { x: 0, y: 1, width, height: rows };
    if width < TREE_BESIDE {
        let (tree, list) = match side {
            Side::Tree => (Some(whole), None),
            Side::List => (None, Some(whole)),
        };
        return FrontPanes { head, tree, divider: None, list, status };
    }
    // What names of feeds need, and never more than a third.
    let wide = (width / 4).clamp(22, 36);
    FrontPanes {
        head,
        tree: Some(Rect { width: wide, ..whole }),
        divider: Some(Rect { x: wide, width: 1, ..whole }),
        list: Some(Rect { x: wide + 1, width: width - wide - 1, ..whole }),
        status,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_fills_the_screen() {
        for width in 40..200 {
            for side in [Side::Tree, Side::List] {
                let size = Size { width, height: 24 };
                let panes = front_panes(size, side);
                let cells = |r: Rect| u32::from(r.width) * u32::from(r.height);
                let parts = [panes.tree, panes.divider, panes.list];
                let all: u32 = parts.into_iter().flatten().map(cells).sum();
                assert_eq!(all + cells(panes.head) + cells(panes.status), u32::from(width) * 24);
                assert!(panes.list.is_none_or(|list| list.width >= 40));
            }
        }
    }

    #[test]
    fn nothing_overlaps_and_nothing_is_left_over() {
        for width in 40..200 {
            for height in 12..70 {
                for share in [20, 40, 70] {
                    let panes = panes(Size { width, height }, Beside::Panel, share);
                    let cells = |r: Rect| u32::from(r.width) * u32::from(r.height);
                    let all = cells(panes.article)
                        + panes.panel.map_or(0, cells)
                        + panes.divider.map_or(0, cells)
                        + panes.status.map_or(0, cells);
                    assert_eq!(all, u32::from(width) * u32::from(height), "{width}x{height}");
                    assert!(panes.article.height >= 4, "{width}x{height} {panes:?}");
                    assert!(panes.article.width >= 39);
                }
            }
        }
    }
}

//! What the rows of the first screen say.

use super::Front;
use super::days;
use super::list::{Line, Rows};
use crate::app::panel::RowLine;
use crate::app::shelf::{counted, cut};
use crate::app::theme::Role;
use crate::library::front::{Branch, Brief, Listed, Order, Progress, Scope};
use crate::text::columns;
use jiff::civil::Date;

/// Not read.
pub const UNREAD: &str = "•";
/// Starred.
pub const STAR: &str = "*";
/// To be read later.
pub const LATER: &str = ">";

/// What an order does, in a few words.
#[must_use]
pub fn order_says(order: Order) -> &'static str {
    match order {
        Order::Newest => "newest first",
        Order::Oldest => "oldest first",
        Order::Title => "by title",
        Order::Feed => "by feed",
    }
}

/// A line of the list, no wider than `width`.
#[must_use]
pub fn list_line(front: &Front, today: Date, line: Line, width: usize) -> RowLine {
    let line = match line {
        Line::Day(day) => vec![(days::name(day, today), Role::Heading)],
        Line::Row(row, n) => {
            let Some(listed) = front.list.rows.get(row) else { return RowLine::new() };
            let brief = front.list.brief(listed.id);
            match (n, front.list.height) {
                (0, Rows::One) => one(front, listed, brief, today, width),
                (0, Rows::Two) => title(front, listed, brief, today),
                _ => under(front, brief, width),
            }
        }
    };
    cut(line, width)
}

/// Signs, hour or day, and the title.
fn title(front: &Front, row: &Listed, brief: Option<&Brief>, today: Date) -> RowLine {
    let sign = |is: bool, sign: &str| if is { sign.to_owned() } else { " ".to_owned() };
    let day = days::day(&front.zone, row.at);
    let at = if front.list.is_grouped() || day == today {
        days::clock(&front.zone, row.at)
    } else {
        days::short(day, today)
    };
    let at = if front.list.is_grouped() { at } else { format!("{at:>8}") };
    let words = brief.map_or("…", |brief| brief.item.title.as_str());
    let words = if words.is_empty() { "(without a title)" } else { words };
    let look = if row.is_read { Role::Panel } else { Role::Title };
    vec![
        (sign(!row.is_read, UNREAD), Role::You),
        (sign(row.is_starred, STAR), Role::You),
        (sign(row.is_later, LATER), Role::You),
        (format!(" {at} "), Role::PanelDim),
        (words.to_owned(), look),
    ]
}

/// Columns that the second line is indented by, so that it stands under the hour.
const INDENT: usize = 4;

/// The feed, who is cited, and what else there is to know.
fn under(front: &Front, brief: Option<&Brief>, width: usize) -> RowLine {
    let Some(brief) = brief else { return RowLine::new() };
    let room = width.saturating_sub(INDENT);
    let mut line = vec![(" ".repeat(INDENT), Role::PanelDim)];
    let mut parts: Vec<(String, Role)> = Vec::new();
    if !matches!(front.scope, Scope::Feed(_)) {
        let feed = brief.item.feed.as_deref().unwrap_or("added");
        parts.push((columns::ellipsis(feed, (room / 3).max(8)), Role::PanelDim));
    }
    let rest = remarks(brief);
    let taken = |parts: &[(String, Role)]| -> usize {
        parts.iter().map(|(words, _)| columns::width(words) + 3).sum()
    };
    let free = (room + 3).saturating_sub(taken(&parts) + taken(&rest) + 3);
    let cited = cites(&brief.sources, free);
    parts.extend(cited.map(|words| (words, Role::Source)));
    parts.extend(rest);
    // Where else the story stands is told where there is room for it.
    let free = (room + 3).saturating_sub(taken(&parts) + 3);
    let also = match brief.also.as_slice() {
        [] => None,
        [only] => Some(format!("also in {only}")),
        [first, rest @ ..] => Some(format!("also in {first} +{}", rest.len())),
    };
    let also = also.filter(|words| columns::width(words) <= free);
    parts.extend(also.map(|words| (words, Role::PanelDim)));
    for (n, part) in parts.into_iter().enumerate() {
        if n > 0 {
            line.push((" · ".into(), Role::PanelDim));
        }
        line.push(part);
    }
    line
}

/// Title and what fits beside it, in one line.
fn one(front: &Front, row: &Listed, brief: Option<&Brief>, today: Date, width: usize) -> RowLine {
    let mut line = title(front, row, brief, today);
    let Some(brief) = brief else { return line };
    let taken: usize = line.iter().map(|(words, _)| columns::width(words)).sum();
    let room = width.saturating_sub(taken + 2);
    if !matches!(front.scope, Scope::Feed(_))
        && let Some(feed) = brief.item.feed.as_deref().filter(|feed| columns::width(feed) <= room)
    {
        line.push((format!("  {feed}"), Role::PanelDim));
    }
    let taken: usize = line.iter().map(|(words, _)| columns::width(words)).sum();
    let room = width.saturating_sub(taken + 3);
    if room >= 14
        && let Some(cited) = cites(&brief.sources, room)
    {
        line.push((" · ".into(), Role::PanelDim));
        line.push((cited, Role::Source));
    }
    line
}

/// `cites Lopez, Reuters +3`, in at most `room` columns.
fn cites(sources: &[String], room: usize) -> Option<String> {
    const LEAD: &str = "cites ";
    let first = sources.first()?;
    let count = |left: usize| if left == 0 { String::new() } else { format!(" +{left}") };
    let mut said = columns::ellipsis(first, room.saturating_sub(columns::width(LEAD) + 3));
    let mut n = 1;
    for source in sources.iter().skip(1) {
        let longer = format!("{said}, {source}");
        let tail = count(sources.len() - n - 1);
        if columns::width(LEAD) + columns::width(&longer) + tail.len() > room {
            break;
        }
        said = longer;
        n += 1;
    }
    (!said.is_empty()).then(|| format!("{LEAD}{said}{}", count(sources.len() - n)))
}

fn remarks(brief: &Brief) -> Vec<(String, Role)> {
    let mut parts = Vec::new();
    let mut say = |words: String, role| parts.push((words, role));
    if brief.notes > 0 {
        say(counted(brief.notes, "note"), Role::You);
    }
    if !brief.item.tags.is_empty() {
        let tags: Vec<String> = brief.item.tags.iter().map(|tag| format!("#{tag}")).collect();
        say(tags.join(" "), Role::PanelDim);
    }
    if brief.edits > 0 {
        say(format!("±{}", brief.edits), Role::PanelDim);
    }
    if !brief.is_whole {
        say("summary".into(), Role::PanelDim);
    }
    parts
}

/// A row of the tree, `width` columns wide: its name at the left, what is unread at the right.
#[must_use]
pub fn tree_line(front: &Front, branch: &Branch, width: usize) -> RowLine {
    let sign = match &branch.scope {
        Scope::Folder(_) if front.tree.is_folded(&branch.scope) => "▸ ",
        Scope::Folder(_) => "▾ ",
        _ => "",
    };
    let trouble = if branch.trouble.is_some() { "! " } else { "" };
    let count = if branch.unread > 0 { branch.unread.to_string() } else { String::new() };
    // However deep a folder stands, its name is seen.
    let indent = (2 * branch.depth).min(width / 3);
    let room = width.saturating_sub(indent + sign.len().min(2) + trouble.len() + count.len() + 1);
    let name = columns::ellipsis(&branch.name, room);
    let gap = room - columns::width(&name).min(room) + 1;
    let look = match (&branch.scope, branch.unread) {
        (Scope::Folder(_), _) => Role::Heading,
        (_, 0) => Role::Panel,
        _ => Role::Title,
    };
    let line = vec![
        (format!("{}{sign}", " ".repeat(indent)), Role::PanelDim),
        (trouble.into(), Role::Error),
        (name, look),
        (" ".repeat(gap), Role::Panel),
        (count, Role::PanelDim),
    ];
    cut(line, width)
}

/// How far the work in the background is, in a sentence.
#[must_use]
pub fn progress(progress: &Progress) -> Option<String> {
    let percent = |done: usize, all: usize| (done * 100).checked_div(all).unwrap_or(0).min(100);
    match progress {
        Progress::Feeds(_, 0, _) => Some("Asking the feeds …".into()),
        Progress::Feeds(done, all, name) => {
            let name = crate::parse::clean::line(name);
            Some(format!("Feeds {done} of {all} ({}%) · {name}", percent(*done, *all)))
        }
        Progress::Pages(done, all) => {
            Some(format!("Whole articles {done} of {all} ({}%)", percent(*done, *all)))
        }
        Progress::Analysed(done, all) => {
            Some(format!("Who said what: {done} of {all} ({}%)", percent(*done, *all)))
        }
        Progress::Refreshed(..) | Progress::Idle | Progress::Noted => None,
    }
}

/// What the list says where it has no rows: sentences, a paragraph each. `key` gives the key of a command.
#[must_use]
pub fn empty(front: &Front, key: impl Fn(&str) -> String) -> Vec<String> {
    if let Some(trouble) = &front.list.trouble {
        return vec![trouble.clone(), format!("{} asks again.", key("library"))];
    }
    if front.list.told == super::list::Told::Waiting {
        return vec!["Asking the library …".into()];
    }
    if !front.title.is_empty() {
        return vec![format!(
            "No title here has “{}”. {} shows all again; {} searches the whole library.",
            front.title,
            key("filter-clear"),
            key("search")
        )];
    }
    let words = match &front.scope {
        _ if front.tree.is_told && front.tree.is_empty() => {
            return vec![
                "There are no feeds yet.".into(),
                format!(
                    "{} subscribes: type the address of a feed, or of any page of a site that has one.",
                    key("subscribe")
                ),
                "whosaid feeds import FILE.opml, in a shell, takes in what another reader has exported.".into(),
                format!("{} keeps a single article by its address.", key("add")),
                format!("{} opens the sample, an article with notes to try everything on.", key("sample")),
            ];
        }
        Scope::Search(asked) => format!(
            "Nothing was found for “{asked}”. Fewer words find more; {} lists what can be asked for, such as source:Powell or unnamed:yes.",
            key("help")
        ),
        Scope::Starred => format!("Nothing is starred. {} stars an article.", key("star")),
        Scope::Later => format!(
            "Nothing waits to be read. {} puts an article here; {} keeps one by its address.",
            key("later"),
            key("add")
        ),
        Scope::Noted => "No article of the library has notes of yours.".into(),
        Scope::Added => {
            format!("Nothing was added. {} keeps an article by its address.", key("add"))
        }
        _ if front.wanted().seen == crate::library::front::Seen::Unread => format!(
            "All is read here. {} shows what is read too; {} goes on to what is not.",
            key("hide-read"),
            key("unread-next")
        ),
        _ => {
            format!("There is nothing here yet. {} asks the feeds for what is new.", key("refresh"))
        }
    };
    vec![words]
}

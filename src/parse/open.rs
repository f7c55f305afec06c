//! Which elements of a page are open, by the rules of the HTML standard for tags that are
//! left out or that close what they do not name.

/// Elements that are closed only by their own kind of end tag: the end of any other element
/// does not reach past them.
const SPECIAL: [&str; 60] = [
    "address",
    "applet",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "colgroup",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "html",
    "li",
    "listing",
    "main",
    "marquee",
    "menu",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "p",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "template",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "option",
    "rt",
    "rp",
    "ruby",
];

/// Elements past which no end tag reaches at all.
const WALLS: [&str; 8] =
    ["applet", "caption", "marquee", "object", "table", "td", "template", "th"];

/// The elements that are open, as the parser will have them.
///
/// It must never hold fewer than the parser does, or a page could pile up elements unseen; so
/// it closes by the parser's rules, and an end tag that closes nothing here is not passed on.
#[derive(Default)]
pub(crate) struct Open(Vec<String>);

impl Open {
    /// How many are open.
    pub fn depth(&self) -> usize {
        self.0.len()
    }

    /// Opens an element.
    pub fn begin(&mut self, name: String) {
        // The parser has one of each, and knows rows and cells in tables only.
        let is_part = matches!(name.as_str(), "td" | "th" | "tr" | "tbody" | "thead" | "tfoot");
        let in_table = self.0.iter().any(|open| open == "table");
        if !matches!(name.as_str(), "html" | "head" | "body") && (!is_part || in_table) {
            self.0.push(name);
        }
    }

    /// Closes what a start tag closes by itself.
    pub fn close_before(&mut self, name: &str) {
        let is_table = |open: &str| open == "table";
        match name {
            "li" => self.close(|open| open == "li", is_past_items),
            "dd" | "dt" => self.close(|open| matches!(open, "dd" | "dt"), is_past_items),
            "td" | "th" => self.close(|open| matches!(open, "td" | "th"), is_table),
            "tr" => self.close(|open| open == "tr", is_table),
            "tbody" | "thead" | "tfoot" => {
                self.close(|open| matches!(open, "tbody" | "thead" | "tfoot"), is_table)
            }
            "option" => self.close(|open| open == "option", |open| open != "option"),
            _ => false,
        };
        if SPECIAL.contains(&name) && !WALLS.contains(&name) && name != "button" || name == "table"
        {
            self.close(|open| open == "p", |open| open == "button" || WALLS.contains(&open));
        }
    }

    /// Whether an end tag is to be passed on; closes what it closes.
    pub fn end(&mut self, name: &str) -> bool {
        let is_heading = |name: &str| matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        let is_wall = |open: &str| WALLS.contains(&open);
        match name {
            "p" => {
                self.close(|open| open == "p", |open| open == "button" || is_wall(open));
                true
            }
            "html" | "body" | "head" | "br" => true,
            "li" => {
                self.close(|open| open == "li", |open| matches!(open, "ul" | "ol") || is_wall(open))
            }
            "tr" | "tbody" | "thead" | "tfoot" | "table" => {
                self.close(|open| open == name, |open| open == "table")
            }
            _ if is_heading(name) => self.close(is_heading, is_wall),
            _ if SPECIAL.contains(&name) => self.close(|open| open == name, is_wall),
            _ => self.close(|open| open == name, |open| SPECIAL.contains(&open)),
        }
    }

    /// Closes the innermost element that `is_it` accepts, unless `is_wall` stands before it.
    fn close(&mut self, is_it: impl Fn(&str) -> bool, is_wall: impl Fn(&str) -> bool) -> bool {
        for at in (0..self.0.len()).rev() {
            let Some(open) = self.0.get(at) else { return false };
            if is_it(open) {
                self.0.truncate(at);
                return true;
            }
            if is_wall(open) {
                return false;
            }
        }
        false
    }
}

/// Whether an item does not close those beyond this element.
fn is_past_items(open: &str) -> bool {
    SPECIAL.contains(&open) && !matches!(open, "address" | "div" | "p")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(tags: &str) -> String {
        let mut open = Open::default();
        for tag in tags.split(' ') {
            if let Some(name) = tag.strip_prefix('/') {
                open.end(name);
            } else {
                open.close_before(tag);
                open.begin(tag.to_owned());
            }
        }
        open.0.join(" ")
    }

    #[test]
    fn paragraphs_items_and_cells_close_the_ones_before() {
        assert_eq!(open("div p span p"), "div p");
        assert_eq!(open("ul li p li ul li"), "ul li ul li");
        assert_eq!(open("table tr td p tr td td"), "table tr td");
        assert_eq!(open("td div"), "div");
    }

    #[test]
    fn an_end_tag_does_not_reach_past_what_the_parser_stops_at() {
        assert_eq!(open("span div /span"), "span div");
        assert_eq!(open("div span /div"), "");
        assert_eq!(open("div table /div"), "div table");
        assert_eq!(open("h1 /h2"), "");
    }
}

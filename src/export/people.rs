//! Names of people as bylines give them.

use crate::text::one_line;

/// The names in a byline: "By Bo Ek, Cy Dahl and Di Fo" are three.
#[must_use]
pub fn authors(byline: &str) -> Vec<String> {
    let line = one_line(byline);
    let names = line
        .get(..3)
        .filter(|by| by.eq_ignore_ascii_case("by "))
        .map_or(line.as_str(), |by| crate::text::span::after(&line, by.len()));
    names
        .split([',', ';', '&'])
        .flat_map(|part| part.split(" and "))
        .map(|name| name.trim().trim_start_matches("and ").to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_are_a_list() {
        assert_eq!(authors("By Bo Ek, Cy Dahl, and Di Fo"), ["Bo Ek", "Cy Dahl", "Di Fo"]);
        assert_eq!(authors("Andy Brand"), ["Andy Brand"]);
    }
}

//! Rows of comma-separated values (RFC 4180): quotation marks doubled, rows ended by CR LF.

/// A row. A value is quoted where it has to be, and a value that a spreadsheet would run as a
/// formula gets an apostrophe before it: articles are other people's text.
#[must_use]
pub fn row<S: AsRef<str>>(values: &[S]) -> String {
    let values: Vec<String> = values.iter().map(|value| value_of(value.as_ref())).collect();
    format!("{}\r\n", values.join(","))
}

fn value_of(value: &str) -> String {
    let value = if runs(value) { format!("'{value}") } else { value.to_owned() };
    let quoted =
        value.contains([',', '"', '\n', '\r']) || value.starts_with(' ') || value.ends_with(' ');
    if quoted { format!("\"{}\"", value.replace('"', "\"\"")) } else { value }
}

/// Takes the apostrophe off again that [`row`] put before a formula.
#[must_use]
pub fn plain(value: &str) -> &str {
    match value.strip_prefix('\'') {
        Some(rest) if runs(rest) => rest,
        _ => value,
    }
}

/// Whether a spreadsheet would run it, or it is what such a value was made into already.
fn runs(value: &str) -> bool {
    value.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_where_they_must_be() {
        assert_eq!(row(&["a", "b,c", "d\"e", ""]), "a,\"b,c\",\"d\"\"e\",\r\n");
        assert_eq!(row(&["two\nlines"]), "\"two\nlines\"\r\n");
    }

    #[test]
    fn a_formula_is_only_text() {
        assert_eq!(row(&["=1+1", "-x", "@a"]), "'=1+1,'-x,'@a\r\n");
        assert_eq!(plain("'=1+1"), "=1+1");
        assert_eq!(plain("'tis"), "'tis");
        for value in ["'=1", "''-", "'\t", "=", "'"] {
            let row = row(&[value]);
            assert_eq!(plain(row.trim_end_matches("\r\n")), value);
        }
    }
}

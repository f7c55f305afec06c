//! Rows of comma-separated values (RFC 4180): quotation marks doubled, rows ended by CR LF.

use ::csv::{Terminator, WriterBuilder};

/// A row. A value that a spreadsheet would run as a formula gets an apostrophe before it: articles are
/// other people's text.
#[must_use]
pub fn row<S: AsRef<str>>(values: &[S]) -> String {
    let safe = values.iter().map(|value| match value.as_ref() {
        value if runs(value) => format!("'{value}"),
        value => value.to_owned(),
    });
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .buffer_capacity(256)
        .from_writer(Vec::new());
    // What is written to memory cannot fail, and text comes out as text.
    let written =
        writer.write_record(safe.collect::<Vec<_>>()).ok().and_then(|()| writer.into_inner().ok());
    written.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
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

//! Opening an address in the reader's browser.
//!
//! Only http and https, because an article may hold any address at all and the system would
//! do as it says. Never through a shell, because an address may hold anything as well.

use anyhow::{Result, bail};
use std::process::{Command, Stdio};
use url::Url;

/// Opens an address in the browser, which goes on by itself.
///
/// # Errors
/// When the address is none that is opened, or no browser can be started.
pub fn open(address: &str) -> Result<()> {
    let url = checked(address)?;
    let browser = std::env::var("BROWSER").unwrap_or_default();
    start_first(&candidates(&browser, url.as_str()))
}

/// The address in its canonical form, which holds no spaces, quotation marks or control characters.
fn checked(address: &str) -> Result<Url> {
    match Url::parse(address.trim()) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url),
        _ => bail!("only http and https addresses are opened"),
    }
}

/// Commands to try, each a program with its arguments. `$BROWSER` is a list with `:` between the
/// programs, in which `%s` stands for the address.
fn candidates(browser: &str, url: &str) -> Vec<Vec<String>> {
    let words = |command: &str| {
        let mut words: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
        if words.iter().any(|word| word.contains("%s")) {
            // The program's own name is not a place for an address.
            words.iter_mut().skip(1).for_each(|word| *word = word.replace("%s", url));
        } else {
            words.push(url.to_owned());
        }
        words
    };
    let chosen: Vec<Vec<String>> =
        browser.split(':').filter(|command| !command.trim().is_empty()).map(words).collect();
    if !chosen.is_empty() {
        return chosen;
    }
    let system: &[&str] = if cfg!(windows) {
        &["rundll32", "url.dll,FileProtocolHandler"]
    } else if cfg!(target_os = "macos") {
        &["open"]
    } else {
        &["xdg-open"]
    };
    vec![system.iter().copied().chain([url]).map(str::to_owned).collect()]
}

/// Starts the first command that is there.
fn start_first(commands: &[Vec<String>]) -> Result<()> {
    for command in commands {
        let Some((program, arguments)) = command.split_first() else { continue };
        let mut command = Command::new(program);
        command.args(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // In a group of its own, so that Ctrl-C here does not close the browser.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        if let Ok(mut child) = command.spawn() {
            // Waiting for it leaves no dead process behind.
            std::thread::spawn(move || child.wait());
            return Ok(());
        }
    }
    let tried: Vec<&str> = commands.iter().filter_map(|c| c.first().map(String::as_str)).collect();
    bail!("cannot start a browser ({}): set BROWSER to one", tried.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_opened() {
        for refused in ["file:///etc/passwd", "javascript:alert(1)", "-v", "ssh://x", "http:", ""] {
            assert!(checked(refused).is_err(), "{refused}");
        }
        let url = checked("https://news.example/a b'\"?q=$(x)\n").unwrap();
        assert_eq!(url.as_str(), "https://news.example/a%20b'%22?q=$(x)");
    }

    #[test]
    fn the_browser_variable_is_a_list_with_arguments() {
        let url = "https://news.example/";
        assert_eq!(
            candidates("firefox --new-tab %s:w3m", url),
            [vec!["firefox", "--new-tab", url], vec!["w3m", url]]
        );
        assert_eq!(candidates("", url).len(), 1);
    }

    #[test]
    fn without_any_browser_the_error_says_what_was_tried() {
        let missing = vec![vec!["whosaid-no-such-browser".to_owned(), "x".to_owned()]];
        let error = start_first(&missing).unwrap_err().to_string();
        assert!(error.contains("whosaid-no-such-browser"), "{error}");
    }
}

//! One page over http or https, within limits.
//!
//! The server is not trusted: not to answer, not to stop, not to send what it announces, and
//! not to lead anywhere but to another page. Redirects are followed here and not by the
//! library, so that each of them is looked at. No cookies; certificates are checked; proxies
//! are those of the environment.

pub mod ask;

use crate::parse::{MAX_BYTES, too_large};
use anyhow::{Result, anyhow, bail};
use std::io::Read;
use std::time::{Duration, Instant};
use ureq::Agent;
use ureq::http::{Response, header};
use url::Url;

/// How long and how much is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Until there is a connection.
    pub connect: Duration,
    /// Until everything is here, redirects included.
    pub whole: Duration,
    /// Bytes of the page, after decompression.
    pub bytes: usize,
    /// How many redirects are followed.
    pub redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            whole: Duration::from_secs(30),
            bytes: MAX_BYTES,
            redirects: 10,
        }
    }
}

/// A page as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Decompressed.
    pub bytes: Vec<u8>,
    /// The address after redirects, without a name or password.
    pub url: String,
    /// The media type that the server gave, with its charset.
    pub content_type: Option<String>,
}

/// What servers may know of who asks.
const AGENT: &str =
    concat!("whosaid/", env!("CARGO_PKG_VERSION"), " (+https://crates.io/crates/whosaid)");

const ACCEPT: &str = "text/html, application/xhtml+xml, text/markdown, text/plain;q=0.9, */*;q=0.1";

/// Fetches a page.
///
/// # Errors
/// When there is no page to be had: the address is none, the server does not answer, fails,
/// refuses, leads in circles or away from the web, sends too much, or what it sends is no text.
pub fn get(address: &str, limits: &Limits) -> Result<Fetched> {
    let start = Instant::now();
    let mut url = parsed(address)?;
    let mut seen = vec![url.clone()];
    loop {
        let left = limits.whole.saturating_sub(start.elapsed());
        if left.is_zero() {
            bail!("{}: no answer within {}", shown(&url), words(limits.whole));
        }
        let agent = agent(limits, left);
        let request = agent.get(url.as_str()).header(header::ACCEPT, ACCEPT);
        let response = request.call().map_err(|error| failure(&url, error, limits))?;
        let Some(next) = redirect(&url, &response)? else {
            return body(&url, response, limits);
        };
        if seen.contains(&next) {
            bail!("{}: the server leads in a circle, back to {}", shown(&url), shown(&next));
        }
        if seen.len() > limits.redirects {
            bail!(
                "{}: the server leads on and on; {} redirects were followed",
                shown(&url),
                limits.redirects
            );
        }
        seen.push(next.clone());
        url = next;
    }
}

fn agent(limits: &Limits, left: Duration) -> Agent {
    Agent::config_builder()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .user_agent(AGENT)
        .timeout_connect(Some(limits.connect))
        .timeout_global(Some(left))
        .build()
        .new_agent()
}

fn parsed(address: &str) -> Result<Url> {
    let url = Url::parse(address)
        .map_err(|error| anyhow!("this is no address that can be opened: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        bail!("only http and https addresses are fetched, not {}:", url.scheme());
    }
    Ok(url)
}

/// An address as it was typed, without a name and password in it.
#[must_use]
pub fn without_password(address: &str) -> String {
    Url::parse(address).map_or_else(|_| address.to_owned(), |url| shown(&url))
}

/// An address as it may be shown: a password in it is nobody's business.
fn shown(url: &Url) -> String {
    let mut url = url.clone();
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    url.into()
}

/// Where the answer leads, if it does not answer itself.
fn redirect(from: &Url, response: &Response<ureq::Body>) -> Result<Option<Url>> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let to =
        response.headers().get(header::LOCATION).map(|to| String::from_utf8_lossy(to.as_bytes()));
    let Some(to) = to else { bail!("{}: the server leads on, but not where to", shown(from)) };
    let Ok(to) = from.join(&to) else {
        bail!("{}: the server leads to what is no address", shown(from));
    };
    if !matches!(to.scheme(), "http" | "https") {
        bail!(
            "{}: the server leads away from the web (to a {}: address), which is not followed",
            shown(from),
            to.scheme()
        );
    }
    Ok(Some(to))
}

fn body(url: &Url, response: Response<ureq::Body>, limits: &Limits) -> Result<Fetched> {
    let status = response.status();
    if !status.is_success() {
        bail!("{}: {}", shown(url), refusal(status.as_u16()));
    }
    let content_type = response
        .headers()
        .get(header::CONTENT_TYPE)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    if let Some(name) = content_type.as_deref().and_then(no_text) {
        bail!("{}: this is {name}, not text", shown(url));
    }
    let announced = response.body().content_length();
    let is_coded = response.headers().contains_key(header::CONTENT_ENCODING);
    if let Some(length) = announced.filter(|length| *length > limits.bytes as u64) {
        bail!("{}: {}", shown(url), too_large(length).says);
    }
    let mut bytes = Vec::new();
    let most = limits.bytes as u64 + 1;
    let read = response.into_body().into_reader().take(most).read_to_end(&mut bytes);
    if let Err(error) = read {
        return Err(failure(url, error.into(), limits));
    }
    if bytes.len() > limits.bytes {
        bail!(
            "{}: the page does not end; more than {} bytes are not read",
            shown(url),
            limits.bytes
        );
    }
    if !is_coded && announced.is_some_and(|length| length > bytes.len() as u64) {
        bail!("{}: {CUT_SHORT}", shown(url));
    }
    Ok(Fetched { bytes, url: shown(url), content_type })
}

const CUT_SHORT: &str = "the connection was cut before all of the page had come; try again";

/// What a reader should know of a status that is no success.
fn refusal(status: u16) -> String {
    let says = match status {
        401 | 402 | 403 | 407 => {
            "the server refuses to show this page; it may want a log-in or a browser. \
             Save the page in a browser and open the file"
        }
        404 | 410 => "there is no page at this address",
        429 => "the server says it was asked too often; try again later",
        451 => "the server may not show this page for legal reasons",
        300..=399 => "the server leads on, but not where to",
        400..=499 => "the server does not accept the request",
        500..=599 => "the server failed; try again later",
        _ => "the server gave an answer that is no page",
    };
    format!("{says} (status {status})")
}

/// The name of a media type that is no text.
fn no_text(content_type: &str) -> Option<String> {
    let name = content_type.split(';').next()?.trim().to_ascii_lowercase();
    let is_text = name.is_empty()
        || name.starts_with("text/")
        || matches!(
            name.as_str(),
            "application/xhtml+xml"
                | "application/xml"
                | "application/octet-stream"
                | "application/markdown"
        );
    // The name comes from the server and goes to the terminal.
    let safe = |c: &char| c.is_ascii_alphanumeric() || "/+-.".contains(*c);
    (!is_text).then(|| name.chars().filter(safe).take(80).collect())
}

/// An error of the library in the user's terms.
fn failure(url: &Url, error: ureq::Error, limits: &Limits) -> anyhow::Error {
    let host = url.host_str().unwrap_or("the host");
    let says = match error {
        ureq::Error::HostNotFound => {
            format!("no host is named {host}, or there is no connection to the internet")
        }
        ureq::Error::Timeout(ureq::Timeout::Connect) => {
            format!("{host} cannot be reached within {}", words(limits.connect))
        }
        ureq::Error::Timeout(_) => format!("no answer within {}", words(limits.whole)),
        ureq::Error::Io(error) => match error.kind() {
            std::io::ErrorKind::ConnectionRefused => {
                format!("{host} refuses the connection: no server listens there")
            }
            std::io::ErrorKind::UnexpectedEof
            | std::io::ErrorKind::ConnectionReset
            | std::io::ErrorKind::ConnectionAborted
            | std::io::ErrorKind::BrokenPipe => CUT_SHORT.to_owned(),
            _ => error.to_string(),
        },
        ureq::Error::ConnectionFailed => format!("{host} cannot be reached"),
        ureq::Error::Decompress(_, _) => {
            "what the server sent is broken: it does not decompress".to_owned()
        }
        ureq::Error::Protocol(error) => format!("what the server sent is not HTTP ({error})"),
        error @ (ureq::Error::Tls(_) | ureq::Error::Rustls(_)) => {
            format!("no secure connection to {host}: {error}")
        }
        error => error.to_string(),
    };
    anyhow!("{}: {says}", shown(url))
}

fn words(time: Duration) -> String {
    if time.subsec_millis() == 0 {
        format!("{} s", time.as_secs())
    } else {
        format!("{} ms", time.as_millis())
    }
}

#[cfg(test)]
pub(crate) mod tests;

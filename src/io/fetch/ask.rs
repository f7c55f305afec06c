//! Asking again: conditional requests, for what is fetched more than once.
//!
//! As [`super::get`], within the same limits, but an answer is an answer whatever its status: the caller decides
//! what 304, 410 or 429 mean. What the reader sends along (a key, a cookie) never goes to another host than the
//! one that it was meant for.

use super::{AGENT, CUT_SHORT, Limits, failure, parsed, redirect, shown, too_large, words};
use anyhow::{Result, bail};
use std::io::Read;
use std::time::{Duration, Instant};
use ureq::Agent;
use ureq::http::{Response, header};
use url::Url;

/// What is sent along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// What the last answer called itself.
    pub etag: Option<String>,
    /// When it said that it was changed.
    pub modified: Option<String>,
    /// Header lines of the reader's, name and value.
    pub headers: Vec<(String, String)>,
    /// What is wanted.
    pub accept: &'static str,
}

/// What servers are told of the feeds that are wanted.
pub const FEEDS: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, \
                         application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1";

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// 200, 304, 410, …
    pub status: u16,
    /// After redirects, without a name or password.
    pub address: String,
    /// Where it has moved for good, if the server said so from the first step on.
    pub moved: Option<String>,
    /// The media type with its charset.
    pub content_type: Option<String>,
    /// `ETag`
    pub etag: Option<String>,
    /// `Last-Modified`
    pub modified: Option<String>,
    /// `Cache-Control`
    pub cache: Option<String>,
    /// `Retry-After`
    pub retry: Option<String>,
    /// Decompressed; empty unless the status is a success.
    pub bytes: Vec<u8>,
}

/// Keeps connections open between questions to one host.
#[derive(Clone, Debug)]
pub struct Asker {
    agent: Agent,
    limits: Limits,
}

impl Asker {
    /// One for questions within these limits.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        let agent = Agent::config_builder()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(AGENT)
            .timeout_connect(Some(limits.connect))
            .max_idle_connections_per_host(1)
            .max_idle_age(Duration::from_secs(5))
            .build()
            .new_agent();
        Self { agent, limits: limits.clone() }
    }

    /// Asks.
    ///
    /// # Errors
    /// When there is no answer to be had: none comes in time, it is too large or cut short, or it leads in circles
    /// or away from the web.
    pub fn ask(&self, address: &str, ask: &Ask) -> Result<Answer> {
        let limits = &self.limits;
        let start = Instant::now();
        let mut url = parsed(address)?;
        let home = origin(&url);
        let mut seen = vec![url.clone()];
        let (mut moved, mut is_for_good) = (None, true);
        loop {
            let left = limits.whole.saturating_sub(start.elapsed());
            if left.is_zero() {
                bail!("{}: no answer within {}", shown(&url), words(limits.whole));
            }
            let response = self.once(&url, ask, origin(&url) == home, left)?;
            // 304 and 300 lead nowhere.
            let Some(next) = redirect(&url, &response)? else {
                let mut answer = self.read(&url, response)?;
                answer.moved = moved;
                return Ok(answer);
            };
            is_for_good &= matches!(response.status().as_u16(), 301 | 308);
            if seen.contains(&next) {
                bail!("{}: the server leads in a circle, back to {}", shown(&url), shown(&next));
            }
            if seen.len() > limits.redirects {
                bail!("{}: the server leads on and on", shown(&url));
            }
            if is_for_good {
                moved = Some(shown(&next));
            }
            seen.push(next.clone());
            url = next;
        }
    }

    fn once(
        &self,
        url: &Url,
        ask: &Ask,
        is_home: bool,
        left: Duration,
    ) -> Result<Response<ureq::Body>> {
        let mut bare = url.clone();
        let _ = bare.set_username("");
        let _ = bare.set_password(None);
        let mut request = self.agent.get(bare.as_str()).header(header::ACCEPT, ask.accept);
        if let Some(etag) = &ask.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(modified) = &ask.modified {
            request = request.header(header::IF_MODIFIED_SINCE, modified);
        }
        if is_home {
            for (name, value) in &ask.headers {
                request = request.header(name, value);
            }
            if let Some(password) = url.password() {
                let plain = |part: &str| percent_decoded(part);
                let pair = format!("{}:{}", plain(url.username()), plain(password));
                request = request
                    .header(header::AUTHORIZATION, format!("Basic {}", base64(pair.as_bytes())));
            }
        }
        let request = request.config().timeout_global(Some(left)).build();
        request.call().map_err(|error| failure(url, error, &self.limits))
    }

    fn read(&self, url: &Url, response: Response<ureq::Body>) -> Result<Answer> {
        let limits = &self.limits;
        let of = |name: header::HeaderName| {
            let value = response.headers().get(name)?;
            let text = String::from_utf8_lossy(value.as_bytes()).trim().to_owned();
            // What is sent back with the next question must not grow.
            (!text.is_empty() && text.len() <= 1000).then_some(text)
        };
        let mut answer = Answer {
            status: response.status().as_u16(),
            address: shown(url),
            moved: None,
            content_type: of(header::CONTENT_TYPE),
            etag: of(header::ETAG),
            modified: of(header::LAST_MODIFIED),
            cache: of(header::CACHE_CONTROL),
            retry: of(header::RETRY_AFTER),
            bytes: Vec::new(),
        };
        if !response.status().is_success() {
            return Ok(answer);
        }
        let announced = response.body().content_length();
        let is_coded = response.headers().contains_key(header::CONTENT_ENCODING);
        if let Some(length) = announced.filter(|length| *length > limits.bytes as u64) {
            bail!("{}: {}", shown(url), too_large(length).says);
        }
        let most = limits.bytes as u64 + 1;
        let read = response.into_body().into_reader().take(most).read_to_end(&mut answer.bytes);
        if let Err(error) = read {
            return Err(failure(url, error.into(), limits));
        }
        if answer.bytes.len() > limits.bytes {
            bail!("{}: it does not end; more than {} bytes are not read", shown(url), limits.bytes);
        }
        if !is_coded && announced.is_some_and(|length| length > answer.bytes.len() as u64) {
            bail!("{}: {CUT_SHORT}", shown(url));
        }
        Ok(answer)
    }
}

fn origin(url: &Url) -> (String, Option<String>, Option<u16>) {
    (url.scheme().to_owned(), url.host_str().map(str::to_owned), url.port_or_known_default())
}

/// What a status that is no success means for the reader.
#[must_use]
pub fn refusal(status: u16) -> String {
    super::refusal(status)
}

fn percent_decoded(text: &str) -> String {
    // A name and password are parsed as the values of a form are, apart from the plus sign.
    let query = format!("x={}", text.replace('+', "%2B"));
    let pairs = url::form_urlencoded::parse(query.as_bytes()).next();
    pairs.map_or_else(String::new, |(_, value)| value.into_owned())
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let byte = |n: usize| u32::from(group.get(n).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for n in 0..4 {
            let sign = SIGNS.get((bits >> (18 - 6 * n) & 63) as usize).copied().unwrap_or(b'=');
            out.push(if n > group.len() { '=' } else { char::from(sign) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::{answer, serve};
    use super::*;
    use std::io::Write;

    fn asker() -> Asker {
        let limits = Limits { whole: Duration::from_secs(5), bytes: 10_000, ..Limits::default() };
        Asker::new(&limits)
    }

    #[test]
    fn a_name_and_password_are_packed() {
        assert_eq!(base64(b"ann:s"), "YW5uOnM=");
        assert_eq!(base64(b"ab"), "YWI=");
        assert_eq!(base64(b"abc"), "YWJj");
        assert_eq!(percent_decoded("a%40b+c"), "a@b+c");
    }

    #[test]
    fn what_has_moved_for_good_is_told_from_what_has_moved_for_now() {
        let address = serve(|path, stream| {
            let bytes = match path {
                "/old" => answer("301 Moved", "Location: /new\r\n", b""),
                "/now" => answer("302 Found", "Location: /old\r\n", b""),
                "/away" => answer("301 Moved", "Location: file:///etc/passwd\r\n", b""),
                "/gone" => answer("410 Gone", "", b"x"),
                _ => answer("200 OK", "ETag: \"e\"\r\nCache-Control: max-age=60\r\n", b"hello"),
            };
            let _ = stream.write_all(&bytes);
        });
        let ask = |path: &str| asker().ask(&format!("{address}{path}"), &Ask::default());
        let old = ask("/old").unwrap();
        assert_eq!((old.status, old.moved), (200, Some(format!("{address}/new"))));
        assert_eq!((old.etag.as_deref(), old.bytes.as_slice()), (Some("\"e\""), &b"hello"[..]));
        assert_eq!(ask("/now").unwrap().moved, None);
        assert_eq!(ask("/gone").unwrap().status, 410);
        assert!(ask("/away").unwrap_err().to_string().contains("away from the web"));
    }
}

//! Calling a provider's API: JSON or a form or files, over a line that is kept for a while, with what its answer says
//! about trying again. The address is checked and pinned like any other.

use std::time::{Duration, Instant};

use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use url::Url;

use crate::net::http::{Limits, failure, parse, read_body};
use crate::net::{Net, NetError};

/// A checked address is called for so long before it is looked up anew.
const PINNED: Duration = Duration::from_secs(60);
/// Lines kept at one time; more than a small business has providers.
const LINES: usize = 64;

/// Waits longer than a day cannot be meant, seconds.
const LONGEST_WAIT: u64 = 86_400;

/// How long a provider asks us to wait, when it can be meant; seconds.
#[must_use]
pub fn wait(told: u64) -> Option<u64> {
    (told <= LONGEST_WAIT).then_some(told)
}

/// A call to a provider.
#[derive(Debug, Clone)]
pub struct Call<'a> {
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: &'static str,
    pub url: &'a str,
    pub headers: Vec<(&'a str, &'a str)>,
    pub content_type: &'a str,
    pub body: Vec<u8>,
    /// The longest answer taken, bytes.
    pub largest: usize,
    pub total: Duration,
}

impl<'a> Call<'a> {
    #[must_use]
    pub fn get(url: &'a str) -> Self {
        Call {
            method: "GET",
            url,
            headers: Vec::new(),
            content_type: "",
            body: Vec::new(),
            largest: 4 << 20,
            total: Duration::from_secs(30),
        }
    }

    #[must_use]
    pub fn post(url: &'a str, content_type: &'a str, body: Vec<u8>) -> Self {
        Call {
            method: "POST",
            content_type,
            body,
            ..Call::get(url)
        }
    }

    /// A post of JSON.
    #[must_use]
    pub fn json(url: &'a str, body: &serde_json::Value) -> Self {
        Call::post(url, "application/json", body.to_string().into_bytes())
    }

    #[must_use]
    pub fn with(mut self, name: &'a str, value: &'a str) -> Self {
        self.headers.push((name, value));
        self
    }
}

/// What came back; of any status.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    pub status: u16,
    pub content_type: String,
    /// Seconds to wait, when the answer names them.
    pub retry_after_s: Option<u64>,
    pub body: Vec<u8>,
}

impl Answer {
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The body as JSON; null when it is none.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// A line to one host, checked not long ago.
#[derive(Debug, Clone)]
pub(super) struct Pinned {
    host: String,
    since: Instant,
    client: reqwest::Client,
}

impl Net {
    /// Makes a call. A redirect is an answer: none is followed.
    ///
    /// # Errors
    /// [`NetError::TimedOut`], [`NetError::Lost`]: it may have been carried out. All others: it was not.
    pub async fn call(&self, call: Call<'_>) -> Result<Answer, NetError> {
        let url = parse(call.url)?;
        let client = self.line_to(&url).await?;
        let method = reqwest::Method::from_bytes(call.method.as_bytes());
        let method = method.map_err(|_| NetError::Protocol)?;
        let mut request = client.request(method, url).timeout(call.total);
        for (name, value) in &call.headers {
            request = request.header(*name, *value);
        }
        if !call.content_type.is_empty() {
            request = request
                .header(CONTENT_TYPE, call.content_type)
                .body(call.body);
        }
        let response = request.send().await.map_err(|err| failure(&err))?;
        let header = |name| {
            let value = response.headers().get(name);
            value.and_then(|it| it.to_str().ok()).map(str::to_owned)
        };
        let content_type = header(CONTENT_TYPE).unwrap_or_default();
        let retry_after_s = header(RETRY_AFTER).and_then(|it| wait(it.trim().parse().ok()?));
        let (status, body) = read_body(response, call.largest).await?;
        Ok(Answer {
            status,
            content_type,
            retry_after_s,
            body,
        })
    }

    async fn line_to(&self, url: &Url) -> Result<reqwest::Client, NetError> {
        let host = url.origin().ascii_serialization();
        if let Some(known) = self.pinned(&host) {
            return Ok(known);
        }
        let limits = Limits {
            total: Duration::from_secs(120),
            body: 0,
            redirects: 0,
        };
        let client = self.client(url, &limits, "").await?;
        let mut all = self.lines();
        all.retain(|it| it.host != host && it.since.elapsed() < PINNED);
        all.truncate(LINES);
        all.push(Pinned {
            host,
            since: Instant::now(),
            client: client.clone(),
        });
        Ok(client)
    }

    fn pinned(&self, host: &str) -> Option<reqwest::Client> {
        let all = self.lines();
        let found = all.iter().find(|it| it.host == host)?;
        (found.since.elapsed() < PINNED).then(|| found.client.clone())
    }

    fn lines(&self) -> std::sync::MutexGuard<'_, Vec<Pinned>> {
        self.lines
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// A body of several fields and files (RFC 7578).
#[derive(Debug)]
pub struct Multipart {
    boundary: String,
    body: Vec<u8>,
}

impl Multipart {
    /// `boundary` must not occur in any part: a random word.
    #[must_use]
    pub fn new(boundary: &str) -> Self {
        Multipart {
            boundary: boundary.to_owned(),
            body: Vec::new(),
        }
    }

    pub fn field(&mut self, name: &str, value: &str) {
        self.begin(&format!("form-data; name=\"{}\"", quoted(name)), "");
        self.body.extend_from_slice(value.as_bytes());
        self.body.extend_from_slice(b"\r\n");
    }

    pub fn file(&mut self, name: &str, (file, content_type): (&str, &str), bytes: &[u8]) {
        let (name, file) = (quoted(name), quoted(file));
        let disposition = format!("form-data; name=\"{name}\"; filename=\"{file}\"");
        self.begin(&disposition, content_type);
        self.body.extend_from_slice(bytes);
        self.body.extend_from_slice(b"\r\n");
    }

    /// Content type and body.
    #[must_use]
    pub fn finish(mut self) -> (String, Vec<u8>) {
        let end = format!("--{}--\r\n", self.boundary);
        self.body.extend_from_slice(end.as_bytes());
        let content_type = format!("multipart/form-data; boundary={}", self.boundary);
        (content_type, self.body)
    }

    fn begin(&mut self, disposition: &str, content_type: &str) {
        let mut head = format!(
            "--{}\r\nContent-Disposition: {disposition}\r\n",
            self.boundary
        );
        if !content_type.is_empty() {
            head.push_str(&format!("Content-Type: {}\r\n", quoted(content_type)));
        }
        head.push_str("\r\n");
        self.body.extend_from_slice(head.as_bytes());
    }
}

/// Percent-encodes what would end a quoted name (RFC 7578, 2).
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_does_not_break_out_of_its_part() {
        let mut all = Multipart::new("xyz");
        all.field("chat_id", "7");
        all.file("document", ("a\"\r\nX: y.pdf", "text/plain"), b"bytes");
        let (content_type, body) = all.finish();
        assert_eq!(content_type, "multipart/form-data; boundary=xyz");
        let body = String::from_utf8_lossy(&body).into_owned();
        assert!(body.contains(
            "filename=\"a%22%0D%0AX: y.pdf\"\r\nContent-Type: text/plain\r\n\r\nbytes\r\n"
        ));
        assert!(body.ends_with("--xyz--\r\n") && body.contains("name=\"chat_id\"\r\n\r\n7\r\n"));
    }
}

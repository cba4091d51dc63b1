//! One request over HTTP: the address checked and pinned, no proxy, no cookies, no redirect unless its purpose has
//! them, and then each one checked again.

use std::net::IpAddr;
use std::time::Duration;

use bytes::Bytes;
use reqwest::redirect::Policy;
use url::{Host, Url};

use crate::net::{Net, NetError, tls};

/// What a call is for decides how much of it is borne.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Asking a provider how its mail servers are called.
    Discovery,
    /// Exchanging or renewing tokens.
    Token,
    /// Asking an authority for our own certificate.
    Certificate,
}

pub(super) struct Limits {
    pub total: Duration,
    pub body: usize,
    pub redirects: u8,
}

impl Purpose {
    fn limits(self) -> Limits {
        match self {
            Purpose::Discovery => Limits {
                total: Duration::from_secs(5),
                body: 256 * 1024,
                redirects: 3,
            },
            Purpose::Token => Limits {
                total: Duration::from_secs(15),
                body: 64 * 1024,
                redirects: 0,
            },
            Purpose::Certificate => Limits {
                total: Duration::from_secs(30),
                body: 256 * 1024,
                redirects: 0,
            },
        }
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Net {
    /// Asks for a page.
    ///
    /// # Errors
    /// [`NetError`]; an answer of any status is an answer.
    pub async fn get(&self, purpose: Purpose, url: &str) -> Result<Answer, NetError> {
        self.get_trusting(purpose, url, "").await
    }

    /// As [`Net::get`], believing further root certificates too (PEM).
    ///
    /// # Errors
    /// As [`Net::get`].
    pub async fn get_trusting(
        &self,
        purpose: Purpose,
        url: &str,
        roots: &str,
    ) -> Result<Answer, NetError> {
        let limits = purpose.limits();
        let mut at = parse(url)?;
        for _ in 0..=limits.redirects {
            let client = self.client(&at, &limits, roots).await?;
            let response = client.get(at.clone()).send();
            let response = response.await.map_err(|err| failure(&err))?;
            let location = response
                .headers()
                .get(reqwest::header::LOCATION)
                .and_then(|it| it.to_str().ok());
            match location.filter(|_| response.status().is_redirection()) {
                Some(location) => {
                    let next = at.join(location).map_err(|_| NetError::Protocol)?;
                    if at.scheme() == "https" && next.scheme() != "https" {
                        return Err(NetError::Blocked);
                    }
                    at = next;
                }
                None => return read(response, limits.body).await,
            }
        }
        Err(NetError::Protocol)
    }

    /// Posts a form.
    ///
    /// # Errors
    /// As [`Net::get`].
    pub async fn post_form(
        &self,
        purpose: Purpose,
        url: &str,
        fields: &[(&str, &str)],
    ) -> Result<Answer, NetError> {
        let (limits, url) = (purpose.limits(), parse(url)?);
        let response = self
            .client(&url, &limits, "")
            .await?
            .post(url)
            .form(fields)
            .send();
        read(response.await.map_err(|err| failure(&err))?, limits.body).await
    }

    /// Sends a request as it is, believing further root certificates too (PEM).
    ///
    /// # Errors
    /// As [`Net::get`].
    pub async fn pass_on(
        &self,
        purpose: Purpose,
        request: http::Request<Bytes>,
        roots: &str,
    ) -> Result<http::Response<Bytes>, NetError> {
        let limits = purpose.limits();
        let (parts, body) = request.into_parts();
        let url = parse(&parts.uri.to_string())?;
        let client = self.client(&url, &limits, roots).await?;
        let asked = client
            .request(parts.method, url)
            .headers(parts.headers)
            .body(body);
        let response = asked.send().await.map_err(|err| failure(&err))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let answer = read(response, limits.body).await?;
        let mut out = http::Response::new(Bytes::from(answer.body));
        *out.status_mut() = status;
        *out.headers_mut() = headers;
        Ok(out)
    }

    /// A client that knows one host, at the addresses just checked.
    pub(super) async fn client(
        &self,
        url: &Url,
        limits: &Limits,
        roots: &str,
    ) -> Result<reqwest::Client, NetError> {
        let port = url.port_or_known_default().ok_or(NetError::Blocked)?;
        let host = match url.host() {
            Some(Host::Domain(it)) => it.to_owned(),
            Some(Host::Ipv4(it)) => IpAddr::V4(it).to_string(),
            Some(Host::Ipv6(it)) => IpAddr::V6(it).to_string(),
            None => return Err(NetError::Blocked),
        };
        let addresses = self.resolve(&host, port).await?;
        let plain = url.scheme() == "http";
        if plain
            && !addresses
                .iter()
                .all(|it| self.guard.is_own_machine(it.ip()))
        {
            return Err(NetError::Blocked);
        }
        tracing::debug!(%host, port, "calling");
        reqwest::Client::builder()
            .tls_backend_preconfigured(tls::client(roots)?)
            .resolve_to_addrs(&host, &addresses)
            .no_proxy()
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(Duration::from_secs(5))
            .timeout(limits.total)
            .user_agent(concat!("Lobby/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|err| NetError::Settings(err.to_string()))
    }
}

pub(super) fn parse(url: &str) -> Result<Url, NetError> {
    let url = Url::parse(url).map_err(|_| NetError::Blocked)?;
    let fine = matches!(url.scheme(), "https" | "http")
        && url.username().is_empty()
        && url.password().is_none();
    if fine {
        Ok(url)
    } else {
        Err(NetError::Blocked)
    }
}

async fn read(response: reqwest::Response, cap: usize) -> Result<Answer, NetError> {
    let (status, body) = read_body(response, cap).await?;
    Ok(Answer { status, body })
}

/// The status and at most `cap` bytes of an answer.
pub(super) async fn read_body(
    mut response: reqwest::Response,
    cap: usize,
) -> Result<(u16, Vec<u8>), NetError> {
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|err| failure(&err))? {
        if body.len() + chunk.len() > cap {
            return Err(NetError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok((status, body))
}

/// Why no answer came: before anything left, or after.
pub(super) fn failure(err: &reqwest::Error) -> NetError {
    if err.is_connect() {
        NetError::Unreachable
    } else if err.is_timeout() {
        NetError::TimedOut
    } else {
        NetError::Lost
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::PathBuf;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;
    use crate::config::Config;

    fn net(allow_loopback: bool) -> Net {
        Net::new(&Config {
            data_dir: PathBuf::new(),
            listen: "127.0.0.1:0".parse().unwrap(),
            public_url: String::new(),
            entrance: Default::default(),
            allow_loopback,
            allow_networks: Vec::new(),
            resolver: None,
            demo: false,
        })
        .unwrap()
    }

    #[tokio::test]
    async fn the_inside_is_not_called_however_it_is_spelt() {
        let canary = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = canary.local_addr().unwrap().port();
        for host in [
            "127.0.0.1",
            "127.1",
            "0x7f.1",
            "2130706433",
            "0177.0.0.1",
            "localhost",
            "localhost.",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "0",
            "①②⑦.⓪.⓪.①",
            "127。0。0。1",
            "[::]",
            "a@127.0.0.1",
            "169.254.169.254",
        ] {
            let url = format!("http://{host}:{port}/");
            let err = net(false).get(Purpose::Discovery, &url).await.unwrap_err();
            assert!(
                matches!(err, NetError::Blocked | NetError::NoSuchHost),
                "{host}: {err}"
            );
        }
        let nothing = tokio::time::timeout(Duration::from_millis(50), canary.accept()).await;
        assert!(nothing.is_err(), "somebody called");
    }

    #[tokio::test]
    async fn a_long_answer_and_a_redirect_are_refused() {
        let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", server.local_addr().unwrap());
        tokio::spawn(async move {
            for head in [
                "HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n",
            ] {
                let (mut stream, _) = server.accept().await.unwrap();
                let mut asked = [0_u8; 4096];
                let _ = stream.read(&mut asked).await;
                let _ = stream.write_all(head.as_bytes()).await;
                let _ = stream.write_all(&[b'x'; 100_000]).await;
            }
        });
        let net = net(true);
        let err = net.get(Purpose::Discovery, &url).await.unwrap_err();
        assert_eq!(err, NetError::Blocked);
        let err = net.post_form(Purpose::Token, &url, &[]).await.unwrap_err();
        assert_eq!(err, NetError::TooLarge);
        let answer = net.post_form(Purpose::Token, &url, &[]).await.unwrap();
        assert_eq!(answer.status, 302);
    }
}

//! A small HTTP client that keeps its connection: the bench must not measure itself.

use std::io::{Read, Write};
use std::net::TcpStream;

pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

pub struct Answer {
    pub status: u16,
    pub head: String,
    /// As it came, compressed or not.
    pub body: Vec<u8>,
}

impl Client {
    pub fn connect(port: u16) -> std::io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        Ok(Client {
            stream,
            buffer: Vec::new(),
        })
    }

    pub fn get(&mut self, path: &str, cookie: &str) -> Answer {
        self.ask(path, cookie, "")
    }

    /// The piece a page swaps in.
    pub fn piece(&mut self, path: &str, cookie: &str) -> Answer {
        self.ask(path, cookie, "X-Fragment: 1\r\n")
    }

    fn ask(&mut self, path: &str, cookie: &str, more: &str) -> Answer {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nAccept-Encoding: br\r\nCookie: {cookie}\r\n{more}\r\n"
        );
        self.stream.write_all(request.as_bytes()).unwrap();
        let end = loop {
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at + 4;
            }
            self.more();
        };
        let head = String::from_utf8_lossy(&self.buffer[..end]).to_lowercase();
        self.buffer.drain(..end);
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let body = if head.contains("transfer-encoding: chunked") {
            self.chunks()
        } else {
            let length = head.split("content-length: ").nth(1);
            let length = length.and_then(|it| it.split("\r\n").next());
            self.exactly(length.map_or(0, |it| it.parse().unwrap()))
        };
        Answer { status, head, body }
    }

    fn more(&mut self) {
        let mut part = [0_u8; 65_536];
        let n = self.stream.read(&mut part).unwrap();
        assert!(n > 0, "the server hung up");
        self.buffer.extend_from_slice(&part[..n]);
    }

    fn exactly(&mut self, n: usize) -> Vec<u8> {
        while self.buffer.len() < n {
            self.more();
        }
        self.buffer.drain(..n).collect()
    }

    fn chunks(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        loop {
            let end = loop {
                if let Some(at) = find(&self.buffer, b"\r\n") {
                    break at;
                }
                self.more();
            };
            let line = self.exactly(end + 2);
            let size = std::str::from_utf8(&line[..end]).unwrap();
            let size = usize::from_str_radix(size, 16).unwrap();
            out.extend(self.exactly(size));
            self.exactly(2);
            if size == 0 {
                return out;
            }
        }
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|it| *it == what[0]) {
        if bytes[from + at..].starts_with(what) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

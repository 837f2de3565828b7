//! A static web server as any host is one: files, MIME types, Brotli, and one CORS header.
//!
//! `cargo xtask serve` uses it, and so do the browser tests, which read in its log what the
//! page asked for, put `dist/` under a path, and let it refuse files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Context as _, Result};
use brotli::CompressorWriter;

/// The longest request that is read; ours have a few hundred bytes.
const LONGEST_REQUEST: u64 = 64 * 1024;
/// How long a connection may say nothing: browsers open some that they don't use.
const PATIENCE: Duration = Duration::from_secs(10);
/// How hard Brotli tries: 5 of 11, about 50 ms for the whole page.
const LEVEL: u32 = 5;

/// What a server serves.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// The directory whose files are served.
    pub root: PathBuf,
    /// Where they appear: `/`, or a path that starts and ends with `/`.
    pub prefix: String,
    /// Files that are refused with 403: those whose path ends with one of these.
    pub refused: Vec<String>,
    /// More pages, by path: HTML that is no file.
    pub pages: BTreeMap<String, String>,
}

impl Site {
    /// The files in `root`, at `/`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), prefix: "/".into(), ..Self::default() }
    }
}

/// One request, as the log has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The path that was asked for, without a query.
    pub path: String,
    /// The status that was answered.
    pub status: u16,
}

/// A running server; it stops when it is dropped.
///
/// One thread for each connection, one request on each: for a page of a dozen files on the
/// same machine that is enough, and leaves nothing that could hold a second request up.
#[derive(Debug)]
pub struct Server {
    shared: Arc<Shared>,
    listener: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    site: Site,
    address: SocketAddr,
    log: Mutex<Vec<Request>>,
    stopped: AtomicBool,
}

impl Server {
    /// Serves `site` on this machine only; port 0 takes a free one.
    ///
    /// # Errors
    /// When the port can't be had.
    pub fn start(site: Site, port: u16) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port))
            .with_context(|| format!("port {port} can't be had"))?;
        let shared = Arc::new(Shared {
            site,
            address: listener.local_addr()?,
            log: Mutex::default(),
            stopped: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&shared);
        let listener = thread::spawn(move || accept(&accepting, &listener));
        Ok(Self { shared, listener: Some(listener) })
    }

    /// The address of the site, with the prefix.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}{}", self.shared.address, self.shared.site.prefix)
    }

    /// What has been asked for so far.
    #[must_use]
    pub fn log(&self) -> Vec<Request> {
        self.shared.log().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::Relaxed);
        // The listener looks whether it should stop when somebody connects.
        if TcpStream::connect(self.shared.address).is_ok()
            && let Some(listener) = self.listener.take()
        {
            // A listener that panicked has stopped as well.
            let _ = listener.join();
        }
    }
}

fn accept(shared: &Arc<Shared>, listener: &TcpListener) {
    for stream in listener.incoming() {
        if shared.stopped.load(Ordering::Relaxed) {
            return;
        }
        if let Ok(stream) = stream {
            let shared = Arc::clone(shared);
            // A browser that went away in the middle is its own business.
            thread::spawn(move || shared.converse(&stream));
        }
    }
}

impl Shared {
    fn log(&self) -> MutexGuard<'_, Vec<Request>> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads one request and answers it.
    fn converse(&self, mut stream: &TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut lines = BufReader::new(stream.take(LONGEST_REQUEST)).lines();
        let Some(request) = lines.next() else { return Ok(()) };
        let request = request?;
        // The rest of the head must be read: closing on unread bytes resets the connection.
        let mut takes_brotli = false;
        for line in lines {
            let line = line?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            takes_brotli |= line.starts_with("accept-encoding:") && line.contains("br");
        }
        let mut words = request.split(' ');
        let (method, target) = (words.next(), words.next().unwrap_or_default());
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let answer = match method {
            Some("GET" | "HEAD") => self.answer(path),
            _ => Answer::empty(405),
        };
        self.log().push(Request { path: path.to_owned(), status: answer.status });
        let answer = if takes_brotli { answer.compressed()? } else { answer };
        stream.write_all(answer.head().as_bytes())?;
        if method != Some("HEAD") {
            stream.write_all(&answer.body)?;
        }
        stream.flush()
    }

    fn answer(&self, path: &str) -> Answer {
        if let Some(page) = self.site.pages.get(path) {
            return Answer::new(200, "text/html; charset=utf-8", page.clone().into_bytes());
        }
        let Some(file) = path.strip_prefix(&self.site.prefix) else {
            return Answer::empty(404);
        };
        let file = if file.is_empty() || file.ends_with('/') {
            format!("{file}index.html")
        } else {
            file.to_owned()
        };
        if self.site.refused.iter().any(|end| file.ends_with(end)) {
            return Answer::empty(403);
        }
        let is_inside =
            Path::new(&file).components().all(|part| matches!(part, Component::Normal(_)));
        match fs::read(self.site.root.join(&file)) {
            Ok(body) if is_inside => Answer::new(200, mime(&file), body),
            _ => Answer::empty(404),
        }
    }
}

struct Answer {
    status: u16,
    mime: &'static str,
    body: Vec<u8>,
    compressed: bool,
}

impl Answer {
    fn new(status: u16, mime: &'static str, body: Vec<u8>) -> Self {
        Self { status, mime, body, compressed: false }
    }

    /// The same after Brotli, at a level that keeps nobody waiting; pictures stay as they are.
    fn compressed(self) -> io::Result<Self> {
        if self.mime == "image/png" || self.body.is_empty() {
            return Ok(self);
        }
        let mut compressor = CompressorWriter::new(Vec::new(), 4096, LEVEL, 22);
        compressor.write_all(&self.body)?;
        Ok(Self { body: compressor.into_inner(), compressed: true, ..self })
    }

    fn empty(status: u16) -> Self {
        Self::new(status, "text/plain", Vec::new())
    }

    fn head(&self) -> String {
        let Self { status, mime, body, compressed } = self;
        let mut head = format!("HTTP/1.1 {status} {}\r\n", reason(*status));
        if *compressed {
            head.push_str("Content-Encoding: br\r\n");
        }
        let length = body.len().to_string();
        for (name, value) in [
            ("Content-Type", *mime),
            ("Content-Length", &length),
            ("Cache-Control", "no-cache"),
            // In a sandboxed frame the page's origin is nobody's, so that its own parts come
            // from elsewhere: module scripts then need this.
            ("Access-Control-Allow-Origin", "*"),
            ("Connection", "close"),
        ] {
            // Writing to a `String` can't fail.
            let _ = write!(head, "{name}: {value}\r\n");
        }
        head.push_str("\r\n");
        head
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        403 => "Forbidden",
        404 => "Not Found",
        _ => "Method Not Allowed",
    }
}

fn mime(file: &str) -> &'static str {
    match file.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ftl" | "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(server: &Server, path: &str) -> String {
        let url = server.url();
        let address = url.trim_start_matches("http://").split('/').next().unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn serves_under_its_prefix_refuses_and_logs() {
        let site = Site {
            prefix: "/a/b/".into(),
            refused: vec![".lock".into()],
            pages: [("/frame".to_owned(), "<p>".to_owned())].into(),
            ..Site::new(crate::paths::workspace())
        };
        let server = Server::start(site, 0).unwrap();
        let page = get(&server, "/a/b/index.html?x");
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        assert!(page.contains("Access-Control-Allow-Origin: *"), "{page}");
        assert!(get(&server, "/a/b/").starts_with("HTTP/1.1 200"));
        assert!(get(&server, "/frame").ends_with("<p>"));
        assert!(get(&server, "/a/b/Cargo.lock").starts_with("HTTP/1.1 403"));
        assert!(get(&server, "/a/b/src/../Cargo.toml").starts_with("HTTP/1.1 404"));
        assert!(get(&server, "/index.html").starts_with("HTTP/1.1 404"));
        let log = server.log();
        assert_eq!(log.len(), 6);
        assert_eq!(log.first().unwrap().path, "/a/b/index.html");
    }
}

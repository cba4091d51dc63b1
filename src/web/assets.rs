//! Style sheets, scripts and pictures from `static/`: put together once, served under their content's hash for ever.

use std::borrow::Cow;
use std::sync::OnceLock;

use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, HeaderValue, VARY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::web::squeeze;

#[derive(RustEmbed)]
#[folder = "static"]
struct Files;

/// The scripts in the order they run. Each is a module for the eye and the linter; served they are one, so the
/// lines that join them are left out.
const SCRIPTS: &[&str] = &[
    "dom", "times", "morph", "menu", "fetch", "pick", "place", "panes", "focus", "act", "list",
    "draft", "files", "ways", "suggest", "emoji", "preview", "voice", "viewer", "send", "template",
    "stream", "live", "measure", "notices", "push", "keys", "palette", "since", "search", "poll",
    "copy", "view", "cards", "install",
];

struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: Vec<u8>,
    path: String,
    packed: Vec<u8>,
}

/// Where `name` (`app.css`, `voice.js`, `app.js`, `icons.svg`, `favicon.svg`) is to be had; empty for a name that does not exist.
#[must_use]
pub fn path(name: &str) -> &'static str {
    all()
        .iter()
        .find(|it| it.name == name)
        .map_or("", |it| it.path.as_str())
}

/// `GET /assets/{hash}/{name}`: immutable; an old hash is not found.
pub async fn serve(request: HttpRequest, place: web::Path<(String, String)>) -> HttpResponse {
    let wanted = format!("/assets/{}/{}", place.0, place.1);
    let Some(asset) = all().iter().find(|it| it.path == wanted) else {
        return HttpResponse::NotFound().finish();
    };
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(asset.kind)
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((VARY, "Accept-Encoding"));
    if takes_brotli(request.headers().get(ACCEPT_ENCODING)) {
        answer
            .insert_header((CONTENT_ENCODING, "br"))
            .body(web::Bytes::from_static(&asset.packed))
    } else {
        answer.body(web::Bytes::from_static(&asset.bytes))
    }
}

/// Whether an `Accept-Encoding` takes brotli.
#[must_use]
pub fn takes_brotli(header: Option<&HeaderValue>) -> bool {
    let listed = header.and_then(|it| it.to_str().ok()).unwrap_or_default();
    listed.split(',').any(|it| {
        let mut parts = it.split(';').map(str::trim);
        parts.next() == Some("br") && parts.all(|it| it != "q=0")
    })
}

fn all() -> &'static [Asset] {
    static ALL: OnceLock<Vec<Asset>> = OnceLock::new();
    ALL.get_or_init(|| {
        vec![
            asset("app.css", "text/css; charset=utf-8", styles()),
            script("app.js", scripts()),
            asset(
                "chat.css",
                "text/css; charset=utf-8",
                file("widget/chat.css").into_owned(),
            ),
            script("chat.js", spoken(&text("widget/chat.js"))),
            script("palette.js", spoken(&text("demand/palette.js"))),
            script("emoji.js", spoken(&text("demand/emoji.js"))),
            script("search.js", spoken(&text("demand/search.js"))),
            script("voice.js", spoken(&text("demand/voice.js"))),
            script("viewer.js", spoken(&text("demand/viewer.js"))),
            asset(
                "viewer.css",
                "text/css; charset=utf-8",
                file("demand/viewer.css").into_owned(),
            ),
            script("monitor.js", spoken(&text("demand/monitor.js"))),
            asset(
                "monitor.css",
                "text/css; charset=utf-8",
                file("demand/monitor.css").into_owned(),
            ),
            script("print.js", spoken(&text("demand/print.js"))),
            asset(
                "report.css",
                "text/css; charset=utf-8",
                file("demand/report.css").into_owned(),
            ),
            asset(
                "print.css",
                "text/css; charset=utf-8",
                file("demand/print.css").into_owned(),
            ),
            asset("icons.svg", "image/svg+xml", file("icons.svg").into_owned()),
            asset(
                "favicon.svg",
                "image/svg+xml",
                file("favicon.svg").into_owned(),
            ),
            asset(
                "favicon-news.svg",
                "image/svg+xml",
                file("favicon-news.svg").into_owned(),
            ),
            picture("icon-180.png"),
            picture("icon-192.png"),
            picture("icon-512.png"),
        ]
    })
}

fn script(name: &'static str, text: String) -> Asset {
    asset(name, "text/javascript; charset=utf-8", text.into_bytes())
}

fn picture(name: &'static str) -> Asset {
    asset(name, "image/png", file(name).into_owned())
}

fn asset(name: &'static str, kind: &'static str, bytes: Vec<u8>) -> Asset {
    let hash = Sha256::digest(&bytes);
    let short: String = hash.iter().take(8).map(|it| format!("{it:02x}")).collect();
    Asset {
        name,
        kind,
        path: format!("/assets/{short}/{name}"),
        packed: compressed(&bytes),
        bytes,
    }
}

fn file(name: &str) -> Cow<'static, [u8]> {
    Files::get(name).map_or(Cow::Borrowed(b"".as_slice()), |it| it.data)
}

/// What runs beside the pages, which is no part of theirs.
#[must_use]
pub fn worker() -> Cow<'static, [u8]> {
    file("js/worker.js")
}

/// The script that puts the chat on a page of the owner's site.
#[must_use]
pub fn loader() -> Cow<'static, [u8]> {
    file("widget/loader.js")
}

/// All of `static/css`; `layers.css` names the order of the layers and comes first.
fn styles() -> Vec<u8> {
    let mut names: Vec<_> = Files::iter().filter(|it| it.starts_with("css/")).collect();
    names.sort_by_key(|it| (it != "css/layers.css", it.clone()));
    names.iter().flat_map(|it| file(it).into_owned()).collect()
}

fn scripts() -> String {
    let modules = SCRIPTS.iter().map(|it| text(&format!("js/{it}.js")));
    modules.map(|it| joined(&it)).collect()
}

fn text(name: &str) -> String {
    String::from_utf8_lossy(&file(name)).into_owned()
}

/// A module without its `import` lines and the word `export`.
fn joined(module: &str) -> String {
    let lines = module.lines().filter(|line| !line.starts_with("import "));
    let lines = lines.map(|line| format!("{}\n", line.strip_prefix("export ").unwrap_or(line)));
    spoken(&lines.collect::<String>())
}

/// A script without its comments, which stand on lines of their own: a fifth of what is sent.
fn spoken(script: &str) -> String {
    let mut inside = false;
    let lines = script.lines().filter(|line| {
        let line = line.trim();
        let comment = inside || line.starts_with("//") || line.starts_with("/**");
        inside = (inside || line.starts_with("/**")) && !line.ends_with("*/");
        !comment
    });
    lines.map(|line| format!("{line}\n")).collect()
}

/// Compressed in some milliseconds with a megabyte of memory; the best there is would take four, which stay, for a
/// tenth less to send. The window of 256 KB is larger than any asset.
fn compressed(bytes: &[u8]) -> Vec<u8> {
    squeeze::compressed(bytes, 5, 18)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn every_file_is_served() {
        for name in [
            "app.css",
            "app.js",
            "chat.css",
            "chat.js",
            "emoji.js",
            "voice.js",
            "viewer.js",
            "viewer.css",
            "print.js",
            "print.css",
            "report.css",
            "icons.svg",
            "favicon.svg",
            "favicon-news.svg",
            "icon-180.png",
            "icon-512.png",
        ] {
            assert!(path(name).starts_with("/assets/"), "{name}");
        }
        let mut scripts: Vec<_> = Files::iter()
            .filter_map(|it| Some(it.strip_prefix("js/")?.strip_suffix(".js")?.to_owned()))
            .filter(|it| it != "worker")
            .collect();
        let mut listed: Vec<_> = SCRIPTS.iter().map(|it| (*it).to_owned()).collect();
        scripts.sort();
        listed.sort();
        assert_eq!(scripts, listed);
        assert!(styles().starts_with(b"@layer reset,tokens"));
    }

    #[test]
    fn the_pages_stay_light() {
        assert!(compressed(&styles()).len() <= 14 * 1024);
        // Beside it a page has room for one script that is fetched when it is asked for.
        assert!(compressed(scripts().as_bytes()).len() <= 26 * 1024);
    }

    #[test]
    fn the_chat_stays_lighter_still() {
        let size = |it: &str| compressed(spoken(&text(it)).as_bytes()).len();
        let before = size("widget/loader.js");
        assert!(before > 500 && before <= 4 * 1024, "{before}");
        let panel = size("widget/chat.css") + size("widget/chat.js");
        // With the document itself 35 KB.
        assert!(panel > 2_000 && panel <= 30 * 1024, "{panel}");
    }

    #[test]
    fn compressed_assets_open_again() {
        let mut out = Vec::new();
        brotli::BrotliDecompress(&mut compressed(&styles()).as_slice(), &mut out).unwrap();
        assert_eq!(out, styles());
    }

    #[test]
    fn modules_are_joined_into_one() {
        assert_eq!(
            joined("import {a} from './a.js';\nexport function b(){}\n const c=1;\n"),
            "function b(){}\n const c=1;\n"
        );
        let whole = scripts();
        assert!(!whole.contains("\nimport ") && !whole.contains("\nexport "));
    }

    #[test]
    fn comments_stay_here() {
        assert_eq!(
            spoken("// A.\n/** B. */\na('// c');\n  /**\n   * D\n   */\n  b(); // e\n"),
            "a('// c');\n  b(); // e\n"
        );
        let whole = scripts();
        assert!(!whole.contains("\n//") && !whole.contains("/**") && whole.contains("const $ ="));
    }

    /// What a script declares outside of any function: one name a line, such as `export const a = 1;`.
    fn declared(script: &str) -> Vec<&str> {
        let words = [
            "const ",
            "let ",
            "var ",
            "class ",
            "function ",
            "function* ",
        ];
        let lines = script.lines().filter_map(|line| {
            let line = line.strip_prefix("export ").unwrap_or(line);
            let line = line.strip_prefix("async ").unwrap_or(line);
            words.iter().find_map(|it| line.strip_prefix(it))
        });
        lines
            .map(|it| it.split([' ', '(', '=', ';']).next().unwrap())
            .collect()
    }

    /// Names a script imports, each with the script it says that it comes from.
    fn imported(script: &str) -> Vec<(&str, &str)> {
        let lines = script.lines().filter(|it| it.starts_with("import "));
        lines
            .flat_map(|line| {
                let (names, from) = line.split_once("} from './").unwrap();
                let from = from.split(".js").next().unwrap();
                let names = names.strip_prefix("import {").unwrap();
                names.split(',').map(move |it| (it.trim(), from))
            })
            .collect()
    }

    /// They become one script: a name that two of them declare would end it before it begins, and an import is only
    /// the promise that somebody declares the name.
    #[test]
    fn no_two_scripts_declare_the_same_name() {
        let texts: HashMap<_, _> = SCRIPTS
            .iter()
            .map(|it| (*it, file(&format!("js/{it}.js")).into_owned()))
            .map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap()))
            .collect();
        let mut seen = HashMap::new();
        for (script, text) in &texts {
            for name in declared(text) {
                let whole = name
                    .chars()
                    .all(|it| it.is_alphanumeric() || it == '_' || it == '$');
                assert!(
                    whole && !name.is_empty(),
                    "{script}: one name a line: {name}"
                );
                let other = seen.insert(name, script);
                assert!(other.is_none(), "{name} in {script} and {other:?}");
            }
        }
        assert!(seen.len() > 100, "the scripts are not read: {}", seen.len());
        for (script, text) in &texts {
            for (name, from) in imported(text) {
                let declared = declared(&texts[from]);
                assert!(declared.contains(&name), "{script}: no {name} in {from}");
            }
        }
        assert_eq!(
            declared("export const a = 1;\nasync function b() {\n  const c = 2;\n}\nlet d;\n"),
            ["a", "b", "d"]
        );
        assert_eq!(
            imported("import { a, $ } from './b.js';\n"),
            [("a", "b"), ("$", "b")]
        );
    }

    #[test]
    fn brotli_only_where_it_is_taken() {
        let takes = |it: &'static str| takes_brotli(Some(&HeaderValue::from_static(it)));
        assert!(takes("gzip, br;q=0.9"));
        assert!(!takes("gzip, deflate") && !takes("br;q=0") && !takes_brotli(None));
    }
}

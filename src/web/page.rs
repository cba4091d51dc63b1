//! What every page has around its own content: who looks, in which words and colours, the lists and their counts.

use std::sync::OnceLock;

use serde_json::json;

use crate::domain::actor::{Role, Viewer};
use crate::web::assets;
use crate::web::keys::{self, Chosen};
use crate::web::squeeze::SEAM;
use crate::web::view::{Avatar, Choice};
use crate::words::{Language, Words};

/// Light, dark, or as the system has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// From a cookie, a form or a stored preference; anything else is the system's.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    /// The value of `data-theme`; empty for the system's.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// How the reader wants pages to look and behave.
#[derive(Debug, Clone, Default)]
pub struct Look {
    pub theme: Theme,
    pub compact: bool,
    /// Single-key shortcuts are off.
    pub keys_off: bool,
    /// Keys chosen otherwise than usual.
    pub keys: Vec<Chosen>,
    /// Where one goes on after a conversation is done with: `list`, `stay` or empty for the next one.
    pub after: String,
}

/// The person who is logged in.
#[derive(Debug, Clone)]
pub struct Me {
    pub name: String,
    pub email: String,
    pub role: Role,
    pub avatar: Avatar,
    /// That they are away, until when; empty when they are here.
    pub away: String,
    /// Until when they may go away in two clicks; none for who is alone.
    pub leaves: Vec<Choice>,
    /// The breaks they may take in two clicks; none where there is no team.
    pub breaks: Vec<Choice>,
}

/// One entry beside the pages: a list, a team, a tag, a place.
#[derive(Debug, Clone)]
pub struct NavLink {
    /// Names it for live counts: `mine`, `failed`, `team-…`.
    pub key: String,
    pub href: String,
    pub label: String,
    pub icon: &'static str,
    pub count: String,
    /// A count somebody should act on.
    pub hot: bool,
    pub current: bool,
    pub hue: Option<u8>,
    /// A sign of its own in the place of the icon, or empty.
    pub sign: String,
    /// What tells it from others of its kind where there is room for a sign alone, or empty.
    pub initials: String,
    pub sub: bool,
}

/// Entries under one heading; folded ones hide behind "More".
#[derive(Debug, Clone, Default)]
pub struct NavGroup {
    pub head: String,
    pub links: Vec<NavLink>,
    pub folded: bool,
    pub open: bool,
}

/// A line at the foot of the page about what was just done.
#[derive(Debug, Clone)]
pub struct Toast {
    pub text: String,
    /// Where to post to take it back.
    pub undo: Option<String>,
}

/// A language the reader may switch to.
#[derive(Debug, Clone)]
pub struct LanguageLink {
    pub code: &'static str,
    pub name: &'static str,
    pub current: bool,
}

/// The shell of a page. Templates ask it for words, places of assets, and what stands around the content.
#[derive(Debug, Clone)]
pub struct Page {
    words: Words,
    look: Look,
    csrf: String,
    business: String,
    at: &'static str,
    viewer: Option<Viewer>,
    me: Option<Me>,
    nav: Vec<NavGroup>,
    foot: Vec<NavLink>,
    seq: u64,
    toast: Option<Toast>,
    thread: bool,
    read: Option<u32>,
    /// What the one who looks was told and has not read, as text.
    bell: String,
    demo: bool,
}

impl Page {
    /// A page for somebody who is not (or not yet) logged in.
    #[must_use]
    pub fn plain(words: Words, look: Look, csrf: String, business: String) -> Self {
        Self {
            words,
            look,
            csrf,
            business,
            at: "",
            viewer: None,
            me: None,
            nav: Vec::new(),
            foot: Vec::new(),
            seq: 0,
            toast: None,
            thread: false,
            read: None,
            bell: String::new(),
            demo: false,
        }
    }

    /// The same page for somebody who is logged in.
    #[must_use]
    pub fn for_agent(mut self, viewer: Viewer, me: Me) -> Self {
        self.viewer = Some(viewer);
        self.me = Some(me);
        self
    }

    /// With the lists beside it; `at` names the part of Lobby one is in (`inbox`, `contacts`, …).
    #[must_use]
    pub fn with_nav(mut self, at: &'static str, nav: Vec<NavGroup>, foot: Vec<NavLink>) -> Self {
        self.at = at;
        self.nav = nav;
        self.foot = foot;
        self
    }

    /// With how much of what one was told is unread.
    #[must_use]
    pub fn with_bell(mut self, count: String) -> Self {
        self.bell = count;
        self
    }

    /// How much of what one was told is unread, as text; empty for nothing.
    #[must_use]
    pub fn bell(&self) -> &str {
        &self.bell
    }

    /// A conversation is open on it: on a phone that is what one sees.
    #[must_use]
    pub fn with_thread(mut self) -> Self {
        self.thread = true;
        self
    }

    /// It shows a conversation up to this position: whatever is posted from it says so, and that much is read then.
    #[must_use]
    pub fn reading(mut self, up_to: Option<u32>) -> Self {
        self.read = up_to;
        self
    }

    /// In the demo one may be a customer too.
    #[must_use]
    pub fn in_demo(mut self, demo: bool) -> Self {
        self.demo = demo;
        self
    }

    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.demo
    }

    /// The position up to which a conversation is shown.
    #[must_use]
    pub fn read(&self) -> Option<u32> {
        self.read
    }

    /// What a phone shows of the page: `list` or `thread`.
    #[must_use]
    pub fn view(&self) -> &'static str {
        if self.thread { "thread" } else { "list" }
    }

    /// As of this place in the log: live changes go on from here.
    #[must_use]
    pub fn as_of(mut self, seq: u64) -> Self {
        self.seq = seq;
        self
    }

    /// With a line about what was just done.
    #[must_use]
    pub fn with_toast(mut self, toast: Option<Toast>) -> Self {
        self.toast = toast;
        self
    }

    #[must_use]
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The one who looks, when logged in.
    #[must_use]
    pub fn viewer(&self) -> Option<&Viewer> {
        self.viewer.as_ref()
    }

    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    #[must_use]
    pub fn t_n(&self, key: &str, n: impl TryInto<i64>) -> String {
        self.words.t_n(key, n)
    }

    #[must_use]
    pub fn t_of(&self, key: &str, name: &str, value: impl std::fmt::Display) -> String {
        self.words.t_of(key, name, value)
    }

    #[must_use]
    pub fn lang(&self) -> &'static str {
        self.words.language().code()
    }

    #[must_use]
    pub fn dir(&self) -> &'static str {
        self.words.language().dir()
    }

    #[must_use]
    pub fn theme(&self) -> &'static str {
        self.look.theme.name()
    }

    #[must_use]
    pub fn is_compact(&self) -> bool {
        self.look.compact
    }

    #[must_use]
    pub fn keys_off(&self) -> bool {
        self.look.keys_off
    }

    /// Where one goes on after a conversation is done with; empty for the next one.
    #[must_use]
    pub fn after(&self) -> &str {
        &self.look.after
    }

    /// The key by which something is asked for, as it stands on the keyboard; empty where there is none.
    #[must_use]
    pub fn key(&self, act: &str) -> String {
        if self.look.keys_off {
            return String::new();
        }
        keys::shown(keys::key_of(act, &self.look.keys))
    }

    /// The same behind a button's words: ` (E)`.
    #[must_use]
    pub fn hint(&self, act: &str) -> String {
        match self.key(act) {
            key if key.is_empty() => key,
            key => format!(" ({key})"),
        }
    }

    /// The keys chosen otherwise than usual, as JSON for the page's script; empty when there are none.
    #[must_use]
    pub fn own_keys(&self) -> String {
        if self.look.keys.is_empty() {
            return String::new();
        }
        let own = self.look.keys.iter();
        let own = own.map(|(act, key)| (act.clone(), key.clone().into()));
        serde_json::Value::Object(own.collect()).to_string()
    }

    #[must_use]
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    #[must_use]
    pub fn business(&self) -> &str {
        &self.business
    }

    #[must_use]
    pub fn seq(&self) -> u64 {
        self.seq
    }

    #[must_use]
    pub fn me(&self) -> Option<&Me> {
        self.me.as_ref()
    }

    #[must_use]
    pub fn nav(&self) -> &[NavGroup] {
        &self.nav
    }

    #[must_use]
    pub fn foot(&self) -> &[NavLink] {
        &self.foot
    }

    #[must_use]
    pub fn toast(&self) -> Option<&Toast> {
        self.toast.as_ref()
    }

    #[must_use]
    pub fn is_at(&self, place: &str) -> bool {
        self.at == place
    }

    /// The count beside the entry `key`, as text; empty when there is none.
    #[must_use]
    pub fn count(&self, key: &str) -> &str {
        let links = self.nav.iter().flat_map(|it| &it.links);
        links
            .filter(|it| it.key == key)
            .map(|it| it.count.as_str())
            .next()
            .unwrap_or_default()
    }

    /// All counts beside the lists, as JSON for the page's script.
    #[must_use]
    pub fn counts_json(&self) -> String {
        let links = self.nav.iter().flat_map(|it| &it.links);
        let counts = links.map(|it| (it.key.clone(), it.count.clone().into()));
        let counts = counts.chain([("notices".to_owned(), self.bell.clone().into())]);
        serde_json::Value::Object(counts.collect()).to_string()
    }

    /// Where the page is cut before it is compressed: what stands between two of them is the same on many pages.
    #[must_use]
    pub fn seam(&self) -> char {
        SEAM
    }

    /// The address of an asset, with its content's hash.
    #[must_use]
    pub fn asset(&self, name: &str) -> &'static str {
        assets::path(name)
    }

    /// The address of one icon in the sprite.
    #[must_use]
    pub fn icon(&self, name: &str) -> String {
        format!("{}#{name}", assets::path("icons.svg"))
    }

    #[must_use]
    pub fn languages(&self) -> Vec<LanguageLink> {
        Language::ALL
            .into_iter()
            .map(|it| LanguageLink {
                code: it.code(),
                name: it.own_name(),
                current: it == self.words.language(),
            })
            .collect()
    }

    /// The sentences the page's script says itself, as JSON; `{n}` stands for a number.
    #[must_use]
    pub fn script_words(&self) -> &'static str {
        static SAID: [OnceLock<String>; Language::ALL.len()] =
            [const { OnceLock::new() }; Language::ALL.len()];
        let [english, spanish, portuguese, indonesian] = &SAID;
        let said = match self.words.language() {
            Language::English => english,
            Language::Spanish => spanish,
            Language::Portuguese => portuguese,
            Language::Indonesian => indonesian,
        };
        said.get_or_init(|| script_words(&self.words))
    }
}

/// What the script of the conversation says: deeds, sending, the composer.
const DESK: [&str; 12] = [
    "act-look",
    "act-refused",
    "act-offline",
    "send-waits",
    "stale-discard",
    "voice-title",
    "voice-keep",
    "voice-drop",
    "voice-denied",
    "voice-not-here",
    "upload-too-large",
    "preview-title",
];

fn script_words(words: &Words) -> String {
    const KEYS: [&str; 28] = [
        "time-now",
        "net-offline",
        "net-again",
        "session-ended",
        "session-log-in",
        "new-below",
        "list-changed",
        "draft-saved",
        "draft-not-saved",
        "send-sending",
        "send-not-sent",
        "send-retry",
        "stale-title",
        "stale-text",
        "stale-send",
        "stale-edit",
        "act-undo",
        "upload-failed",
        "keys-title",
        "act-close",
        "canned-title",
        "mention-title",
        "palette-title",
        "palette-find",
        "palette-here",
        "palette-go",
        "palette-found",
        "nav-search",
    ];
    let mut all: serde_json::Map<String, serde_json::Value> = KEYS
        .into_iter()
        .map(|it| (it.to_owned(), words.t(it).into()))
        .collect();
    all.extend(
        DESK.into_iter()
            .map(|it| (it.to_owned(), words.t(it).into())),
    );
    for key in ["presence-viewing", "presence-replying"] {
        all.insert(key.to_owned(), words.t_of(key, "name", "{name}").into());
    }
    for key in [
        "time-minutes-ago",
        "time-hours-ago",
        "bulk-picked",
        "list-new",
        "composer-left",
        "composer-parts",
    ] {
        all.insert(key.to_owned(), words.t_of(key, "n", "{n}").into());
    }
    // As many as the script counts: the plural of many stands for all.
    for key in ["time-minutes", "time-hours", "time-days"] {
        let many = words.t_n(key, 99).replace("99", "{n}");
        all.insert(key.to_owned(), many.into());
    }
    let none = words.t_of("palette-none", "text", "{text}");
    all.insert("palette-none".to_owned(), none.into());
    let left = words.t_of("composer-window-left", "span", "{span}");
    all.insert("composer-window-left".to_owned(), left.into());
    let keys = keys::all().map(|(act, key, word)| json!([act, key, words.t(word)]));
    all.insert("keys".to_owned(), keys.collect());
    let fixed = keys::FIXED.iter();
    let fixed = fixed.map(|(key, word)| json!([key, words.t(word)]));
    all.insert("fixed".to_owned(), fixed.collect());
    serde_json::Value::Object(all).to_string()
}

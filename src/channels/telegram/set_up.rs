//! Making a bot speak with Lobby: whose the token is, then the web hook, or none where updates are asked for.

use serde_json::{Value, json};
use url::{Host, Url};

use crate::channels::SetUp;
use crate::channels::kit::{CheckLine, Door, Trouble};
use crate::channels::telegram::call::{self, Failure};
use crate::channels::telegram::poll::WANTED;
use crate::domain::channel::ProviderSettings;

/// Ports a web hook may have (Bot API: setWebhook).
const PORTS: [u16; 4] = [443, 80, 88, 8443];

/// Whether updates are asked for: said so, or found so when it was set up.
#[must_use]
pub fn is_polled(settings: &ProviderSettings) -> bool {
    match settings.value("mode") {
        "" | "auto" => settings.learnt("mode") == "poll",
        mode => mode == "poll",
    }
}

/// Whether Telegram can call an address: https at a public name and one of its ports.
fn can_call(hook_url: &str) -> bool {
    let Ok(url) = Url::parse(hook_url) else {
        return false;
    };
    let is_public = match url.host() {
        Some(Host::Domain(it)) => {
            it.contains('.')
                && ![
                    ".local",
                    ".localhost",
                    ".internal",
                    ".lan",
                    ".test",
                    ".home.arpa",
                ]
                .iter()
                .any(|end| it.ends_with(end))
        }
        Some(Host::Ipv4(it)) => !(it.is_private() || it.is_loopback() || it.is_link_local()),
        Some(Host::Ipv6(it)) => !(it.is_loopback() || it.is_unique_local()),
        None => false,
    };
    let port = url.port_or_known_default();
    url.scheme() == "https" && is_public && port.is_some_and(|it| PORTS.contains(&it))
}

/// Sets it up.
pub async fn set_up(door: &Door, hook_url: &str) -> SetUp {
    let mut done = SetUp::default();
    let me = call::ask(door, "getMe", &json!({})).await;
    if !noted(&mut done, "check-telegram-bot", &me, named) {
        return done;
    }
    let me = me.unwrap_or_default();
    let name = me
        .pointer("/first_name")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let username = me
        .pointer("/username")
        .and_then(Value::as_str)
        .unwrap_or_default();
    done.learnt = vec![
        ("name".to_owned(), name.to_owned()),
        ("shown".to_owned(), format!("@{username}")),
        ("username".to_owned(), username.to_owned()),
        ("link".to_owned(), format!("https://t.me/{username}")),
    ];
    let polled = match door.value("mode") {
        "" | "auto" => !can_call(hook_url),
        mode => mode == "poll",
    };
    if polled {
        let gone = call::ask(door, "deleteWebhook", &json!({})).await;
        noted(&mut done, "check-telegram-poll", &gone, |_| String::new());
    } else {
        hooked(door, hook_url, &mut done).await;
    }
    let mode = if polled { "poll" } else { "webhook" };
    done.learnt.push(("mode".to_owned(), mode.to_owned()));
    done
}

async fn hooked(door: &Door, hook_url: &str, done: &mut SetUp) {
    let wanted = json!({
        "url": hook_url,
        "secret_token": door.secret("secret_token"),
        "allowed_updates": WANTED,
    });
    let set = call::ask(door, "setWebhook", &wanted).await;
    if !noted(done, "check-telegram-hook", &set, |_| host(hook_url)) {
        return;
    }
    let info = call::ask(door, "getWebhookInfo", &json!({})).await;
    let there = info.and_then(|it| match it.pointer("/url").and_then(Value::as_str) {
        Some(url) if url == hook_url => Ok(it),
        _ => Err(elsewhere()),
    });
    noted(done, "check-telegram-hook-info", &there, |_| host(hook_url));
}

/// Somebody set the web hook elsewhere behind us: two programs want the same bot.
fn elsewhere() -> Failure {
    Failure::Refused {
        code: 409,
        text: String::new(),
        retry_after_s: None,
        migrated: None,
    }
}

fn host(url: &str) -> String {
    let parsed = Url::parse(url).ok();
    parsed
        .and_then(|it| it.host_str().map(str::to_owned))
        .unwrap_or_default()
}

fn named(me: &Value) -> String {
    me.pointer("/username")
        .and_then(Value::as_str)
        .map(|it| format!("@{it}"))
        .unwrap_or_default()
}

/// Writes down what came of a step; whether it worked.
fn noted(
    done: &mut SetUp,
    what: &'static str,
    answer: &Result<Value, Failure>,
    detail: impl Fn(&Value) -> String,
) -> bool {
    let trouble = answer.as_ref().err().map(|err| refused(what, err));
    done.lines.push(CheckLine {
        what,
        problem: trouble
            .as_ref()
            .map(|it| (it.code.to_owned(), it.detail.clone())),
        detail: answer.as_ref().map(detail).unwrap_or_default(),
    });
    done.trouble = trouble;
    done.trouble.is_none()
}

fn refused(what: &str, err: &Failure) -> Trouble {
    match err {
        // The address is none it calls: plain http, a private host, another port.
        Failure::Refused {
            code: 400, text, ..
        } if what == "check-telegram-hook" => Trouble {
            needs_you: true,
            ..Trouble::new("health-telegram-address", text.clone())
        },
        other => other.trouble(),
    }
}

/// The Test button.
pub async fn check(door: &Door) -> Vec<CheckLine> {
    let mut done = SetUp::default();
    let me = call::ask(door, "getMe", &json!({})).await;
    if !noted(&mut done, "check-telegram-bot", &me, named) {
        return done.lines;
    }
    let polled = door.connection.provider().is_some_and(is_polled);
    let key = door.connection.key.as_str();
    let info = call::ask(door, "getWebhookInfo", &json!({})).await;
    let seen = info.clone().and_then(|it| {
        let url = it
            .pointer("/url")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let fits = if polled {
            url.is_empty()
        } else {
            url.ends_with(key)
        };
        if fits { Ok(it) } else { Err(elsewhere()) }
    });
    let what = if polled {
        "check-telegram-poll"
    } else {
        "check-telegram-hook-info"
    };
    noted(&mut done, what, &seen, |it| {
        host(
            it.pointer("/url")
                .and_then(Value::as_str)
                .unwrap_or_default(),
        )
    });
    if let Ok(info) = &info {
        done.lines.push(waiting(info));
    }
    done.lines
}

/// How many updates wait at Telegram; wrong when some do and the last call of ours failed.
fn waiting(info: &Value) -> CheckLine {
    let n = info
        .pointer("/pending_update_count")
        .and_then(Value::as_u64)
        .unwrap_or_default();
    let said = info
        .pointer("/last_error_message")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let fails = n > 0 && !said.is_empty();
    CheckLine {
        what: "check-telegram-waiting",
        problem: fails.then(|| ("health-telegram-undelivered".to_owned(), said.to_owned())),
        detail: n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_telegram_can_call_is_called() {
        for good in [
            "https://desk.example.com/hooks/telegram/k",
            "https://desk.example.com:8443/hooks/telegram/k",
            "https://203.0.113.7/hooks/telegram/k",
        ] {
            assert!(can_call(good), "{good}");
        }
        for bad in [
            "http://desk.example.com/k",
            "https://desk.example.com:9443/k",
            "https://localhost/k",
            "https://desk.local/k",
            "https://192.168.1.4/k",
            "https://127.0.0.1/k",
            "",
        ] {
            assert!(!can_call(bad), "{bad}");
        }
    }

    #[test]
    fn the_last_error_counts_while_something_waits() {
        let old = json!({ "pending_update_count": 0, "last_error_message": "Connection refused" });
        assert_eq!(waiting(&old).problem, None);
        let now = json!({ "pending_update_count": 3, "last_error_message": "Connection refused" });
        assert!(waiting(&now).problem.is_some());
        assert_eq!(waiting(&now).detail, "3");
    }
}

//! Setting a number up, each step a line of its own: token, number, registration, calls, approved texts, profile. And the
//! Test button, which changes nothing.

use serde_json::json;
use uuid::Uuid;

use crate::channels::SetUp;
use crate::channels::kit::{CheckLine, Door, request};
use crate::channels::whatsapp::graph::Graph;
use crate::channels::whatsapp::send::ON_PHONE;
use crate::channels::whatsapp::verify::WORD_HEADER;
use crate::channels::whatsapp::wire::{first, is, list, text};
use crate::channels::whatsapp::{profile, submit, template};
use crate::domain::outbound::SendError;
use crate::net::api::Call;

const NUMBER: &str = "?fields=display_phone_number,verified_name,quality_rating,status,name_status,\
    platform_type,account_mode,is_on_biz_app,messaging_limit_tier,whatsapp_business_manager_messaging_limit";

/// Does what is needed for the number to work.
pub async fn set_up(door: &Door, hook_url: &str) -> SetUp {
    let graph = Graph { door };
    let mut out = SetUp::default();
    if !number(graph, &mut out).await {
        return out;
    }
    registered(graph, &mut out).await;
    called(graph, hook_url, &mut out).await;
    if !hook_url.is_empty() {
        out.lines.push(answers(door, hook_url).await);
    }
    templates(graph, &mut out).await;
    shown(graph, &mut out).await;
    out
}

/// The Test button.
pub async fn check(door: &Door) -> Vec<CheckLine> {
    let graph = Graph { door };
    let mut out = SetUp::default();
    if number(graph, &mut out).await {
        subscribed(graph, &mut out).await;
        templates(graph, &mut out).await;
    }
    out.lines
}

fn line(what: &'static str, detail: impl Into<String>) -> CheckLine {
    CheckLine {
        what,
        problem: None,
        detail: detail.into(),
    }
}

fn failed(what: &'static str, err: &SendError) -> CheckLine {
    let trouble = request::trouble(err);
    CheckLine {
        problem: Some((trouble.code.to_owned(), trouble.detail)),
        ..line(what, "")
    }
}

/// Whether the token is good and names the number; what it is called, and how good it is held to be.
async fn number(graph: Graph<'_>, out: &mut SetUp) -> bool {
    if graph.is_partners() {
        return partners(graph, out).await;
    }
    let id = graph.door.value("phone_number_id");
    let told = graph.get(&graph.url(&format!("{id}{NUMBER}"))).await;
    let told = match told {
        Ok(it) => it,
        Err(err @ SendError::MessageRefused { .. }) => {
            out.lines.push(line("check-whatsapp-token", ""));
            out.lines.push(failed("check-whatsapp-number", &err));
            out.trouble = Some(request::trouble(&err));
            return false;
        }
        Err(err) => {
            out.lines.push(failed("check-whatsapp-token", &err));
            out.trouble = Some(request::trouble(&err));
            return false;
        }
    };
    out.lines.push(line("check-whatsapp-token", ""));
    let shown = ["display_phone_number", "verified_name", "quality_rating"];
    let words = shown.map(|it| text(&told, it)).into_iter();
    let words: Vec<String> = words.filter(|it| !it.is_empty()).collect();
    out.lines
        .push(line("check-whatsapp-number", words.join(" · ")));
    let limit = first(
        &told,
        &[
            "whatsapp_business_manager_messaging_limit",
            "messaging_limit_tier",
        ],
    );
    let plain = [
        "display_phone_number",
        "verified_name",
        "quality_rating",
        "status",
        "name_status",
    ];
    let named = [("verified_name", "name"), ("display_phone_number", "shown")];
    let pairs = plain.map(|it| (it, it)).into_iter().chain(named);
    let pairs = pairs.map(|(told_as, kept_as)| (kept_as.to_owned(), text(&told, told_as)));
    out.learnt.extend(pairs.filter(|it| !it.1.is_empty()));
    let on_phone = is(&told, ON_PHONE).to_string();
    out.learnt.push((ON_PHONE.to_owned(), on_phone));
    if !limit.is_empty() {
        out.learnt.push(("messaging_limit".to_owned(), limit));
    }
    true
}

/// The same at a partner, which is asked how the number fares by its key alone (360dialog: messaging health status).
async fn partners(graph: Graph<'_>, out: &mut SetUp) -> bool {
    let told = match graph.get(&graph.of_account("health_status")).await {
        Ok(it) => it,
        Err(err) => {
            out.lines.push(failed("check-whatsapp-token", &err));
            out.trouble = Some(request::trouble(&err));
            return false;
        }
    };
    out.lines.push(line("check-whatsapp-token", ""));
    let state = text(&told, "health_status.can_send_message");
    let blocked = state == "BLOCKED";
    out.lines.push(CheckLine {
        problem: blocked.then(|| ("health-whatsapp-restricted".to_owned(), String::new())),
        ..line("check-whatsapp-number", state)
    });
    true
}

/// Registers a number that is not connected yet, when the PIN of its second step was given.
async fn registered(graph: Graph<'_>, out: &mut SetUp) {
    let pin = graph.door.secret("pin");
    let connected = out
        .learnt
        .iter()
        .any(|it| it.0 == "status" && it.1 == "CONNECTED");
    if connected || pin.is_empty() || graph.is_partners() {
        return;
    }
    let body = json!({ "messaging_product": "whatsapp", "pin": pin });
    let tried = graph.post(&graph.of_number("register"), &body).await;
    out.lines.push(match tried {
        Ok(_) => line("check-whatsapp-registered", ""),
        Err(err) => failed("check-whatsapp-registered", &err),
    });
}

/// Makes the account call this address.
async fn called(graph: Graph<'_>, hook_url: &str, out: &mut SetUp) {
    let door = graph.door;
    let (account, word) = (door.value("waba_id"), door.value("verify_token"));
    if graph.is_partners() {
        let url = graph.of_account("v1/configs/webhook");
        let body = json!({ "url": hook_url, "headers": { WORD_HEADER: word } });
        let tried = graph.post(&url, &body).await;
        out.lines.push(match tried {
            Ok(_) => line("check-whatsapp-subscribed", hook_url),
            Err(err) => failed("check-whatsapp-subscribed", &err),
        });
        return;
    }
    if account.is_empty() {
        return;
    }
    let url = graph.url(&format!("{account}/subscribed_apps"));
    let body = if hook_url.starts_with("https://") {
        json!({ "override_callback_uri": hook_url, "verify_token": word })
    } else {
        json!({})
    };
    let tried = graph.post(&url, &body).await;
    out.lines.push(match tried {
        Ok(_) => line("check-whatsapp-subscribed", hook_url),
        Err(err) => failed("check-whatsapp-subscribed", &err),
    });
}

async fn subscribed(graph: Graph<'_>, out: &mut SetUp) {
    let account = graph.door.value("waba_id");
    if account.is_empty() || graph.is_partners() {
        return;
    }
    let told = graph
        .get(&graph.url(&format!("{account}/subscribed_apps")))
        .await;
    out.lines.push(match told {
        Ok(told) if list(&told, "data").is_empty() => CheckLine {
            problem: Some(("health-whatsapp-not-subscribed".to_owned(), String::new())),
            ..line("check-whatsapp-subscribed", "")
        },
        Ok(told) => {
            let apps = list(&told, "data").iter();
            let names = apps.map(|it| text(it, "whatsapp_business_api_data.name"));
            line(
                "check-whatsapp-subscribed",
                names.collect::<Vec<_>>().join(", "),
            )
        }
        Err(err) => failed("check-whatsapp-subscribed", &err),
    });
}

/// Asks the address as Meta would: whether it is reached from outside shows only when Meta calls, but that it answers
/// does.
async fn answers(door: &Door, hook_url: &str) -> CheckLine {
    let challenge = Uuid::new_v4().simple().to_string();
    let word = door.value("verify_token");
    let url = format!(
        "{hook_url}?hub.mode=subscribe&hub.verify_token={}&hub.challenge={challenge}",
        url::form_urlencoded::byte_serialize(word.as_bytes()).collect::<String>()
    );
    let what = "check-whatsapp-webhook";
    match door.net.call(Call::get(&url)).await {
        Ok(answer) if answer.is_success() && answer.body == challenge.as_bytes() => {
            line(what, hook_url)
        }
        Ok(answer) => CheckLine {
            problem: Some((
                "health-whatsapp-webhook".to_owned(),
                answer.status.to_string(),
            )),
            ..line(what, hook_url)
        },
        Err(err) => CheckLine {
            problem: Some(("health-whatsapp-webhook".to_owned(), err.to_string())),
            ..line(what, hook_url)
        },
    }
}

/// Reads the account's approved texts.
async fn templates(graph: Graph<'_>, out: &mut SetUp) {
    let what = "check-whatsapp-templates";
    let account = graph.door.value("waba_id");
    if account.is_empty() && !graph.is_partners() {
        return;
    }
    let all = match submit::read(graph).await {
        Ok(it) => it,
        Err(err) => {
            out.lines.push(failed(what, &err));
            return;
        }
    };
    let approved = all
        .iter()
        .filter(|it| text(it, "status") == "APPROVED")
        .count();
    out.lines
        .push(line(what, format!("{approved} / {}", all.len())));
    if let Some(settings) = graph.door.connection.provider() {
        out.learnt.extend(template::learnt(settings, &all));
    }
}

/// What customers see of the business: shown in settings, no step of its own.
async fn shown(graph: Graph<'_>, out: &mut SetUp) {
    out.learnt
        .extend(profile::read(graph).await.unwrap_or_default());
}

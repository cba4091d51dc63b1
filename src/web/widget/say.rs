//! `POST /widget/{key}/messages`: the visitor says something. It is answered once it is durable; the same message sent
//! again, under the id the page gave it, has effect once.

use actix_multipart::form::MultipartForm;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use url::Url;

use crate::app::visitors::Rate;
use crate::app::{App, hooks};
use crate::channels::kit::Door;
use crate::channels::webchat::identity::{self, Identity};
use crate::channels::webchat::pass::Pass;
use crate::conversations::chat::visitor;
use crate::domain::chat::{ChatFacts, Content};
use crate::domain::clue::ClueKind;
use crate::domain::contact::{Evidence, Handle, IdentifierKind};
use crate::domain::delivery::DeliveryState;
use crate::domain::error::{Error, Result};
use crate::domain::inbound::{Heard, Inbound, News};
use crate::domain::message::Attachment;
use crate::domain::time::{Millis, Span};
use crate::setup::country;
use crate::text::address::Address;
use crate::text::{name, phone};
use crate::web::asker::{Answer, see_other};
use crate::web::upload::{self, Fields};
use crate::web::widget::{Chat, panel};

/// Longest text of one message, bytes.
const LONGEST: usize = 10_000;
const FILES: usize = 5;
/// All files of one message, bytes.
const FILES_SIZE: usize = 25 << 20;
const LONGEST_PAGE: usize = 300;

const OF_VISITOR: Rate = Rate {
    burst: 15,
    every: Span::seconds(2),
};
/// Who writes for the first time, from one address.
const NEW: Rate = Rate {
    burst: 20,
    every: Span::seconds(30),
};

/// Programs are not passed on, whatever they are called.
const REFUSED_KINDS: [&str; 6] = [
    "application/vnd.microsoft.portable-executable",
    "application/x-executable",
    "application/x-mach-binary",
    "application/x-msdownload",
    "application/java-vm",
    "application/wasm",
];
const REFUSED_ENDINGS: [&str; 20] = [
    "exe", "com", "bat", "cmd", "scr", "pif", "msi", "vbs", "js", "jse", "wsf", "hta", "ps1",
    "lnk", "jar", "apk", "reg", "cpl", "html", "htm",
];

/// `POST /widget/{key}/messages`
pub async fn say(
    app: Data<App>,
    req: HttpRequest,
    key: Path<String>,
    form: MultipartForm<Fields>,
) -> Answer {
    let chat = Chat::posting(&app, &req, &key).await?;
    let page = format!("/chat/{}", chat.key);
    match said(&chat, form.into_inner()).await {
        Ok((pass, _)) if chat.plain => {
            let mut response = see_other(&page);
            if chat.pass != Some(pass) {
                panel::keep(&chat, &pass, &mut response);
            }
            Ok(response)
        }
        Ok((pass, known_by)) => {
            let pass_written = pass.written(&app.keys, chat.channel.id);
            let body = json!({ "pass": pass_written, "key": known_by });
            let mut response = HttpResponse::build(StatusCode::CREATED).json(body);
            if !chat.framed && chat.pass != Some(pass) {
                panel::keep(&chat, &pass, &mut response);
            }
            Ok(response)
        }
        Err(Error::Invalid(_)) if chat.plain => Ok(see_other(&format!("{page}?error=1"))),
        Err(err) => Err(err.into()),
    }
}

/// The visitor's pass, and by what the message is known from now on.
async fn said(chat: &Chat, form: Fields) -> Result<(Pass, String)> {
    // A choice that was pressed is said as it reads.
    let said = match form.text("choice") {
        "" => form.text("text"),
        pressed => pressed,
    };
    let text = said.replace("\r\n", "\n").trim().to_owned();
    if text.len() > LONGEST {
        return Err(Error::invalid("text", "error-too-long"));
    }
    let once = uuid::Uuid::parse_str(form.text("key"));
    let once = once.map_err(|_| Error::invalid("key", "error-field"))?;
    let visitors = &chat.app.visitors;
    let pass = match chat.pass {
        Some(it) => it,
        None => {
            visitors.count("new", chat.from, NEW, chat.now)?;
            Pass::of_first(&chat.app.keys, chat.channel.id, once, chat.now)
        }
    };
    visitors.count("say", pass.peer(), OF_VISITOR, chat.now)?;
    let sizes: usize = form.files.iter().map(|it| it.size).sum();
    if form.files.len() > FILES || sizes > FILES_SIZE {
        let limit = FILES_SIZE as u64;
        return Err(Error::TooLarge { limit });
    }
    let claims = claims(chat, &pass, &form);
    let (page, name) = (
        came_from(form.text("page")),
        name::person(form.text("name")),
    );
    let seen = form.text("seen").parse().ok();
    let device = uuid::Uuid::parse_str(form.text("device")).ok();
    let staged = upload::stage(&chat.app, form.files).await?;
    let (files, _kept): (Vec<Attachment>, Vec<_>) = staged.into_iter().unzip();
    if text.is_empty() && files.is_empty() {
        return Err(Error::invalid("text", "error-empty"));
    }
    if files.iter().any(is_refused) {
        return Err(Error::invalid("files", "error-file-kind"));
    }
    // As it came the id is a secret of the visitor's: a first message is known by it.
    let known_by = chat.app.keys.mac("visitor-said", once.as_bytes());
    let known_by = URL_SAFE_NO_PAD.encode(known_by);
    let heard = heard(chat, &pass, (&known_by, name, claims), |it| {
        it.text.clone_from(&text);
        it.attachments.clone_from(&files);
        it.clues
            .extend(device.map(|id| (ClueKind::Device, id.to_string())));
        if let Some(chat) = &mut it.chat {
            chat.came_from.clone_from(&page);
            if text.is_empty() {
                chat.content = Content::File;
            }
        }
    });
    hooks::said(&chat.app, &chat.connection, heard).await?;
    if let Some(up_to) = seen {
        let (channel, handle) = (chat.channel.clone(), chat.handle(&pass));
        let read = (DeliveryState::Read, Some(up_to));
        let deed =
            move |w: &mut crate::store::Write<'_>| visitor::saw(w, (&channel, &handle), read);
        chat.app.act(deed).await?;
    }
    chat.follow(&pass).await?;
    Ok((pass, known_by))
}

/// The name the site signed, and what else it vouches for.
type Vouched = (String, Vec<(Handle, Evidence)>);

fn heard(
    chat: &Chat,
    pass: &Pass,
    (known_by, name, (signed_name, also)): (&str, String, Vouched),
    fill: impl FnOnce(&mut Inbound),
) -> Heard {
    let mut inbound = Inbound {
        from_name: if signed_name.is_empty() {
            name
        } else {
            signed_name
        },
        also_known_as: also,
        ..first_words(pass, chat.handle(pass), known_by, chat.now)
    };
    fill(&mut inbound);
    told(inbound)
}

/// What a visitor says, before its words are put in. `known_by` is what the message is known by.
#[must_use]
pub fn first_words(pass: &Pass, handle: Handle, known_by: &str, at: Millis) -> Inbound {
    // The id is the visitor's own: whoever sends another's says nothing of theirs.
    let own = format!("{} {known_by}", pass.peer());
    Inbound {
        dedupe: own.clone(),
        from: handle,
        as_sent: pass.peer(),
        evidence: if pass.proven {
            Evidence::Signed
        } else {
            Evidence::Provider
        },
        said_at: at,
        chat: Some(Box::new(ChatFacts {
            ids: vec![own],
            peer: pass.peer(),
            ..ChatFacts::default()
        })),
        ..Inbound::default()
    }
}

/// What was said, as news of the chat.
#[must_use]
pub fn told(inbound: Inbound) -> Heard {
    Heard {
        dedupe: format!("chat {}", inbound.dedupe),
        address: String::new(),
        news: News::Said(Box::new(inbound)),
        files: Vec::new(),
    }
}

/// The name that was signed, and what else names the visitor: signed by the site, or only typed.
fn claims(chat: &Chat, pass: &Pass, form: &Fields) -> (String, Vec<(Handle, Evidence)>) {
    let mut out = Vec::new();
    let mut signed_name = String::new();
    if pass.proven
        && let Some(it) = proven(chat, form.text("identity"))
        && Pass::of_user(&chat.app.keys, chat.channel.id, &it.user, it.until).peer() == pass.peer()
    {
        let known = known_as(chat, &it).into_iter();
        out.extend(known.map(|it| (it, Evidence::Signed)));
        signed_name = it.name;
    }
    if let Some(address) = Address::parse(form.text("email")) {
        out.push((Handle::email(address.as_str()), Evidence::Claimed));
    }
    let country = country::find(&chat.business.country).map_or("", |it| it.phone);
    if let Some(number) = phone::canon(form.text("phone"), country) {
        out.push((Handle::phone(number), Evidence::Claimed));
    }
    (signed_name, out)
}

fn proven(chat: &Chat, token: &str) -> Option<Identity> {
    if token.is_empty() {
        return None;
    }
    let door = Door::open(chat.connection.clone(), &chat.app.keys, &chat.app.net).ok()?;
    identity::by_token(door.secret("identity_secret"), token, chat.now).ok()
}

/// What a proven user is named by: the site's own id, and the address and number that were signed along.
#[must_use]
pub fn known_as(chat: &Chat, it: &Identity) -> Vec<Handle> {
    let mut out = vec![Handle {
        kind: IdentifierKind::External,
        scope: chat.channel.scope(),
        value: it.user.clone(),
    }];
    out.extend(it.email.as_ref().map(Handle::email));
    out.extend(it.phone.as_ref().map(Handle::phone));
    out
}

/// The page it was written on, without what might be a secret in its address.
fn came_from(given: &str) -> String {
    let Ok(mut url) = Url::parse(given) else {
        return String::new();
    };
    if !matches!(url.scheme(), "http" | "https") {
        return String::new();
    }
    url.set_query(None);
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    name::cut(url.as_str(), LONGEST_PAGE).to_owned()
}

fn is_refused(file: &Attachment) -> bool {
    let ending = file.name.rsplit('.').next().unwrap_or_default();
    let ending = ending.to_ascii_lowercase();
    REFUSED_KINDS.contains(&file.content_type.as_str())
        || REFUSED_ENDINGS.contains(&ending.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_kept_without_what_may_be_secret() {
        let page = "https://u:p@shop.example/pago?token=abc#x";
        assert_eq!(came_from(page), "https://shop.example/pago");
        assert_eq!(came_from("javascript:alert(1)"), "");
        assert_eq!(came_from("nothing"), "");
    }

    #[test]
    fn programs_are_refused_by_name_and_by_what_they_are() {
        let file = |name: &str, kind: &str| Attachment {
            name: name.to_owned(),
            content_type: kind.to_owned(),
            ..Attachment::default()
        };
        assert!(is_refused(&file("foto.png", "application/x-executable")));
        assert!(is_refused(&file(
            "Factura.PDF.EXE",
            "application/octet-stream"
        )));
        assert!(!is_refused(&file("factura.pdf", "application/pdf")));
        assert!(!is_refused(&file("nota", "application/octet-stream")));
    }
}

//! What goes both ways while the chat is open: news to the visitor as server-sent events, what they have seen, and that
//! they are writing.

use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, ContentEncoding, HeaderName};
use actix_web::web::{Bytes, Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream;
use serde::Deserialize;
use tokio::sync::mpsc::Receiver;

use crate::app::App;
use crate::app::visitors::{News, Rate};
use crate::channels::webchat::pass::Pass;
use crate::conversations::chat::visitor;
use crate::domain::delivery::DeliveryState;
use crate::domain::error::Error;
use crate::domain::time::Span;
use crate::web::asker::Answer;
use crate::web::widget::Chat;

/// A line of nothing this often keeps proxies from cutting the stream; then it is asked whether the pass still counts.
const PING: Duration = Duration::from_secs(15);
/// What comes together is told once.
const TOGETHER: Duration = Duration::from_millis(120);

const TYPING: Rate = Rate {
    burst: 5,
    every: Span::seconds(1),
};

/// `GET /widget/{key}/events`: tells an open chat that there is something to fetch.
pub async fn events(app: Data<App>, req: HttpRequest, key: Path<String>) -> Answer {
    let chat = Chat::of(&app, &req, &key).await?;
    let pass = chat.pass.ok_or(Error::Unauthenticated)?;
    let known = chat.conversations(&pass).await?;
    let news = app.visitors.join(chat.place(&pass), known)?;
    // Whatever happened while nobody listened: one fetch brings all of it.
    let first = Bytes::from_static(b"retry: 2000\nevent: changed\ndata: {}\n\n");
    let stream = stream::unfold((Some(first), news), move |(first, mut news)| {
        let chat = chat.clone();
        async move {
            let next = match first {
                Some(first) => first,
                None => told(&chat, &pass, &mut news).await?,
            };
            Some((Ok::<_, std::convert::Infallible>(next), (None, news)))
        }
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((CACHE_CONTROL, "no-store"))
        // Compression would hold events back.
        .insert_header((CONTENT_ENCODING, ContentEncoding::Identity))
        .insert_header((HeaderName::from_static("x-accel-buffering"), "no"))
        .streaming(stream))
}

async fn told(chat: &Chat, pass: &Pass, news: &mut Receiver<News>) -> Option<Bytes> {
    match tokio::time::timeout(PING, news.recv()).await {
        Err(_) => counts(chat, pass)
            .await
            .then(|| Bytes::from_static(b": \n\n")),
        Ok(None) => None,
        Ok(Some(first)) => {
            tokio::time::sleep(TOGETHER).await;
            let mut all = vec![first];
            while let Ok(more) = news.try_recv() {
                all.push(more);
            }
            Some(Bytes::from(written(&all, chat.app.store.last_seq().0)))
        }
    }
}

fn written(news: &[News], seq: u64) -> String {
    let mut out = String::new();
    if news.contains(&News::Changed) {
        out.push_str(&format!("id: {seq}\nevent: changed\ndata: {{}}\n\n"));
    }
    let typing = news.iter().rev().find_map(|it| match it {
        News::Typing(writes) => Some(*writes),
        News::Changed => None,
    });
    if let Some(writes) = typing {
        out.push_str(&format!("event: typing\ndata: {writes}\n\n"));
    }
    out
}

/// Whether the pass still counts. Conversations that became theirs otherwise are followed from here on.
async fn counts(chat: &Chat, pass: &Pass) -> bool {
    let handle = chat.handle(pass);
    let over = chat.app.look(move |look| visitor::is_over(look, &handle));
    // While the store is away it does.
    let over = over.await.unwrap_or(false) || chat.app.clock.now() >= pass.until;
    if !over && let Err(err) = chat.follow(pass).await {
        tracing::warn!(error = %err, "an open chat was not followed");
    }
    !over
}

/// What these posts say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    /// The newest message that was shown.
    up_to: String,
    /// It was not only fetched, but before somebody's eyes.
    read: u8,
}

/// `POST /widget/{key}/seen`: answers of ours arrived, or were read.
pub async fn seen(app: Data<App>, req: HttpRequest, key: Path<String>, form: Form<Said>) -> Answer {
    let chat = Chat::posting(&app, &req, &key).await?;
    let pass = chat.pass.ok_or(Error::Unauthenticated)?;
    let up_to = form.up_to.parse();
    let up_to = up_to.map_err(|_| Error::invalid("up_to", "error-field"))?;
    let to = if form.read == 1 {
        DeliveryState::Read
    } else {
        DeliveryState::Delivered
    };
    let (channel, handle) = (chat.channel.clone(), chat.handle(&pass));
    let news = {
        let (channel, handle) = (channel.clone(), handle.clone());
        app.look(move |look| visitor::unmoved(look, (&channel, &handle), (to, Some(up_to))))
            .await?
    };
    if !news.is_empty() {
        app.act(move |w| visitor::saw(w, (&channel, &handle), (to, Some(up_to))))
            .await?;
    }
    Ok(HttpResponse::NoContent().finish())
}

/// `POST /widget/{key}/typing`: shown to who has the conversation open; kept nowhere.
pub async fn typing(app: Data<App>, req: HttpRequest, key: Path<String>) -> Answer {
    let chat = Chat::posting(&app, &req, &key).await?;
    let pass = chat.pass.ok_or(Error::Unauthenticated)?;
    app.visitors
        .count("typing", pass.peer(), TYPING, chat.now)?;
    if let Some(id) = chat.conversations(&pass).await?.pop() {
        let found = app.look(move |look| look.conversation(id)).await?;
        if let Some(c) = found.filter(|it| !it.blocked) {
            app.hub.typing(&c);
        }
    }
    Ok(HttpResponse::NoContent().finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_together_is_told_once() {
        let all = [
            News::Changed,
            News::Typing(true),
            News::Changed,
            News::Typing(false),
        ];
        assert_eq!(
            written(&all, 7),
            "id: 7\nevent: changed\ndata: {}\n\nevent: typing\ndata: false\n\n"
        );
    }
}

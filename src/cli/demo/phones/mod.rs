//! The chat providers of the pretend company: one small server on this machine that is Telegram's Bot API and WhatsApp's
//! Graph API, as far as Lobby asks them for anything. What Lobby sends goes to the pretend customers and nowhere else.

mod telegram;
mod whatsapp;

use std::net::TcpListener;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Bytes, Data};
use actix_web::{App as Server, HttpRequest, HttpResponse, HttpServer, web};
use serde_json::Value;
use tokio::sync::{mpsc, watch};

use crate::app::App;
use crate::cli::demo::letter::Enclosed;
use crate::cli::demo::story::Cast;
use crate::cli::demo::town::Sent;
use crate::domain::channel::Connection;
use crate::domain::time::Millis;

pub use crate::cli::demo::phones::telegram::{TOKEN, update};
pub use crate::cli::demo::phones::whatsapp::{ACCOUNT, NUMBER, SECRET, message};

/// Files of customers: their ids with both providers, where they lie, and what they are.
const FILES: [(&str, &str, Enclosed); 2] = [
    ("label", "photos/label.png", Enclosed::Photo),
    ("note", "voice/note.ogg", Enclosed::Voice),
];
/// Files and uploads of ours are no larger.
const LARGEST: usize = 110 << 20;

/// What a customer says on a telephone.
#[derive(Debug, Clone)]
pub struct Words<'a> {
    pub name: &'a str,
    /// Digits: the number, or the number of the chat.
    pub from: &'a str,
    pub text: &'a str,
    pub with: Enclosed,
    pub at: Millis,
}

/// Shared by the server and the customers. Cheap to clone.
#[derive(Clone)]
pub struct Phones {
    app: App,
    whatsapp: Arc<Connection>,
    /// What Meta has approved.
    approved: Arc<Value>,
    updates: Arc<Mutex<Vec<Value>>>,
    /// How many updates there were; a bot that asks for more waits for it to change.
    count: Arc<watch::Sender<usize>>,
    sent: mpsc::UnboundedSender<Sent>,
}

impl Phones {
    #[must_use]
    pub fn new(
        app: App,
        whatsapp: Connection,
        cast: &Cast,
        sent: mpsc::UnboundedSender<Sent>,
    ) -> Self {
        Phones {
            app,
            whatsapp: Arc::new(whatsapp),
            approved: Arc::new(whatsapp::templates(cast)),
            updates: Arc::default(),
            count: Arc::new(watch::Sender::new(0)),
            sent,
        }
    }

    fn updates(&self) -> MutexGuard<'_, Vec<Value>> {
        self.updates.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The company's message was taken.
    fn take(&self, to: &str, text: String) {
        let to = vec![to.to_owned()];
        // Nobody listens any more when the demo ends.
        let _ = self.sent.send(Sent {
            to,
            raw: Vec::new(),
            text,
        });
    }

    /// Serves until Lobby stops.
    ///
    /// # Errors
    /// When the socket cannot be served.
    pub fn serve(&self, listener: TcpListener) -> std::io::Result<()> {
        let phones = Data::new(self.clone());
        let server = HttpServer::new(move || {
            Server::new()
                .app_data(phones.clone())
                .app_data(web::PayloadConfig::new(LARGEST))
                .default_service(web::to(answer))
        });
        let server = server
            .workers(1)
            .disable_signals()
            .shutdown_timeout(0)
            .listen(listener)?;
        actix_web::rt::spawn(server.run());
        Ok(())
    }
}

/// Both providers in one: a bot's methods begin with its token, everything else is of the Graph API.
async fn answer(phones: Data<Phones>, req: HttpRequest, body: Bytes) -> HttpResponse {
    let path = req.path().trim_start_matches('/').to_owned();
    let file = FILES.iter().find(|it| path.ends_with(it.1));
    if let Some((_, kind, bytes)) = file.and_then(|it| it.2.file()) {
        return HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, kind))
            .body(bytes);
    }
    let asked: Value = serde_json::from_slice(&body).unwrap_or_default();
    let answer = match path.strip_prefix("bot") {
        Some(method) => telegram::answer(&phones, method, (&asked, &body)).await,
        None => whatsapp::answer(&phones, &req, &path, &asked),
    };
    HttpResponse::Ok().json(answer)
}

/// The file of an id: where it lies, its kind, and how many bytes it has.
fn file(id: &str) -> Option<(&'static str, &'static str, usize)> {
    let (_, path, it) = FILES.iter().find(|it| it.0 == id)?;
    let (_, kind, bytes) = it.file()?;
    Some((path, kind, bytes.len()))
}

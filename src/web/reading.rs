//! How far somebody has read a conversation: what they post from its page says up to where it was shown. Looking
//! alone writes nothing.

use actix_web::HttpMessage;
use actix_web::dev::ServiceRequest;
use actix_web::web::Data;

use crate::app::App;
use crate::conversations::chat::receipts;
use crate::conversations::find::find;
use crate::conversations::read;
use crate::domain::actor::Viewer;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::notices::list;
use crate::web::session;

/// The position up to which a form's page showed its conversation.
#[derive(Debug, Clone, Copy)]
pub struct ShownUpTo(pub u32);

/// The messages read when the one at `position` was shown.
#[must_use]
pub fn count(c: &Conversation, position: u32) -> u32 {
    position.saturating_add(1).min(c.n_messages)
}

/// Notes that a conversation was read up to a position. Costs no commit: it rides with the next, unless who wrote is to be
/// told of it.
///
/// # Errors
/// [`crate::domain::error::Error::NotFound`].
pub async fn soon(app: &App, viewer: &Viewer, number: u64, position: u32) -> Result<()> {
    let Some(me) = viewer.agent_id() else {
        return Ok(());
    };
    let viewer = viewer.clone();
    let (id, position, told, noticed) = app
        .look(move |look| {
            let c = find(look, &viewer, number)?;
            let position = count(&c, position);
            let told = receipts::newly_read(look, &c, (me, position))?;
            let noticed = !look.notices_unread_of(me, c.id)?.is_empty();
            Ok((c.id, position, told.is_some(), noticed))
        })
        .await?;
    if noticed {
        app.act(move |w| {
            list::opened(w, me, id)?;
            read::mark_read(w, me, id, position)
        })
        .await?;
        app.hub.read(me);
        return Ok(());
    }
    if told {
        return app.act(move |w| read::mark_read(w, me, id, position)).await;
    }
    let key = [b"read ".as_slice(), id.0.as_bytes(), me.0.as_bytes()].concat();
    app.store
        .later(key, move |w| read::mark_read(w, me, id, position));
    Ok(())
}

/// Notes what a form says of how far its conversation was shown, before the form's own deed, which takes it along.
pub async fn of_form(req: &ServiceRequest) {
    let shown = req.extensions().get::<ShownUpTo>().copied();
    let (Some(ShownUpTo(position)), Some(app)) = (shown, req.app_data::<Data<App>>().cloned())
    else {
        return;
    };
    let number = req.path().strip_prefix("/c/");
    let number = number.and_then(|it| it.split('/').next()?.parse().ok());
    let signed = session::of(req.request()).await.ok().flatten();
    if let (Some(number), Some(signed)) = (number, signed) {
        // What may not be seen, or is not there, is its handler's to say.
        let _ = soon(&app, &signed.viewer, number, position).await;
    }
}

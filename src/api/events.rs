//! The durable feed: everything that happened, in order, after a place.

use actix_web::web::{Data, Json};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::call::Asking;
use crate::api::fields::limit;
use crate::api::problem::{Answer, Problem};
use crate::api::view::event::EventView;
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::id::{Id, Seq};

/// Events looked at for one page: those of others are passed over.
const LOOKED_AT: usize = 1_000;

/// Where to go on.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct After {
    /// A place of this feed (`next_cursor`), or a plain number; the beginning when absent.
    #[param(default = "0")]
    after: Option<String>,
    /// Events of a page; more than 100 are taken as 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 25)]
    limit: Option<usize>,
}

/// A part of the feed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Feed {
    data: Vec<EventView>,
    /// Pass as `after` to go on, also when nothing new is there yet.
    next_cursor: String,
}

/// `GET /events`.
pub async fn list(app: Data<App>, asking: Asking<After>) -> Answer<Json<Feed>> {
    let Asking { caller, it: query } = asking;
    let (of, after) = read(query.after.as_deref().unwrap_or("0"))?;
    let rows = limit(query.limit);
    let found = caller
        .look(&app, move |with| {
            let incarnation = with.look.incarnation()?.unwrap_or_default();
            let this = short(&incarnation.bytes());
            let is_other = of.as_ref().is_some_and(|it| *it != this);
            if is_other || with.look.last_seq()? < after {
                return Ok(None);
            }
            let (mut data, mut place) = (Vec::new(), after);
            for event in with.look.events_after(after, LOOKED_AT)? {
                if data.len() == rows {
                    break;
                }
                place = event.seq;
                data.extend(with.event(&event)?);
            }
            Ok(Some(Feed {
                data,
                next_cursor: format!("{this}-{place}"),
            }))
        })
        .await?;
    found.map(Json).ok_or(Problem::Gone)
}

/// `INCARNATION-SEQ`, or `SEQ`.
fn read(written: &str) -> Result<(Option<String>, Seq)> {
    let (of, seq) = match written.rsplit_once('-') {
        Some((of, seq)) => (Some(of.to_owned()), seq),
        None => (None, written),
    };
    let seq = seq
        .parse()
        .map_err(|_| Error::invalid("after", "error-field"))?;
    Ok((of, Seq(seq)))
}

/// Enough of an incarnation to tell it from others: its last eight bytes, which are random.
fn short(bytes: &[u8; 16]) -> String {
    bytes.iter().skip(8).map(|it| format!("{it:02x}")).collect()
}

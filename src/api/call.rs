//! A request: who calls, what they ask or bring, and the key under which it is done once. The caller is known before
//! the query, or a byte of the body, is read.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::{Data, Query};
use actix_web::{FromRequest, HttpRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::api::body::{self, Files, WithFiles};
use crate::api::caller::Caller;
use crate::api::once::{Made, Once};
use crate::api::problem::{Answer, Problem};
use crate::app::App;
use crate::domain::actor::Viewer;
use crate::domain::error::{Error, Result};
use crate::store::Write;

/// Who calls, and what stands in the query.
#[derive(Debug)]
pub struct Asking<T> {
    pub caller: Caller,
    pub it: T,
}

/// Who calls, the JSON that came, and its key.
#[derive(Debug)]
pub struct Call<T> {
    pub caller: Caller,
    pub it: T,
    pub once: Once,
}

/// As [`Call`], with files beside the JSON or inside it.
#[derive(Debug)]
pub struct Upload<T> {
    pub call: Call<T>,
    /// Keep it until the deed that names them was answered.
    pub files: Files,
}

type Coming<T> = Pin<Box<dyn Future<Output = Answer<T>>>>;

impl<T: DeserializeOwned + 'static> FromRequest for Asking<T> {
    type Error = Problem;
    type Future = Coming<Self>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move {
            let caller = Caller::extract(&req).await?;
            let read = Query::from_query(req.query_string());
            let read = read.map_err(|err| Problem::query(&err.to_string()))?;
            Ok(Asking {
                caller,
                it: Query::into_inner(read),
            })
        })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Call<T> {
    type Error = Problem;
    type Future = Coming<Self>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, payload) = (req.clone(), payload.take());
        Box::pin(async move {
            let caller = Caller::extract(&req).await?;
            let came = body::json(payload).await?;
            body::is_json(&req, &came.same)?;
            Ok(Call {
                once: Once::of(&req, &caller, &came.same)?,
                it: came.it,
                caller,
            })
        })
    }
}

impl<T: DeserializeOwned + WithFiles + 'static> FromRequest for Upload<T> {
    type Error = Problem;
    type Future = Coming<Self>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, payload) = (req.clone(), payload.take());
        Box::pin(async move {
            let caller = Caller::extract(&req).await?;
            let app = req.app_data::<Data<App>>();
            let app = app.ok_or_else(|| Error::Internal("no app".to_owned()))?;
            let (came, files) = body::with_files(app, &req, payload).await?;
            let call = Call {
                once: Once::of(&req, &caller, &came.same)?,
                it: came.it,
                caller,
            };
            Ok(Upload { call, files })
        })
    }
}

impl<T> Call<T> {
    /// Does a deed as the caller, once under its key. What it answers is kept with the key and must be names only.
    ///
    /// # Errors
    /// The deed's; [`Error::KeyReused`].
    pub async fn act<M: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        app: &App,
        deed: impl Fn(&mut Write<'_>, &Viewer) -> Result<M> + Send + 'static,
    ) -> Answer<Made<M>> {
        let by = self.caller.viewer.clone();
        let done = self.once.clone().act(app, move |write| deed(write, &by));
        done.await
    }
}

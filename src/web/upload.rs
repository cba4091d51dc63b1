//! Forms that may carry files: their fields, and the files staged before any deed names them.

use std::fs::File;

use actix_multipart::form::tempfile::TempFile;
use actix_multipart::form::text::Text;
use actix_multipart::form::{FieldReader, Limits, MultipartCollect, State};
use actix_multipart::{Field, MultipartError};
use actix_web::HttpRequest;
use actix_web::web::Data;
use futures_util::future::LocalBoxFuture;

use crate::app::{App, off_the_loop};
use crate::domain::error::{Error, Result};
use crate::domain::id::{AttachmentId, Id};
use crate::domain::message::Attachment;
use crate::store::blobs::Staged;
use crate::text::name;

/// Largest file, bytes.
pub const FILE_LIMIT: u64 = 50 << 20;

/// The fields of a multipart form in the order they came, files apart.
#[derive(Debug, Default)]
pub struct Fields {
    texts: Vec<(String, String)>,
    pub files: Vec<TempFile>,
}

impl Fields {
    /// The first field of this name, if it was sent.
    #[must_use]
    pub fn sent(&self, name: &str) -> Option<&str> {
        let found = self.texts.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The first field of this name; empty when it was not sent.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.sent(name).unwrap_or_default()
    }

    /// Fields whose names are one of these beginnings and a number.
    #[must_use]
    pub fn named(&self, beginnings: &[&str]) -> Vec<(String, String)> {
        let is_one = |name: &str| {
            let mut rests = beginnings.iter().filter_map(|it| name.strip_prefix(it));
            rests.any(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
        };
        let found = self.texts.iter().filter(|(name, _)| is_one(name));
        found.cloned().collect()
    }

    /// All fields of this name.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        let found = self.texts.iter().filter(move |(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Where the fields gather while they are read.
const GATHERED: &str = "fields";

impl MultipartCollect for Fields {
    fn limit(_: &str) -> Option<usize> {
        None
    }

    fn handle_field<'t>(
        req: &'t HttpRequest,
        field: Field,
        limits: &'t mut Limits,
        state: &'t mut State,
    ) -> LocalBoxFuture<'t, Result<(), MultipartError>> {
        Box::pin(async move {
            let gathered = state
                .entry(GATHERED.to_owned())
                .or_insert_with(|| Box::new(Fields::default()));
            let Some(gathered) = gathered.downcast_mut::<Fields>() else {
                return Ok(());
            };
            let named = field.content_disposition();
            let is_file = named.is_some_and(|it| it.get_filename().is_some());
            if is_file {
                gathered
                    .files
                    .push(TempFile::read_field(req, field, limits).await?);
            } else {
                let name = field.name().unwrap_or_default().to_owned();
                let text = Text::<String>::read_field(req, field, limits).await?;
                gathered.texts.push((name, text.into_inner()));
            }
            Ok(())
        })
    }

    fn from_state(mut state: State) -> Result<Self, MultipartError> {
        let gathered = state.remove(GATHERED);
        let gathered = gathered.and_then(|it| it.downcast::<Fields>().ok());
        Ok(gathered.map(|it| *it).unwrap_or_default())
    }
}

/// Stages files off the loop. Keep what is staged until the deed that names it was answered.
///
/// # Errors
/// [`Error::TooLarge`]; [`Error::Unavailable`] when the disk fails.
pub async fn stage(app: &Data<App>, files: Vec<TempFile>) -> Result<Vec<(Attachment, Staged)>> {
    let files: Vec<_> = files
        .into_iter()
        .filter(|it| it.size > 0 || it.file_name.as_ref().is_some_and(|name| !name.is_empty()))
        .collect();
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let blobs = app.blobs.clone();
    off_the_loop(move || {
        files
            .into_iter()
            .map(|it| {
                let mut file = File::open(it.file.path())
                    .map_err(|err| Error::internal("reading an upload", err))?;
                let staged = blobs.stage(&mut file, FILE_LIMIT)?;
                let named = it.file_name.unwrap_or_default();
                let attachment = Attachment {
                    id: AttachmentId::from_uuid(uuid::Uuid::now_v7()),
                    name: name::file_name(&named),
                    content_type: kind_of(it.file.path()),
                    size: staged.size,
                    blob: staged.hash,
                    ..Attachment::default()
                };
                Ok((attachment, staged))
            })
            .collect()
    })
    .await?
}

/// What the bytes look like, whatever the name says.
fn kind_of(path: &std::path::Path) -> String {
    use std::io::Read;
    let mut head = Vec::new();
    let read = File::open(path).and_then(|it| it.take(8192).read_to_end(&mut head));
    let known = read.ok().and_then(|_| infer::get(&head));
    known
        .map_or("application/octet-stream", |it| it.mime_type())
        .to_owned()
}

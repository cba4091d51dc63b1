//! Files that were chosen in a form that is shown again before it is sent: the form itself carries what is known of
//! them, sealed for who chose them. Their bytes lie unnamed meanwhile, for a day.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::domain::error::{Error, Result};
use crate::domain::id::Id;
use crate::domain::message::Attachment;
use crate::store::blobs::Staged;
use crate::web::asker::Asker;
use crate::web::upload::{self, Fields};

/// One of them as the form shows it.
#[derive(Debug, Clone)]
pub struct CarriedView {
    pub sealed: String,
    pub name: String,
    pub size: String,
}

fn owner(asker: &Asker) -> Vec<u8> {
    [b"files ".as_slice(), &asker.agent().id.bytes()].concat()
}

/// What a form brings.
#[derive(Debug)]
pub struct Carried {
    /// Those it carried, then those chosen now.
    pub files: Vec<Attachment>,
    /// To be kept until the deed that names them was answered.
    pub pins: Vec<Staged>,
    /// One it carried is no longer here.
    pub is_one_lost: bool,
}

/// The files of a form; what was not sealed for who asks is none.
///
/// # Errors
/// As [`upload::stage`].
pub async fn take(asker: &Asker, form: Fields) -> Result<Carried> {
    let opened = |sealed: &str| -> Option<Attachment> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let opened = asker.app.keys.unseal(&owner(asker), &bytes).ok()?;
        serde_json::from_slice(&opened).ok()
    };
    let mut out = Carried {
        files: Vec::new(),
        pins: Vec::new(),
        is_one_lost: false,
    };
    for it in form.all("carried").filter_map(opened) {
        match asker.app.blobs.pin(it.blob, it.size) {
            Some(pin) => {
                out.files.push(it);
                out.pins.push(pin);
            }
            None => out.is_one_lost = true,
        }
    }
    for (file, pin) in upload::stage(&asker.app, form.files).await? {
        out.files.push(file);
        out.pins.push(pin);
    }
    Ok(out)
}

/// As the form carries them on.
///
/// # Errors
/// When the system has no randomness.
pub fn view(asker: &Asker, files: &[Attachment]) -> Result<Vec<CarriedView>> {
    let one = |it: &Attachment| {
        let said = serde_json::to_vec(it).map_err(|err| Error::internal("keeping a file", err))?;
        let sealed = asker.app.keys.seal(&owner(asker), &said)?;
        Ok(CarriedView {
            sealed: URL_SAFE_NO_PAD.encode(sealed),
            name: it.name.clone(),
            size: asker.words.bytes(it.size),
        })
    };
    files.iter().map(one).collect()
}

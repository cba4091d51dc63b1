//! What an authority gave us, kept in `keys/https/` of the data folder: the account, and the certificate with its key
//! in one file, so that the two are never of different orders. Files of mode 0600, replaced whole.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{Error, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The folder of one authority: a test's certificates are never shown for a real one's.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder for this directory, below the data folder. Nothing is made yet.
    #[must_use]
    pub fn of(data_dir: &Path, directory: &str) -> Self {
        let name: String = directory
            .trim_start_matches("https://")
            .chars()
            .map(|it| {
                if it.is_ascii_alphanumeric() || it == '.' {
                    it
                } else {
                    '_'
                }
            })
            .collect();
        Folder(data_dir.join("keys").join("https").join(name))
    }

    /// The account at the authority, as it was kept.
    #[must_use]
    pub fn account(&self) -> Option<String> {
        fs::read_to_string(self.0.join("account.json")).ok()
    }

    /// # Errors
    /// The disk's.
    pub fn keep_account(&self, text: &str) -> Result<(), Error> {
        self.write("account.json", text)
    }

    /// The authority does not know it any more.
    ///
    /// # Errors
    /// The disk's.
    pub fn forget_account(&self) -> Result<(), Error> {
        fs::remove_file(self.0.join("account.json"))
    }

    /// Chain and key (PEM) for a domain.
    #[must_use]
    pub fn certificate(&self, domain: &str) -> Option<String> {
        fs::read_to_string(self.0.join(format!("{domain}.pem"))).ok()
    }

    /// # Errors
    /// The disk's.
    pub fn keep_certificate(&self, domain: &str, pem: &str) -> Result<(), Error> {
        self.write(&format!("{domain}.pem"), pem)
    }

    fn write(&self, name: &str, text: &str) -> Result<(), Error> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.0)?;
        let beside = self.0.join(format!("{name}.new"));
        let _ = fs::remove_file(&beside);
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, self.0.join(name))?;
        File::open(&self.0)?.sync_all()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn kept_for_its_owner_alone_and_per_authority() {
        let data = std::env::temp_dir().join(format!("lobby-https-{}", std::process::id()));
        let _ = fs::remove_dir_all(&data);
        let real = Folder::of(&data, "https://acme-v02.api.letsencrypt.org/directory");
        let other = Folder::of(&data, "https://127.0.0.1:14000/../dir");
        assert!(other.0.starts_with(data.join("keys/https")), "{other:?}");
        assert!(!other.0.to_str().unwrap().contains("/.."), "{other:?}");
        assert_eq!(real.certificate("a.example"), None);
        real.keep_certificate("a.example", "one").unwrap();
        real.keep_certificate("a.example", "two").unwrap();
        real.keep_account("who").unwrap();
        assert_eq!(real.certificate("a.example").unwrap(), "two");
        assert_eq!(other.certificate("a.example"), None);
        for name in ["a.example.pem", "account.json"] {
            let mode = fs::metadata(real.0.join(name))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
        real.forget_account().unwrap();
        assert_eq!(real.account(), None);
        fs::remove_dir_all(&data).unwrap();
    }
}

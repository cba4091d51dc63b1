//! How records become bytes: a version byte, then MessagePack with named fields. Self-describing, so that a
//! record with added fields reads both ways; fields at their default are left out by the records themselves.

use rmp_serde::config::BytesMode;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::store::error::StoreError;

/// The first byte of every record.
const VERSION: u8 = 1;

/// Writes a record in the place of what `out` held: a writer needs one buffer only.
///
/// # Errors
/// When a record cannot be written as MessagePack; none of the domain's can fail.
pub fn encode(out: &mut Vec<u8>, value: &impl Serialize) -> Result<(), StoreError> {
    out.clear();
    out.push(VERSION);
    let mut to = rmp_serde::Serializer::new(out)
        .with_bytes(BytesMode::ForceAll)
        .with_struct_map();
    value
        .serialize(&mut to)
        .map_err(|err| StoreError::Unwritable(err.to_string()))
}

/// # Errors
/// [`StoreError::Corrupt`] names the table and the key.
pub fn decode<T: DeserializeOwned>(
    table: &'static str,
    key: &[u8],
    bytes: &[u8],
) -> Result<T, StoreError> {
    let corrupt = |why: String| StoreError::Corrupt {
        table,
        key: format!("{key:02x?}"),
        why,
    };
    match bytes.split_first() {
        Some((&VERSION, body)) => {
            rmp_serde::from_slice(body).map_err(|err| corrupt(err.to_string()))
        }
        Some((other, _)) => Err(corrupt(format!("unknown codec version {other}"))),
        None => Err(corrupt("empty".to_owned())),
    }
}

/// A record as bytes of its own.
#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub fn encoded(value: &impl Serialize) -> Vec<u8> {
    let mut out = b"what was there".to_vec();
    encode(&mut out, value).unwrap();
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Debug, PartialEq, Default, Serialize, Deserialize)]
    #[serde(default)]
    struct Old {
        name: String,
        n: u32,
    }

    #[derive(Debug, PartialEq, Default, Serialize, Deserialize)]
    #[serde(default)]
    struct New {
        first: Vec<u8>,
        name: String,
        middle: Option<u64>,
        n: u32,
    }

    #[test]
    fn a_record_with_added_fields_reads_both_ways() {
        let old = encoded(&Old {
            name: "Ana".into(),
            n: 7,
        });
        let read: New = decode("t", b"k", &old).unwrap();
        assert_eq!(
            read,
            New {
                name: "Ana".into(),
                n: 7,
                ..New::default()
            }
        );

        let new = encoded(&New {
            first: vec![1],
            name: "Ben".into(),
            middle: Some(3),
            n: 9,
        });
        let read: Old = decode("t", b"k", &new).unwrap();
        assert_eq!(
            read,
            Old {
                name: "Ben".into(),
                n: 9
            }
        );
    }

    #[test]
    fn damage_is_named() {
        let err = decode::<Old>("people", b"k", &[9, 9]).unwrap_err();
        assert!(err.to_string().contains("people"), "{err}");
    }
}

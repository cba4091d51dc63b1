//! Writing a zip archive (PKWARE APPNOTE 6.3.10) as it goes: entries are stored as they are, sizes and checksums
//! written before them, so that any reader can follow. Past 4 GiB the 64-bit records are added.

use std::io::{self, Read, Write};

/// Everything of an entry that stands in the directory at the end.
struct Entry {
    name: String,
    crc: u32,
    size: u32,
    offset: u64,
}

/// An archive on its way.
pub struct Zip<W> {
    into: W,
    at: u64,
    entries: Vec<Entry>,
}

/// What is written for a number that is in a 64-bit record instead.
const ELSEWHERE: u32 = u32::MAX;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
/// 1 January 1980, the earliest there is: entries carry no time.
const DATE: u16 = 0x21;
const VERSION: u16 = 20;
const VERSION_64: u16 = 45;

impl<W: Write> Zip<W> {
    pub fn new(into: W) -> Self {
        Zip {
            into,
            at: 0,
            entries: Vec::new(),
        }
    }

    /// Adds bytes under a name.
    ///
    /// # Errors
    /// The writer's.
    pub fn bytes(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.copy(name, || Ok(bytes))
    }

    /// Adds what is read under a name; it is read twice, for the checksum stands first.
    ///
    /// # Errors
    /// The reader's, the writer's; [`io::ErrorKind::FileTooLarge`] from 4 GiB on.
    pub fn copy<R: Read>(
        &mut self,
        name: &str,
        open: impl Fn() -> io::Result<R>,
    ) -> io::Result<()> {
        let (crc, size) = measure(open()?)?;
        let entry = Entry {
            name: name.to_owned(),
            crc,
            size,
            offset: self.at,
        };
        let mut head = 0x0403_4b50_u32.to_le_bytes().to_vec();
        head.extend(VERSION.to_le_bytes());
        entry.facts(&mut head);
        head.extend(0_u16.to_le_bytes());
        head.extend(name.as_bytes());
        self.put(&head)?;
        let copied = io::copy(&mut open()?.take(size.into()), &mut self.into)?;
        if copied != u64::from(size) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.at += copied;
        self.entries.push(entry);
        Ok(())
    }

    /// Writes the directory and hands the writer back.
    ///
    /// # Errors
    /// The writer's.
    pub fn finish(mut self) -> io::Result<W> {
        let begin = self.at;
        for entry in std::mem::take(&mut self.entries) {
            self.put(&entry.listed())?;
            self.entries.push(entry);
        }
        let (size, n) = (self.at - begin, self.entries.len() as u64);
        let is_large = begin >= ELSEWHERE.into() || n >= u16::MAX.into();
        if is_large {
            self.put(&end_64(self.at, n, size, begin))?;
        }
        let mut end = 0x0605_4b50_u32.to_le_bytes().to_vec();
        end.extend([0; 4]);
        let n = u16::try_from(n).unwrap_or(u16::MAX);
        end.extend(n.to_le_bytes());
        end.extend(n.to_le_bytes());
        end.extend(narrow(size).to_le_bytes());
        end.extend(narrow(begin).to_le_bytes());
        end.extend([0; 2]);
        self.put(&end)?;
        self.into.flush()?;
        Ok(self.into)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.into.write_all(bytes)
    }
}

impl Entry {
    /// What stands both before the entry and in the directory: flags, method, time, checksum, sizes, name's length.
    fn facts(&self, out: &mut Vec<u8>) {
        out.extend(FLAGS.to_le_bytes());
        out.extend(0_u16.to_le_bytes());
        out.extend(0_u16.to_le_bytes());
        out.extend(DATE.to_le_bytes());
        out.extend(self.crc.to_le_bytes());
        out.extend(self.size.to_le_bytes());
        out.extend(self.size.to_le_bytes());
        let name = u16::try_from(self.name.len()).unwrap_or(u16::MAX);
        out.extend(name.to_le_bytes());
    }

    fn listed(&self) -> Vec<u8> {
        let far = narrow(self.offset) == ELSEWHERE;
        let version = if far { VERSION_64 } else { VERSION };
        let mut out = 0x0201_4b50_u32.to_le_bytes().to_vec();
        out.extend(VERSION_64.to_le_bytes());
        out.extend(version.to_le_bytes());
        self.facts(&mut out);
        out.extend((if far { 12_u16 } else { 0 }).to_le_bytes());
        // No comment, first disk, no attributes.
        out.extend([0; 10]);
        out.extend(narrow(self.offset).to_le_bytes());
        out.extend(self.name.as_bytes());
        if far {
            out.extend(1_u16.to_le_bytes());
            out.extend(8_u16.to_le_bytes());
            out.extend(self.offset.to_le_bytes());
        }
        out
    }
}

/// The 64-bit end of the directory, and where it is.
fn end_64(at: u64, n: u64, size: u64, begin: u64) -> Vec<u8> {
    let mut out = 0x0606_4b50_u32.to_le_bytes().to_vec();
    out.extend(44_u64.to_le_bytes());
    out.extend(VERSION_64.to_le_bytes());
    out.extend(VERSION_64.to_le_bytes());
    out.extend([0; 8]);
    for it in [n, n, size, begin] {
        out.extend(it.to_le_bytes());
    }
    out.extend(0x0706_4b50_u32.to_le_bytes());
    out.extend([0; 4]);
    out.extend(at.to_le_bytes());
    out.extend(1_u32.to_le_bytes());
    out
}

fn narrow(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(ELSEWHERE)
}

/// CRC-32 (ISO-HDLC) and size.
fn measure(mut from: impl Read) -> io::Result<(u32, u32)> {
    let (mut crc, mut size, mut lot) = (u32::MAX, 0_u64, vec![0; 64 * 1024]);
    loop {
        let n = from.read(&mut lot)?;
        let Some(bytes) = lot.get(..n).filter(|it| !it.is_empty()) else {
            break;
        };
        size += n as u64;
        for byte in bytes {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                let odd = crc & 1;
                crc = (crc >> 1) ^ (0xedb8_8320 * odd);
            }
        }
    }
    let size = u32::try_from(size).map_err(|_| io::ErrorKind::FileTooLarge)?;
    Ok((!crc, size))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn the_checksum_is_the_one_of_the_catalogue() {
        assert_eq!(measure(&b"123456789"[..]).unwrap(), (0xcbf4_3926, 9));
    }

    #[test]
    fn an_archive_has_its_entries_and_its_end() {
        let mut zip = Zip::new(Vec::new());
        zip.bytes("a.json", b"{}").unwrap();
        zip.copy("ñ.txt", || Ok(&b"hola"[..])).unwrap();
        let out = zip.finish().unwrap();
        assert!(out.starts_with(b"PK\x03\x04"));
        let end = out.len() - 22;
        assert_eq!(&out[end..end + 4], b"PK\x05\x06");
        assert_eq!(out[end + 8], 2);
        let directory = u32::from_le_bytes(out[end + 16..end + 20].try_into().unwrap());
        assert_eq!(&out[directory as usize..][..4], b"PK\x01\x02");
    }
}

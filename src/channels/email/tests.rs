#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation
)]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use crate::channels::email::receive::{Letter, Mailbox, Source, read};
use crate::channels::email::wire::Unreadable;
use crate::domain::contact::Evidence;
use crate::domain::delivery::DeliveryState;
use crate::domain::inbound::{AutomaticKind, Inbound, InboundMail, Received, Report, ReportKind};
use crate::domain::message::{Body, MailAddress};
use crate::domain::time::Millis;
use crate::text::address::Address;

const TOKEN: &str = "r1abcdefghijklmnopqrstuvwxyz2345672345";

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/mail")
}

fn read_bytes(raw: &[u8]) -> Result<Letter, Unreadable> {
    let ours = [Address::parse("support@shop.example").unwrap()];
    let mailbox = Mailbox {
        addresses: &ours,
        authserv_id: "mx.shop.example",
        country: "57",
        our_names: &["Lucía"],
    };
    read(
        raw,
        &mailbox,
        &Source {
            received_at: Millis(1_000),
            ..Source::default()
        },
    )
}

/// A fixture, read with the line ends of a file and with those of mail: both must say the same.
fn letter(name: &str) -> Letter {
    let file = fs::read(fixtures().join(format!("{name}.eml"))).unwrap();
    let mut wire = Vec::new();
    for byte in &file {
        if *byte == b'\n' {
            wire.push(b'\r');
        }
        wire.push(*byte);
    }
    let (lf, crlf) = (read_bytes(&file).unwrap(), read_bytes(&wire).unwrap());
    match (&lf.received, &crlf.received) {
        (Received::Message(a), Received::Message(b)) => {
            assert_eq!(
                (&a.text, &a.quoted, &a.subject, &a.html),
                (&b.text, &b.quoted, &b.subject, &b.html),
                "{name}"
            );
            assert_eq!(a.attachments.len(), b.attachments.len(), "{name}");
        }
        (Received::Report(a), Received::Report(b)) => {
            // Line ends count in the hash of the mail itself.
            let bare = |it: &Report| Report {
                mail: None,
                ..it.clone()
            };
            assert_eq!(bare(a), bare(b), "{name}");
        }
        other => panic!("{name}: {other:?}"),
    }
    crlf
}

fn message(name: &str) -> (Inbound, InboundMail) {
    match letter(name).received {
        Received::Message(it) => {
            let mail = it.mail.as_deref().unwrap().clone();
            (*it, mail)
        }
        Received::Report(it) => panic!("{name} is a report: {it:?}"),
    }
}

fn report(name: &str) -> Report {
    match letter(name).received {
        Received::Report(it) => *it,
        Received::Message(it) => panic!("{name} is a message: {}", it.excerpt),
    }
}

fn named(name: &str, address: &str) -> MailAddress {
    MailAddress {
        name: name.to_owned(),
        address: address.to_owned(),
    }
}

#[test]
fn a_plain_mail_says_what_it_says() {
    let (inbound, mail) = message("plain");
    assert_eq!(
        inbound.text,
        "Buenos días, mi pedido no ha llegado todavía."
    );
    assert_eq!(
        (inbound.from.value.as_str(), inbound.from_name.as_str()),
        ("ana@customer.example", "Ana Ruiz")
    );
    assert_eq!(
        (inbound.language.as_str(), inbound.said_at),
        ("es", Millis(1_762_182_000_000))
    );
    assert_eq!(
        (inbound.evidence, inbound.unverified, inbound.courtesy_words),
        (Evidence::Claimed, false, false)
    );
    assert_eq!(
        (inbound.dedupe.as_str(), mail.automatic),
        ("one@customer.example", None)
    );
    assert_eq!(mail.to, [named("Shop", "support@shop.example")]);
}

#[test]
fn a_reply_carries_all_that_threading_needs() {
    let (inbound, mail) = message("reply");
    assert_eq!(
        (inbound.text.as_str(), inbound.courtesy_words),
        ("Gracias Lucía", true)
    );
    assert!(inbound.quoted.contains("¿Le puedo ayudar en algo más?"));
    assert_eq!(
        (inbound.evidence, inbound.from_name.as_str()),
        (Evidence::Dmarc, "Ruiz, Ana")
    );
    assert_eq!(mail.reply_tokens, [TOKEN]);
    assert_eq!(
        mail.points_to,
        [
            "three@shop.example",
            "two@shop.example",
            "one@customer.example"
        ]
    );
    assert_eq!(
        (inbound.subject.as_str(), mail.subject_root.as_str()),
        ("RE: Pedido 4821 ¡urgente! [#12]", "Pedido 4821 ¡urgente!")
    );
    assert_eq!(
        mail.cc,
        [
            named("Luis", "luis@customer.example"),
            named("", "bob@other.example")
        ]
    );
    assert_eq!(mail.delivered_to, [format!("support+{TOKEN}@shop.example")]);
    let Some(Body::Inline { html, .. }) = inbound.html else {
        panic!("no html")
    };
    assert!(
        html.contains("data-remote-src=\"https://t.example/p.gif\"") && !html.contains("script"),
        "{html}"
    );
}

#[test]
fn unclear_and_forged_senders_are_not_believed() {
    for name in ["two-froms", "dmarc-fail"] {
        let (inbound, _) = message(name);
        assert_eq!(
            (inbound.unverified, inbound.evidence),
            (true, Evidence::Claimed),
            "{name}"
        );
    }
    let (inbound, mail) = message("forged-results");
    assert_eq!(
        (inbound.unverified, inbound.evidence),
        (false, Evidence::Claimed)
    );
    assert!(mail.reply_tokens.is_empty());
}

#[test]
fn a_mail_without_id_is_known_by_its_content() {
    let (inbound, mail) = message("no-message-id");
    assert_eq!(inbound.dedupe, mail.content_hash);
    assert_eq!(inbound.dedupe.len(), 64);
    assert_ne!(inbound.dedupe, message("plain").1.content_hash);
}

#[test]
fn programs_are_told_from_people() {
    assert_eq!(message("absence").1.automatic, Some(AutomaticKind::Reply));
    assert_eq!(message("list").1.automatic, Some(AutomaticKind::List));
    let (inbound, mail) = message("own-group");
    assert_eq!(
        (mail.automatic, mail.from),
        (None, named("Ana Ruiz", "ana@customer.example"))
    );
    assert_eq!(
        (inbound.evidence, mail.form_reply_to),
        (Evidence::Claimed, None)
    );
}

#[test]
fn forms_and_forwards_speak_for_others() {
    let (_, form) = message("web-form");
    assert_eq!(
        (form.form_reply_to, form.automatic),
        (Some(named("Carlos", "carlos@customer.example")), None)
    );
    let fields = [
        ("Teléfono", "+573001234567"),
        ("Correo", "carlos@customer.example"),
    ];
    assert_eq!(
        form.form_fields,
        fields.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    for (name, person, above) in [
        ("forward-copied", "Carlos Pérez", "Por favor atender."),
        ("forward-attached", "Carlos", "Vean esto"),
    ] {
        let forwarded = message(name)
            .1
            .forwarded
            .unwrap_or_else(|| panic!("{name}"));
        assert_eq!(
            forwarded.from,
            named(person, "carlos@customer.example"),
            "{name}"
        );
        assert_eq!(
            (
                forwarded.subject.as_str(),
                forwarded.text.as_str(),
                forwarded.above.as_str()
            ),
            ("Cita", "Quiero una cita.", above),
            "{name}"
        );
    }
    assert_eq!(message("plain").1.forwarded, None);
}

#[test]
fn old_charsets_are_read() {
    for (name, text) in [
        ("windows-1252", "El niño pagó 5 €"),
        ("raw-eight-bit", "El niño pagó"),
        ("unannounced-base64", "El niño pagó"),
        ("iso-2022-jp", "注文が届きません"),
        ("gb18030", "我的订单没有到"),
    ] {
        assert_eq!(message(name).0.text, text, "{name}");
    }
    assert_eq!(message("raw-eight-bit").0.subject, "Facturación");
    assert_eq!(message("iso-2022-jp").0.subject, "注文");
}

#[test]
fn files_keep_their_bytes_and_lose_their_tricks() {
    let letter = letter("files");
    let names: Vec<&str> = letter.files.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "_.._pic.png",
            "Añogpj.exe",
            "winmail.dat",
            "file-4.ics",
            "a.csv",
            "Inner _ mail.eml"
        ]
    );
    assert!(
        letter.files[0].is_inline
            && letter.files[0].cid == "pic@x"
            && letter.files[0].bytes.starts_with(b"\x89PNG")
    );
    assert_eq!(
        (letter.files[1].bytes.as_slice(), letter.files[1].is_inline),
        (&[0_u8, 1, 2][..], false)
    );
    assert_eq!(letter.files[4].bytes, b"ni\xf1o;1");
    assert!(
        letter.files[5].bytes.starts_with(b"From: x@y.example"),
        "{:?}",
        String::from_utf8_lossy(&letter.files[5].bytes)
    );
    let Received::Message(inbound) = letter.received else {
        panic!()
    };
    assert_eq!(inbound.attachments.len(), 6);
    assert_eq!(inbound.html.map(|it| matches!(it, Body::Inline { html, .. } if html == "<p>Mire <img data-cid=\"pic@x\"></p>")), Some(true));
}

#[test]
fn bounces_name_whom_and_why() {
    let bounce = report("bounce");
    assert_eq!(
        (bounce.kind, bounce.about.as_slice()),
        (
            ReportKind::Bounce,
            &["sent-by-us@shop.example".to_owned()][..]
        )
    );
    assert_eq!(bounce.tokens, [TOKEN]);
    let told: Vec<_> = bounce
        .recipients
        .iter()
        .map(|it| {
            (
                it.address.as_str(),
                it.status.as_str(),
                it.state,
                it.address_gone,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                "gone@customer.example",
                "5.1.1",
                DeliveryState::Bounced,
                true
            ),
            (
                "full@customer.example",
                "4.2.2",
                DeliveryState::Bounced,
                false
            ),
        ]
    );
    assert_eq!(report("delayed").kind, ReportKind::Delayed);
    assert!(
        report("delayed")
            .recipients
            .iter()
            .all(|it| it.state == DeliveryState::Sent && !it.address_gone)
    );
    let qmail = report("bounce-qmail");
    assert_eq!(
        (qmail.kind, qmail.about.as_slice()),
        (
            ReportKind::Bounce,
            &["sent-by-us@shop.example".to_owned()][..]
        )
    );
    assert_eq!(
        (qmail.recipients.len(), qmail.recipients[0].address_gone),
        (1, true)
    );
}

#[test]
fn receipts_and_complaints_name_the_mail_they_are_about() {
    for (name, kind, recipient) in [
        ("receipt", ReportKind::Read, "ana@customer.example"),
        ("complaint", ReportKind::Complaint, "ana@isp.example"),
    ] {
        let report = report(name);
        assert_eq!(
            (report.kind, report.about.as_slice()),
            (kind, &["sent-by-us@shop.example".to_owned()][..]),
            "{name}"
        );
        assert_eq!(report.recipients[0].address, recipient, "{name}");
    }
}

#[test]
fn what_breaks_a_cap_is_text_or_refused() {
    let (inbound, _) = message("html-bomb");
    assert_eq!((inbound.text.as_str(), inbound.html), ("Hola", None));
    let parts = "--b\nContent-Type: text/plain\n\nx\n".repeat(1_001);
    let many =
        format!("From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n");
    assert_eq!(
        read_bytes(many.as_bytes()).err(),
        Some(Unreadable::TooManyParts)
    );
    let nested: String = (0..60)
        .map(|it| format!("Content-Type: multipart/mixed; boundary=b{it}\n\n--b{it}\n"))
        .collect();
    assert_eq!(
        read_bytes(format!("From: a@b.example\n{nested}\nx").as_bytes()).err(),
        Some(Unreadable::TooDeep)
    );
    let mails = "Content-Type: message/rfc822\n\nFrom: a@b.example\n".repeat(200);
    assert_eq!(
        read_bytes(format!("From: a@b.example\n{mails}\nx").as_bytes()).err(),
        Some(Unreadable::TooDeep)
    );
    assert_eq!(read_bytes(b"").err(), Some(Unreadable::NoHeader));
}

/// Ten thousand damaged mails; a panic names the seed that made the mail.
#[test]
fn damaged_mails_do_not_panic() {
    let mut sources: Vec<Vec<u8>> = fs::read_dir(fixtures())
        .unwrap()
        .map(|it| fs::read(it.unwrap().path()).unwrap())
        .collect();
    sources.sort();
    for seed in 0..10_000_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let other = sources[dice.below(sources.len())].clone();
        let mut raw = sources[dice.below(sources.len())].clone();
        for _ in 0..=dice.below(8) {
            damage(&mut raw, &other, &mut dice);
        }
        let outcome = catch_unwind(AssertUnwindSafe(|| read_bytes(&raw).map(|_| ())));
        assert!(
            outcome.is_ok(),
            "seed {seed}: {:?}",
            String::from_utf8_lossy(&raw)
        );
    }
}

/// xorshift: the same mails for the same seed, everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit.max(1)
    }
}

fn damage(raw: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    const SALT: &[&[u8]] = &[
        b"\n",
        b"\r",
        b"\0",
        b":",
        b"<",
        b">",
        b"\"",
        b"(",
        b"=?utf-8?b?",
        b"?=",
        b"--b\n",
        b"\n\n",
        b"=",
        b"\xff\xfe",
        b"&#x110000;",
        b"<div ",
        b"</",
        b"Content-Type: ",
        b"charset=iso-2022-jp",
        b"\x1b$B",
        b"Received:\n\t",
        b"; boundary=",
        b"\xe2\x80\xae",
        b"message/rfc822",
        b"Final-Recipient: rfc822;",
        b"@",
        b"+",
    ];
    let at = dice.below(raw.len());
    let end = (at + dice.below(40)).min(raw.len());
    match dice.below(6) {
        0 => raw.truncate(at),
        1 => drop(raw.drain(at..end)),
        2 => {
            let piece = raw[at..end].repeat(1 + dice.below(50));
            raw.splice(at..at, piece);
        }
        3 => {
            let salt = SALT[dice.below(SALT.len())];
            raw.splice(at..at, salt.iter().copied());
        }
        4 => {
            let from = dice.below(other.len());
            raw.splice(at..end, other[from..].iter().copied());
        }
        _ => {
            if let Some(byte) = raw.get_mut(at) {
                *byte ^= 1 << dice.below(8);
            }
        }
    }
}

#[test]
fn a_subject_alone_makes_no_bounce() {
    let mail = |header: &str| {
        let raw = format!(
            "From: ana@customer.example\nTo: support@shop.example\n{header}\nMessage-ID: <p@x>\n\n\
             berta@customer.example waits for it: user unknown at the door.\n"
        );
        read_bytes(raw.as_bytes()).unwrap().received
    };
    for subject in [
        "Undelivered parcel 482",
        "Delivery failure of my order",
        "Returned mail",
        "Warning: message",
    ] {
        let Received::Message(it) = mail(&format!("Subject: {subject}")) else {
            panic!("{subject} is a report");
        };
        assert_eq!(it.mail.unwrap().automatic, None, "{subject}");
        let from_nobody = format!("Return-Path: <>\nSubject: {subject}");
        let Received::Report(it) = mail(&from_nobody) else {
            panic!("{subject} from nobody is no report");
        };
        // What it is when it is about no mail of ours.
        let itself = it.mail.unwrap();
        assert!(itself.text.contains("at the door"), "{}", itself.text);
        assert_eq!(
            itself.mail.unwrap().automatic,
            Some(AutomaticKind::Generated)
        );
    }
    assert!(report("bounce").mail.is_none(), "its parts say what it is");
}

#[test]
fn a_newsletter_that_asks_for_answers_elsewhere_is_no_form() {
    let form_of = |from: &str, header: &str| {
        let raw = format!(
            "From: {from}\nReply-To: help@brand.example\nTo: support@shop.example\n{header}\
             Subject: News\nMessage-ID: <n@x>\n\nPhone: 300 123 4567\n"
        );
        let Received::Message(it) = read_bytes(raw.as_bytes()).unwrap().received else {
            panic!("a report");
        };
        let mail = it.mail.unwrap();
        (mail.form_reply_to.is_some(), mail.automatic)
    };
    let list = "List-Unsubscribe: <https://brand.example/u>\n";
    assert_eq!(
        form_of("noreply@brand.example", list),
        (false, Some(AutomaticKind::List))
    );
    let away = "Auto-Submitted: auto-replied\n";
    assert_eq!(
        form_of("noreply@brand.example", away),
        (false, Some(AutomaticKind::Reply))
    );
    assert_eq!(form_of("noreply@brand.example", ""), (true, None));
    // Our own site may send its forms through a list service.
    assert!(form_of("web@shop.example", list).0);
}

#[test]
fn outlooks_threads_are_known_by_their_beginning_and_topic() {
    use base64::Engine as _;
    let index = |root: u8, more: &[u8]| {
        let bytes = [&[1_u8, 2, 3, 4, 5, 6][..], &[root; 16], more].concat();
        base64::engine::general_purpose::STANDARD.encode(bytes)
    };
    let threads = |index: &str, subject: &str| {
        let raw = format!(
            "From: ana@x.example\r\nSubject: {subject}\r\nThread-Index: {index}\r\n\r\nHello\r\n"
        );
        let Received::Message(it) = read_bytes(raw.as_bytes()).unwrap().received else {
            panic!("no message");
        };
        it.mail.unwrap().provider_threads
    };
    let first = threads(&index(7, &[]), "Lamp");
    assert_eq!(first.len(), 1);
    assert!(first[0].starts_with("thread-index "), "{first:?}");
    assert_eq!(threads(&index(7, &[9; 5]), "RE: Lamp"), first);
    let folded = index(7, &[9; 10]).replace("BQY", "BQY\r\n ");
    assert_eq!(threads(&folded, "RV: lamp"), first);
    assert_ne!(threads(&index(8, &[]), "Lamp"), first);
    assert_ne!(threads(&index(7, &[]), "Chair"), first);
    for short in ["", "AQID", "not base64"] {
        assert_eq!(threads(short, "Lamp"), Vec::<String>::new());
    }
}

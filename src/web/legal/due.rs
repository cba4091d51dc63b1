//! `/c/{number}/legal`: by when law wants a conversation answered; set, put off once, ended with a reason.

use actix_web::web::Path;

use crate::conversations::find::find;
use crate::conversations::legal::{self, Wanted, stand::standing};
use crate::desk::setting;
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::event::{Event, EventKind};
use crate::domain::id::LegalKindId;
use crate::domain::legal::{LegalDue, LegalKind};
use crate::domain::time::Millis;
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker};
use crate::web::conversations::banners::banner;
use crate::web::conversations::change::back;
use crate::web::conversations::show::Banner as Above;
use crate::web::settings::{Pairs, again, as_typed, first, show_at};
use crate::web::sheet::{Banner, Field, Form, Kind, Part, Section, Sheet};
use crate::web::view::{Chip, Choice, Link};
use crate::words::{Arg, Words};

/// What the row of a conversation says of its date.
#[must_use]
pub fn of_row(words: &Words, c: &Conversation, now: Millis) -> Option<Chip> {
    let it = c.legal.as_deref().filter(|it| it.stands())?;
    Some(chip(words, it, now))
}

fn chip(words: &Words, it: &LegalDue, now: Millis) -> Chip {
    if it.due <= now {
        let late = words.span(now.since(it.due));
        return Chip::new(words.t_of("row-legal-late", "span", late), "bad");
    }
    let time = words.until(it.due, now);
    Chip::new(words.t_of("row-legal", "time", time), "warn")
}

/// What stands above its messages.
#[must_use]
pub fn above(words: &Words, c: &Conversation, now: Millis) -> Option<Above> {
    let it = standing(c)?;
    let late = it.due <= now;
    let mut text = said(words, &it, now);
    if c.status.is_unresolved() && c.waiting_since.is_some() {
        text = format!("{text} {}", words.t("legal-unanswered"));
    }
    Some(Above {
        link: Some(Link {
            href: format!("/c/{}/legal", c.number),
            text: words.t("legal-change"),
        }),
        ..banner(if late { "bad" } else { "warn" }, "shield", text)
    })
}

/// "Due by law Fri 24 April 17:00: claim, Ley 1581, 15 working days."
fn said(words: &Words, it: &LegalDue, now: Millis) -> String {
    let time = words.date_time(it.due);
    let mut reason = it.reason.clone();
    if let Some(days) = it.days {
        reason = format!("{reason}, {}", words.t_n("legal-days", days));
    }
    let args = [("time", Arg::Text(&time)), ("reason", Arg::Text(&reason))];
    let late = it.due <= now;
    let said = words.t_with(if late { "legal-late" } else { "legal-due" }, &args);
    let Some(extended) = &it.extended else {
        return said;
    };
    let was = words.date_time(extended.was);
    let args = [
        ("was", Arg::Text(&was)),
        ("reason", Arg::Text(&extended.reason)),
    ];
    format!("{said} {}", words.t_with("legal-extended", &args))
}

/// The words of who put it off or ended it, behind what is said of that in the log of its conversation.
///
/// # Errors
/// The store's.
pub fn line(look: &Look<'_>, event: &Event, text: String) -> Result<String> {
    let of = |it: &LegalDue| match event.kind {
        EventKind::LegalDueSet { due, .. } if it.extended.is_none() && it.due == due => {
            Some(it.reason.clone())
        }
        EventKind::LegalDueExtended { .. } => {
            let found = it.extended.as_ref().filter(|it| it.at == event.at);
            found.map(|it| it.reason.clone())
        }
        EventKind::LegalDueEnded { .. } => {
            let found = it.ended.as_ref().filter(|it| it.at == event.at);
            found.map(|it| it.reason.clone())
        }
        _ => None,
    };
    let tells = matches!(
        event.kind,
        EventKind::LegalDueSet { .. }
            | EventKind::LegalDueExtended { .. }
            | EventKind::LegalDueEnded { .. }
    );
    let Some(id) = event.subject.conversation.filter(|_| tells) else {
        return Ok(text);
    };
    let legal = look.conversation(id)?.and_then(|it| it.legal);
    let reason = legal.as_deref().and_then(of).unwrap_or_default();
    Ok(if reason.is_empty() {
        text
    } else {
        format!("{text}: “{reason}”")
    })
}

async fn sheet(asker: &Asker, number: u64) -> Result<Sheet> {
    let inner = asker.clone();
    let (c, kinds) = asker
        .app
        .look(move |look| {
            let c = find(look, inner.viewer(), number)?;
            Ok((c, setting::list::<LegalKind>(look)?))
        })
        .await?;
    let (words, now) = (&asker.words, asker.now);
    let title = words.t("legal-title");
    let mut sheet = Sheet::new(title, words.t("legal-about"))
        .back(&format!("/c/{number}"), format!("#{number}"));
    let now_set = standing(&c);
    if let Some(it) = &now_set {
        sheet.banners.push(Banner {
            tone: if it.due <= now { "bad" } else { "warn" },
            text: said(words, it, now),
            link: None,
        });
        let parts = vec![Part::Form(ending(words, number))];
        sheet = sheet.with(Section::of(words.t("legal-end"), parts));
        if it.extended.is_none() {
            let own = kinds.iter().find(|one| Some(one.id) == it.kind);
            let days = own.map_or(0, |it| it.extension);
            let parts = vec![Part::Form(extending(words, number, days))];
            let section = Section::of(words.t("legal-extend"), parts);
            sheet = sheet.with(section.text(words.t("legal-extend-text")));
        }
    }
    let parts = vec![Part::Form(setting_of(words, number, &kinds))];
    let section = match now_set {
        Some(_) => Section::of(words.t("legal-other"), parts).folded(false),
        None => Section::of(String::new(), parts),
    };
    Ok(sheet.with(section))
}

fn days_or_day(words: &Words, days: u16) -> [Field; 2] {
    let days = if days == 0 {
        String::new()
    } else {
        days.to_string()
    };
    [
        Field::input("number", "days", words.t("legal-days-field"), days),
        Field::input("date", "due", words.t("legal-day-field"), ""),
    ]
}

fn form(words: &Words, number: u64, what: &str, fields: Vec<Field>) -> Form {
    let mut all = vec![Field::hidden("do", what)];
    all.extend(fields);
    let place = format!("/c/{number}/legal");
    Form::new(place, words.t(&format!("legal-{what}-act")), all)
}

fn setting_of(words: &Words, number: u64, kinds: &[LegalKind]) -> Form {
    let mut fields = Vec::new();
    let none = kinds.is_empty();
    if !none {
        let mut choices: Vec<Choice> = Vec::new();
        for (at, it) in kinds.iter().enumerate() {
            let days = words.t_n("legal-days", it.days);
            let label = format!("{}, {days}", it.reason());
            choices.push(Choice::new(it.id.to_string(), label, at == 0));
        }
        choices.push(Choice::new("", words.t("legal-kind-none"), false));
        fields.push(Field::choose(
            Kind::Select,
            "kind",
            words.t("legal-kind"),
            choices,
        ));
        fields.push(Field::fold(words.t("legal-kind-none"), false));
    }
    fields.push(Field::text("reason", words.t("legal-reason"), ""));
    fields.extend(days_or_day(words, 0));
    if !none {
        fields.push(Field::unfold());
    }
    let since = Field::input("date", "since", words.t("legal-since"), "");
    fields.push(since.hint(words.t("legal-since-hint")));
    form(words, number, "set", fields)
}

fn extending(words: &Words, number: u64, days: u16) -> Form {
    let mut fields = days_or_day(words, days).to_vec();
    fields.push(Field::text("reason", words.t("legal-reason"), "").required());
    form(words, number, "extend", fields)
}

fn ending(words: &Words, number: u64) -> Form {
    let how = vec![
        Choice::new("fulfilled", words.t("legal-fulfilled"), true),
        Choice::new("removed", words.t("legal-removed"), false),
    ];
    let fields = vec![
        Field::choose(Kind::Radios, "how", words.t("legal-how"), how),
        Field::text("reason", words.t("legal-reason"), "").hint(words.t("legal-end-hint")),
    ];
    form(words, number, "end", fields)
}

/// `GET /c/{number}/legal`
pub async fn page(asker: Asker, number: Path<u64>) -> Answer {
    let sheet = sheet(&asker, number.into_inner()).await?;
    show_at(&asker, sheet, "inbox").await
}

/// `POST /c/{number}/legal`: `do` is `set`, `extend` or `end`.
pub async fn set(asker: Asker, number: Path<u64>, given: Pairs) -> Answer {
    let number = number.into_inner();
    let done = match typed(&asker, &given) {
        Ok(act) => {
            let viewer = asker.viewer().clone();
            let deed = move |w: &mut Write<'_>| act.carry_out(w, &viewer, number);
            asker.app.act(deed).await
        }
        Err(err) => Err(err),
    };
    match done {
        Ok(()) => Ok(back(number, "", "done")),
        Err(err @ (Error::Invalid(_) | Error::Conflict { .. })) => {
            let mut sheet = sheet(&asker, number).await?;
            let what = first(&given, "do").to_owned();
            sheet.sections.retain(|it| is_of(it, &what));
            as_typed(&mut sheet, &given);
            again(&asker, sheet, err).await
        }
        Err(err) => Err(err.into()),
    }
}

/// Whether a section holds the form that does this.
fn is_of(section: &Section, what: &str) -> bool {
    section.parts.iter().any(|it| match it {
        Part::Form(form) => form
            .fields
            .iter()
            .any(|it| it.name == "do" && it.value == what),
        _ => false,
    })
}

/// What a form wants.
#[derive(Debug, Clone)]
enum Act {
    Set(Wanted, Option<Millis>),
    Extend(Option<u16>, Option<jiff::civil::Date>, String),
    End(bool, String),
}

impl Act {
    fn carry_out(
        &self,
        w: &mut Write<'_>,
        by: &crate::domain::actor::Viewer,
        number: u64,
    ) -> Result<()> {
        match self {
            Act::Set(wanted, since) => legal::set(w, by, number, (wanted, *since)),
            Act::Extend(days, day, reason) => legal::extend(w, by, number, (*days, *day), reason),
            Act::End(fulfilled, reason) => {
                legal::finish(w, by, number, (*fulfilled, reason.as_str()))
            }
        }
        .map(|_| ())
    }
}

fn typed(asker: &Asker, given: &Pairs) -> Result<Act> {
    let reason = first(given, "reason").to_owned();
    let days = match first(given, "days").trim() {
        "" => None,
        // What is no number is too great a one.
        it => Some(it.parse().unwrap_or(u16::MAX)),
    };
    let day = day(given, "due")?;
    Ok(match first(given, "do") {
        "extend" => Act::Extend(if day.is_some() { None } else { days }, day, reason),
        "end" => Act::End(first(given, "how") == "fulfilled", reason),
        _ => {
            let since = day_in(asker, given)?;
            let wanted = match (first(given, "kind"), day, days) {
                ("", Some(day), _) => Wanted::Day(day, reason),
                ("", None, days) => Wanted::Days(days.unwrap_or_default(), reason),
                (kind, ..) => {
                    let id = kind.parse::<LegalKindId>();
                    Wanted::Kind(id.map_err(|_| Error::invalid("kind", "error-legal-kind"))?)
                }
            };
            Act::Set(wanted, since)
        }
    })
}

fn day(given: &Pairs, name: &'static str) -> Result<Option<jiff::civil::Date>> {
    match first(given, name).trim() {
        "" => Ok(None),
        it => {
            let day = it.parse::<jiff::civil::Date>();
            day.map(Some)
                .map_err(|_| Error::invalid(name, "error-field"))
        }
    }
}

/// The first moment of the day that is counted from, where its reader is.
fn day_in(asker: &Asker, given: &Pairs) -> Result<Option<Millis>> {
    let Some(day) = day(given, "since")? else {
        return Ok(None);
    };
    let at = asker.words.read_input_time(&format!("{day}T00:00"));
    at.map(Some).ok_or(Error::invalid("since", "error-field"))
}

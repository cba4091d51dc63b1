//! `/settings/rules/new`, `/settings/rules/{id}`: putting one together, and what it would have done lately.

use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use askama::Template;

use crate::conversations::rules::past::past;
use crate::desk::rules::{self as desk, About};
use crate::desk::views::check_for_rule;
use crate::domain::conversation::Priority;
use crate::domain::error::{Error, Result};
use crate::domain::id::RuleId;
use crate::domain::macros::MacroAct;
use crate::domain::rule::{Rule, RuleAct, Told, Trigger, Wait};
use crate::domain::time::Span;
use crate::domain::view::State;
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::conversations::ways;
use crate::web::monitor::alerts::{alert_hours, outlet_ticks};
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::settings::macros::act_fields;
use crate::web::settings::rules::PLACE;
use crate::web::settings::rules::ready::Ready;
use crate::web::settings::rules::said::Saying;
use crate::web::settings::rules::typed::Typed;
use crate::web::settings::{Pairs, admin, first, id};
use crate::web::sheet::{Field, Kind};
use crate::web::shell;
use crate::web::view::{Choice, Link};
use crate::web::views::fields::{GroupView, state};
use crate::words::{Arg, Words};

/// The days a rule is tried on.
const LATELY: Span = Span::days(7);
/// Units of a wait.
const UNITS: [&str; 3] = ["minutes", "hours", "days"];

#[derive(Template)]
#[template(path = "settings/rules/edit.html")]
struct RulePage {
    page: Page,
    action: String,
    title: String,
    back: &'static str,
    retire: Option<String>,
    wrong: Vec<String>,
    name: String,
    triggers: Vec<Choice>,
    /// From what to what, where the trigger says so.
    from: Vec<Choice>,
    to: Vec<Choice>,
    tagged: Vec<Choice>,
    wait: Option<WaitView>,
    any: bool,
    groups: Option<Vec<GroupView>>,
    /// What it means that there are none.
    unconditional: String,
    /// The conditions in words, where a form has no room for them.
    said: String,
    acts: Vec<Field>,
    /// The acts in words, where a form has no room for them.
    kept: Vec<String>,
    stops: bool,
    off: bool,
    /// What it would have done lately.
    lately: Option<Lately>,
}

struct WaitView {
    whats: Vec<Choice>,
    n: String,
    units: Vec<Choice>,
    open_hours: bool,
}

struct Lately {
    said: String,
    examples: Vec<Link>,
    also: Vec<String>,
}

/// `GET /settings/rules/new`
pub async fn new(asker: Asker, given: Query<Vec<(String, String)>>) -> Answer {
    admin(&asker)?;
    let ready = Ready::parse(first(&given, "ready"));
    let about = match ready {
        Some(it) => it.about(&asker.words),
        None => About::default(),
    };
    let typed = Typed::of(&asker.words, None, about);
    shown(asker, typed, Vec::new(), false).await
}

/// `GET /settings/rules/{id}`
pub async fn edit(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let found = found(&asker, &at).await?;
    let typed = Typed::of(&asker.words, Some(found.id), About::of(&found));
    shown(asker, typed, Vec::new(), false).await
}

async fn found(asker: &Asker, at: &str) -> Result<Rule> {
    let at: RuleId = id(at)?;
    asker.app.look(move |look| desk::find(look, at)).await
}

/// `POST /settings/rules/new`
pub async fn make(asker: Asker, given: Pairs) -> Answer {
    admin(&asker)?;
    let typed = Typed::read(None, &given)?;
    put(asker, typed, &given).await
}

/// `POST /settings/rules/{id}`
pub async fn change(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    admin(&asker)?;
    let was = found(&asker, &at).await?;
    let typed = Typed::read(Some(&was), &given)?;
    put(asker, typed, &given).await
}

/// Keeps it with `save`, tries it with `try`; any other button, or none, shows it as it is written.
async fn put(asker: Asker, typed: Typed, given: &Pairs) -> Answer {
    let button = first(given, "do");
    if !matches!(button, "save" | "try") {
        return shown(asker, typed, Vec::new(), false).await;
    }
    let done = if button == "save" {
        kept(&asker, &typed).await
    } else {
        sound(&asker, &typed).await
    };
    match done {
        Ok(()) if button == "save" => Ok(see_other(PLACE)),
        Ok(()) => shown(asker, typed, Vec::new(), true).await,
        Err(err @ Error::Invalid(_)) => {
            let wrong = ways::wrong(&asker.words, &err);
            let mut answer = shown(asker, typed, wrong, false).await?;
            *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(answer)
        }
        Err(err) => Err(err.into()),
    }
}

async fn kept(asker: &Asker, typed: &Typed) -> Result<()> {
    let about = typed.about(&asker.words, true)?;
    let (viewer, of) = (asker.viewer().clone(), typed.of);
    let deed = move |w: &mut crate::store::Write<'_>| match of {
        Some(at) => desk::change(w, &viewer, at, &about).map(|_| ()),
        None => desk::make(w, &viewer, &about).map(|_| ()),
    };
    asker.app.act(deed).await
}

/// Whether it could be tried: what it asks must be whole.
async fn sound(asker: &Asker, typed: &Typed) -> Result<()> {
    let about = typed.about(&asker.words, true)?;
    let (viewer, of) = (asker.viewer().clone(), typed.of);
    let look = asker.app.look(move |look| {
        let was = of.map(|at| desk::find(look, at)).transpose()?;
        let was = was.as_ref().map(|it| &it.condition);
        check_for_rule(look, &viewer, &about.condition, was)
    });
    look.await
}

async fn shown(asker: Asker, typed: Typed, wrong: Vec<String>, tried: bool) -> Answer {
    let app = asker.app.clone();
    let view = app.look(move |look| view(&asker, look, &typed, (&wrong, tried)));
    html(&view.await?)
}

fn view(
    asker: &Asker,
    look: &Look<'_>,
    typed: &Typed,
    (wrong, tried): (&[String], bool),
) -> Result<RulePage> {
    let words = &asker.words;
    let saying = Saying::read(asker, look)?;
    let directory = &saying.directory;
    let place = typed.of.map(|at| format!("{PLACE}/{at}"));
    let (from, to) = from_to(words, typed.trigger);
    let kept = typed.acts.iter().map(|it| saying.act(it));
    Ok(RulePage {
        page: shell::page(asker, look, directory, "settings", None)?,
        title: words.t(if place.is_some() {
            "rule-edit"
        } else {
            "rules-new"
        }),
        retire: place.as_ref().map(|it| format!("{it}/retire")),
        action: place.unwrap_or_else(|| format!("{PLACE}/new")),
        back: PLACE,
        wrong: wrong.to_vec(),
        name: typed.name.clone(),
        triggers: triggers(words, typed.trigger),
        from,
        to,
        tagged: tagged(words, directory, typed.trigger),
        wait: wait(words, typed),
        any: typed.shape.as_ref().is_some_and(|it| it.any),
        groups: typed.shape.as_ref().map(|it| saying.desk().groups(it)),
        unconditional: words.t("rule-for-all"),
        said: saying.desk().said(&typed.kept),
        kept: if typed.acts_kept {
            kept.collect()
        } else {
            Vec::new()
        },
        acts: acts(&saying, &typed.acts),
        stops: typed.stops,
        off: typed.off,
        lately: tried.then(|| lately(asker, look, typed)).transpose()?,
    })
}

fn triggers(words: &Words, current: Trigger) -> Vec<Choice> {
    let choice = |it: Trigger| {
        let label = words.t(&format!("rule-when-{}", it.name()));
        Choice::new(it.name(), label, it.name() == current.name())
    };
    Trigger::ALL.into_iter().map(choice).collect()
}

fn from_to(words: &Words, trigger: Trigger) -> (Vec<Choice>, Vec<Choice>) {
    let any = |current: bool| Choice::new("", words.t("rule-any"), current);
    match trigger {
        Trigger::StateMoved { from, to } => {
            let all = |now: Option<State>| {
                let each = State::ALL.into_iter();
                let each = each.map(|it| Choice::new(it.name(), state(words, it), now == Some(it)));
                std::iter::once(any(now.is_none())).chain(each).collect()
            };
            (all(from), all(to))
        }
        Trigger::PrioritySet { from, to } => {
            let all = |now: Option<Priority>| {
                let each = Priority::ALL.into_iter().map(|it| {
                    let label = words.t(&format!("priority-{}", it.name()));
                    Choice::new(it.name(), label, now == Some(it))
                });
                std::iter::once(any(now.is_none())).chain(each).collect()
            };
            (all(from), all(to))
        }
        _ => (Vec::new(), Vec::new()),
    }
}

fn tagged(words: &Words, directory: &Directory, trigger: Trigger) -> Vec<Choice> {
    let Trigger::Tagged { tag } = trigger else {
        return Vec::new();
    };
    let any = Choice::new("", words.t("rule-any"), tag.is_none());
    let all = directory
        .live_tags()
        .map(|it| Choice::new(it.id.to_string(), it.name.clone(), tag == Some(it.id)));
    std::iter::once(any).chain(all).collect()
}

fn wait(words: &Words, typed: &Typed) -> Option<WaitView> {
    let Trigger::Waited { on, open_hours, .. } = typed.trigger else {
        return None;
    };
    let what = |it: Wait| {
        let label = words.t(&format!("rule-wait-{}", it.name()));
        Choice::new(it.name(), label, it == on)
    };
    let unit = |it: &str| Choice::new(it, words.t(&format!("view-unit-{it}")), it == typed.unit);
    Some(WaitView {
        whats: Wait::ALL.into_iter().map(what).collect(),
        n: typed.n.clone(),
        units: UNITS.into_iter().map(unit).collect(),
        open_hours,
    })
}

/// The fields of what it does: what quick actions do, and what only rules do.
fn acts(saying: &Saying<'_>, acts: &[RuleAct]) -> Vec<Field> {
    let (asker, words, directory) = (saying.asker, &saying.asker.words, &saying.directory);
    let done: Vec<MacroAct> = acts
        .iter()
        .filter_map(|it| match it {
            RuleAct::Do(act) => Some(act.clone()),
            _ => None,
        })
        .collect();
    let mut out = act_fields(asker, directory, &done, false);
    let mut untag: Vec<Choice> = Vec::new();
    for it in directory.live_tags() {
        let current = acts.contains(&RuleAct::Untag { tag: it.id });
        untag.push(Choice::new(it.id.to_string(), it.name.clone(), current));
    }
    if !untag.is_empty() {
        out.push(Field::choose(
            Kind::Checks,
            "untag",
            words.t("rule-untag"),
            untag,
        ));
    }
    let mut say = vec![Choice::new("", words.t("macro-keep"), false)];
    for it in saying.replies.iter().filter(|it| it.retired_at.is_none()) {
        let current = acts.contains(&RuleAct::Say { reply: it.id });
        say.push(Choice::new(it.id.to_string(), it.name.clone(), current));
    }
    if say.len() > 1 {
        out.push(Field::choose(Kind::Select, "say", words.t("rule-say"), say));
    }
    let mut goals = vec![Choice::new("", words.t("macro-keep"), false)];
    for it in saying.goals.iter().filter(|it| it.retired_at.is_none()) {
        let current = acts.contains(&RuleAct::Agree { policy: it.id });
        goals.push(Choice::new(it.id.to_string(), it.name.clone(), current));
    }
    if goals.len() > 1 {
        let label = words.t("rule-goal");
        out.push(Field::choose(Kind::Select, "goal", label, goals));
    }
    let mut legal = vec![Choice::new("", words.t("macro-keep"), false)];
    for it in directory.live_legal_kinds() {
        let current = acts.contains(&RuleAct::LegalDue { kind: it.id });
        legal.push(Choice::new(it.id.to_string(), it.reason(), current));
    }
    if legal.len() > 1 {
        let label = words.t("rule-legal");
        out.push(Field::choose(Kind::Select, "legal", label, legal));
    }
    let mut calls: Vec<Choice> = Vec::new();
    for it in directory.live_webhooks() {
        let current = acts.contains(&RuleAct::Call { webhook: it.id });
        calls.push(Choice::new(it.id.to_string(), it.name.clone(), current));
    }
    if !calls.is_empty() {
        out.push(Field::choose(
            Kind::Checks,
            "call",
            words.t("rule-call"),
            calls,
        ));
    }
    let told = acts.iter().find_map(|it| match it {
        RuleAct::Tell(told) => Some(told.clone()),
        _ => None,
    });
    out.extend(telling(words, directory, &told.unwrap_or_default()));
    out
}

/// Whom it tells, where, and when at all.
fn telling(words: &Words, directory: &Directory, told: &Told) -> Vec<Field> {
    let on = |it: bool| if it { "1" } else { "" };
    let tells = |name: &'static str, key: &str, is_on: bool| {
        Field::new(Kind::Check, name, words.t(key), on(is_on))
    };
    let mut out = vec![
        tells("tell_assignee", "rule-tell-assignee", told.assignee),
        tells("tell_lead", "rule-tell-lead", told.lead),
    ];
    let people = directory.people().into_iter().map(|it| {
        let current = told.people.contains(&it.id);
        Choice::new(it.id.to_string(), it.name.clone(), current)
    });
    out.push(Field::choose(
        Kind::Checks,
        "tell",
        words.t("rule-tell"),
        people.collect(),
    ));
    let outlets = outlet_ticks(directory, &told.outlets);
    if !outlets.is_empty() {
        out.push(Field::choose(
            Kind::Checks,
            "tell_outlet",
            words.t("alert-outlets"),
            outlets,
        ));
    }
    out.push(Field::choose(
        Kind::Select,
        "tell_hours",
        words.t("alert-hours"),
        alert_hours(words, told.hours),
    ));
    out
}

/// What it would have done in the last days.
fn lately(asker: &Asker, look: &Look<'_>, typed: &Typed) -> Result<Lately> {
    let words = &asker.words;
    let was = typed.of.map(|at| desk::find(look, at)).transpose()?;
    let rule = typed.about(words, true)?.over(was.unwrap_or_default());
    let found = past(look, &rule, (asker.now - LATELY, asker.now))?;
    let count = |n: usize| Arg::Number(i64::try_from(n).unwrap_or(i64::MAX));
    let key = if found.or_more {
        "rule-lately-or-more"
    } else {
        "rule-lately"
    };
    let said = words.t_with(
        key,
        &[("n", count(found.fitted)), ("of", count(found.asked))],
    );
    let example = |(number, at): &(u64, crate::domain::time::Millis)| Link {
        href: format!("/c/{number}"),
        text: format!("#{number}, {}", words.date_time(*at)),
    };
    let mut also = Vec::new();
    for (id, n) in &found.also {
        let name = look.rule(*id)?.map(|it| it.name).unwrap_or_default();
        let args = [("n", count(*n)), ("rule", Arg::Text(&name))];
        also.push(words.t_with("rule-lately-also", &args));
    }
    Ok(Lately {
        said,
        examples: found.examples.iter().map(example).collect(),
        also,
    })
}

//! `/settings/people`: who works here, who is invited.

use actix_web::web::{Path, Query};

use crate::auth::invite as invitations;
use crate::desk::sending::can_send;
use crate::desk::{agents, setting};
use crate::domain::access::{Link as OneTime, LinkPurpose};
use crate::domain::actor::{Right, Role};
use crate::domain::agent::{Agent, Availability};
use crate::domain::error::{Error, Result};
use crate::domain::id::LinkId;
use crate::domain::team::Team;
use crate::web::asker::{Answer, Asker};
use crate::web::settings::invite::{self, Given, Made};
use crate::web::settings::letters;
use crate::web::settings::tags::Place;
use crate::web::settings::{Pairs, admin, again, done, id, show};
use crate::web::sheet::{Form, Part, Row, Section, Sheet, paged};
use crate::web::view::TimeView;

/// The roles one may give: nothing is asked before it has something to tell apart.
#[must_use]
pub fn roles_to_give(asker: &Asker, small: bool) -> Vec<Role> {
    let simple = [Role::Agent, Role::Owner];
    let all = if small { &simple[..] } else { &Role::ALL[..] };
    all.iter()
        .copied()
        .filter(|it| *it < Role::Owner || asker.viewer().may(Right::Own))
        .collect()
}

async fn sheet(asker: &Asker, given: Option<&Given>, page: usize) -> Result<Sheet> {
    let (viewer, now) = (asker.viewer().clone(), asker.now);
    let (people, open, business, teams, sends) = asker
        .app
        .look(move |look| {
            Ok((
                agents::everybody(look)?,
                invitations::open(look, &viewer, now)?,
                look.business()?.unwrap_or_default(),
                setting::list::<Team>(look)?,
                can_send(look)?,
            ))
        })
        .await?;
    let words = &asker.words;
    let small = business.people.is_small();
    let (here, left): (Vec<_>, Vec<_>) = people.into_iter().partition(Agent::is_active);
    let (shown, pager) = paged(here, page, "/settings/people", words);
    let rows = shown.iter().map(|it| row(asker, it)).collect();
    let nobody = Given::nobody(sends);
    let form = invite::form(
        words,
        "/settings/people",
        given.unwrap_or(&nobody),
        (&roles_to_give(asker, small), &teams),
        sends,
    );
    let lead = if small {
        words.t("people-text")
    } else {
        words.t("set-people-about")
    };
    let mut sheet = Sheet::new(words.t("set-people"), lead)
        .back("/settings", words.t("nav-settings"))
        .with(Section::of(String::new(), vec![Part::Rows(rows), pager]));
    if !open.is_empty() {
        let rows = open.iter().map(|it| invited(asker, it)).collect();
        let open = Section::of(words.t("people-open"), vec![Part::Rows(rows)]);
        sheet = sheet.with(open.id("invitations"));
    }
    sheet = sheet.with(Section::of(
        words.t("people-invite"),
        vec![Part::Form(form)],
    ));
    if !left.is_empty() {
        let rows = left.iter().map(|it| gone(asker, it)).collect();
        let section = Section::of(words.t("people-left"), vec![Part::Rows(rows)])
            .text(words.t("people-left-text"));
        sheet = sheet.with(section.folded(false));
    }
    Ok(sheet)
}

fn row(asker: &Asker, it: &Agent) -> Row {
    let words = &asker.words;
    let state = match it.availability {
        Availability::Online => ("ok", words.t("state-online")),
        Availability::Away { why: Some(_), .. } => ("warn", words.t("break-state")),
        Availability::Away { .. } => ("warn", words.t("state-away")),
        Availability::Off => ("off", words.t("state-off")),
    };
    let state = match it.letter_trouble {
        Some(_) => ("bad", words.t("lost-title")),
        None => state,
    };
    Row {
        href: format!("/settings/people/{}", it.id),
        title: it.name.clone(),
        text: it.email.clone(),
        health: Some(state),
        chip: words.t(&format!("role-{}", it.role.name())),
        ..Row::default()
    }
}

fn gone(asker: &Asker, it: &Agent) -> Row {
    Row {
        title: it.name.clone(),
        text: it.email.clone(),
        when: it.deactivated_at.map(|at| TimeView::full(&asker.words, at)),
        ..Row::default()
    }
}

fn invited(asker: &Asker, link: &OneTime) -> Row {
    let words = &asker.words;
    let (email, role) = match &link.purpose {
        LinkPurpose::Invite { email, role, .. } => (email.clone(), *role),
        _ => Default::default(),
    };
    let until = words.t_of("invite-until", "time", words.date_time(link.expires_at));
    let trouble = link.trouble.as_ref();
    let act = |name: &str, key: &str| {
        let place = format!("/settings/invitations/{}/{name}", link.id);
        Form::button(place, words.t(key))
    };
    Row {
        title: email,
        text: match trouble {
            Some(it) => letters::why(words, "lost-here", it, true),
            None => until,
        },
        health: trouble.map(|_| ("bad", words.t("lost-title"))),
        chip: words.t(&format!("role-{}", role.name())),
        acts: vec![
            act("again", "invite-again"),
            act("withdraw", "invite-withdraw"),
        ],
        ..Row::default()
    }
}

/// `GET /settings/people`
pub async fn page(asker: Asker, at: Query<Place>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, None, at.page).await?;
    show(&asker, sheet).await
}

/// `POST /settings/people`: invites somebody.
pub async fn add(asker: Asker, form: Pairs) -> Answer {
    let given = Given::read(&form);
    let made = invite::make(&asker.app, asker.viewer().clone(), given.invitation()).await;
    match made {
        Ok(made) => handed_over(&asker, &made).await,
        Err(err @ Error::Invalid(_)) => {
            let sheet = sheet(&asker, Some(&given), 1).await?;
            again(&asker, sheet, err).await
        }
        Err(err) => Err(err.into()),
    }
}

/// The link, this once.
async fn handed_over(asker: &Asker, made: &Made) -> Answer {
    let words = &asker.words;
    let sheet = Sheet::new(words.t("people-invited"), String::new())
        .back("/settings/people", words.t("set-people"))
        .with(invite::shown(words, made)?);
    let mut answer = show(asker, sheet).await?;
    let once = actix_web::http::header::HeaderValue::from_static("no-store");
    let headers = answer.headers_mut();
    headers.insert(actix_web::http::header::CACHE_CONTROL, once);
    Ok(answer)
}

/// `POST /settings/invitations/{id}/again`: a new link; the one before is void.
pub async fn renew(asker: Asker, at: Path<String>) -> Answer {
    let (link, viewer) = (id::<LinkId>(&at)?, asker.viewer().clone());
    let made = invite::renew(&asker.app, viewer, link).await?;
    handed_over(&asker, &made).await
}

/// `POST /settings/invitations/{id}/withdraw`
pub async fn withdraw(asker: Asker, at: Path<String>) -> Answer {
    let (link, viewer) = (id::<LinkId>(&at)?, asker.viewer().clone());
    let gone = asker
        .app
        .act(move |write| invitations::withdraw(write, &viewer, link))
        .await;
    let again = sheet(&asker, None, 1);
    done(&asker, gone, "/settings/people", again).await
}

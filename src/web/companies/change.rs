//! Forms that make and change a company, join two and part them again, and put a person into one.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::contacts::companies::{self, CompanyEdit};
use crate::contacts::edit::{Edit, update};
use crate::domain::attribute::AttributeOf;
use crate::domain::contact::Tier;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChangeId, CompanyId, ContactId};
use crate::store::Write;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::contacts::change::parsed;
use crate::web::contacts::fields::laid;
use crate::web::settings::{Pairs, first};

fn place(id: CompanyId) -> String {
    format!("/companies/{id}")
}

/// The page again, with what was wrong if a field was.
fn answered(done: Result<CompanyId>, back: &str) -> Result<HttpResponse> {
    match done {
        Ok(id) => Ok(see_other(&place(id))),
        Err(Error::Invalid(fields)) => {
            let code = fields.first().map_or("error-field", |it| it.code);
            Ok(see_other(&format!("{back}?wrong={code}")))
        }
        Err(err) => Err(err),
    }
}

/// `POST /companies`: of this name; one that is known is shown.
pub async fn make(asker: Asker, form: Pairs) -> Answer {
    let viewer = asker.viewer().clone();
    let name = first(&form, "name").to_owned();
    let done = asker
        .app
        .act(move |w| {
            let made = companies::named(w, &viewer, &name)?;
            made.map(|it| it.id)
                .ok_or_else(|| Error::invalid("name", "error-name-length"))
        })
        .await;
    match done {
        Ok(id) => Ok(see_other(&place(id))),
        Err(Error::Invalid(_)) => Ok(see_other("/companies")),
        Err(err) => Err(err.into()),
    }
}

fn edit(form: &[(String, String)]) -> CompanyEdit {
    CompanyEdit {
        name: Some(first(form, "name").to_owned()),
        domains: Some(
            first(form, "domains")
                .split([',', ';', ' ', '\n', '\r'])
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect(),
        ),
        notes: Some(first(form, "notes").replace("\r\n", "\n")),
        attributes: None,
        tier: Some(if first(form, "vip") == "1" {
            Tier::Vip
        } else {
            Tier::Normal
        }),
    }
}

/// `POST /companies/{id}`: everything the page's form holds.
pub async fn save(asker: Asker, id: Path<String>, form: Pairs) -> Answer {
    let id: CompanyId = parsed(&id)?;
    let (viewer, form) = (asker.viewer().clone(), form.into_inner());
    let done = asker
        .app
        .act(move |w| {
            let was = companies::find(w, &viewer, id)?;
            let attributes = laid(w, AttributeOf::Companies, &was.attributes, &form)?;
            let edit = CompanyEdit {
                attributes: Some(attributes),
                ..edit(&form)
            };
            companies::change(w, &viewer, id, &edit).map(|it| it.id)
        })
        .await;
    Ok(answered(done, &place(id))?)
}

/// `POST /companies/{id}/join`: the one named `other` is the same.
pub async fn join(asker: Asker, id: Path<String>, form: Pairs) -> Answer {
    let id: CompanyId = parsed(&id)?;
    let (viewer, name) = (asker.viewer().clone(), first(&form, "other").to_owned());
    let done = asker
        .app
        .act(move |w| {
            let other = companies::called(w, &name)?;
            let other = other.ok_or_else(|| Error::invalid("other", "error-no-such-company"))?;
            companies::join(w, &viewer, id, other.id)?;
            Ok(id)
        })
        .await;
    Ok(answered(done, &place(id))?)
}

/// `POST /companies/joins/{change}/undo`: they are two again.
pub async fn part(asker: Asker, change: Path<String>) -> Answer {
    let (change, viewer): (ChangeId, _) = (parsed(&change)?, asker.viewer().clone());
    let done = asker
        .app
        .act(move |w| companies::part(w, &viewer, change).map(|it| it.id))
        .await?;
    Ok(see_other(&place(done)))
}

/// `POST /companies/{id}/remove`: one that has nobody.
pub async fn remove(asker: Asker, id: Path<String>) -> Answer {
    let (id, viewer): (CompanyId, _) = (parsed(&id)?, asker.viewer().clone());
    asker
        .app
        .act(move |w| companies::remove(w, &viewer, id))
        .await?;
    Ok(see_other("/companies"))
}

/// `POST /contacts/{id}/company`: they belong to the company their mail speaks for; one is made when need be.
pub async fn belong(asker: Asker, id: Path<String>) -> Answer {
    let (id, viewer): (ContactId, _) = (parsed(&id)?, asker.viewer().clone());
    asker
        .app
        .act(move |w: &mut Write<'_>| {
            let person = w.person(id)?.ok_or_else(|| Error::not_found("contact"))?;
            let company = match companies::suggested(w, &person)? {
                Some(companies::Suggested::Known(it)) => it,
                Some(companies::Suggested::New { name, domain }) => {
                    companies::at(w, &viewer, &name, &domain)?
                }
                None => return Ok(()),
            };
            let edit = Edit {
                company_of: Some(Some(company.id)),
                ..Edit::default()
            };
            update(w, &viewer, person.id, &edit).map(|_| ())
        })
        .await?;
    Ok(see_other(&format!("/contacts/{id}")))
}

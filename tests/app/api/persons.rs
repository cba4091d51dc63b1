//! What a business keeps of people beside the usual: fields of its own, companies, and what people allow.

use lobby::domain::actor::Role;
use serde_json::{Value, json};

use crate::api::program::Program;
use crate::channels::calls::{Door, said};

fn made(program: &Program, address: &str, company: &str) -> Value {
    let body = json!({ "identifier": { "kind": "email", "value": address }, "company": company });
    program.post(201, "/contacts", &body.to_string())
}

fn attribute(program: &Program, body: &Value) -> Value {
    program.post(201, "/attributes", &body.to_string())
}

fn in_step(program: &Program) {
    let problems = program.server.app.store.check().unwrap();
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn a_field_holds_what_it_is_and_stops_nothing() {
    let program = Program::new();
    let plan = attribute(
        &program,
        &json!({ "name": "Plan", "of": "contacts", "kind": "choice", "choices": ["Gold", "Silver"],
                 "required": true, "beside": true }),
    );
    let date = json!({ "name": "Since", "of": "contacts", "kind": "date" });
    attribute(&program, &date);
    program.post(422, "/attributes", &date.to_string());
    let empty = json!({ "name": "X", "of": "contacts", "kind": "choice" });
    program.post(422, "/attributes", &empty.to_string());
    let it = made(&program, "ana@flores.example", "");
    let place = format!("/contacts/{}", it["id"].as_str().unwrap());
    let set = |status: u16, values: Value| {
        program.patch(status, &place, &json!({ "attributes": values }).to_string())
    };
    let now = set(
        200,
        json!({ "plan": "gold", "SINCE": "22/11/2026", "colour": "red" }),
    );
    let kept = json!([
        { "name": "Plan", "value": "Gold" },
        { "name": "Since", "value": "2026-11-22" },
        { "name": "colour", "value": "red" }
    ]);
    assert_eq!(now["attributes"], kept);
    set(422, json!({ "Plan": "bronze" }));
    set(422, json!({ "Since": "soon" }));
    // A new name keeps the values, and a choice that is gone stays where it was made.
    let at = format!("/attributes/{}", plan["id"].as_str().unwrap());
    let changed = json!({ "name": "Tariff", "choices": ["Silver"] });
    let changed = program.patch(200, &at, &changed.to_string());
    assert_eq!(changed["key"], "Plan");
    let now = set(200, json!({ "Plan": "Gold", "Since": "2026-11-22" }));
    assert_eq!(now["attributes"][0]["value"], "Gold");
    let now = set(200, json!({ "tariff": "silver" }));
    assert_eq!(
        now["attributes"],
        json!([{ "name": "Plan", "value": "Silver" }])
    );
    // A table is held to it as well, and says which row is wrong.
    let table =
        json!({ "csv": "email;tariff\nana@flores.example;SILVER\nbea@flores.example;none\n" });
    let done = program.post(200, "/imports/contacts", &table.to_string());
    assert_eq!((&done["same"], &done["refused"]), (&json!(1), &json!(1)));
    assert_eq!(done["problems"][0]["code"], "error_attribute");
    assert_eq!(program.ask("DELETE", &at, &[], "").status, 204);
    let now = set(200, json!({ "Plan": "anything" }));
    assert_eq!(now["attributes"][0]["value"], "anything");
    in_step(&program);
}

#[test]
fn fields_are_filled_in_on_the_page_and_beside_a_conversation() {
    let program = Program::new();
    let field = json!({ "name": "Order", "of": "contacts", "kind": "number", "beside": true, "required": true });
    let field = attribute(&program, &field);
    let name = format!("attribute-{}", field["id"].as_str().unwrap());
    let contact = program.contact("Bea");
    let number = program.cases(contact, 1, |_, _| {})[0];
    let server = &program.server;
    let owner = server.browser_of(&server.owner());
    let beside = || server.get(&format!("/c/{number}"), &owner.cookie).body;
    assert!(beside().contains("missing") && beside().contains(&name));
    let place = format!("/contacts/{contact}");
    let form = [(name.as_str(), "1.234,5"), ("back", &number.to_string())];
    let sent = server.post(&place, Some(&owner), &form);
    assert_eq!(
        sent.header("location"),
        Some(format!("/c/{number}?done=done").as_str())
    );
    assert!(beside().contains("1234.5"));
    let kept = program.get(200, &place);
    assert_eq!(
        (&kept["name"], &kept["attributes"][0]["value"]),
        (&json!("Bea"), &json!("1234.5"))
    );
    let wrong = server.post(&place, Some(&owner), &[(name.as_str(), "many")]);
    assert_eq!(
        wrong.header("location"),
        Some(format!("{place}?wrong=error-attribute").as_str())
    );
    let shown = server.get(&format!("{place}?wrong=error-attribute"), &owner.cookie);
    assert!(shown.body.contains("does not fit its field"));
    let agent = server.person("cris@shop.example", Role::Supervisor, vec![]);
    let agent = server.browser_of(&agent);
    assert_eq!(
        server.get("/settings/attributes", &agent.cookie).status,
        403
    );
    let form = [("name", "Since"), ("of", "companies"), ("kind", "date")];
    server.post("/settings/attributes", Some(&owner), &form);
    let shown = server.get("/settings/attributes", &owner.cookie).body;
    assert!(shown.contains("Since") && shown.contains("Order"));
}

#[test]
fn a_company_is_made_by_its_name_and_has_its_people() {
    let program = Program::new();
    let ana = made(&program, "ana@flores.example", "Flores del Valle");
    let bea = made(&program, "bea@flores.example", " flores del  VALLE ");
    let company = ana["company_id"].as_str().unwrap().to_owned();
    assert_eq!(bea["company_id"], company.as_str());
    assert_eq!(bea["company"], "Flores del Valle");
    let place = format!("/companies/{company}");
    let renamed = json!({ "name": "Flores S.A.", "domains": ["@Flores.Example"] });
    program.patch(200, &place, &renamed.to_string());
    for it in [&ana, &bea] {
        let it = program.get(200, &format!("/contacts/{}", it["id"].as_str().unwrap()));
        assert_eq!(it["company"], "Flores S.A.");
    }
    let free = json!({ "domains": ["gmail.com"] });
    program.patch(422, &place, &free.to_string());
    let people = program.get(200, &format!("{place}/contacts"));
    assert_eq!(people["data"].as_array().unwrap().len(), 2);
    let page = program.get(200, &format!("{place}/contacts?limit=1"));
    let next = page["next_cursor"].as_str().unwrap();
    let page = program.get(200, &format!("{place}/contacts?limit=1&cursor={next}"));
    assert_eq!(page["data"][0]["id"], bea["id"]);
    let id: lobby::domain::id::ContactId = bea["id"].as_str().unwrap().parse().unwrap();
    let number = program.cases(id, 1, |_, _| {})[0];
    let cases = program.get(200, &format!("{place}/conversations"));
    assert_eq!(cases["data"][0]["number"], number);
    assert_eq!(
        program.ask("DELETE", &place, &[], "").status,
        409,
        "it has people"
    );
    let out = json!({ "company_id": null });
    let place_of = |it: &Value| format!("/contacts/{}", it["id"].as_str().unwrap());
    let gone = program.patch(200, &place_of(&bea), &out.to_string());
    assert_eq!(
        (&gone["company"], &gone["company_id"]),
        (&json!(""), &Value::Null)
    );
    let found = program.get(200, "/companies?q=flores");
    assert_eq!(found["data"].as_array().unwrap().len(), 1);
    assert_eq!(
        program.get(200, "/companies?q=%40flores.example")["data"][0]["id"],
        company.as_str()
    );
    in_step(&program);
}

#[test]
fn two_that_are_the_same_company_are_joined_and_parted_again() {
    let program = Program::new();
    let ana = made(&program, "ana@flores.example", "Flores");
    let bea = made(&program, "bea@flores.example", "Flores Ltda");
    let (root, other) = (
        ana["company_id"].as_str().unwrap(),
        bea["company_id"].as_str().unwrap(),
    );
    let domains = json!({ "domains": ["flores.example"] });
    program.patch(200, &format!("/companies/{other}"), &domains.to_string());
    let body = json!({ "other_id": other }).to_string();
    let joined = program.post(201, &format!("/companies/{root}/merge"), &body);
    assert_eq!(joined["company"]["domains"], json!(["flores.example"]));
    program.post(409, &format!("/companies/{root}/merge"), &body);
    let people = || {
        program.get(200, &format!("/companies/{root}/contacts"))["data"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(people(), 2);
    assert_eq!(program.get(200, &format!("/companies/{other}"))["id"], root);
    made(&program, "cris@flores.example", "Flores");
    let server = &program.server;
    let owner = server.browser_of(&server.owner());
    let shown = server.get(&format!("/companies/{root}"), &owner.cookie);
    assert!(
        shown.status == 200 && shown.body.contains("Joined with Flores Ltda"),
        "{}",
        shown.body
    );
    let undo = format!(
        "/companies/merges/{}/undo",
        joined["merge_id"].as_str().unwrap()
    );
    let back = program.post(200, &undo, "{}");
    assert_eq!(back["id"], other);
    program.post(409, &undo, "{}");
    assert_eq!(people(), 2, "who came since stays");
    let bea = program.get(200, &format!("/contacts/{}", bea["id"].as_str().unwrap()));
    assert_eq!(
        (&bea["company_id"], &bea["company"]),
        (&json!(other), &json!("Flores Ltda"))
    );
    in_step(&program);
}

#[test]
fn a_mail_domain_suggests_a_company_but_never_one_of_everybody() {
    let program = Program::new();
    let server = &program.server;
    let owner = server.browser_of(&server.owner());
    let page = |it: &Value| {
        let place = format!("/contacts/{}", it["id"].as_str().unwrap());
        (server.get(&place, &owner.cookie).body, place)
    };
    let ana = made(&program, "ana@flores.example", "");
    let (body, place) = page(&ana);
    assert!(body.contains("Their mail is from flores.example"));
    server.post(&format!("{place}/company"), Some(&owner), &[]);
    let ana = program.get(200, &place);
    assert_eq!(ana["company"], "Flores");
    let bea = made(&program, "bea@flores.example", "");
    let (body, place) = page(&bea);
    assert!(body.contains("Their mail is from Flores."));
    server.post(&format!("{place}/company"), Some(&owner), &[]);
    assert_eq!(program.get(200, &place)["company_id"], ana["company_id"]);
    let cris = made(&program, "cris@gmail.com", "");
    assert!(!page(&cris).0.contains("Their mail is from"));
}

#[test]
fn what_somebody_allows_is_written_down_and_never_changed() {
    let program = Program::new();
    let contact = program.contact("Bea");
    let place = format!("/contacts/{contact}/consents");
    let say = |channel: Value, granted: bool| {
        let body = json!({ "purpose": "commercial", "channel": channel, "granted": granted, "source": "form", "note": "fair" });
        program.post(201, &place, &body.to_string())
    };
    say(json!("whatsapp"), true);
    say(json!(null), false);
    let all = say(json!("email"), true);
    let told: Vec<_> = all["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["channel"].clone(),
                it["granted"].clone(),
                it["standing"].clone(),
            )
        })
        .collect();
    let yes = json!(true);
    assert_eq!(told[0], (json!("email"), yes.clone(), yes.clone()));
    assert_eq!(told[1], (json!(null), json!(false), yes.clone()));
    assert_eq!(
        told[2],
        (json!("whatsapp"), yes, json!(false)),
        "everywhere was said later"
    );
    program.post(
        422,
        &place,
        &json!({ "purpose": "fun", "granted": true }).to_string(),
    );
    let server = &program.server;
    let owner = server.browser_of(&server.owner());
    let new = server
        .get(&format!("/new?contact={contact}"), &owner.cookie)
        .body;
    assert!(
        new.contains("Offers and news by every channel: not wanted"),
        "{new}"
    );
    let form = [
        ("purpose", "service"),
        ("channel", "email"),
        ("granted", "1"),
        ("note", "by phone"),
    ];
    server.post(&place, Some(&owner), &form);
    let shown = server
        .get(&format!("/contacts/{contact}"), &owner.cookie)
        .body;
    assert!(shown.contains("Messages about their affairs by E-mail") && shown.contains("by phone"));
    let archive = program.ask("GET", &format!("/contacts/{contact}/export"), &[], "");
    assert!(archive.body.contains("\"purpose\": \"service\""));
    let erase = format!("/contacts/{contact}/erase");
    program.ask("POST", &erase, &[], "{\"confirm\":true}");
    let left = program
        .server
        .app
        .store
        .look(|look| look.consents_of(contact))
        .unwrap();
    assert_eq!(left, []);
}

#[test]
fn stop_in_a_talk_takes_back_all_but_service() {
    let door = Door::new();
    door.call(&said("m1", "u1", "Hola, ¿tienen talla 38?"));
    let c = &door.conversations()[0];
    let contact = c["contact"]["id"].as_str().unwrap().to_owned();
    let consents = || {
        let all = door
            .program
            .get(200, &format!("/contacts/{contact}/consents"));
        all["data"].as_array().unwrap().clone()
    };
    assert_eq!(consents(), Vec::<Value>::new());
    door.call(&said("m2", "u1", "BAJA por favor"));
    door.call(&said("m3", "u1", "stop"));
    let all = consents();
    assert_eq!(all.len(), 2, "said twice is written once");
    for it in &all {
        assert_eq!(
            (&it["channel"], &it["granted"]),
            (&json!("api"), &json!(false))
        );
        assert_ne!(it["purpose"], "service");
        assert_eq!(
            (&it["source"], &it["by"]["type"]),
            (&json!("message"), &json!("contact"))
        );
    }
    let server = &door.program.server;
    let owner = server.browser_of(&server.owner());
    let shown = server
        .get(&format!("/c/{}", c["number"]), &owner.cookie)
        .body;
    assert!(
        shown.contains("is not wanted any more"),
        "the timeline says it"
    );
    assert!(shown.contains("Offers and news by"), "the panel shows it");
}

//! Contacts as tables: tried out, brought in, brought in again, and taken out as they came.

use lobby::domain::actor::Role;
use serde_json::{Value, json};

use crate::api::program::Program;

const TABLE: &str = "Nombre;Correo;Teléfono;Empresa;Plan\r\n\
    \"Peña, Ana\";ana@flores.example;+57 300 123 4567;Flores;oro\r\n\
    Bea;bea@customer.example;;Otra;\r\n\
    ;not an address;;;\r\n\
    Nadie;;;;\r\n\
    Ana otra vez;ana@flores.example;;;plata\r\n";

fn call(program: &Program, csv: &str, dry: bool, replace: bool) -> Value {
    let body = json!({ "csv": csv, "dry_run": dry, "replace": replace });
    program.post(200, "/imports/contacts", &body.to_string())
}

fn found(program: &Program, address: &str) -> Vec<Value> {
    let page = program.get(200, &format!("/contacts?identifier={address}"));
    page["data"].as_array().unwrap().clone()
}

fn numbers(it: &Value) -> [u64; 5] {
    ["rows", "made", "changed", "same", "refused"].map(|key| it[key].as_u64().unwrap())
}

#[test]
fn a_table_is_tried_out_and_then_brought_in_once() {
    let program = Program::new();
    program.contact("Bea");
    let before = program.server.app.store.last_seq();
    let dry = call(&program, TABLE, true, false);
    assert_eq!(program.server.app.store.last_seq(), before, "only tried");
    assert_eq!(numbers(&dry), [5, 1, 2, 0, 2]);
    let codes: Vec<_> = dry["problems"].as_array().unwrap().iter().collect();
    assert_eq!(codes[0]["line"], 4);
    assert_eq!(codes[0]["code"], "import_email");
    assert_eq!(codes[1]["code"], "import_nobody");
    // The second row of Ana says another plan, and only what is empty is filled in.
    let done = call(&program, TABLE, false, false);
    assert_eq!(numbers(&done), [5, 1, 1, 1, 2]);
    let ana = found(&program, "ana@flores.example").remove(0);
    assert_eq!(ana["name"], "Peña, Ana");
    assert_eq!(ana["attributes"].to_string().matches("oro").count(), 1);
    assert_eq!(found(&program, "%2B573001234567")[0]["id"], ana["id"]);
    let again = call(&program, TABLE, false, false);
    assert_eq!(numbers(&again), [5, 0, 0, 3, 2]);
    call(&program, TABLE, false, true);
    let ana = found(&program, "ana@flores.example").remove(0);
    assert_eq!(ana["name"], "Ana otra vez");
    assert!(ana["attributes"].to_string().contains("plata"));
    let problems = program.server.app.store.check().unwrap();
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn a_row_that_names_two_people_joins_nobody() {
    let program = Program::new();
    program.contact("Bea");
    program.contact("Carlos");
    let table = "email\nbea@customer.example; carlos@customer.example\n";
    let done = call(&program, table, false, true);
    assert_eq!(numbers(&done), [1, 0, 0, 0, 1]);
    assert_eq!(done["problems"][0]["code"], "import_two");
    for empty in ["", "email\n", "name\nBea\n"] {
        let body = json!({ "csv": empty }).to_string();
        program.post(422, "/imports/contacts", &body);
    }
}

#[test]
fn what_is_taken_out_can_be_brought_in_and_calculates_nothing() {
    let program = Program::new();
    let hostile = "name,email,notes,=cmd\n\"=1+1\",x@y.example,\"@SUM(A1)\",\"-2\"\n";
    call(&program, hostile, false, false);
    let out = program.ask("GET", "/exports/contacts", &[], "");
    assert_eq!(out.status, 200);
    assert_eq!(out.header("content-type"), Some("text/csv; charset=utf-8"));
    for cell in ["\"'=1+1\"", "\"'@SUM(A1)\"", "\"'-2\"", "\"'=cmd\""] {
        assert!(out.body.contains(cell), "{cell}: {}", out.body);
    }
    let start = out.body.find("\"name\"").unwrap();
    let end = out.body.rfind('"').unwrap();
    let table = &out.body[start..=end];
    assert_eq!(
        numbers(&call(&program, table, false, true)),
        [1, 0, 0, 1, 0]
    );
    let fresh = Program::new();
    assert_eq!(numbers(&call(&fresh, table, false, false)), [1, 1, 0, 0, 0]);
    let it = found(&fresh, "x@y.example").remove(0);
    assert_eq!(
        (&it["name"], &it["notes"]),
        (&json!("=1+1"), &json!("@SUM(A1)"))
    );
}

#[test]
fn the_page_shows_what_would_come_before_it_comes() {
    let program = Program::new();
    let server = &program.server;
    let owner = server.browser_of(&server.owner());
    assert!(
        server
            .get("/contacts", &owner.cookie)
            .body
            .contains("/contacts/import")
    );
    assert_eq!(server.get("/contacts/import", &owner.cookie).status, 200);
    let table = "email\tplan\nnew@flores.example\tgold\nwrong\t\n";
    let shown = server.upload_file("/contacts/import", &owner, &[], table);
    assert_eq!(shown.status, 200, "{}", shown.body);
    for said in ["One new person", "Line 3", "Attribute of that name"] {
        assert!(shown.body.contains(said), "{said}: {}", shown.body);
    }
    assert!(found(&program, "new@flores.example").is_empty());
    let hash = shown.body.split("name=\"table\" value=\"").nth(1).unwrap();
    let hash = hash.split('"').next().unwrap().to_owned();
    let done = server.post("/contacts/import/run", Some(&owner), &[("table", &hash)]);
    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!(found(&program, "new@flores.example").len(), 1);
    assert_eq!(
        server
            .upload_file("/contacts/import", &owner, &[], "x")
            .status,
        422
    );
    let out = server.get("/contacts/export.csv", &owner.cookie);
    assert!(out.body.contains("new@flores.example"));
    let agent = server.person("bea@shop.example", Role::Supervisor, vec![]);
    let agent = server.browser_of(&agent);
    assert_eq!(
        server.get("/contacts/export.csv", &agent.cookie).status,
        403
    );
    assert_eq!(
        server
            .upload_file("/contacts/import", &agent, &[], table)
            .status,
        403
    );
    assert!(
        !server
            .get("/contacts", &agent.cookie)
            .body
            .contains("/contacts/import")
    );
}

fn allowed(program: &Program, address: &str) -> Vec<String> {
    let id = found(program, address)[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let all = program.get(200, &format!("/contacts/{id}/consents"));
    let mut out: Vec<String> = all["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["standing"] == true)
        .map(|it| {
            format!(
                "{} {} {} {}",
                it["purpose"], it["channel"], it["granted"], it["source"]
            )
            .replace('"', "")
        })
        .collect();
    out.sort();
    out
}

#[test]
fn what_people_allow_comes_and_goes_in_columns_and_never_overrules_them() {
    let program = Program::new();
    let table = "name,email,consent_commercial,consent_commercial_whatsapp,Consent service\r\n\
        Ana,ana@flores.example,sí,no,yes\r\nBea,bea@flores.example,maybe,,\r\nCris,cris@flores.example,,,\r\n";
    let dry = call(&program, table, true, false);
    assert_eq!(numbers(&dry), [3, 2, 0, 0, 1]);
    assert_eq!(dry["problems"][0]["code"], "import_consent");
    call(&program, table, false, false);
    let said = [
        "commercial null true import",
        "commercial whatsapp false import",
        "service null true import",
    ];
    assert_eq!(allowed(&program, "ana@flores.example"), said);
    assert!(allowed(&program, "cris@flores.example").is_empty());
    assert_eq!(
        numbers(&call(&program, table, false, false)),
        [3, 0, 0, 2, 1]
    );
    // Out and in again: the same.
    let out = program.ask("GET", "/exports/contacts", &[], "").body;
    let rows = out.lines().filter(|it| it.starts_with('"'));
    let out: String = rows.map(|it| format!("{it}\r\n")).collect();
    assert!(
        out.contains("\"consent_service\",\"consent_commercial\",\"consent_commercial_whatsapp\""),
        "{out}"
    );
    assert_eq!(numbers(&call(&program, &out, false, true)), [2, 0, 0, 2, 0]);
    // A yes of a table takes back a no of a table where it wins, and never one of theirs.
    let yes =
        "email,consent_commercial,consent_commercial_whatsapp\r\nana@flores.example,yes,yes\r\n";
    assert_eq!(numbers(&call(&program, yes, true, false)), [1, 0, 0, 1, 0]);
    call(&program, yes, false, true);
    assert!(
        !allowed(&program, "ana@flores.example")
            .join(";")
            .contains("false")
    );
    let id = found(&program, "ana@flores.example")[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let own = json!({ "purpose": "commercial", "channel": "whatsapp", "granted": false, "source": "message" });
    program.post(201, &format!("/contacts/{id}/consents"), &own.to_string());
    for table in [
        yes,
        "email,consent_commercial\r\nana@flores.example,yes\r\n",
    ] {
        call(&program, table, false, true);
        let now = allowed(&program, "ana@flores.example").join(";");
        assert!(now.contains("commercial whatsapp false message"), "{now}");
    }
}

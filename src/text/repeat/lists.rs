//! The phrases by which a repetition is told, per language, as folded words.

use crate::text::language::Language::{English, Indonesian, Portuguese, Spanish};
use crate::text::phrases::Lists;
use crate::text::repeat::Datum;

/// They say that they said it before. What was only *sent* before is no repetition: "ya le envié el pago" is news.
pub static AGAIN: Lists = Lists::of(&[
    (
        English,
        "as i said, as i told you, as i have said, as i ve said, like i said, like i told you, i already told, \
         i already said, i already explained, i have already told, i have already said, i have already explained, \
         i ve already told, i ve already said, i ve already explained, i told you already, i said already, \
         as i mentioned, as mentioned before, i already mentioned, as i explained, i explained this, \
         i have to repeat, i had to repeat, had to repeat, i repeat, let me repeat, repeat myself, repeat everything, \
         repeating myself, explain it all again, explain everything again, how many times do i have to",
    ),
    (
        Spanish,
        "ya les dije, ya le dije, ya te dije, ya lo dije, ya se lo dije, ya se los dije, como ya dije, \
         como ya les dije, como ya le dije, como ya te dije, como les dije, como le dije, como te dije, como dije, \
         ya explique, ya les explique, ya le explique, ya te explique, ya lo explique, ya se lo explique, \
         como le explique, como les explique, como mencione, ya lo mencione, ya les mencione, ya le mencione, \
         ya le comente, ya les comente, ya te comente, como le comente, como les comente, como te comente, \
         ya le habia dicho, ya les habia dicho, ya habia dicho, le repito, les repito, te repito, repito, \
         vuelvo a repetir, vuelvo a explicar, tengo que repetir, tuve que repetir, toca repetir, toco repetir, \
         tener que repetir, repetir todo, otra vez lo mismo, lo mismo otra vez",
    ),
    (
        Portuguese,
        "ja disse, ja te disse, ja lhe disse, como eu disse, como ja disse, como disse, ja falei, ja te falei, \
         como falei, como eu falei, ja expliquei, como expliquei, ja informei, como informei, como mencionei, \
         ja mencionei, ja tinha dito, ja tinha falado, ja tinha explicado, eu repito, vou repetir, \
         repetindo, tenho que repetir, tive que repetir, ter que repetir, repetir tudo, de novo a mesma coisa, \
         quantas vezes tenho que, quantas vezes vou ter que",
    ),
    (
        Indonesian,
        "sudah saya bilang, saya sudah bilang, sudah saya jelaskan, saya sudah jelaskan, sudah saya sebutkan, \
         sudah saya sampaikan, saya sudah sampaikan, sudah saya katakan, sudah dibilang, udah saya bilang, \
         udah dibilang, kan sudah bilang, seperti yang saya bilang, seperti saya bilang, seperti yang sudah saya, \
         seperti yang saya sampaikan, tadi saya bilang, tadi sudah saya, saya ulangi, saya ulang lagi, \
         harus mengulang, harus ulang, harus mengulangi, berapa kali saya harus",
    ),
]);

/// Somebody wants to be told something.
pub static ASKS: Lists = Lists::of(&[
    (
        English,
        "what is, what s, whats, what was, which, tell me, tell us, give me, give us, send me, send us, share, provide, \
         confirm, can i have, can i get, may i have, could i have, could i get, may i know, may i ask, i need, we need, \
         i ll need, i will need, let me know, let us know, who am i",
    ),
    (
        Spanish,
        "cual, cuales, cuentame, cuenteme, como se llama, como te llamas, indique, indiqueme, indiquenos, indicame, \
         indicarme, indicarnos, indicar, digame, dime, decirme, deme, dame, darme, denos, regaleme, regalame, regalarme, \
         envieme, enviame, enviarme, envienos, enviarnos, compartame, comparteme, compartirme, compartir, \
         confirme, confirmeme, confirmame, confirmarme, confirmar, facilitarme, facilite, faciliteme, proporcionar, \
         proporcionarme, suministrar, necesito, necesitamos, me das, me da, me envia, me comparte, me regala, me indica, \
         me confirma, me confirmas, me brinda, brindarme, con quien, a nombre de quien",
    ),
    (
        Portuguese,
        "qual, quais, como se chama, me diga, me informe, nos informe, informe, informar, me passa, me passe, passar, \
         me envie, me envia, enviar, me mande, me manda, mandar, me confirme, confirme, confirmar, me fala, me fale, \
         poderia informar, preciso, precisamos, me da, me de, com quem",
    ),
    (
        Indonesian,
        "apa, siapa, berapa, boleh minta, minta, boleh tahu, boleh tau, mohon, tolong kirim, kirimkan, kirim, sebutkan, \
         informasikan, infokan, konfirmasi, bisa kasih, kasih, perlu, butuh, dengan siapa, bisa dibantu",
    ),
]);

/// What it is about, though it was told.
static MATTER: Lists = Lists::of(&[
    (
        English,
        "how can i help, how can we help, how may i help, how may we help, what can i do for you, what can we do for you, \
         what is your question, what is the issue, what is the problem, what s the issue, what s the problem",
    ),
    (
        Spanish,
        "en que puedo ayudar, en que puedo ayudarle, en que puedo ayudarte, en que le puedo ayudar, en que te puedo ayudar, \
         en que podemos ayudar, en que podemos ayudarle, en que podemos ayudarte, en que lo puedo ayudar, \
         en que la puedo ayudar, como puedo ayudarle, como puedo ayudarte, como le puedo ayudar, como te puedo ayudar, \
         cual es su consulta, cual es tu consulta, cual es el problema, cual es su inquietud, que necesita, cuenteme su caso",
    ),
    (
        Portuguese,
        "em que posso ajudar, em que posso te ajudar, em que podemos ajudar, como posso ajudar, como posso te ajudar, \
         como podemos ajudar, qual e a sua duvida, qual e o problema, qual a sua duvida, qual o problema",
    ),
    (
        Indonesian,
        "ada yang bisa saya bantu, ada yang bisa kami bantu, ada yang bisa dibantu, apa yang bisa saya bantu, \
         apa yang bisa kami bantu, bisa dibantu apa, kendalanya apa, apa kendalanya, apa keluhannya, masalahnya apa",
    ),
]);

static NAME: Lists = Lists::of(&[
    (
        English,
        "your name, your full name, full name, your last name, your first name",
    ),
    (
        Spanish,
        "su nombre, tu nombre, nombre completo, sus nombres, nombre y apellido, como se llama, como te llamas, \
         el nombre del titular, con quien tengo el gusto",
    ),
    (
        Portuguese,
        "seu nome, o nome completo, nome completo, nome do titular, como se chama, com quem eu falo, com quem falo",
    ),
    (
        Indonesian,
        "nama anda, nama lengkap, namanya, nama kakak, nama kak, nama bapak, nama ibu, dengan siapa",
    ),
]);

static EMAIL: Lists = Lists::of(&[
    (
        English,
        "your email, your e mail, email address, e mail address, your mail address",
    ),
    (
        Spanish,
        "su correo, tu correo, correo electronico, su email, tu email, su e mail, un correo, el correo registrado",
    ),
    (
        Portuguese,
        "seu email, seu e mail, endereco de email, endereco de e mail, o email cadastrado, o e mail cadastrado",
    ),
    (
        Indonesian,
        "email anda, alamat email, alamat e mail, emailnya, email kakak, e mail anda",
    ),
]);

static PHONE: Lists = Lists::of(&[
    (
        English,
        "your phone, phone number, your number, contact number, your mobile, mobile number, your cell",
    ),
    (
        Spanish,
        "su telefono, tu telefono, numero de telefono, su celular, tu celular, numero de celular, numero de contacto, \
         un telefono, un numero de contacto, numero de whatsapp",
    ),
    (
        Portuguese,
        "seu telefone, numero de telefone, seu celular, numero de celular, telefone de contato, numero para contato, \
         seu whatsapp",
    ),
    (
        Indonesian,
        "nomor telepon, nomor hp, no hp, nomor wa, nomor whatsapp, nomor anda, nomor kontak, nomor handphone, no telepon",
    ),
]);

static ORDER: Lists = Lists::of(&[
    (
        English,
        "order number, your order no, order id, invoice number, tracking number, ticket number, case number, \
         reference number, booking number",
    ),
    (
        Spanish,
        "numero de pedido, numero del pedido, numero de orden, numero de la orden, numero de compra, numero de factura, \
         numero de la factura, numero de guia, numero de caso, numero de ticket, numero de reserva, numero de radicado, \
         codigo de pedido",
    ),
    (
        Portuguese,
        "numero do pedido, numero de pedido, codigo do pedido, numero da compra, numero da nota, codigo de rastreio, \
         numero do protocolo, numero da reserva",
    ),
    (
        Indonesian,
        "nomor pesanan, no pesanan, nomor order, no order, nomor invoice, no invoice, nomor resi, no resi, kode pesanan, \
         nomor tiket",
    ),
]);

static ADDRESS: Lists = Lists::of(&[
    (
        English,
        "your address, delivery address, shipping address, full address, street address",
    ),
    (
        Spanish,
        "su direccion, tu direccion, direccion de entrega, direccion de envio, direccion completa, la direccion exacta",
    ),
    (
        Portuguese,
        "seu endereco, endereco de entrega, endereco completo, o endereco para entrega",
    ),
    (
        Indonesian,
        "alamat anda, alamat lengkap, alamat pengiriman, alamatnya, alamat kakak",
    ),
]);

static DOCUMENT: Lists = Lists::of(&[
    (
        English,
        "id number, your id, identity number, passport number, document number, tax number, national id",
    ),
    (
        Spanish,
        "numero de cedula, su cedula, tu cedula, la cedula, numero de documento, su documento, numero de identificacion, \
         su dni, tu dni, su rut, su rfc, su nit, numero de nit",
    ),
    (
        Portuguese,
        "seu cpf, o cpf, numero do cpf, seu rg, seu cnpj, numero do documento",
    ),
    (
        Indonesian,
        "nomor ktp, no ktp, nik anda, nomor nik, nomor identitas",
    ),
]);

static COMPANY: Lists = Lists::of(&[
    (
        English,
        "your company, company name, name of your company, which company",
    ),
    (
        Spanish,
        "su empresa, tu empresa, nombre de la empresa, razon social, que empresa",
    ),
    (
        Portuguese,
        "sua empresa, nome da empresa, razao social, qual empresa",
    ),
    (
        Indonesian,
        "nama perusahaan, perusahaan anda, perusahaan apa, nama pt",
    ),
]);

/// How each datum is named by who wants it. [`Datum::Attribute`] is named by the desk.
pub static DATA: [(Datum, &Lists); 8] = [
    (Datum::Matter, &MATTER),
    (Datum::Name, &NAME),
    (Datum::Email, &EMAIL),
    (Datum::Phone, &PHONE),
    (Datum::Order, &ORDER),
    (Datum::Address, &ADDRESS),
    (Datum::Document, &DOCUMENT),
    (Datum::Company, &COMPANY),
];

/// What stands before one's own name.
pub static I_AM: Lists = Lists::of(&[
    (English, "my name is, i am called, the name is"),
    (Spanish, "me llamo, mi nombre es, a nombre de"),
    (Portuguese, "meu nome e, me chamo, em nome de"),
    (Indonesian, "nama saya, atas nama"),
]);

/// What stands before the number of something bought.
pub static OF_ORDERS: Lists = Lists::of(&[
    (
        English,
        "order, order number, order no, invoice, invoice number, tracking, tracking number, ticket, booking, reference",
    ),
    (
        Spanish,
        "pedido, orden, compra, factura, guia, ticket, reserva, radicado, caso",
    ),
    (
        Portuguese,
        "pedido, compra, nota, rastreio, protocolo, reserva",
    ),
    (
        Indonesian,
        "pesanan, order, invoice, resi, tiket, no pesanan, nomor pesanan",
    ),
]);

/// What stands before the number of a document of one's own.
pub static OF_DOCUMENTS: Lists = Lists::of(&[
    (English, "passport, id number, my id, tax number"),
    (
        Spanish,
        "cedula, cc, dni, documento, identificacion, rut, rfc, nit",
    ),
    (Portuguese, "cpf, rg, cnpj, documento"),
    (Indonesian, "ktp, nik"),
]);

/// What streets are called.
pub static OF_STREETS: Lists = Lists::of(&[
    (English, "street, avenue, road, apt, apartment, zip code"),
    (
        Spanish,
        "calle, carrera, avenida, transversal, diagonal, barrio, apartamento, colonia, codigo postal",
    ),
    (Portuguese, "rua, avenida, travessa, bairro, apto, cep"),
    (
        Indonesian,
        "jalan, jl, rt, rw, kelurahan, kecamatan, kode pos",
    ),
]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::words;
    use crate::text::language::Language;
    use crate::text::phrases::of;

    #[test]
    fn every_phrase_is_written_as_texts_are_folded_in_every_language() {
        let data = DATA.iter().map(|it| it.1);
        let own = [&AGAIN, &ASKS, &I_AM, &OF_ORDERS, &OF_DOCUMENTS, &OF_STREETS];
        for lists in data.chain(own) {
            for language in [English, Spanish, Portuguese, Indonesian] {
                assert!(of(lists, Some(language)).count() < of(lists, None).count());
            }
            assert_eq!(
                of(lists, Some(Language::German)).count(),
                of(lists, None).count()
            );
            for phrase in of(lists, None) {
                assert_eq!(words(phrase).join(" "), phrase);
            }
        }
    }
}
